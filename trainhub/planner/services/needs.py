"""What the needs assessment says to planning: the one place of the planner that knows where needs come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...needs import queries as needs_queries
from ...needs.services import reading
from .. import queries

LATELY = 3  # years back in which what others gave still counts


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs of the newest round, read once for a page."""

    table: reading.NeedTable

    @property
    def invented(self) -> bool:
        return self.table.invented

    def need(self, modules: Iterable[int], countries: Iterable[str] = ()) -> tuple[float | None, float]:
        """Return how urgent modules are for countries, 0 to 100, and how sure that is, 0 to 1.

        A value nobody gave does not lower the need; it lowers how sure one is (US-02).
        """
        asked = list(countries) or self.table.countries
        cells = [self.table.of(code, number) for number in modules for code in asked]
        span = (self.table.highest - self.table.lowest) or 1
        known = [100 * (each.value - self.table.lowest) / span for each in cells if each.value is not None]
        sure = sum(each.confidence for each in cells) / len(cells) if cells else 0.0
        return (sum(known) / len(known) if known else None), sure

    def recommended(self, named: Sequence[str]) -> int:
        """Return how many recommendations speak for an activity, of which the curriculum names them."""
        return len(named)


def read() -> Needs:
    """Read the needs."""
    return Needs(reading.need_table())


def invented() -> bool:
    """Say whether the needs noted on lines are invented, which every page that shows them must say."""
    return bool(db.session.scalar(queries.invented()))


def given_by_others() -> dict[int, int]:
    """Return how many trainings other providers gave of late, by the number of the module (R-091)."""
    found: dict[int, int] = {}
    for _country, number, times, _last in db.session.execute(needs_queries.others_given(clock.today().year - LATELY)):
        found[number] = found.get(number, 0) + times
    return found
