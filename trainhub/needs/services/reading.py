"""What planning may ask of needs: values by country and module, weights of recommendations, what was given last.

Plain values without rows of the database; each function asks a handful of statements, whatever the size.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from ...curriculum.models import ActivityText
from ...kernel import clock
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .. import queries
from ..matrix import CellValue, Scale
from ..models import Recommendation, Round
from ..queries.given import HELD
from ..vocabulary import WORDS, State
from . import linking, matrices

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Need:
    """The need of a country for a module. `value` only with State.VALUE: what is unknown is never a number."""

    country: str
    module: int
    state: State = State.NOT_ASKED
    value: int | None = None
    confidence: float = 0.0
    answers: int = 0
    lifted: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NeedTable:
    """Needs of a round; without a round everything is not asked."""

    round_id: int | None = None
    title: Texts | None = None
    invented: bool = False
    lowest: int = 1
    highest: int = 4
    countries: tuple[str, ...] = ()
    modules: tuple[int, ...] = ()
    cells: Mapping[tuple[str, int], Need] = field(default_factory=dict)
    high_is_urgent: bool = True

    @property
    def scale(self) -> Scale:
        return Scale(self.lowest, self.highest, self.high_is_urgent)

    def urgency(self, value: int) -> float:
        """Return 0 for the least urgent value of the scale, 1 for the most urgent one, whichever end that is."""
        return self.scale.urgency(value)

    def of(self, country: str, module: int) -> Need:
        """Return the need of a country for a module, which may be that nobody asked."""
        return self.cells.get((country, module)) or Need(country, module)


def need_table(*, round_id: int | None = None) -> NeedTable:
    """Return the needs of a round, or of the newest that runs or is closed."""
    found = db.session.get(Round, round_id) if round_id else _newest()
    if found is None:
        return NeedTable()
    whole = matrices.matrix(found, titled=False)
    cells = {
        (code, row.number): _need(code, row.number, value)
        for row in whole.rows
        if row.number is not None
        for code, value in row.cells.items()
    }
    return NeedTable(
        found.id,
        found.title,
        found.assessment.invented,
        found.lowest,
        found.highest,
        tuple(whole.countries),
        tuple(row.number for row in whole.rows if row.number is not None),
        cells,
        found.high_is_urgent,
    )


def _newest() -> Round | None:
    return db.session.scalars(queries.current_round()).unique().first()


def needs_of_session(session_id: int) -> dict[str, str]:
    """Return how urgent a training's modules are for each country, in words: of several the most urgent one (US-02).

    A country of which nothing is known has the word for it.
    """
    numbers = set(db.session.scalars(queries.modules_of_session(session_id)))
    table = need_table()
    return {code: _told(table, [table.of(code, number) for number in numbers]) for code in table.countries if numbers}


def _told(table: NeedTable, needs: list[Need]) -> str:
    known = [need.value for need in needs if need.value is not None]
    if not known:
        return str(WORDS[needs[0].state]) if len(needs) == 1 else str(WORDS[State.NO_ANSWER])
    most = max(known, key=table.urgency)
    words = _("%(value)s of %(highest)s", value=most, highest=table.highest)
    return _("%(words)s (invented)", words=words) if table.invented else words


def _need(code: str, module: int, cell: CellValue) -> Need:
    return Need(code, module, cell.state, cell.value, cell.confidence, cell.answers, cell.lifted, cell.reason)


@dataclass(frozen=True, slots=True)
class Weight:
    """How many recommendations speak for an activity or a module."""

    total: int = 0
    explicit: int = 0
    open: int = 0
    gender: int = 0
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by the id of activities and by the number of modules."""

    by_activity: Mapping[int, Weight]
    by_module: Mapping[int, Weight]


def recommendation_weights() -> Weights:
    """Count the recommendations that the activities of the version in force answer, and those of each module."""
    known = {each.code: each for each in db.session.scalars(queries.recommendations())}
    links = linking.of(known.values())
    by_module: dict[int, list[Recommendation]] = defaultdict(list)
    for each in known.values():
        for module in each.modules:
            by_module[module.number].append(each)
    by_activity = {
        text.activity_id: _weight(known[code] for code in links.codes(text) if code in known)
        for text in activity_texts()
    }
    return Weights(by_activity, {number: _weight(found) for number, found in sorted(by_module.items())})


