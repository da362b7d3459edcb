"""What the needs assessment says to planning: the one place of the planner that knows where needs come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...kernel.types import Texts
from ...needs import queries as needs_queries
from ...needs.services import reading
from .. import queries
from ..models import PlanLine
from .topics import Topics

LATELY = 3  # years back in which what others gave still counts


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs of the newest round, read once for a page."""

    table: reading.NeedTable

    @property
    def invented(self) -> bool:
        return self.table.invented

    @property
    def round(self) -> Texts | None:
        """Return the title of the round that is read; None where there is none."""
        return self.table.title

    def of_line(self, line: PlanLine, known: Topics) -> int | None:
        """Return the need that a line answers now, from 0 to 100; None where nobody knows it."""
        value, _sure = self.need(known.numbers(row.activity_id for row in line.activities), line.countries)
        return None if value is None else round(value)

    def need(self, modules: Iterable[int], countries: Iterable[str] = ()) -> tuple[float | None, float]:
        """Return how urgent modules are for countries, 0 to 100, and how sure that is, 0 to 1.

        A value nobody gave does not lower the need; it lowers how sure one is (US-02).
        """
        asked = list(countries) or self.table.countries
        cells = [self.table.of(code, number) for number in modules for code in asked]
        known = [100 * self.table.urgency(each.value) for each in cells if each.value is not None]
        sure = sum(each.confidence for each in cells) / len(cells) if cells else 0.0
        return (sum(known) / len(known) if known else None), sure

    def recommended(self, named: Sequence[str]) -> int:
        """Return how many recommendations speak for an activity, of which the curriculum names them."""
        return len(named)


def read() -> Needs:
    """Read the needs."""
    return Needs(reading.need_table())


@dataclass(frozen=True, slots=True)
class Change:
    """A line whose need is another one now than what is noted on it; None is unknown."""

    line: PlanLine
    now: int | None

    @property
    def was(self) -> int | None:
        return self.line.need


def changed(said: Needs, lines: Iterable[PlanLine], known: Topics) -> list[Change]:
    """Return the lines of which the needs say something else by now; a round that says nothing takes nothing back."""
    found = [Change(line, said.of_line(line, known)) for line in lines]
    return [each for each in found if each.now is not None and each.now != each.was]


def invented() -> bool:
    """Say whether the needs noted on lines are invented, which every page that shows them must say."""
    return bool(db.session.scalar(queries.invented()))


def given_by_others() -> dict[int, int]:
    """Return how many trainings other providers gave of late, by the number of the module (R-091)."""
    found: dict[int, int] = {}
    for _country, number, times, _last in db.session.execute(needs_queries.others_given(clock.today().year - LATELY)):
        found[number] = found.get(number, 0) + times
    return found
