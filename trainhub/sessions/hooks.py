"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable

from ..accounts.models import Role
from ..hooks.markers import hookimpl
from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from . import models as models
from . import policies

OFFICE = (Role.ADMINISTRATOR.value, Role.STAFF.value)


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See all sessions of the centre"), OFFICE),
        Permission(policies.EDIT, _l("Schedule and change sessions"), OFFICE),
        Permission(policies.TEACH, _l("Teach sessions"), (Role.TRAINER.value,)),
    ]
