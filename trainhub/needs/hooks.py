"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..curriculum import services as curriculum
from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Panel, Permission, PersonData, Slot, Waiting
from ..imports.services import register
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import Texts
from ..messages.kinds import EVERY, LINK, Kind, register_kind
from ..people.policies import focal_reach
from ..registration import services as registrations
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import cli, own_data, policies
from . import models as models
from .routes import BLUEPRINTS
from .services import concluding, importing, reading, reminding, taking, voices

register(importing.MATRIX)
register(importing.OTHERS)
for importer in (taking.ENTRIES, taking.DOCUMENTS, taking.LEADS):
    register(importer)


def _told(codes: Collection[str]) -> dict[str, tuple[Texts, str]]:
    return _linked(concluding.known(codes))


def _linked(known: Mapping[str, Texts]) -> dict[str, tuple[Texts, str]]:
    return {code: (text, url_for("needs.recommendation", code=code)) for code, text in known.items()}


curriculum.tell_recommendations(_told)
registrations.tell_country_needs(reading.needs_of_session)
_places = (
    EVERY | LINK | {"country": _l("Name of the country"), "until": _l("Day until which values are looked at again")}
)
register_kind(Kind(reminding.KIND, _l("Needs of a country: to be looked at again"), _places))


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return BLUEPRINTS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job("needs.remind", reminding.remind, every=timedelta(days=1)),
        Job("needs.forget", voices.forget, every=timedelta(days=1)),
    ]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    """The office finds it first among what is prepared, focal points and observers in their own list."""
    if not user.may(policies.VIEW) or area != (Area.PREPARE if user.may(policies.EDIT) else Area.TOP):
        return []
    return [MenuItem(_("Needs"), url_for("needs.index"), "needs", order=30, key="needs")]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    """Say on an activity's page which recommendations it answers; beside a training, how organisations are heard."""
    if slot is Slot.SESSION_SIDE:
        return _consulted(subject, user)
    if slot != Slot.ACTIVITY_BODY or not user.may(policies.VIEW):
        return []
    told = _linked(concluding.told_of(subject))
    if not told and not subject.recommendations:
        return []
    return [Panel(_("Recommendations it answers"), "needs/activity.html", {"told": told}, 40)]


def _consulted(session: TrainingSession, user: Viewer) -> list[Panel]:
    if session.state not in {"draft", "published"} or not user.may(policies.EDIT, centre_id=session.centre_id):
        return []
    return [Panel(_("Ask before you plan"), "needs/session_side.html", {"session": session}, order=88)]


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Tell focal points of which countries the values are to be looked at again."""
    own = focal_reach(user).countries
    if own and user.may(policies.FILL) and not user.may(policies.EDIT):
        yield Waiting(reminding.waiting(own), "needs/waiting.html", order=44)


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
