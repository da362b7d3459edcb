"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Collection, Iterable
from typing import Any

import click
from flask import Blueprint, url_for

from ..curriculum import services as curriculum
from ..hooks.markers import hookimpl
from ..hooks.types import Area, MenuItem, Panel, Permission, PersonData, Slot
from ..imports.services import register
from ..kernel.i18n import gettext as _
from ..kernel.types import Texts
from ..web.access import Viewer
from . import cli, own_data, policies
from . import models as models
from .routes import BLUEPRINTS
from .services import concluding, importing

register(importing.MATRIX)
register(importing.OTHERS)


def _told(codes: Collection[str]) -> dict[str, tuple[Texts, str]]:
    return {code: (text, url_for("needs.recommendation", code=code)) for code, text in concluding.known(codes).items()}


curriculum.tell_recommendations(_told)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return BLUEPRINTS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    """The office finds it first among what is prepared, focal points and observers in their own list."""
    if not user.may(policies.VIEW) or area != (Area.PREPARE if user.may(policies.EDIT) else Area.TOP):
        return []
    return [MenuItem(_("Needs"), url_for("needs.index"), "needs", order=30, key="needs")]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    """Say on an activity's page what the recommendations are that it answers."""
    if slot != Slot.ACTIVITY_BODY or not subject.recommendations or not user.may(policies.VIEW):
        return []
    return [Panel(_("Recommendations it answers"), "needs/activity.html", {"told": _told(subject.recommendations)}, 40)]


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
