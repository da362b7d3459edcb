"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Permission, PersonData, Waiting
from ..kernel import clock
from ..kernel.i18n import gettext as _
from ..web.access import Viewer
from . import cli, own_data, policies, queries, sealing
from . import models as models
from .routes import blueprint
from .services import closing, inviting, waves


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job("questionnaires.tend", closing.tend, every=timedelta(minutes=5)),
        Job(waves.CLOSE, closing.finish_closing),
        Job(inviting.REMIND, closing.send_due_reminders),
    ]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area != Area.LEARN or not user.may(policies.VIEW):
        return []
    return [MenuItem(_("Questionnaires"), url_for("questionnaires.index"), "form", order=20, key="questionnaires")]


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Tell everybody what waits for their answer."""
    if user.person_id is None:
        return []
    mine = queries.open_for(user.person_id, clock.now())
    return [Waiting(mine, "questionnaires/waiting.html", more=_link, order=20)]


def _link(thing: Any) -> dict[str, str] | None:
    """Return one's own link; none where the wave lost its key, because nobody can answer then."""
    return {"token": sealing.token(thing.wave, thing.member)} if sealing.has_key(thing.wave) else None


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]
