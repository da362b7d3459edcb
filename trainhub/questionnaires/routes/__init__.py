"""Pages of questionnaires: for those who answer, for who types in paper forms, and for the office."""

from . import answer as answer
from . import paper as paper
from . import waves as waves
from .blueprint import blueprint

__all__ = ["blueprint"]
