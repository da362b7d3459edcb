"""Pages of registration: for the person who comes, for staff, and one's own trainings."""

from . import joining, mine, needs, outgoing, participants, places, records
from .finding import blueprint

BLUEPRINTS = (blueprint, mine.blueprint)
__all__ = ["BLUEPRINTS", "joining", "mine", "needs", "outgoing", "participants", "places", "records"]
