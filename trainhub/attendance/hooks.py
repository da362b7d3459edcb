"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Panel, Slot
from ..kernel import clock, i18n
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..registration import policies as registration
from ..registration.models import Registration
from ..sessions import policies as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import models as models
from . import policies, queries, routes, services


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot == Slot.SESSION_TABS:
        return _tabs(subject, user)
    if slot == Slot.HOME_WAITING and user.is_authenticated:
        return [*_mine(user), *_missing(user)]
    if slot == Slot.MY_TRAININGS:
        return [_past(subject)]
    return []


def _tabs(session: TrainingSession, user: Viewer) -> list[Panel]:
    if not policies.may_take(user, session):
        return []
    url = url_for("attendance.index", slug=session.slug)
    return [Panel(_("Attendance"), "sessions/tab.html", order=40, context={"url": url, "key": "attendance"})]


def _mine(user: Viewer) -> Iterator[Panel]:
    """Yield the registers this trainer has to close, today's among them."""
    if user.person_id is None:
        return
    today = clock.today(i18n.viewer_zone())
    for slot in db.session.scalars(queries.open_for_trainer(user.person_id, sessions.TEACHING, today)):
        yield Panel(_("Take attendance"), "attendance/waiting.html", {"slot": slot, "today": today}, order=20)


def _missing(user: Viewer) -> Iterator[Panel]:
    """Yield the registers nobody closed in this person's centres, except those they teach themselves."""
    centres = user.centres(registration.DECIDE)
    if centres is not None and not centres:
        return
    today = clock.today(i18n.viewer_zone())
    for slot in db.session.scalars(queries.missing(centres, user.person_id, clock.now())):
        yield Panel(_("A register is missing"), "attendance/waiting.html", {"slot": slot, "today": today}, order=40)


def _past(mine: list[Registration]) -> Panel:
    """Return one's past trainings with the half-days one was there."""
    numbers = [each.id for each in mine]
    marks, hours = services.marks_of(numbers), services.hours_of(numbers)
    strips = {each.id: services.strip(each.session.standing, marks, each.id) for each in mine}
    return Panel(_("Past"), "attendance/past.html", {"registrations": mine, "strips": strips, "hours": hours}, order=10)
