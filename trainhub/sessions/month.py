"""A month as weeks of half-days: which session is a bar from where to where, in which lane."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .models import Slot, TrainingSession

LANES = 8  # as many as the style sheet knows
CELLS = 14  # half-days of a week


@dataclass(slots=True)
class Day:
    """One day of the grid."""

    date: date
    other_month: bool
    weekend: bool
    today: bool
    holiday: str = ""


@dataclass(slots=True)
class Bar:
    """One session in one week: `start` is the half-day it begins with (1 to 14), `span` how many it reaches over."""

    session: TrainingSession
    slots: list[Slot]
    start: int
    span: int
    cells: list[str]
    lane: int = 0
    clash: bool = False
    hidden: bool = False  # only the days may be known


@dataclass(slots=True)
class Week:
    """Seven days and the bars in them."""

    days: list[Day]
    bars: list[Bar] = field(default_factory=list)


def grid(first: date) -> tuple[date, date]:
    """Return the Monday and the Sunday that a month's grid begins and ends with."""
    last = next_month(first) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(first: date) -> date:
    return (first.replace(day=1) - timedelta(days=1)).replace(day=1)


def weeks(
    first: date,
    today: date,
    sessions: Sequence[TrainingSession],
    hidden: Iterable[Slot],
    kind: Callable[[Slot], str],
    clashing: set[int],
) -> list[Week]:
    """Return the weeks of a month. `hidden` are slots of which only the day may be known; `clashing` slot ids."""
    monday, sunday = grid(first)
    found = []
    secret = list(hidden)
    while monday <= sunday:
        days = [monday + timedelta(days=number) for number in range(7)]
        week = Week([Day(day, day.month != first.month, day.weekday() > 4, day == today) for day in days])
        for session in sessions:
            slots = [slot for slot in shown_slots(session) if days[0] <= slot.local_date <= days[-1]]
            if slots:
                week.bars.append(_bar(session, slots, monday, kind, clashing))
        for day in days:
            covered = [slot for slot in secret if slot.local_date == day]
            if covered:
                week.bars.append(_hidden(covered, monday))
        week.bars = _laned(week.bars)
        found.append(week)
        monday += timedelta(days=7)
    return found


def shown_slots(session: TrainingSession) -> list[Slot]:
    """Return the slots a calendar draws: those that stand, of a cancelled session all."""
    return session.slots if session.state == "cancelled" else session.standing


def halves(slot: Slot) -> range:
    """Return the half-days of its day that a slot takes: 0 the morning, 1 the afternoon."""
    return range(slot.half, 2 if slot.half == 1 or slot.local_end.hour >= 14 else 1)


def _bar(
    session: TrainingSession, slots: list[Slot], monday: date, kind: Callable[[Slot], str], clashing: set[int]
) -> Bar:
    marks: dict[int, str] = {}
    for slot in slots:
        for half in halves(slot):
            marks[(slot.local_date - monday).days * 2 + half] = "clash" if slot.id in clashing else kind(slot)
    first, last = min(marks) // 2 * 2, max(marks) // 2 * 2 + 1  # whole days, so that the title has room
    cells = [marks.get(cell, "") for cell in range(first, last + 1)]
    return Bar(session, slots, first + 1, last - first + 1, cells, clash="clash" in cells)


def _hidden(slots: list[Slot], monday: date) -> Bar:
    first = (slots[0].local_date - monday).days * 2
    return Bar(slots[0].session, slots, first + 1, 2, [], hidden=True)


def _laned(bars: list[Bar]) -> list[Bar]:
    """Put bars into lanes so that none covers another, long ones first; what has no lane is left to the list."""
    ends: list[int] = []
    for bar in sorted(bars, key=lambda each: (each.start, -each.span)):
        lane = next((number for number, end in enumerate(ends) if end <= bar.start), len(ends))
        ends[lane : lane + 1] = [bar.start + bar.span]
        bar.lane = lane + 1
    return sorted((bar for bar in bars if bar.lane <= LANES), key=lambda each: (each.start, each.lane))


def clashes(sessions: Iterable[TrainingSession]) -> set[int]:
    """Return the ids of slots that share a room or a person with another session at the same time."""
    held = sorted(
        (slot for session in sessions if session.state in {"draft", "published"} for slot in session.standing),
        key=lambda slot: slot.utc_start,
    )
    found: set[int] = set()
    for index, one in enumerate(held):
        for other in held[index + 1 :]:
            if other.utc_start >= one.utc_end:
                break
            if other.session_id != one.session_id and _share(one, other):
                found |= {one.id, other.id}
    return found


def _share(one: Slot, other: Slot) -> bool:
    people = {row.person_id for row in one.session.assignments} & {row.person_id for row in other.session.assignments}
    return bool(people) or (one.room_id is not None and one.room_id == other.room_id)
