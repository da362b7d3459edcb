"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, url_for

from ..accounts.models import Role
from ..hooks.markers import hookimpl
from ..hooks.types import Area, MenuItem, Permission, PersonData
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..messages import services as messages
from ..web.access import Viewer
from . import models as models
from . import own_data, policies
from .routes import BLUEPRINTS
from .services import invitations

OFFICE = (Role.ADMINISTRATOR.value, Role.STAFF.value)


messages.register_calendar(invitations.TOPIC, invitations.entries)
messages.register_check(invitations.TOPIC, invitations.still_true)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return BLUEPRINTS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See all sessions of the centre"), OFFICE),
        Permission(policies.EDIT, _l("Schedule and change sessions"), OFFICE),
        Permission(policies.TEACH, _l("Teach sessions"), (Role.TRAINER.value,)),
    ]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area is Area.TOP:
        return [MenuItem(_("Calendar"), url_for("calendar.show"), "calendar", 20, key="calendar")]
    if not user.may(policies.EDIT):
        return []
    items = {
        Area.RUN: [MenuItem(_("Sessions"), url_for("sessions.index"), "session", 10, key="sessions")],
        Area.OFFICE: [
            MenuItem(_("Rooms"), url_for("rooms.index"), "room", 30, key="rooms"),
            MenuItem(_("Formats"), url_for("formats.index"), "form", 40, key="formats"),
            MenuItem(_("Projects"), url_for("projects.index"), "archive", 50, key="projects"),
        ],
    }
    return items.get(area, [])


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
