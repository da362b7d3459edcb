"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..hooks.events import SessionCompleted
from ..hooks.markers import hookimpl
from ..hooks.types import Area, MenuItem, Panel, Permission, PersonData, Slot, Waiting
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.invariants import register
from ..kernel.jobs import Job
from ..people import services as people
from ..registration import services as registrations
from ..roster import services as roster
from ..sessions import services as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import cli, own_data, policies, queries, services
from . import models as models
from .routes import blueprint, design_pages, kinds_blueprint
from .services import merging

registrations.follow(merging.join)
registrations.tell_outcome("certificate", services.numbers_of)
roster.who_completed(services.completed)
people.on_merge(merging.join_taught)
sessions.before_leaving(services.keep_part)
for _invariant in services.INVARIANTS:
    register(_invariant)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [blueprint, design_pages, kinds_blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See the certificates of the centre"), policies.OFFICE),
        Permission(policies.ISSUE, _l("Issue and revoke certificates"), policies.OFFICE),
        Permission(policies.DESIGN, _l("Design the certificates of the centre"), policies.OFFICE),
        Permission(policies.KINDS, _l("Decide which certificates there are and what earns them"), policies.OFFICE),
    ]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job(queries.ISSUE_JOB, services.issue_for_session),
        Job("certificates.look_again", services.look_again, every=timedelta(days=1)),
        Job("certificates.remind", services.remind, every=timedelta(days=1)),
    ]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]


@hookimpl
def on_session_completed(event: SessionCompleted) -> None:
    services.queue_completed(event.session_id)


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area == Area.RUN and user.may(policies.VIEW):
        url = url_for("certificates.listed")
        return [MenuItem(_("Certificates"), url, "certificate", order=50, key="certificates")]
    if area == Area.OFFICE:
        return _office(user)
    if area != Area.TOP or user.may(policies.VIEW):
        return []
    if user.is_authenticated:
        return [MenuItem(_("My certificates"), url_for("certificates.mine"), "certificate", order=50)]
    verify = url_for("certificates.verify")
    return [MenuItem(_("Verify a certificate"), verify, "certificate", order=90, key="certificates")]


def _office(user: Viewer) -> list[MenuItem]:
    items = []
    if user.may(policies.KINDS):
        url = url_for("certificate_kinds.index")
        items.append(MenuItem(_("Kinds of certificates"), url, "certificate", order=45, key="certificate_kinds"))
    if user.may(policies.DESIGN):
        url = url_for("designs.index")
        items.append(MenuItem(_("Certificate design"), url, "certificate", order=60, key="designs"))
    return items


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    return _tab(subject, user) if slot == Slot.SESSION_TABS else []


def _tab(session: TrainingSession, user: Viewer) -> list[Panel]:
    if not policies.may_issue(user, session) or session.state == "draft":
        return []
    context = {"url": url_for("certificates.index", slug=session.slug), "count": None, "key": "certificates"}
    return [Panel(_("Certificates"), "sessions/tab.html", context, order=50)]


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Yield the sessions of this person's centres with certificates that are held back or can be issued."""
    if user.may(policies.ISSUE):
        held, ready = services.to_do(user.centres(policies.ISSUE))
        yield Waiting(held, "certificates/waiting.html", {"held": True}, order=60)
        yield Waiting(ready, "certificates/waiting.html", {"held": False}, order=60)
        ending = services.ending(user.centres(policies.ISSUE))
        yield Waiting(ending, "certificates/waiting_ending.html", order=65)


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
