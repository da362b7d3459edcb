"""Forms of registration."""

from .needs import NEED_HINTS, ReadNeedsForm, TellNeedsForm
from .people import ApplicationForm, DecisionForm, ReasonForm, WalkInForm, walk_in_form

__all__ = [
    "NEED_HINTS",
    "ApplicationForm",
    "DecisionForm",
    "ReadNeedsForm",
    "ReasonForm",
    "TellNeedsForm",
    "WalkInForm",
    "walk_in_form",
]
