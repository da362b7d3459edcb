"""What is asked of the tables of attendance."""

from .hours import hours, hours_of, hours_of_session
from .rows import (
    ON_REGISTER,
    for_page,
    mark,
    marks_of,
    marks_of_person,
    marks_of_session,
    marks_of_slot,
    on_register,
    one_on_register,
    register,
    registers_of_session,
    slot,
    trainings_attended,
)
from .waiting import unclosed_in, unclosed_of

__all__ = [
    "ON_REGISTER",
    "for_page",
    "hours",
    "hours_of",
    "hours_of_session",
    "mark",
    "marks_of",
    "marks_of_person",
    "marks_of_session",
    "marks_of_slot",
    "on_register",
    "one_on_register",
    "register",
    "registers_of_session",
    "slot",
    "trainings_attended",
    "unclosed_in",
    "unclosed_of",
]
