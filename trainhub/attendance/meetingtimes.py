"""Times as meeting logs write them: moments in a country's order of day and month, and durations in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from ..kernel.text import fold

_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?!\d)")
_DATE = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?!\d)")
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAMED = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}}),?\s+(\d{{4}})")
_AFTER = re.compile(r"\b(pm|p\.m\.|os|пп)(?!\w)")  # also Turkish and Russian
_BEFORE = re.compile(r"\b(am|a\.m\.|oo|дп)(?!\w)")
_OFFSET = re.compile(r"(?:gmt|utc)?\s*([+-])(\d{1,2})(?::?(\d{2}))?\)?$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_UNIT = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)")
_TURKIC_HOURS = ("saat", "sa", "st")
_MINUTES = ("m", "м", "d")
NEAR = timedelta(days=1)  # a log in another zone may be of the day before or after


@dataclass(frozen=True, slots=True)
class _Said:
    """A moment as it is written: two numbers that are day and month in either order, unless `sure`."""

    year: int | None
    one: int
    two: int
    at: time
    zone: tzinfo | None
    halves: bool  # with am or pm
    sure: bool

    def on(self, day: date, month_first: bool) -> date | None:
        if self.year is None:
            return day
        month, number = (self.one, self.two) if month_first or self.sure else (self.two, self.one)
        try:
            return date(self.year, month, number)
        except ValueError:
            return None


def moments(texts: Iterable[str], day: date, zone: str) -> dict[str, datetime]:
    """Return text -> moment in UTC for those that can be read.

    Where day and month may be the one or the other, all are read in the order that brings them to the day of the
    meeting. Times without a zone of their own are of `zone`; without a date, of `day`.
    """
    said = {text: found for text in set(texts) if (found := _read(text)) is not None}
    month_first = _month_first(list(said.values()), day)
    result = {}
    for text, each in said.items():
        on = each.on(day, month_first)
        if on is not None:
            result[text] = datetime.combine(on, each.at, each.zone or ZoneInfo(zone)).astimezone(UTC)
    return result


def _month_first(said: list[_Said], day: date) -> bool:
    scores = []
    for month_first in (True, False):
        days = [each.on(day, month_first) for each in said]
        scores.append(sum(each is not None and abs(each - day) <= NEAR for each in days))
    if scores[0] != scores[1]:
        return scores[0] > scores[1]
    valid = [sum(each.on(day, first) is not None for each in said) for first in (True, False)]
    return valid[0] > valid[1] if valid[0] != valid[1] else any(each.halves for each in said)


def _read(text: str) -> _Said | None:
    plain = fold(text).replace("\u202f", " ").replace("\u200e", "").strip()
    clock = _CLOCK.search(plain)
    if clock is None:
        return None
    hour, minute, second = (int(each or 0) for each in clock.groups())
    after, before = bool(_AFTER.search(plain)), bool(_BEFORE.search(plain))
    if after or before:
        hour = hour % 12 + 12 * after
    if hour > 23 or minute > 59 or second > 59:
        return None
    year, one, two, sure = _date(plain)
    return _Said(year, one, two, time(hour, minute, second), _zone(plain[clock.end() :]), after or before, sure)


def _date(plain: str) -> tuple[int | None, int, int, bool]:
    """Return year, month and day or day and month, and whether the first is surely the month."""
    named = _NAMED.search(plain)
    if named:
        return int(named[3]), _MONTHS[named[1]], int(named[2]), True
    found = _DATE.search(plain)
    if found is None:
        return None, 0, 0, True
    first, _sign, second, third = found.groups()
    if len(first) > 2:
        return int(first), int(second), int(third), True
    return int(third) + (2000 if len(third) == 2 else 0), int(first), int(second), False


def _zone(rest: str) -> tzinfo | None:
    """Return the zone that is written behind a time."""
    rest = rest.strip()
    found = _OFFSET.search(rest)
    if found and int(found[2]) <= 14:
        span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(span if found[1] == "+" else -span)
    return UTC if rest.strip("()") in ("z", "utc", "gmt") else None


def minutes(text: str, *, seconds: bool = False) -> float | None:
    """Return a duration in minutes: 182, 3:02:10, 1h 5m, 1 ч 5 мин, 1 saat 5 dəq, 175 mins; None for no duration."""
    plain = fold(text).strip()
    if _NUMBER.fullmatch(plain):
        value = _number(plain)
        return value / 60 if seconds else value
    if re.fullmatch(r"\d+(:\d{2}){1,2}", plain):
        hours, mins, secs = (*map(int, plain.split(":")), 0)[:3]
        return hours * 60 + mins + secs / 60
    parts = [(_number(number), unit) for number, unit in _UNIT.findall(plain)]
    return sum(number * _worth(unit) for number, unit in parts) if parts else None


def _worth(unit: str) -> float:
    """Return how many minutes a unit has; what begins with s is a second, but in Turkic languages saat is an hour."""
    if unit.startswith(("h", "ч")) or unit in _TURKIC_HOURS:
        return 60.0
    return 1.0 if unit.startswith(_MINUTES) else 1 / 60


def _number(text: str) -> float:
    return float(text.replace(",", "."))
