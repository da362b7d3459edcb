"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Panel, Slot, Waiting
from ..kernel import clock
from ..kernel.i18n import gettext as _
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import models as models
from . import queries, services
from .routes import blueprint, shelf_for

SOON = timedelta(days=14)  # how long before a session its trainer is reminded of materials
IN_PANEL = 5  # materials a session's page shows before it refers to the list


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [blueprint]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot == Slot.SESSION_TABS:
        return _tab(subject, user)
    if slot == Slot.SESSION_BODY:
        return _panel(subject, user)
    return []


def _tab(session: TrainingSession, user: Viewer) -> list[Panel]:
    url = url_for("materials.index", slug=session.slug)
    context = {"url": url, "count": len(shelf_for(session, user).shown), "key": "materials"}
    return [Panel(_("Materials"), "sessions/tab.html", context, order=30)]


def _panel(session: TrainingSession, user: Viewer) -> list[Panel]:
    shown = [each for each in shelf_for(session, user).shown if each.archived_at is None][:IN_PANEL]
    if not shown:
        return []
    context = {"materials": shown, "newest": services.newest, "url": url_for("materials.index", slug=session.slug)}
    return [Panel(_("Materials"), "materials/panel.html", context, order=40)]


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Name the sessions this person teaches soon that have no material yet."""
    if user.person_id is None:
        return []
    today = clock.today()
    return [Waiting(queries.without(user.person_id, today, today + SOON), "materials/waiting.html", order=50)]
