"""What the start page contributes."""

from collections.abc import Iterable

from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, MenuItem
from ..kernel.i18n import gettext as _
from ..web.access import Viewer
from . import home


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [home.blueprint]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area == Area.TOP and user.is_authenticated:
        return [MenuItem(_("Home"), url_for("home.start"), "home", order=0)]
    return []
