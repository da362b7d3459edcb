"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Permission
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..people.policies import focal_reach
from ..web.access import Viewer
from . import models as models
from . import policies, services
from .routes import blueprint


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See the holidays of the countries"), policies.READERS),
        Permission(policies.EDIT, _l("Enter decisions about holidays"), policies.EDITORS),
    ]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [Job("holidays.fill", services.fill_ahead, every=timedelta(days=30))]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    office = user.may("people.edit")
    item = MenuItem(_("Holidays"), url_for("holidays.index"), "calendar", order=45, key="holidays")
    if area is Area.OFFICE and office:
        return [item]
    return [item] if area is Area.TOP and not office and focal_reach(user).countries else []
