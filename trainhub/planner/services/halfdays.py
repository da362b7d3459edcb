"""Half-days: which ones an event takes, given on which days the host rests. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ...holidays.services import DaysOff

Cell = tuple[date, int]  # a day, and 0 for its morning or 1 for its afternoon
HOURS = 3.0  # of a half-day


def halves(hours: float) -> int:
    """Return how many half-days hours take."""
    return max(1, -(-int(hours * 60) // int(HOURS * 60)))


def rests(off: DaysOff, country: str, cell: Cell) -> bool:
    """Say whether a country does not work in a half-day."""
    day, half = cell
    return off.weekend(country, day, half) or off.holiday(country, day) is not None


def cells(start: date, half: int, length: int, off: DaysOff, host: str) -> tuple[Cell, ...]:
    """Return the half-days of an event: the first one where it was put, the others where the host works."""
    found = [(start, half)]
    for cell in _after(start, half):
        if len(found) >= length or (cell[0] - start).days > 400:
            break
        if not rests(off, host, cell):
            found.append(cell)
    return tuple(found)


def _after(start: date, half: int) -> Iterator[Cell]:
    if half == 0:
        yield start, 1
    day = start
    while True:
        day += timedelta(days=1)
        yield day, 0
        yield day, 1


def months(first: date, last: date) -> list[date]:
    """Return the first day of every month of a span."""
    found = [first.replace(day=1)]
    while (following := next_month(found[-1])) <= last:
        found.append(following)
    return found


def next_month(month: date, steps: int = 1) -> date:
    """Return the first day of the month so many months later; the calendar has a last one."""
    number = min(max(month.year * 12 + month.month - 1 + steps, 12), 12 * date.max.year + 11)
    return date(number // 12, number % 12 + 1, 1)


def strip(taken: Sequence[Cell], kind: str) -> list[tuple[str, str]]:
    """Return the slot strip of an event: a pair a day, `kind` where it takes place."""
    days = sorted({day for day, _half in taken})
    have = set(taken)
    return [(kind if (day, 0) in have else "", kind if (day, 1) in have else "") for day in days]


def unplaced_strip(length: int, kind: str) -> list[tuple[str, str]]:
    """Return the strip of an event that has no day yet."""
    return [(kind, kind if index + 1 < length else "") for index in range(0, length, 2)]
