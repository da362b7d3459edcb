"""One thing that speaks against a placement, and the words that several of them need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ...kernel import i18n
from ...kernel.i18n import country_name, ngettext
from ..models import PlanLine

STOP, WARN, INFO = "stop", "warn", "info"
COSTS = {
    "room": 1000,
    "closed": 1000,
    "trainer": 1000,
    "away": 1000,
    "host": 1000,
    "period": 1000,
    "money": 500,
    "order": 500,
    "fund": 500,
    "project": 500,
    "seats": 400,
    "audience": 400,
    "language": 300,
    "hours": 300,
    "window": 300,
    "lead": 200,
    "month": 200,
    "travel": 200,
    "knows": 20,
    "holiday": 3,
    "weekend": 1,
}
LEVELS = {
    "audience": WARN,
    "holiday": WARN,
    "hours": WARN,
    "knows": INFO,
    "language": WARN,
    "lead": WARN,
    "month": WARN,
    "travel": WARN,
    "weekend": INFO,
    "window": WARN,
}
MANY = 4
NAMING = frozenset({"room", "trainer", "away", "audience", "order", "month", "travel", "knows", "money"})
"""Kinds that say who is away, which other lines there are, or how much money: for the centre's staff."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that speaks against a placement: `short` stands on a card, `message` where there is room."""

    kind: str
    short: str
    message: str
    cost: int

    @property
    def level(self) -> str:
        return LEVELS.get(self.kind, STOP)


def conflict(kind: str, short: str, message: str, times: int = 1) -> Conflict:
    return Conflict(kind, short, message, COSTS[kind] * times)


def told(found: Iterable[Conflict], *, staff: bool) -> tuple[Conflict, ...]:
    """Return what of it a viewer is told: who is ill, and lines they do not see, are for the centre's staff."""
    return tuple(each for each in found if staff or each.kind not in NAMING)


def short(day: date) -> str:
    """Return a day as it stands on a card."""
    return i18n.day(day, "short")


def week(day: date) -> str:
    """Return a day with its weekday."""
    return i18n.day(day, "week")


def title(line: PlanLine) -> str:
    return line.title.text(i18n.language())


def some(codes: Sequence[str]) -> str:
    """Return the names of a few countries, else how many there are."""
    names = sorted(country_name(code) for code in codes)
    if len(names) <= MANY:
        return ", ".join(names)
    return ngettext("%(num)s country", "%(num)s countries", len(names))
