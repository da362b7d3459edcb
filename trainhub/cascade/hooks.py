"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, url_for

from ..certificates import services as certificates
from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Panel, Permission, PersonData, Slot, Waiting
from ..kernel import invariants
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..messages.kinds import EVERY, LINK, REASON, Kind, register_kind
from ..people.models import Person
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import models as models
from . import own_data, policies, queries, services
from .routes import BLUEPRINTS

invariants.register(services.LINEAGE)
certificates.add_condition(services.NAME, services.LABEL, services.lacking)
_held = EVERY | {"held": _l("Title of the training the reader held"), "title": _l("Title of the training of trainers")}
register_kind(Kind("rollout_confirmed", _l("Training held by a graduate: confirmed"), _held | LINK))
register_kind(Kind("rollout_returned", _l("Training held by a graduate: sent back"), _held | REASON | LINK))


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return BLUEPRINTS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See the trainings that graduates hold"), policies.VIEWERS),
        Permission(policies.DECIDE, _l("Confirm the trainings that graduates report"), policies.OFFICE),
    ]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [Job(services.JOB, services.forget, every=timedelta(days=1))]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    item = MenuItem(_("Cascade"), url_for("cascade.index"), "cascade", order=55, key="cascade")
    if area == Area.RUN and user.may(policies.DECIDE):
        return [item]
    focal = area == Area.TOP and not user.may(policies.DECIDE) and policies.focal_reach(user).countries
    return [item] if focal else []


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot is Slot.SESSION_SIDE:
        return _session(subject, user)
    if slot is Slot.PERSON_BODY and user.may(policies.VIEW):
        return _person(subject, user)
    if slot is Slot.HOME_SIDE and services.may_have_learned(user.person_id):
        return [Panel(_("Trainings you held"), "cascade/home.html", order=72)]
    return []


def _session(session: TrainingSession, user: Viewer) -> list[Panel]:
    if session.format.key != queries.FORMAT or not user.may(policies.DECIDE, centre_id=session.centre_id):
        return []
    if session.state == "draft":
        return []
    found = services.tree(session.slug, services.sight(user))
    return [Panel(_("Trained others"), "cascade/session.html", {"tree": found, "sums": found.sums}, order=85)]


def _person(person: Person, user: Viewer) -> list[Panel]:
    sees = services.sight(user)
    known = services.lines(queries.about_person(person.id, sees), sees)
    held = [line for line in known if line.rollout.person_id == person.id]
    joined = [line for line in known if line.rollout.person_id != person.id]
    context = {"held": held, "joined": joined}
    return [Panel(_("Trained others"), "cascade/person.html", context, order=60)] if held or joined else []


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Yield the reports that wait for staff, and those that were sent back to this person."""
    if user.person_id is not None:
        yield Waiting(queries.returned_to(user.person_id), "cascade/waiting_own.html", order=42)
    if user.may(policies.DECIDE):
        yield Waiting(queries.waiting(user.centres(policies.DECIDE)), "cascade/waiting_desk.html", order=66)


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
