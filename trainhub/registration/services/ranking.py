"""The centre's ranking, by which places become free people move up where the call says so."""

from collections.abc import Sequence

from ...kernel.db import db
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Registration
from .steps import lock

RANKED = ("waiting", "applied", "nominated")  # whom a rank can still move


def to_rank(session: TrainingSession) -> list[Registration]:
    """Return who may be ranked, in the order so far."""
    return list(db.session.scalars(queries.to_rank(session.id, RANKED)))


def rank(*, session: TrainingSession, public_ids: Sequence[str]) -> None:
    """Give people the ranks 1, 2, 3 in this order; who is not named comes after, in the former order."""
    lock(session)
    places = {public_id: place for place, public_id in enumerate(public_ids)}
    rows = sorted(to_rank(session), key=lambda row: places.get(row.public_id, len(places)))
    for place, row in enumerate(rows, 1):
        row.rank = place
    db.session.flush()
