"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable

import click

from ..hooks.markers import hookimpl
from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from . import cli, policies
from . import models as models


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [Permission(policies.EDIT, _l("Edit and approve the curriculum"), ("administrator", "staff"))]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.commands]
