"""Pages of questionnaires: for those who answer, for who types in paper forms, and for the office."""

from . import answer as answer
from .blueprint import blueprint

__all__ = ["blueprint"]