def activity_texts() -> list[ActivityText]:
    """Return the activities of the version in force."""
    version = matrices.version_in_force()
    return list(db.session.scalars(queries.activities_answering(version.id))) if version else []


def _weight(recommendations: Iterable[Recommendation]) -> Weight:
    found = sorted(recommendations, key=lambda each: each.code)
    return Weight(
        len(found),
        sum(each.explicit for each in found),
        sum(each.state == "open" for each in found),
        sum(each.gender for each in found),
        tuple(each.code for each in found),
    )


def recommendations_of(activity_id: int) -> tuple[tuple[str, Texts, str], ...]:
    """Return code, text and state of the recommendations that an activity answers."""
    text = next((each for each in activity_texts() if each.activity_id == activity_id), None)
    found = db.session.scalars(queries.recommendations_for(text.recommendations, text.key)) if text else ()
    return tuple((each.code, each.text, each.state) for each in found)


@dataclass(frozen=True, slots=True)
class Given:
    """When something was last given, how often, and to how many confirmed people."""

    last: date
    sessions: int
    people: int


@dataclass(frozen=True, slots=True)
class GivenTable:
    """What was given by activity, by module, and by country and module."""

    by_activity: Mapping[int, Given]
    by_module: Mapping[int, Given]
    by_country: Mapping[tuple[str, int], Given]


@dataclass(frozen=True, slots=True)
class Delivery:
    """An activity of a session, with its confirmed people by country; not yet held as long as `last` is ahead."""

    session_id: int
    activity_id: int
    module: int
    first: date | None
    last: date | None
    state: str
    people: Mapping[str, int]

    def held(self, since: date | None, until: date) -> bool:
        """Say whether it was held and ended between two days."""
        over = self.state in HELD and self.last is not None and self.last <= until
        return over and (since is None or (self.last is not None and self.last >= since))

    def ahead(self, today: date) -> bool:
        """Say whether it is planned: nothing of it is over, or it has no days yet."""
        return self.state != "completed" and (self.last is None or self.last > today)


def deliveries(centre_id: int | None = None) -> list[Delivery]:
    """Return all sessions that were not cancelled, of a centre if one is named, an entry for each activity: one
    statement."""
    rows: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in db.session.execute(queries.own_sessions(centre_id)):
        rows[row[0], row[1]].append(row)
    found = []
    for (session_id, activity_id), lines in rows.items():
        _id, _activity, module, first, last, state, _country, _people = lines[0]
        people = {line[6] or "": line[7] for line in lines if line[7]}
        found.append(Delivery(session_id, activity_id, module, first, last, state, people))
    return found


def came(centre_id: int) -> dict[tuple[int, str], int]:
    """Return how many people were there, by session and country, in the sessions of a centre: one statement."""
    rows = db.session.execute(queries.came(centre_id))
    return {(session_id, country or ""): people for session_id, country, people in rows}


def given(*, since: date | None = None, until: date | None = None) -> GivenTable:
    """Return what was held and ended between two days; `until` is today if none is named."""
    return summed(deliveries(), since, until or clock.today())


def summed(found: Iterable[Delivery], since: date | None, until: date) -> GivenTable:
    """Add up what was held between two days."""
    by_activity, by_module, by_country = _Sums[int](), _Sums[int](), _Sums[tuple[str, int]]()
    for each in found:
        if not each.held(since, until) or each.last is None:
            continue
        everybody = sum(each.people.values())
        by_activity.add(each.activity_id, each.session_id, each.last, everybody)
        by_module.add(each.module, each.session_id, each.last, everybody)
        for country, number in each.people.items():
            by_country.add((country, each.module), each.session_id, each.last, number)
    return GivenTable(by_activity.done(), by_module.done(), by_country.done())


class _Sums(Generic[Key]):
    """Adds up sessions once a key, though a session may hold several activities of a module."""

    def __init__(self) -> None:
        self.seen: dict[Key, dict[int, tuple[date, int]]] = defaultdict(dict)

    def add(self, key: Key, session_id: int, last: date, people: int) -> None:
        self.seen[key][session_id] = (last, people)

    def done(self) -> dict[Key, Given]:
        return {
            key: Given(max(last for last, _n in found.values()), len(found), sum(n for _last, n in found.values()))
            for key, found in self.seen.items()
        }
