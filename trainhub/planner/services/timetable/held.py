"""Lines that are sessions already: which of them a search can move, and moving the session along with its line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time

from ....kernel import i18n
from ....kernel.db import db
from ....kernel.errors import Refused
from ....kernel.i18n import gettext as _
from ....sessions import services as sessions
from ....sessions.services import SlotPlan
from ... import queries
from ...models import PlanLine
from ..halfdays import Cell
from ..situation import touched

MOVABLE = {"draft", "published"}
Cells = tuple[Cell, ...]


def held(line: PlanLine) -> bool:
    """Say whether a line is a session; one that was cancelled holds nothing."""
    return line.session is not None and line.session.state != "cancelled"


def told(line: PlanLine) -> bool:
    """Say whether people know of a line: by the programme, or by its session."""
    return line.public or (line.session is not None and line.session.state == "published")


def along(lines: Iterable[PlanLine]) -> dict[int, Cells]:
    """Return the half-days of sessions that can be moved along with their lines: those in one room, where these say."""
    able = [line for line in lines if line.starts_on and line.session and line.session.state in MOVABLE]
    numbers = {line.session_id for line in able if line.session_id is not None}
    cells: dict[int | None, list[Cell]] = defaultdict(list)
    rooms: dict[int | None, set[int | None]] = defaultdict(set)
    for slot in db.session.scalars(queries.slots_of(numbers)) if numbers else ():
        cells[slot.session_id] += _cells(slot.local_date, slot.local_start, slot.local_end)
        rooms[slot.session_id].add(slot.room_id)
    return {
        line.id: tuple(sorted(cells[line.session_id]))
        for line in able
        if _as_planned(line, sorted(cells[line.session_id]), rooms[line.session_id])
    }


def _cells(day: date, begins: time, ends: time) -> list[Cell]:
    return [(day, half) for half in touched(begins, ends)]


def _as_planned(line: PlanLine, cells: Sequence[Cell], rooms: set[int | None]) -> bool:
    room = None if line.mode == "online" else line.room_id
    whole = len(cells) == len(set(cells)) == line.half_days
    return whole and cells[0] == (line.starts_on, line.start_half) and rooms == {room}


def shape(cells: Sequence[Cell]) -> tuple[tuple[int, int], ...]:
    """Return which halves of which of its days an event takes, the first day being 0."""
    days = sorted({day for day, _half in cells})
    return tuple((days.index(day), half) for day, half in cells)


def move(line: PlanLine, *, after: Cells, room_id: int | None, people: Sequence[int]) -> None:
    """Move the session of a line by the ways of sessions: who takes part is told as of any other change.

    Raises Refused where the session is not where its line says, and Invalid where it would clash.
    """
    before = along([line]).get(line.id)
    if line.session is None or before is None or shape(before) != shape(after):
        raise Refused(
            _(
                "The session of “%(title)s” was changed by hand. Move the session itself.",
                title=line.title.text(i18n.language()),
            )
        )
    plan, places = sessions.plan_of(line.session), dict(zip(before, after, strict=True))
    slots = tuple(_moved(slot, places, room_id) for slot in plan.slots)
    gone = {(row.person_id, "trainer") for row in line.trainers if row.person_id not in people}
    others = tuple(each for each in plan.people if each not in gone)
    new = tuple((person, "trainer") for person in people if (person, "trainer") not in others)
    sessions.edit(line.session, replace(plan, slots=slots, people=(*others, *new)))


def _moved(slot: SlotPlan, places: Mapping[Cell, Cell], room_id: int | None) -> SlotPlan:
    first = _cells(slot.day, slot.start, slot.end)[0]
    return replace(slot, day=places[first][0], room_id=None if slot.room_id is None else room_id)
