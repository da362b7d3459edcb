"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, url_for
from sqlalchemy import Select

from ..hooks.markers import hookimpl
from ..hooks.types import Area, MenuItem, Panel, PersonData, Slot, Waiting
from ..kernel import clock, i18n
from ..kernel.db import Model, db
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.jobs import Job
from ..messages.kinds import REASON, TRAINING, Kind, register_kind
from ..registration import policies as registration
from ..registration import services as registrations
from ..registration.models import Registration
from ..sessions import policies as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import models as models
from . import own_data, policies, queries, routes, services

registrations.follow(services.join)
registrations.follow(services.excuses.join_excuses)
register_kind(Kind("excuse_granted", _l("Excused"), TRAINING | REASON))
register_kind(Kind("excuse_refused", _l("Not excused"), TRAINING | REASON))
registrations.tell_outcome("attended", services.said_of)
registrations.count_attended(queries.trainings_attended)
for column in ("attendance.status", "attendance_conflict.status"):  # the history names what a mark says
    table, name = column.split(".")
    Model.metadata.tables[table].c[name].info["words"] = services.word


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return routes.BLUEPRINTS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job("attendance.purge", services.purge, every=timedelta(days=1)),
        Job("attendance.scans", services.forget_scans, every=timedelta(days=1)),
        Job("attendance.excuses", services.excuses.forget_excuses, every=timedelta(days=1)),
    ]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area is not Area.OFFICE or not user.may(sessions.EDIT):
        return []
    return [MenuItem(_("Attendance statuses"), url_for("statuses.index"), "attendance", 45, key="statuses")]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot == Slot.SESSION_TABS:
        return _tabs(subject, user)
    if slot == Slot.MY_TRAININGS:
        return [_past(subject)]
    if slot == Slot.HOME_SIDE and subject is not None and not user.may(registration.DECIDE):
        return _running(subject)
    if slot == Slot.SESSION_SIDE:
        return _excuse(subject, user)
    return []


def _excuse(session: TrainingSession, user: Viewer) -> list[Panel]:
    """Return the way to be excused, for who has a place in a training that is to come."""
    over = session.last_day is None or session.last_day < clock.today(session.zone)
    if user.person_id is None or session.state != "published" or over:
        return []
    place = db.session.scalars(queries.place_of(session.id, user.person_id)).one_or_none()
    if place is None:
        return []
    context = {"registration_id": place.public_id}
    return [Panel(_("You cannot come?"), "attendance/excuse_side.html", context, order=60)]


def _running(person_id: int) -> list[Panel]:
    """Return how far one has come in the trainings that have begun, and whether passing is still possible."""
    running = services.running(person_id)
    if not running:
        return []
    context = {"running": running}
    return [Panel(_("Your attendance so far"), "attendance/so_far.html", context, order=15)]


def _tabs(session: TrainingSession, user: Viewer) -> list[Panel]:
    if not policies.may_take(user, session):
        return []
    url = url_for("attendance.index", slug=session.slug)
    return [Panel(_("Attendance"), "sessions/tab.html", order=40, context={"url": url, "key": "attendance"})]


def _past(mine: list[Registration]) -> Panel:
    """Return one's past trainings with the half-days one was there."""
    numbers = [each.id for each in mine]
    marks = services.marks_of(numbers)
    hours = {each.id: services.hours_by(marks, each) for each in mine}
    strips = {each.id: services.strip(each.session.standing, marks, each.id) for each in mine}
    return Panel(_("Past"), "attendance/past.html", {"registrations": mine, "strips": strips, "hours": hours}, order=10)


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Yield what this person has to close as who teaches, to decide and to answer, then what their centres miss."""
    if user.person_id is None:
        return
    mine = queries.unclosed_of(user.person_id, sessions.TEACHING, clock.today(i18n.viewer_zone()))
    yield Waiting(mine, "attendance/waiting.html", order=20)
    reach = _reach(user)
    yield Waiting(queries.conflicts_waiting(*reach), "attendance/conflicts_waiting.html", order=25)
    yield Waiting(queries.excuses_waiting(*reach), "attendance/excuses_waiting.html", order=30)
    if user.may(registration.DECIDE):
        missing = queries.unclosed_in(user.centres(registration.DECIDE), clock.now(), but_of=user.person_id)
        yield Waiting(missing, "attendance/waiting.html", order=40)


def _reach(user: Viewer) -> tuple[set[int] | None, Select[int]]:
    """Return for which registers this person answers: of centres (None: of all) as office, of sessions as teacher."""
    assert user.person_id is not None
    centres = user.centres(registration.DECIDE) if user.may(registration.DECIDE) else set()
    return centres, queries.taught_by(user.person_id, sessions.TEACHING)


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
