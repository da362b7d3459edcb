"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Panel, Permission, PersonData, Slot, Waiting
from ..kernel import outbox
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..web.access import Viewer
from . import cli, own_data, policies, queries, routes, services
from . import models as models

SHOWN = 8  # mails on a person's record

outbox.delivered_by(services.post)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job(services.JOB, services.send_due, every=timedelta(minutes=5)),
        Job("messages.remind", services.remind, every=timedelta(minutes=10)),
    ]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area != Area.OFFICE or not user.may(policies.VIEW):
        return []
    return [MenuItem(_("Messages"), url_for("messages.index"), "message", order=20, key="messages")]


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Name the answers that somebody should look at, and the mails that wait to be released."""
    if not user.may(policies.CHANGE):
        return []
    reach = policies.reach(user)
    return [
        Waiting(queries.open_answers(reach), "messages/waiting.html", {"what": "answers"}, order=35),
        Waiting(queries.held(reach), "messages/waiting.html", {"what": "held"}, order=36),
    ]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot != Slot.PERSON_BODY or not user.may(policies.VIEW):
        return []
    mails = db.session.scalars(queries.latest_of(subject.id, policies.reach(user), SHOWN)).all()
    if not mails:
        return []
    more = url_for("messages.index", person=mails[0].address)
    context = {"mails": mails, "states": models.STATES, "more": more}
    return [Panel(_("Mails to this person"), "messages/person.html", context, order=60)]


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
