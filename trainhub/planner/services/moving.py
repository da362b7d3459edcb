"""Moving lines by hand: to a day or a month, another room or trainer, fixed, off the board, the last act undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from .. import queries
from ..models import LineTrainer, Plan, PlanLine, PlanMove
from . import situation as situations
from .conflicts import Alternative, Conflict, alternatives, check
from .halfdays import next_month
from .situation import Situation

BY_HAND = "hand"
FAR = timedelta(days=366)  # outside its plan a line may stand, which is said; but not in another age


@dataclass(frozen=True, slots=True)
class Staffing:
    """In which room a line is held, and by whom; row numbers."""

    room_id: int | None = None
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act on the board: the line, and what speaks against where it stands now."""

    line: PlanLine
    conflicts: tuple[Conflict, ...] = ()


def _still_movable(line: PlanLine) -> None:
    if line.plan.state == "closed":
        raise Refused(_("This plan is closed."))
    if line.session_id is not None:
        raise Refused(_("A session was made of this line. Move the session instead."))


def remember(line: PlanLine) -> None:
    """Keep where a line stands, so that the act that follows can be undone."""
    before = {
        "starts_on": line.starts_on.isoformat() if line.starts_on else None,
        "start_half": line.start_half,
        "room_id": line.room_id,
        "pinned": line.pinned,
        "why": line.why,
        "people": [row.person_id for row in line.trainers],
        "funds": [row.budget_line_id for row in line.funds],
    }
    account = work.actor().account_id
    db.session.add(PlanMove(plan_id=line.plan_id, line_id=line.id, before=before, account_id=account))


def _because(key: str, **values: Any) -> list[Any]:
    return [key, values]


def staff(line: PlanLine, people: Iterable[int]) -> None:
    """Let others teach a line; who stays keeps their row."""
    have = {row.person_id: row for row in line.trainers}
    line.trainers = [have.get(each) or LineTrainer(person_id=each) for each in dict.fromkeys(people)]


def move_to(
    *, line: PlanLine, start: date, half: int = 0, room_id: int | None = None, staffing: Staffing | None = None
) -> Outcome:
    """Put a line on a day; whatever speaks against it is said, and left to whoever moves it. Raises Refused.

    `staffing` says room and trainers as well; without it they stay, but for `room_id`.
    """
    _still_movable(line)
    if not line.plan.starts_on - FAR <= start <= line.plan.ends_on + FAR:
        raise Refused(_("This is far outside the period of the plan. Choose another day."))
    remember(line)
    line.starts_on, line.start_half = start, half
    if room_id is not None:
        line.room_id = room_id
    if staffing is not None:
        _assign(line, staffing)
    line.why = _because(BY_HAND, by=work.actor().name)
    db.session.flush()
    return look(line, moved=True)


def assign(*, line: PlanLine, staffing: Staffing) -> Outcome:
    """Give a line another room or other trainers; its day stays."""
    _still_movable(line)
    remember(line)
    _assign(line, staffing)
    db.session.flush()
    return look(line)


def _assign(line: PlanLine, staffing: Staffing) -> None:
    if line.mode == "online" and staffing.room_id is not None:
        raise Refused(_("This is held online. Change its way of meeting before you give it a room."))
    line.room_id = staffing.room_id
    staff(line, staffing.people)
    db.session.flush()
    db.session.expire(line, ["room"])


def move_to_month(*, line: PlanLine, month: date, staffing: Staffing | None = None) -> Outcome:
    """Put a line on the best day of a month: what speaks least against it, then nearest to the same day."""
    _still_movable(line)
    remember(line)
    if staffing is not None:
        _assign(line, staffing)
        db.session.flush()  # so that the day is one on which these are free
    best = best_day(situations.read(line.plan), line, month)
    if best is None:
        raise Refused(_("In that month there is no day on which this could be held."))
    line.starts_on, line.start_half = best.start, best.half
    line.why = _because(BY_HAND, by=work.actor().name)
    db.session.flush()
    return look(line, moved=True)


def move_by(*, line: PlanLine, months: int) -> Outcome:
    """Put a line some months later or earlier; one that is not placed goes into the first month of its plan."""
    if line.starts_on is None:
        return move_to_month(line=line, month=line.plan.starts_on.replace(day=1))
    return move_to_month(line=line, month=next_month(line.starts_on, months))


def best_day(situation: Situation, line: PlanLine, month: date) -> Alternative | None:
    """Return the best day of a month for a line, as near as may be to the day of the month it has now."""
    end = next_month(month) - timedelta(days=1)
    wish = month + timedelta(days=min(line.starts_on.day, end.day) - 1) if line.starts_on else month
    found = alternatives(situation, line, first=month, last=end, most=6)
    return min(found, key=lambda each: (each.cost, abs((each.start - wish).days)), default=None)


def take_off(*, line: PlanLine, reason: str = "") -> None:
    """Take a line off the board; it stays in the plan, not placed."""
    _still_movable(line)
    remember(line)
    line.starts_on, line.pinned = None, False
    line.why = _because("taken", by=work.actor().name, reason=reason)
    db.session.flush()


def pin(*, line: PlanLine, fixed: bool) -> None:
    """Fix a line where it stands, or loosen it: what is fixed is moved by nobody but a hand."""
    _still_movable(line)
    if line.pinned == fixed:
        return
    if line.starts_on is None:
        raise Refused(_("Give the line a day before you fix it."))
    remember(line)
    line.pinned = fixed
    db.session.flush()


def undo(*, plan: Plan) -> PlanLine:
    """Undo the last act on the board. Raises Refused where there is none."""
    last = db.session.scalar(queries.last_move(plan.id))
    line = db.session.get(PlanLine, last.line_id) if last else None
    if last is None or line is None:
        raise Refused(_("There is nothing to undo."))
    _still_movable(line)
    before = dict(last.before)
    if "people" in before:  # moves of long ago do not say it
        people = before.pop("people")
        there = set(db.session.scalars(queries.present(people)))
        staff(line, [each for each in people if each in there])
        funds = before.pop("funds")
        line.funds = [row for row in line.funds if row.budget_line_id in funds or row.booked]
    day = before.pop("starts_on")
    line.starts_on = date.fromisoformat(day) if day else None
    for name, value in before.items():
        setattr(line, name, value)
    db.session.delete(last)
    db.session.flush()
    return line


def look(line: PlanLine, *, moved: bool = False) -> Outcome:
    """Return what speaks against where a line stands; `moved`: it was put there just now."""
    found = situations.read(line.plan)
    if line.starts_on is None:
        return Outcome(line)
    own = found.place(line, line.starts_on, line.start_half)
    return Outcome(line, tuple(check(found, own, found.placed(), moved=moved)))
