"""Tables of reports: facts for counting, and people counted by heads."""

from .facts import FactsVersion, Participation
from .headcounts import HEAD_GENDERS, HEADS, Headcount

__all__ = ["HEADS", "HEAD_GENDERS", "FactsVersion", "Headcount", "Participation"]
