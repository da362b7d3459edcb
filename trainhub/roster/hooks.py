"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, url_for

from ..hooks.events import SessionCompleted
from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Panel, PersonData, Slot, Waiting
from ..imports import services as imports
from ..kernel import clock
from ..kernel.i18n import gettext as _
from ..messages import services as messages
from ..messages.kinds import register_kind
from ..people import services as people
from ..sessions import policies as session_policies
from ..sessions import services as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import models as models
from . import own_data, policies, queries, services
from .routes import BLUEPRINTS
from .services import mails, merging
from .services.importing import EXPERTS

sessions.tell_also(services.concerned)
people.on_merge(merging.join)
imports.register(EXPERTS)
messages.register_check("request", services.still_true)
messages.register_reminder(messages.Reminder(mails.REMINDER, mails.due, mails.coming))
for kind in mails.kinds():
    register_kind(kind)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return BLUEPRINTS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job(services.JOB, services.propose_for_session),
    ]


@hookimpl
def on_session_completed(event: SessionCompleted) -> None:
    services.queue(event.session_id)


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area is not Area.PEOPLE or not user.may(policies.EDIT):
        return []
    return [MenuItem(_("Trainers"), url_for("trainers.index"), "trainer", 30, key="trainers")]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot is Slot.SESSION_TABS:
        return _tab(subject, user)
    if slot is Slot.SESSION_SIDE:
        return _figures(subject, user)
    if slot is Slot.HOME_SIDE and user.may(session_policies.TEACH):
        return [Panel(_("You as a trainer"), "roster/home.html", order=70)]
    return []


def _tab(session: TrainingSession, user: Viewer) -> list[Panel]:
    if not session_policies.may_edit(user, session):
        return []
    context = {"url": url_for("teaching.show", slug=session.slug), "count": None, "key": "teaching"}
    return [Panel(_("Trainers"), "sessions/tab.html", context, order=15)]


def _figures(session: TrainingSession, user: Viewer) -> list[Panel]:
    found = services.figures(session, office=session_policies.may_edit(user, session))
    return [Panel(_("Trainers in figures"), "roster/figures.html", {"figures": found}, order=80)] if found else []


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Yield what this person was asked to teach or to agree to, and the proposals that wait for staff."""
    if user.person_id is not None:
        asked = queries.waiting_requests(user.person_id, clock.today())
        yield Waiting(asked, "roster/waiting_asked.html", order=12)
        yield Waiting(queries.proposals_to_answer(user.person_id), "roster/waiting_proposed.html", order=40)
    if user.may(policies.EDIT):
        waiting = queries.proposals_to_decide(user.centres(policies.EDIT))
        yield Waiting(waiting, "roster/waiting_desk.html", order=65)


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
