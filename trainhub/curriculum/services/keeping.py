"""Which centre keeps a curriculum: its staff make drafts, change and approve them."""

from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...people import queries as people
from .. import queries


def hand_over(slug: str, centre: str) -> None:
    """Give a curriculum into the care of a centre, by its slug; of nobody but administrators, if it is empty.

    Raises NotFound for an unknown curriculum, Invalid for an unknown centre.
    """
    curriculum = db.session.scalar(queries.curriculum(slug))
    if curriculum is None:
        raise NotFound(slug)
    found = db.session.scalar(people.centre(centre)) if centre else None
    if centre and found is None:
        raise Invalid({"centre": _("There is no such centre any more. Choose another.")})
    curriculum.centre = found
    db.session.flush()
