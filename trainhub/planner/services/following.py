"""A line stands where its session stands: the session is the truth, and the line is written after it.

Whatever staff do to a session (another day, room or team, fewer half-days, cancelled), `follow` is called with it. So
the board, loads of trainers, searches and money read one and the same.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...kernel.db import db
from ...sessions.models import Slot, TrainingSession
from .. import queries
from ..models import PlanLine
from . import moving
from .halfdays import Cell
from .situation import touched

LONGEST = 60  # half-days of a line


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a session stands, as lines say it."""

    cells: tuple[Cell, ...]
    room_id: int | None
    people: tuple[int, ...]


def follow(session: TrainingSession) -> None:
    """Bring the lines of a session, and their copies in scenarios, in step with it; one of a closed plan stays."""
    lines = list(db.session.scalars(queries.following(session.id)).unique())
    if not lines:
        return
    stand = _stand(session)
    for line in lines:
        if session.state == "cancelled":
            _free(line, session)
        elif stand.cells and (line.session_id or line.pinned):  # one without any slot says nothing yet
            _follow(line, session, stand)
    db.session.flush()


def _stand(session: TrainingSession) -> Stand:
    slots = session.standing
    cells = {(slot.local_date, half) for slot in slots for half in touched(slot.local_start, slot.local_end)}
    people = db.session.scalars(queries.teaching_in(session.id))
    return Stand(tuple(sorted(cells)), None if session.mode == "online" else _room(slots), tuple(people))


def _room(slots: Sequence[Slot]) -> int | None:
    """Return the room in which most of a session is held."""
    used = Counter(slot.room_id for slot in slots if slot.room_id is not None)
    return used.most_common(1)[0][0] if used else None


def _follow(line: PlanLine, session: TrainingSession, stand: Stand) -> None:
    start, half = stand.cells[0]
    if (line.starts_on, line.start_half) != (start, half):
        line.starts_on, line.start_half, line.why = start, half, ["session", {}]
    line.half_days = min(len(stand.cells), LONGEST)
    line.mode, line.seats = session.mode, session.seats
    if line.room_id != stand.room_id:
        line.room_id = stand.room_id
        db.session.flush()
        db.session.expire(line, ["room"])
    if {row.person_id for row in line.trainers} != set(stand.people):
        moving.staff(line, stand.people)


def _free(line: PlanLine, session: TrainingSession) -> None:
    """Give a line back to planning: it has no day any more, and no visitor is told of it until staff say so again."""
    line.session, line.starts_on, line.pinned, line.public = None, None, False, False
    day = session.first_day.isoformat() if session.first_day else ""
    line.why = ["cancelled", {"day": day, "reason": session.cancel_reason}]


def said(line: PlanLine) -> dict[str, Any]:
    """Return what a line has from its session, in the words of `LineCommand`: its form does not change it."""
    if line.session_id is None:
        return {}
    people = tuple(row.person_id for row in line.trainers)
    return {"trainers": people, **{name: getattr(line, name) for name in ("half_days", "mode", "seats", "room_id")}}
