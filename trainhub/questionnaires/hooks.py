"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Panel, Permission, PersonData, Slot
from ..kernel.i18n import gettext as _
from ..web.access import Viewer
from . import cli, own_data, policies
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
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    """Tell everybody what waits for their answer."""
    if slot != Slot.HOME_WAITING or user.person_id is None:
        return []
    return [
        Panel(
            _("Questionnaires"),
            "questionnaires/waiting.html",
            order=20,
            context={"wave": each.wave, "token": each.token},
        )
        for each in inviting.waiting_for(user.person_id)
    ]


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]
