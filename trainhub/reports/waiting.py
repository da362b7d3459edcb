"""What waits for somebody: features and plugins each give a select, and all of them are asked as one."""

import logging
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Select

from ..hooks.host import host
from ..hooks.waiting import Waiting
from ..kernel.db import db
from ..web.access import Viewer
from .queries import waiting as queries

log = logging.getLogger(__name__)
HOOK = "extend_waiting"
Found = list[tuple[Waiting, list[SimpleNamespace]]]


def drawn(who: Viewer, visible: Select[Any]) -> list[Markup]:
    """Return each thing that waits for a viewer as one `<li>`; a plugin's that cannot be drawn are left out."""
    kinds: list[Waiting] = host().extend("extend_waiting", user=who, visible=visible)
    said: list[Markup] = []
    for kind, things in _asked(kinds):
        with host().guarded(kind.plugin, HOOK):
            said += [Markup(each) for each in list(_draw(kind, things))]  # noqa: S704 - rendered, so escaped already
    return said


def _asked(kinds: Sequence[Waiting]) -> Found:
    """Ask for all kinds at once; where that fails for each alone, so that only the broken one is missing."""
    try:
        with db.session.begin_nested():
            return _ask(kinds)
    except Exception as error:
        log.warning("what waits is asked for one by one", extra={"error": type(error).__name__})
    found: Found = []
    for kind in kinds:
        with host().guarded(kind.plugin, HOOK):
            found += _ask([kind])
    return found


def _ask(kinds: Sequence[Waiting]) -> Found:
    found: Found = [(kind, []) for kind in kinds]
    if not kinds:
        return found
    dialect = db.session.get_bind().dialect
    rows = db.session.execute(queries.together([kind.query for kind in kinds]))
    for number, _place, row in sorted(rows, key=lambda each: (each[0], each[1])):  # a union promises no order
        kind, things = found[number]
        things.append(SimpleNamespace(**queries.unpacked(kind.query, row, dialect)))
    return found


def _draw(kind: Waiting, things: Sequence[SimpleNamespace]) -> Iterator[str]:
    for thing in things:
        more = kind.more(thing) if kind.more else {}
        if more is not None:
            yield render_template(kind.template, thing=thing, **kind.context, **more)
