"""Which centres can keep something that all centres use."""

from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language
from ...web.access import Viewer
from .. import queries
from .choices import Choices, alphabetically


def keeper_choices(who: Viewer, permission: str) -> Choices:
    """Return who may keep what this viewer makes or changes: their centres; for those who work for all, nobody too."""
    theirs, code = who.centres(permission), language()
    found = alphabetically((each.slug, each.title.text(code)) for each in db.session.scalars(queries.centres(theirs)))
    return found if theirs is not None else [("", _("Administrators")), *found]


def keeper_id(slug: str) -> int | None:
    """Return the row number of a centre by its slug, nothing for an empty one; raises NotFound."""
    found = db.session.scalar(queries.centre(slug)) if slug else None
    if slug and found is None:
        raise NotFound(slug)
    return found.id if found else None
