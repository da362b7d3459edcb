"""What this plugin contributes; the work is done in the files beside."""

from collections.abc import Iterable
from typing import Any

import click
from flask import Blueprint

from trainhub.plugin_api import (
    Area,
    Demo,
    MenuItem,
    Permission,
    PersonData,
    PluginInfo,
    Viewer,
    Waiting,
    hookimpl,
)
from trainhub.plugin_api import lazy_gettext as _l

from . import cli, contributions, demo, policies, routes
from . import models as models
from .services import own_data

PLUGIN = PluginInfo(
    "impact",
    "1.0",
    requires_api=1,
    title=_l("Impact"),
    summary=_l("A results framework whose indicators compute themselves; locked periods; reports for donors."),
    keeps=_l("Definitions, values and locked periods are kept for ever; who entered a value is forgotten on erasure."),
)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See indicators and their values"), policies.OFFICE),
        Permission(policies.EDIT, _l("Define indicators, enter values, lock periods"), policies.OFFICE),
        Permission(policies.REPORT, _l("Report values for an institution"), (policies.FOCAL_POINT,)),
        Permission(policies.DONOR, _l("Read donor reports"), (*policies.OFFICE, policies.OBSERVER)),
    ]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.impact]


@hookimpl
def register_demo() -> Iterable[Demo]:
    return [Demo("framework", demo.load)]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    return contributions.menu(area, user)


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    return contributions.waiting(user)


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.data_of(person)
