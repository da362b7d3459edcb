"""Pages of registration: for the person who comes, for staff, and one's own trainings."""

from . import joining, mine, participants, records
from .finding import blueprint

BLUEPRINTS = (blueprint, mine.blueprint)
__all__ = ["BLUEPRINTS", "joining", "mine", "participants", "records"]
