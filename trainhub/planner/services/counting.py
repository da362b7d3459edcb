"""Which lines to come count on a trainer, and which of them fall into days on which they are away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ...holidays import services as holidays
from ...kernel import clock
from ...kernel.db import db
from .. import queries
from ..models import Plan, PlanLine
from .halfdays import cells
from .situation import MARGIN
from .timetable.held import MOVABLE


@dataclass(frozen=True, slots=True)
class Counted:
    """A line with its last day; `away`: the trainer is not there on one of its days."""

    line: PlanLine
    last: date
    away: bool


def counted(person_id: int, centres: Collection[int] | None) -> list[Counted]:
    """Return the lines to come of plans of some centres (None: of all) that count on a trainer."""
    today = clock.today()
    lines = [line for line in db.session.scalars(queries.to_teach(person_id, centres, today)) if line.starts_on]
    if not lines:
        return []
    hosts = {line.plan.centre.country_code for line in lines}
    days = [line.starts_on for line in lines if line.starts_on]
    off = holidays.days_off(sorted(hosts), min(days), max(days) + MARGIN)
    away = [(row.since, row.until) for row in db.session.scalars(queries.absences(person_id, today))]
    found = []
    for line in lines:
        assert line.starts_on is not None
        taken = cells(line.starts_on, line.start_half, line.half_days, off, line.plan.centre.country_code)
        hit = any(since <= day <= until for since, until in away for day, _half in taken)
        found.append(Counted(line, taken[-1][0], hit))
    return found


def hit(found: Collection[Counted]) -> list[Plan]:
    """Return the plans in which a trainer is missing and planning again can help, each once."""
    movable = (each.line for each in found if each.away and _can_move(each.line))
    return list({line.plan_id: line.plan for line in movable}.values())


def _can_move(line: PlanLine) -> bool:
    return line.session is None or line.session.state in MOVABLE
