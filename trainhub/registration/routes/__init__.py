"""Pages of registration: for the person who comes, for staff, for focal points, and one's own trainings."""

from . import joining, mine, needs, nominating, nominees, outgoing, participants, places, records
from .desk import desk
from .finding import blueprint

BLUEPRINTS = (blueprint, mine.blueprint, desk)
__all__ = [
    "BLUEPRINTS",
    "joining",
    "mine",
    "needs",
    "nominating",
    "nominees",
    "outgoing",
    "participants",
    "places",
    "records",
]
