"""A plugin that is loaded for a test: it declares settings, a panel, and may be switched off for a session."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from trainhub.hooks.host import PluginHost
from trainhub.hooks.types import Kind, Panel, Per, PluginInfo, Setting, Slot
from trainhub.plugin_api import hookimpl

DECLARED = [
    Setting("days", "Days", kind=Kind.INT, default=30, least=1, most=365, per=Per.SESSION),
    Setting("share", "Share", "How much is enough.", Kind.SHARE, 0.8),
    Setting("test", "A test is needed", kind=Kind.BOOL, default=False, per=Per.SESSION),
    Setting("words", "Words", default="thank you"),
    Setting("scale", "Scale", kind=Kind.CHOICE, default="5", choices=[("5", "Five"), ("7", "Seven")]),
]


class Decided:
    """A plugin with a panel on every session."""

    @hookimpl
    def extend_page(self, slot: Slot) -> list[Panel]:
        return [Panel("Of the plugin", "people/looks.html", {"accesses": []})] if slot == Slot.SESSION_BODY else []


@pytest.fixture
def plugin(app: Flask, session: Any) -> Iterator[str]:
    """Give the name of the plugin."""
    host: PluginHost = app.extensions["plugins"]
    host.pm.register(Decided(), name="decided")
    host.infos["decided"] = PluginInfo(
        "decided", "1.0", 1, title="Decided", per_session=True, summary="It decides.", keeps="Nothing is kept."
    )
    before = app.extensions["settings"]
    app.extensions["settings"] = [*before, *(("decided", each) for each in DECLARED)]
    yield "decided"
    app.extensions["settings"] = before
    host.infos.pop("decided")
    host.pm.unregister(name="decided")
