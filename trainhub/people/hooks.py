"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Panel, Permission, PersonData, Slot
from ..kernel.i18n import gettext as _
from ..web.access import Viewer
from . import own_data, policies, routes, services


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return routes.BLUEPRINTS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [Job("people.purge_confidential", services.purge_confidential, every=timedelta(days=1))]


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
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    """Lead whoever may add it to the first centre, and name how many wait for a confirmation of this viewer."""
    if slot != Slot.HOME_WAITING:
        return []
    panels = []
    if user.may(policies.CENTRE_CREATE) and services.no_centre():
        panels.append(Panel(_("Centre"), "people/first_centre.html", order=5))
    if number := services.number_to_confirm(user):
        panels.append(Panel(_("Places of work to confirm"), "people/waiting.html", {"number": number}, order=20))
    return panels
