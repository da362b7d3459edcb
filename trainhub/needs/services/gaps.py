"""Need against what is planned and was held: blind spots, needs without activities, activities without need."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ...curriculum.models import ActivityText
from ...curriculum.vocabulary import THEMES
from ...kernel import clock
from ...kernel.db import db
from ...kernel.types import Texts
from .. import queries
from ..matrix import CellValue, Scale, Summary
from ..models import Round
from ..policies import Sight
from ..vocabulary import State
from .matrices import Matrix, matrix
from .reading import Delivery, Given, GivenTable, deliveries, summed

YEARS = 3  # of training history
WATCHED = ("gender", "human-rights", "environment")


@dataclass(frozen=True, slots=True)
class GapCell:
    """A country's need for a module, and what its people were given in the last years."""

    need: CellValue
    sessions: int = 0
    people: int = 0
    others: int = 0  # trainings of other providers
    pressing: bool = False  # a priority in the more urgent half of the scale

    @property
    def blind(self) -> bool:
        """Say whether the need is pressing and nobody trained anybody (R-065)."""
        return self.pressing and not self.sessions and not self.others


@dataclass(frozen=True, slots=True)
class GapRow:
    """A module: its need over all countries, its cells, and what stands against it."""

    number: int
    title: Texts
    cells: Mapping[str, GapCell]
    sum: Summary
    held: Given | None
    planned: int
    activities: tuple[ActivityText, ...]
    recommendations: int

    @property
    def empty(self) -> bool:
        return not self.activities

    @property
    def pressing(self) -> int:
        """Return for how many countries it is pressing."""
        return sum(each.pressing for each in self.cells.values())

    @property
    def blind(self) -> int:
        return sum(each.blind for each in self.cells.values())


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that should run through everything: how many activities have it, and what is planned of them."""

    key: str
    label: str
    activities: int
    planned: int
    held: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """The whole gap view as a viewer sees it."""

    matrix: Matrix | None
    since: date
    rows: list[GapRow] = field(default_factory=list)
    free: list[tuple[Texts, int]] = field(default_factory=list)  # topics without module, countries that press
    themes: list[Theme] = field(default_factory=list)

    @property
    def without_activity(self) -> list[GapRow]:
        return [row for row in self.rows if row.empty and row.pressing]

    @property
    def without_need(self) -> list[GapRow]:
        """Return modules with activities that press on no country, though some were asked."""
        return [row for row in self.rows if row.activities and not row.pressing]

    @property
    def empty(self) -> list[GapRow]:
        return [row for row in self.rows if row.empty]

    @property
    def blind(self) -> list[GapRow]:
        return sorted((row for row in self.rows if row.blind), key=lambda row: (-row.blind, row.number))


def is_pressing(cell: CellValue, scale: Scale) -> bool:
    """Say whether a priority lies in the more urgent half of its scale; a word never does."""
    return cell.state is State.VALUE and cell.value is not None and scale.urgency(cell.value) > 0.5


def gaps(found: Round | None, sight: Sight) -> Gaps:
    """Hold the needs of a round against sessions, activities, recommendations and other providers."""
    today = clock.today()
    since = years_before(today)
    if found is None:
        return Gaps(None, since)
    whole, held_all = matrix(found, sight), deliveries()
    table = summed(held_all, since, today)
    texts = list(db.session.scalars(queries.activities_in_force()))
    advice, others = _beside(since.year)
    against = _Against(
        table,
        Counter(number for _session, number in {(e.session_id, e.module) for e in held_all if e.ahead(today)}),
        _by_module(texts),
        advice,
        others,
    )
    rows = [_row(row.number, row.title, row.cells, row.sum, whole.scale, against) for row in whole.rows if row.number]
    free = [
        (row.title, sum(is_pressing(cell, whole.scale) for cell in row.cells.values()))
        for row in whole.rows
        if row.number is None
    ]
    return Gaps(whole, since, rows, free, _themes(texts, held_all, since, today))


@dataclass(frozen=True, slots=True)
class _Against:
    """What needs are held against."""

    given: GivenTable
    planned: Mapping[int, int]
    activities: Mapping[int, list[ActivityText]]
    recommendations: Mapping[int, int]
    others: Mapping[tuple[str, int], int]


def _row(
    number: int, title: Texts, cells: Mapping[str, CellValue], total: Summary, scale: Scale, against: _Against
) -> GapRow:
    return GapRow(
        number,
        title,
        {code: _cell(code, number, cell, scale, against) for code, cell in cells.items()},
        total,
        against.given.by_module.get(number),
        against.planned.get(number, 0),
        tuple(against.activities.get(number, ())),
        against.recommendations.get(number, 0),
    )


def _cell(code: str, number: int, cell: CellValue, scale: Scale, against: _Against) -> GapCell:
    given = against.given.by_country.get((code, number))
    return GapCell(
        cell,
        given.sessions if given else 0,
        given.people if given else 0,
        against.others.get((code, number), 0),
        is_pressing(cell, scale),
    )


def _by_module(texts: Iterable[ActivityText]) -> dict[int, list[ActivityText]]:
    found: dict[int, list[ActivityText]] = defaultdict(list)
    for text in texts:
        found[text.module_text.number].append(text)
    return found


def _beside(since: int) -> tuple[dict[int, int], dict[tuple[str, int], int]]:
    """Return how many recommendations each module has, and what others gave to each country for it: one statement."""
    advice: dict[int, int] = {}
    others: dict[tuple[str, int], int] = {}
    for number, country, times in db.session.execute(queries.beside(since)):
        if country is None:
            advice[number] = times
        else:
            others[country, number] = times
    return advice, others


def _themes(texts: Iterable[ActivityText], held: list[Delivery], since: date, today: date) -> list[Theme]:
    found = []
    for key in WATCHED:
        ids = {text.activity_id for text in texts if key in text.themes or (key == "gender" and text.gender)}
        ours = [each for each in held if each.activity_id in ids]
        ahead = {each.session_id for each in ours if each.ahead(today)}
        over = {each.session_id for each in ours if each.held(since, today)}
        found.append(Theme(key, str(THEMES[key]), len(ids), len(ahead), len(over)))
    return found


def years_before(day: date) -> date:
    """Return the day from which trainings count as recent."""
    try:
        return day.replace(year=day.year - YEARS)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - YEARS, day=28)
