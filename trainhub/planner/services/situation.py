"""What a placement is checked against, read once: the plan's lines, days off, busy rooms and people, and the rules."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from ...holidays import services as holidays
from ...holidays.services import DaysOff
from ...kernel.db import db
from .. import queries
from ..models import Plan, PlanLine
from . import money
from . import rules as ruling
from .halfdays import Cell, cells
from .rules import Rules

NOON, LUNCH = time(13), time(14)  # mornings are over at noon; what ends within lunch takes no afternoon


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a line stands, or would stand."""

    line: PlanLine
    cells: tuple[Cell, ...]
    room_id: int | None
    persons: frozenset[int]
    countries: frozenset[str]

    @property
    def first(self) -> date:
        return self.cells[0][0]

    @property
    def last(self) -> date:
        return self.cells[-1][0]


@dataclass(frozen=True)
class Situation:
    """A plan as it stands now, with what is outside of it and cannot be moved by it.

    `held` are the half-days of lines with a session, as its slots say; of those, `rooms` and `persons` hold what the
    line itself does not say: another room, an interpreter, a half-day after a pause.
    """

    plan: Plan
    lines: list[PlanLine]
    members: frozenset[str]
    off: DaysOff
    rooms: dict[int, set[Cell]] = field(default_factory=dict)  # taken by sessions, or closed
    persons: dict[int, set[Cell]] = field(default_factory=dict)
    away: dict[int, list[tuple[date, date]]] = field(default_factory=dict)
    closed: dict[int, list[tuple[date, date]]] = field(default_factory=dict)  # rooms
    held: dict[int, tuple[Cell, ...]] = field(default_factory=dict)  # by line
    beyond: dict[tuple[int, str, int], set[Cell]] = field(default_factory=dict)  # by line: what of it stands there
    rules: Rules = field(default_factory=Rules)
    elsewhere: Mapping[int, float] = field(default_factory=dict)  # what other plans take out of budget lines

    @property
    def host(self) -> str:
        return self.plan.centre.country_code

    def countries(self, line: PlanLine) -> frozenset[str]:
        return frozenset(line.countries) or self.members

    def place(self, line: PlanLine, start: date, half: int, room_id: int | None = None) -> Placed:
        """Return a line as it would stand on a day; its room if none is named."""
        held = self.held.get(line.id)
        return Placed(
            line,
            held if held and held[0] == (start, half) else cells(start, half, line.half_days, self.off, self.host),
            line.room_id if room_id is None else room_id,
            frozenset(each.person_id for each in line.trainers),
            self.countries(line),
        )

    def placed(self) -> list[Placed]:
        """Return all lines that have a day."""
        return [self.place(line, line.starts_on, line.start_half) for line in self.lines if line.starts_on]

    def taken(self, kind: str, number: int, line: PlanLine) -> set[Cell]:
        """Return when a room or a person is taken by sessions, but for the one that was made of a line."""
        found = (self.rooms if kind == "room" else self.persons).get(number, set())
        return found - self.beyond.get((line.id, kind, number), set())

    def is_away(self, person_id: int, day: date) -> bool:
        return any(since <= day <= until for since, until in self.away.get(person_id, ()))

    def is_closed(self, room_id: int, day: date) -> bool:
        return any(since <= day <= until for since, until in self.closed.get(room_id, ()))


MARGIN = timedelta(days=60)


def touched(begins: time, ends: time) -> tuple[int, ...]:
    """Return which halves of its day a slot of a session takes; one may span both."""
    return (*((0,) if begins < NOON else ()), *((1,) if begins >= NOON or ends > LUNCH else ()))


def read(plan: Plan) -> Situation:
    """Read a plan with all that its placements are checked against."""
    found = list(db.session.scalars(queries.lines_beside(plan.id)).unique())
    first, last, host = plan.starts_on, plan.ends_on + MARGIN, plan.centre.country_code
    own = [each for each in (plan.id, plan.scenario_of_id) if each is not None]  # a scenario stands for its plan
    rows = db.session.execute(queries.standing(plan.centre_id, host, first, last, own)).all()
    off = holidays.days_off([host], first, last, members=True)
    members, known = frozenset(off.members), ruling.gather(rows)
    budgets = {row.budget_line_id: row.budget_line for line in found for row in line.funds}
    made = Situation(
        plan,
        found,
        members,
        off,
        rooms=defaultdict(set),
        persons=defaultdict(set),
        away=_spans(rows, "away"),
        closed=_spans(rows, "closed"),
        beyond=defaultdict(set),
        rules=known,
        elsewhere=money.elsewhere(plan, budgets.values(), known.rates, members) if budgets else {},
    )
    _take(made, [row for row in rows if row.kind in {"room", "person", "held"}])
    _shut(made, first, last)
    return made


def _spans(rows: Iterable[Any], kind: str) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for row in rows:
        if row.kind == kind:
            found[row.of].append((row.day, row.until))
    return found


def _take(made: Situation, rows: Collection[Any]) -> None:
    """Note what sessions take; what was made of lines of the plan is taken by those."""
    lines = {line.copy_of or line.public_id: line for line in made.lines}
    slots: dict[int, set[Cell]] = defaultdict(set)
    for row in rows:
        if row.kind == "held" and row.line in lines:
            slots[lines[row.line].id] |= _cells(row)
    for line in lines.values():
        taken = tuple(sorted(slots.get(line.id, ())))
        if taken and (line.session_id is not None or taken[0] == (line.starts_on, line.start_half)):
            made.held[line.id] = taken
    for row in rows:
        if row.kind != "held":
            _keep(made, row, lines.get(row.line))


def _keep(made: Situation, row: Any, line: PlanLine | None) -> None:
    taken = _cells(row)
    if row.line is not None:
        if line is None or line.id not in made.held or line.starts_on is None:
            return  # a scenario in which that line is elsewhere, or not at all
        own = line.room_id == row.of if row.kind == "room" else row.of in {each.person_id for each in line.trainers}
        if own:
            taken -= set(cells(line.starts_on, line.start_half, line.half_days, made.off, made.host))
        made.beyond[line.id, row.kind, row.of] |= taken
    (made.rooms if row.kind == "room" else made.persons)[row.of] |= taken


def _cells(row: Any) -> set[Cell]:
    return {(row.day, half) for half in touched(row.begins, row.ends)}


def _shut(made: Situation, first: date, last: date) -> None:
    """Close rooms on their days: nothing else is held there then."""
    for room_id, spans in made.closed.items():
        for since, until in spans:
            day = max(since, first)
            while day <= min(until, last):
                made.rooms[room_id] |= {(day, 0), (day, 1)}
                day += timedelta(days=1)
