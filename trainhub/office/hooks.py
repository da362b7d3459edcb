"""What the office pages contribute."""

from collections.abc import Iterable

from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, MenuItem, Permission
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..web.access import Viewer
from . import routes


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [Permission("office.plugins", _l("See plugins and background work"), ("administrator",))]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area == Area.OFFICE and user.may("office.plugins"):
        return [MenuItem(_("Plugins"), url_for("office.plugins"), "plugin", order=90)]
    return []
