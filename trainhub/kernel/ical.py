"""What every calendar text needs: folded lines, no control characters, the rules of its time zone."""

import re
from datetime import date
from functools import lru_cache

from icalendar import Timezone

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def clean(text: str) -> str:
    """Return a text without control characters, which calendar programs choke on."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def fold(line: str) -> str:
    """Return a content line in pieces of at most 75 octets (RFC 5545, 3.1)."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > 74:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: int, last: int) -> str:
    """Return the VTIMEZONE of an IANA zone for some years."""
    text: str = Timezone.from_tzid(zone, first_date=date(first, 1, 1), last_date=date(last, 1, 1)).to_ical().decode()
    return text
