"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint

from ..hooks.markers import hookimpl
from ..hooks.types import Job, Permission, PersonData
from . import own_data, policies, services
from .routes import pages


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [pages]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job("imports.check", services.run_check),
        Job("imports.import", services.run_import),
        Job("imports.purge", services.purge, every=timedelta(days=1)),
    ]


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return [own_data.own(person)]
