"""Pages of the roster."""

from .calls import blueprint as calls
from .own import blueprint as own
from .proposals import blueprint as proposals
from .requests import answering, teaching
from .trainers import blueprint as trainers

BLUEPRINTS = (trainers, own, teaching, answering, proposals, calls)
