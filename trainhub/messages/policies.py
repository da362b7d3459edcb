"""Who may see the mails that went out."""

from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..web.access import Viewer
from .models import Message

VIEW = "messages.view"
VIEW_ALL = "messages.view_all"
CHANGE = "messages.change"
TEXTS = "messages.texts"  # asked for everywhere: the words are common to all centres

PERMISSIONS = (
    Permission(VIEW, _l("See the mails of a centre and send them again"), ("administrator", "staff")),
    Permission(CHANGE, _l("Hold, change, release and drop mails that wait"), ("administrator", "staff")),
    Permission(TEXTS, _l("Change the texts of mails, and when they go"), ("administrator", "staff")),
    Permission(VIEW_ALL, _l("See mails that belong to no centre, such as those about accounts"), ("administrator",)),
)


def reach(who: Viewer) -> set[int] | None:
    """Return the centres whose mails somebody sees; None means every mail, those without a centre too."""
    if who.may(VIEW_ALL):
        return None
    return who.centres(VIEW) or set()


def may_see(who: Viewer, message: Message) -> bool:
    """Say whether somebody may see that a mail was written."""
    if who.may(VIEW_ALL):
        return True
    return message.centre_id is not None and who.may(VIEW, centre_id=message.centre_id)


def may_change(who: Viewer, message: Message) -> bool:
    """Say whether somebody may hold, change, release or drop a mail, as long as it waits."""
    return may_see(who, message) and (who.may(VIEW_ALL) or who.may(CHANGE, centre_id=message.centre_id))


def may_read(message: Message) -> bool:
    """Say whether the text may be shown to anybody but its reader."""
    return not message.secret
