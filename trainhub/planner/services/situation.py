"""Everything that a placement is checked against, read once: the plan's lines, days off, busy rooms and people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from ...holidays import services as holidays
from ...holidays.services import DaysOff
from ...kernel.db import db
from .. import queries
from ..models import Plan, PlanLine
from .halfdays import Cell, cells

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
    def last(self) -> date:
        return self.cells[-1][0]


@dataclass(frozen=True)
class Situation:
    """A plan as it stands now, with what is outside of it and cannot be moved by it."""

    plan: Plan
    lines: list[PlanLine]
    members: frozenset[str]
    off: DaysOff
    rooms: dict[int, set[Cell]] = field(default_factory=dict)  # taken by sessions
    persons: dict[int, set[Cell]] = field(default_factory=dict)
    away: dict[int, list[tuple[date, date]]] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.plan.centre.country_code

    def countries(self, line: PlanLine) -> frozenset[str]:
        return frozenset(line.countries) or self.members

    def place(self, line: PlanLine, start: date, half: int, room_id: int | None = None) -> Placed:
        """Return a line as it would stand on a day; its room if none is named."""
        return Placed(
            line,
            cells(start, half, line.half_days, self.off, self.host),
            line.room_id if room_id is None else room_id,
            frozenset(each.person_id for each in line.trainers),
            self.countries(line),
        )

    def placed(self) -> list[Placed]:
        """Return all lines that have a day."""
        return [self.place(line, line.starts_on, line.start_half) for line in self.lines if line.starts_on]

    def is_away(self, person_id: int, day: date) -> bool:
        return any(since <= day <= until for since, until in self.away.get(person_id, ()))


MARGIN = timedelta(days=60)


def touched(begins: time, ends: time) -> tuple[int, ...]:
    """Return which halves of its day a slot of a session takes; one may span both."""
    return (*((0,) if begins < NOON else ()), *((1,) if begins >= NOON or ends > LUNCH else ()))


def read(plan: Plan, lines: Iterable[PlanLine] | None = None) -> Situation:
    """Read a plan with all that its placements are checked against."""
    found = list(db.session.scalars(queries.lines(plan.id))) if lines is None else list(lines)
    first, last = plan.starts_on, plan.ends_on + MARGIN
    rooms: dict[int, set[Cell]] = defaultdict(set)
    persons: dict[int, set[Cell]] = defaultdict(set)
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    own = [each for each in (plan.id, plan.scenario_of_id) if each is not None]  # a scenario stands for its plan
    for row in db.session.execute(queries.busy(plan.centre_id, first, last, own)):
        if row.kind == "away":
            away[row.of].append((row.day, row.until))
        else:
            taken = (rooms if row.kind == "room" else persons)[row.of]
            taken.update((row.day, half) for half in touched(row.begins, row.ends))
    off = holidays.days_off([plan.centre.country_code], first, last, members=True)
    members = frozenset(off.members)
    return Situation(plan, found, members, off, rooms, persons, away)
