"""Who may make and take evidence packs: they hold names, so only the office of the session's centre."""

from collections.abc import Iterable

from ..accounts.models import Role
from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..sessions.models import TrainingSession
from ..web.access import Viewer

MAKE = "evidence.make"
OFFICE = (Role.ADMINISTRATOR.value, Role.STAFF.value)
PERMISSIONS: Iterable[Permission] = [Permission(MAKE, _l("Make evidence packs of sessions"), OFFICE)]


def may_make(who: Viewer, session: TrainingSession) -> bool:
    """Say whether somebody may have everything that proves a session."""
    return session.state != "draft" and who.may(MAKE, centre_id=session.centre_id)
