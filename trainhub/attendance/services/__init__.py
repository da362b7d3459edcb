"""What can be done with attendance: registers opened, marked and closed, and the hours that come of them."""

from . import desk, selfcheck
from .coding import badge_of, badges_of, codes_of
from .hours import Hours, hours, hours_of, hours_of_session, said_of, told
from .marks import Mark, Marks, join, marks_of, marks_of_session, strip
from .registers import Line, Sheet, find_line, find_slot, mark, open_register, registers_of_session, save
from .scans import KEPT_YEARS, Upload, attach, describe_scan, find_scan, forget_scans, remove_scan, scans_of, shows
from .sheets import (
    came_later,
    find_any_sheet,
    find_sheet,
    languages_of,
    make_sheet,
    on_register,
    pages_of,
    print_badges,
    print_sheet,
    sheets_of,
    slots_of,
)
from .signing import Reading, read_codes, save_codes

__all__ = [
    "KEPT_YEARS",
    "Hours",
    "Line",
    "Mark",
    "Marks",
    "Reading",
    "Sheet",
    "Upload",
    "attach",
    "badge_of",
    "badges_of",
    "came_later",
    "codes_of",
    "describe_scan",
    "desk",
    "find_any_sheet",
    "find_line",
    "find_scan",
    "find_sheet",
    "find_slot",
    "forget_scans",
    "hours",
    "hours_of",
    "hours_of_session",
    "join",
    "languages_of",
    "make_sheet",
    "mark",
    "marks_of",
    "marks_of_session",
    "on_register",
    "open_register",
    "pages_of",
    "print_badges",
    "print_sheet",
    "read_codes",
    "registers_of_session",
    "remove_scan",
    "said_of",
    "save",
    "save_codes",
    "scans_of",
    "selfcheck",
    "sheets_of",
    "shows",
    "slots_of",
    "strip",
    "told",
]
