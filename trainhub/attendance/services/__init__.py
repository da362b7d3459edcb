"""What can be done with attendance: registers opened, marked and closed, and the hours that come of them."""

from .hours import Hours, hours, hours_of, hours_of_session, said_of, told
from .marks import Mark, Marks, join, marks_of, marks_of_session, strip
from .registers import Line, Sheet, find_line, find_slot, mark, open_register, registers_of_session, save

__all__ = [
    "Hours",
    "Line",
    "Mark",
    "Marks",
    "Sheet",
    "find_line",
    "find_slot",
    "hours",
    "hours_of",
    "hours_of_session",
    "join",
    "mark",
    "marks_of",
    "marks_of_session",
    "open_register",
    "registers_of_session",
    "said_of",
    "save",
    "strip",
    "told",
]
