"""Forms of registration."""

from .calls import CallForm, GoForm, data_of_call
from .needs import NEED_HINTS, LetterForm, ReadNeedsForm, TellNeedsForm
from .people import ApplicationForm, ChoiceForm, DecisionForm, DocumentForm, ReasonForm, WalkInForm, walk_in_form

__all__ = [
    "NEED_HINTS",
    "ApplicationForm",
    "CallForm",
    "ChoiceForm",
    "DecisionForm",
    "DocumentForm",
    "GoForm",
    "LetterForm",
    "ReadNeedsForm",
    "ReasonForm",
    "TellNeedsForm",
    "WalkInForm",
    "data_of_call",
    "walk_in_form",
]
