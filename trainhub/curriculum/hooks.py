"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable

import click
from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, MenuItem, Permission
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..web.access import Viewer
from . import cli, policies, routes
from . import models as models


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.bp]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [Permission(policies.EDIT, _l("Edit and approve the curriculum"), ("administrator", "staff"))]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    """Staff find it among what they prepare, everybody else in the top bar."""
    if area != (Area.PREPARE if user.may(policies.EDIT) else Area.TOP):
        return []
    return [MenuItem(_("Curriculum"), url_for("curriculum.index"), "curriculum", order=40, key="curriculum")]
