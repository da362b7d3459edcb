"""Pages of registration: for the person who comes, for staff, for focal points, and one's own trainings."""

from . import (
    calls,
    going,
    joining,
    letters,
    mine,
    needs,
    nominating,
    nominees,
    outgoing,
    participants,
    places,
    ranking,
    records,
)
from .desk import desk
from .finding import blueprint

BLUEPRINTS = (blueprint, mine.blueprint, desk)
__all__ = [
    "BLUEPRINTS",
    "calls",
    "going",
    "joining",
    "letters",
    "mine",
    "needs",
    "nominating",
    "nominees",
    "outgoing",
    "participants",
    "places",
    "ranking",
    "records",
]
