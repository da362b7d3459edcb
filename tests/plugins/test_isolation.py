"""One plugin cannot break another, nor the page it stands on; core's own faults are never swallowed."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from trainhub.accounts.login import Visitor
from trainhub.hooks.host import PluginHost
from trainhub.hooks.types import Panel, Slot
from trainhub.kernel.db import db
from trainhub.kernel.errors import Postponed, Refused
from trainhub.people.models import Category
from trainhub.plugin_api import hookimpl


class BadSql:
    @hookimpl
    def extend_page(self, slot: Slot) -> None:
        db.session.execute(text("select * from nowhere"))


class BadRow:
    @hookimpl
    def extend_page(self, slot: Slot) -> None:
        db.session.add(Category(code=None, title=None))
        db.session.flush()


class Fine:
    @hookimpl
    def extend_page(self, slot: Slot) -> Iterable[Panel]:
        return [Panel("fine", "x.html")]


class Vetoes:
    @hookimpl
    def check_certificate(self, registration: Any) -> None:
        raise Refused("Fill in the evaluation first.")


class Broken:
    @hookimpl
    def check_certificate(self, registration: Any) -> None:
        raise ZeroDivisionError


@pytest.fixture
def host(app: Any, session: Any) -> Iterator[Any]:
    found: PluginHost = app.extensions["plugins"]
    found.strict, added = False, []

    def add(*plugins: object) -> PluginHost:
        for plugin in plugins:
            found.pm.register(plugin, name=type(plugin).__name__)
            added.append(plugin)
        return found

    yield add
    for plugin in added:
        found.pm.unregister(plugin)
    found.strict = True
    found.failures.clear()


def panels(host: PluginHost) -> list[str]:
    all_panels = host.extend("extend_page", slot=Slot.HOME_SIDE, subject=0, user=Visitor())
    return [panel.title for panel in all_panels if panel.plugin == "Fine"]


@pytest.mark.parametrize("bad", [BadSql(), BadRow()], ids=lambda bad: type(bad).__name__)
def test_a_failing_plugin_costs_only_its_own_panel(host: Any, make: Any, bad: object) -> None:
    kept = make.person(display="kept")
    plugins = host(bad, Fine())
    assert panels(plugins) == ["fine"]
    assert db.session.get(type(kept), kept.id).display == "kept"
    assert [(failure.plugin, failure.hook) for failure in plugins.failures] == [(type(bad).__name__, "extend_page")]


def test_in_strict_mode_a_failure_is_raised(host: Any) -> None:
    plugins = host(BadSql())
    plugins.strict = True
    with pytest.raises(Exception, match="nowhere"):
        panels(plugins)


def test_a_veto_reaches_the_user(host: Any, make: Any) -> None:
    with pytest.raises(Refused, match="evaluation"):
        host(Vetoes()).check("check_certificate", registration=make.registration(), kind=None)


def test_a_broken_check_postpones_and_is_shown(host: Any, make: Any) -> None:
    plugins, registration = host(Broken()), make.registration()
    with pytest.raises(Postponed, match="ZeroDivisionError"):
        plugins.check("check_certificate", registration=registration, kind=None)
    assert plugins.failures[-1].plugin == "Broken"


def test_a_misspelt_argument_is_an_error_even_when_lenient(host: Any) -> None:
    with pytest.raises(TypeError, match="extend_page takes"):
        host(Fine()).extend("extend_page", slots=Slot.HOME_SIDE, subject=0, user=None)
