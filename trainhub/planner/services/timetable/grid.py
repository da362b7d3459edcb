"""The calendar of a plan as the engine counts it: the half-days on which the host works, numbered from 0."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ....holidays.services import DaysOff
from ..halfdays import Cell, rests


@dataclass(frozen=True, slots=True)
class Grid:
    """Working half-days of the host from the first to the last day of a plan; `cells[n]` is period n."""

    cells: tuple[Cell, ...]
    numbers: dict[Cell, int]

    def day(self, period: int) -> date:
        return self.cells[period][0]

    def span(self, start: int, length: int) -> tuple[Cell, ...]:
        """Return the half-days of an event."""
        return self.cells[start : start + length]

    def outside(self, first: date | None, last: date | None) -> tuple[int, ...]:
        """Return the periods before `first` or after `last`."""
        return tuple(
            number
            for number, (day, _half) in enumerate(self.cells)
            if (first is not None and day < first) or (last is not None and day > last)
        )

    def within(self, first: date, last: date) -> tuple[int, ...]:
        """Return the periods from `first` to `last`."""
        return tuple(number for number, (day, _half) in enumerate(self.cells) if first <= day <= last)

    def months(self) -> dict[date, tuple[int, int]]:
        """Return the first and the last period of every month."""
        found: dict[date, tuple[int, int]] = {}
        for number, (day, _half) in enumerate(self.cells):
            month = day.replace(day=1)
            found[month] = (found.get(month, (number, number))[0], number)
        return found

    def starts(self, length: int) -> tuple[int, ...]:
        """Return where an event may begin: mornings, and afternoons too where its last day is half a day anyhow."""
        last = len(self.cells) - length
        return tuple(
            number for number, (_day, half) in enumerate(self.cells) if number <= last and (half == 0 or length % 2)
        )

    def buckets(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return the ways in which rules divide the year."""
        if not self.cells:
            return ()
        first = self.cells[0][0]
        monday = first - timedelta(days=first.weekday())
        weeks = tuple((day - monday).days // 7 for day, _half in self.cells)
        quarters = tuple((day.year - first.year) * 4 + (day.month - 1) // 3 for day, _half in self.cells)
        return ("quarter", quarters), ("week", weeks)


def lay(first: date, last: date, off: DaysOff, host: str) -> Grid:
    """Number the half-days of a span on which the host works."""
    cells = tuple(cell for cell in _every(first, last) if not rests(off, host, cell))
    return Grid(cells, {cell: number for number, cell in enumerate(cells)})


def _every(first: date, last: date) -> Iterator[Cell]:
    day = first
    while day <= last:
        yield day, 0
        yield day, 1
        day += timedelta(days=1)
