"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Job, Panel, Permission, Slot
from ..kernel.i18n import gettext as _
from ..people.services import before_erasure
from ..web.access import Viewer
from . import cli, policies, routes, services
from . import models as models

before_erasure(services.forget_person)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job(services.JOB, services.make),
        Job("evidence.purge", services.purge, every=timedelta(days=1)),
    ]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot != Slot.SESSION_TABS or not policies.may_make(user, subject):
        return []
    context = {"url": url_for("evidence.index", slug=subject.slug), "count": None, "key": "evidence"}
    return [Panel(_("Evidence"), "sessions/tab.html", context, order=90)]
