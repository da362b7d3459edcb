"""When a line may begin: the named reasons that refuse a start, and what a start costs."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from ....engine.language import Bar
from ....kernel import clock
from ...models import PlanLine
from ..halfdays import Cell
from ..publishing import HOURS
from .facts import Facts

SOFT = (9.0, 16.5)  # hours that suit people on the other side of a screen


def bars(facts: Facts, line: PlanLine, starts: tuple[int, ...]) -> Iterator[Bar]:
    """Yield the reasons that refuse some of the starts of a line."""
    grid, length = facts.grid, line.half_days
    first, last = line.window_from, line.window_to
    if first or last:
        late = tuple(
            start
            for start in starts
            if (first and grid.day(start) < first) or (last and grid.day(start + length - 1) > last)
        )
        yield from _named(f"window:{line.id}", late)
    ready, now = clock.today() + timedelta(days=lead(facts, line)), facts.present(line)
    early = tuple(start for start in starts if grid.day(start) < ready and start != now)
    yield from _named(f"lead:{line.id}", early)
    if line.mode == "online":
        yield from _hours(facts, line, starts)


def lead(facts: Facts, line: PlanLine) -> int:
    """Return the days of preparation that a line needs where it gets another day."""
    return facts.wishes.lead_online if line.mode == "online" else facts.wishes.lead_room


def _named(key: str, refused: tuple[int, ...]) -> Iterator[Bar]:
    if refused:
        yield Bar(key, refused)


def _hours(facts: Facts, line: PlanLine, starts: tuple[int, ...]) -> Iterator[Bar]:
    """Yield, for each country, the starts at which somebody would have to get up too early or stay too late."""
    earliest, latest = facts.wishes.earliest, facts.wishes.latest
    for code in sorted(facts.situation.countries(line)):
        odd = []
        for start in starts:
            hours = [local(facts, cell, code) for cell in facts.grid.span(start, line.half_days)]
            if any(begin < earliest or end > latest for begin, end in hours):
                odd.append(start)
        yield from _named(f"hours:{line.id}:{code}", tuple(odd))


def local(facts: Facts, cell: Cell, code: str) -> tuple[float, float]:
    """Return when a half-day begins and ends by the clocks of a country, in hours of the host's day."""
    home = facts.zones.get(facts.situation.host, "UTC")
    return _local(cell[0], cell[1], home, facts.zones.get(code, home))


@cache
def _local(day: date, half: int, home: str, there: str) -> tuple[float, float]:
    begin, end = HOURS[half]
    shift = 0.0
    moment = datetime.combine(day, begin, ZoneInfo(home))
    other = moment.astimezone(ZoneInfo(there)).utcoffset()
    own = moment.utcoffset()
    if other is not None and own is not None:
        shift = (other - own).total_seconds() / 3600
    return begin.hour + begin.minute / 60 + shift, end.hour + end.minute / 60 + shift


def cost(facts: Facts, line: PlanLine, start: int) -> int:
    """Return what it costs to begin a line in a period."""
    return sum(amount for _key, amount in parts(facts, line, start))


def parts(facts: Facts, line: PlanLine, start: int) -> Iterator[tuple[str, int]]:
    """Yield what speaks against a start, one wish after the other; the plan's pages show the same parts."""
    cells, wishes = facts.grid.span(start, line.half_days), facts.wishes
    guests = sorted(facts.situation.countries(line) - {facts.situation.host})
    off = facts.situation.off
    days = sorted({day for day, _half in cells})
    holidays = sum(off.holiday(code, day) is not None for code in guests for day in days)
    resting = sum(
        off.weekend(code, day, half) and off.holiday(code, day) is None for code in guests for day, half in cells
    )
    breaks = sum((after - before).days > 1 for before, after in pairwise(days))
    yield "holiday", wishes.holiday * holidays
    yield "weekend", wishes.weekend * resting
    yield "week", wishes.week * breaks
    if line.mode == "online":
        yield "hour", wishes.hour * sum(_unkind(*local(facts, cell, code)) for cell in cells for code in guests)


def _unkind(begin: float, end: float) -> int:
    return round(max(0.0, SOFT[0] - begin) + max(0.0, end - SOFT[1]))
