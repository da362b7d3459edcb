"""Who sees an import: whoever brought the file, and administrators."""

from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..web.access import Viewer

ALL = "imports.all"
PERMISSIONS = (Permission(ALL, _l("See what others have imported"), ("administrator",)),)


def may_see(who: Viewer, account_id: int | None) -> bool:
    """Say whether a viewer may know of the import that an account began."""
    return who.may(ALL) or (account_id is not None and who.account_id == account_id)
