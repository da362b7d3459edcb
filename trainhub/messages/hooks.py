"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Permission, PersonData
from ..kernel import outbox
from ..kernel.i18n import gettext as _
from ..web.access import Viewer
from . import models as models
from . import own_data, policies, routes, services

outbox.delivered_by(services.post)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [Job(services.JOB, services.send_due, every=timedelta(minutes=5))]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area != Area.OFFICE or not user.may(policies.VIEW):
        return []
    return [MenuItem(_("Messages"), url_for("messages.index"), "message", order=20, key="messages")]


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
