"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, Job, MenuItem, Panel, Permission, PersonData, Slot
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people import services as people
from ..people.policies import PEOPLE_EDIT
from ..web.access import Viewer
from . import cli, own_data, policies, queries, routes, services
from . import models as models
from .services import guarding, merging, retention

people.on_merge(merging.join)
people.guard(guarding.check)
people.before_erasure(guarding.keep_an_administrator)
people.follow_email(guarding.follow)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint, routes.office, routes.claims.office]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [Job("accounts.purge", retention.purge, every=timedelta(days=1))]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.accounts]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area != Area.OFFICE or not user.may(policies.VIEW):
        return []
    return [MenuItem(_("Accounts"), url_for("roles.index"), "key", order=30, key="roles")]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    """Show on a person's record whether there is an account, and the way to its roles."""
    if slot != Slot.PERSON_BODY or not user.may(policies.VIEW):
        return []
    account = db.session.scalar(queries.of_person_id(subject.id))
    may_claim = user.may(PEOPLE_EDIT) and services.may_claim(subject, account)
    return [Panel(_("Account"), "accounts/person_panel.html", {"account": account, "may_claim": may_claim}, order=80)]


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
