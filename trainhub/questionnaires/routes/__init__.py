"""Pages of questionnaires: for those who answer, for who types in paper forms, and for the office."""

from .blueprint import blueprint

__all__ = ["blueprint"]
