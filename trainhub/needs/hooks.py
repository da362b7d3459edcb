"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable

from ..hooks.markers import hookimpl
from ..hooks.types import Permission
from . import models as models
from . import policies


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS
