"""A condition of certificates: one roll-out delivered, which the centre has confirmed."""

from collections.abc import Collection

from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from .. import queries

NAME = "rollout"
LABEL = _l("One training held at home, confirmed by the centre")


def lacking(registration_ids: Collection[int]) -> dict[int, str]:
    """Return registration id -> what is lacking, in a sentence; empty where a roll-out was delivered."""
    done = set(db.session.scalars(queries.delivered(registration_ids)))
    sentence = _("No training held at home is confirmed yet.")
    return {number: "" if number in done else sentence for number in registration_ids}
