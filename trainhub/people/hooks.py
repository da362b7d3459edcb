"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Permission, PersonData, Waiting
from ..imports import services as imports
from ..kernel.i18n import gettext as _
from ..web.access import Viewer
from . import cli, own_data, policies, queries, routes, services
from .services import erasing, importing, naming, retention

imports.register(importing.IMPORTER)
services.before_erasure(importing.forget)
services.before_erasure(lambda person, _names: services.close_requests(person))


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.people]


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return routes.BLUEPRINTS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job("people.purge", retention.purge, every=timedelta(days=1)),
        Job(erasing.JOB, erasing.run),
        Job(erasing.SWEEP, erasing.sweep),
        Job("people.keys", naming.fill_keys, every=timedelta(days=1)),
    ]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area == Area.PEOPLE and user.may(policies.PEOPLE_VIEW):
        return [
            MenuItem(_("People"), url_for("people.index"), "people", order=10, key="people"),
            MenuItem(_("Organisations"), url_for("organisations.index"), "organisation", order=20, key="organisations"),
        ]
    if area == Area.OFFICE and user.may(policies.CENTRE_EDIT):
        return [MenuItem(_("Centre"), url_for("centres.index"), "settings", order=10, key="centres")]
    return []


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Lead whoever may add it to the first centre, and name how many wait for a confirmation of this viewer.

    The office's own are counted among its figures, beside the list.
    """
    if user.may(policies.CENTRE_CREATE):
        yield Waiting(queries.no_centre(), "people/first_centre.html", order=5)
    if user.may(policies.PEOPLE_ERASE):
        asked = queries.open_erasure_requests()
        yield Waiting(asked, "people/asked.html", more=lambda thing: {} if thing.number else None, order=15)
    reach = policies.reach(user)
    if reach and not reach.everything and user.may(policies.PEOPLE_CONFIRM):
        number = queries.to_confirm(reach, but_not=user.person_id)
        yield Waiting(number, "people/waiting.html", more=lambda thing: {} if thing.number else None, order=20)
