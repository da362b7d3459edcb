"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Blueprint, url_for
from sqlalchemy import Select

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Panel, Permission, PersonData, Slot, Waiting
from ..imports import services as imports
from ..kernel import clock, i18n, invariants
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..materials import services as materials
from ..messages import services as messages
from ..people import services as people
from ..sessions import policies as session_policies
from ..sessions import services as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import models as models
from . import own_data, policies, queries, services
from .models import OPEN
from .reminding import nominating, replying
from .reminding import services as reminding
from .routes import BLUEPRINTS
from .services import importing, telling

people.before_erasure(services.give_up)
people.on_merge(services.join)
sessions.ends_also(services.settle)
sessions.ends_also(services.settle_questions)
people.before_purge(services.settle_all)
services.follow(services.take_over)
services.follow(services.carry)
sessions.tell_also(services.concerned)
sessions.busy_also(services.busy)
messages.register_check("place", telling.still_true)
messages.register_reply("session", replying.reply)
messages.register_check(nominating.CHECK, nominating.still_true)
imports.register(importing.IMPORTER)
people.before_erasure(services.forget_documents)
for _invariant in services.INVARIANTS:
    invariants.register(_invariant)
for _reminder in (*reminding.reminders(), *nominating.reminders()):
    messages.register_reminder(_reminder)


def _has_place(session_id: int, person_id: int) -> bool:
    """Say whether materials for the registered are open to a person."""
    row = db.session.scalar(queries.own(session_id, person_id))
    return row is not None and row.state == "confirmed"


materials.register_reader(_has_place)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return BLUEPRINTS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.DECIDE, _l("Decide who gets a place"), policies.DECIDERS),
        Permission(policies.NOMINATE, _l("Nominate people for trainings"), policies.NOMINATORS),
    ]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job("registration.look_after", services.look_after, every=timedelta(minutes=10)),
        Job("registration.decide", services.run_decision),
    ]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area != Area.TOP or not user.is_authenticated:
        return []
    found = [MenuItem(_("My trainings"), url_for("mine.index"), "calendar", order=30, key="mine")]
    if policies.focal_reach(user):
        found.append(
            MenuItem(_("Nominations"), url_for("nominations.index"), "nominations", order=20, key="nominations")
        )
    return found


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot == Slot.SESSION_SIDE:
        return [_side(subject, user)]
    if slot == Slot.SESSION_TABS:
        return _tabs(subject, user)
    return []


def _side(session: TrainingSession, user: Viewer) -> Panel:
    held, mine = services.terms_and_own(session, user.person_id)
    inside = mine is not None and mine.state == "confirmed"
    return Panel(
        _("Places"),
        "registration/side.html",
        order=10,
        context={
            "session": session,
            "registration": mine,
            "open": mine is not None and mine.state in OPEN,
            "closed": services.why_closed(session, held),
            "rule": services.rule(held),
            "join_url": session.join_url if inside or session_policies.may_teach(user, session) else "",
        },
    )


def _tabs(session: TrainingSession, user: Viewer) -> list[Panel]:
    if not policies.may_list(user, session):
        return []
    url = url_for("registration.participants", slug=session.slug)
    return [
        Panel(
            _("Participants"),
            "sessions/tab.html",
            order=20,
            context={"url": url, "count": f"{session.taken}/{session.seats}", "key": "participants"},
        ),
        *_needs_tab(session, user),
        *_desk_tabs(session, user),
    ]


def _needs_tab(session: TrainingSession, user: Viewer) -> Iterator[Panel]:
    if policies.may_read_needs(user, session):
        url = url_for("registration.needs", slug=session.slug)
        yield Panel(_("Needs"), "sessions/tab.html", order=25, context={"url": url, "key": "needs"})


def _desk_tabs(session: TrainingSession, user: Viewer) -> Iterator[Panel]:
    if policies.may_decide(user, session):
        desk = ((15, "call", _("Call"), "call"), (90, "messages", _("Messages"), "outgoing"))
        for order, key, title, endpoint in desk:
            url = url_for(f"registration.{endpoint}", slug=session.slug)
            yield Panel(title, "sessions/tab.html", order=order, context={"url": url, "key": key})


@hookimpl
def extend_waiting(user: Viewer, visible: Select[Any]) -> Iterable[Waiting]:
    """Yield the offers this person has to answer, what waits for them as a focal point, and what staff decide."""
    if user.person_id is not None:
        yield Waiting(queries.offers_to(user.person_id, visible), "registration/waiting_offer.html", order=10)
    yield from _focal_waiting(user)
    if user.may(policies.DECIDE):
        centres, today = user.centres(policies.DECIDE), clock.today(i18n.viewer_zone())
        yield Waiting(queries.to_decide(centres), "registration/waiting_desk.html", order=30)
        yield Waiting(queries.to_go(centres, today), "registration/waiting_go.html", order=25)


def _focal_waiting(user: Viewer) -> Iterator[Waiting]:
    """Yield the calls in which a focal point has places to fill, and applications that ask for approval."""
    reach = policies.focal_reach(user)
    if reach:
        government = services.of_government(user)
        calls = queries.open_now(queries.known_calls(reach, (), government=government), clock.now())
        yield Waiting(
            queries.closing(calls, reach), "nominations/waiting_call.html", more=partial(_missing, user), order=12
        )
        asked = queries.number_to_endorse(reach, but_not=user.person_id, government=government)
        yield Waiting(asked, "nominations/waiting_approval.html", more=_some, order=14)


def _missing(user: Viewer, thing: Any) -> dict[str, Any] | None:
    """Say how many names a call still lacks; leave out one that lacks none."""
    number = services.missing(db.session.get_one(models.Call, thing.call_id), user)
    return {"missing": number} if number else None


def _some(thing: Any) -> dict[str, Any] | None:
    return {} if thing.number else None


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
