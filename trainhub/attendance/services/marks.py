"""Marks: what is noted of one person in one slot, what it is worth, and how it is drawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...registration.models import Registration
from ...registration.services import strip as draw
from ...sessions.models import Slot
from .. import queries
from ..models import Attendance, Conflict, Sync
from .statuses import gone, words

Marks = Mapping[tuple[int, int], Attendance]  # (registration id, slot id) -> mark
VERSIONS = 1 << 30  # there are no more of them, and it takes three years to come to one again
TRAINER = "trainer"  # source of a mark that a person made on the register


@dataclass(frozen=True, slots=True)
class Mark:
    """How somebody was there: `missed` minutes count for late and left early, the comment for excused."""

    status: str = "present"
    missed: int = 0
    comment: str = ""


def marks_of_session(session_id: int) -> dict[tuple[int, int], Attendance]:
    """Return (registration id, slot id) -> mark."""
    return _by_place(queries.marks_of_session(session_id))


def marks_of(registration_ids: Collection[int]) -> dict[tuple[int, int], Attendance]:
    """Return (registration id, slot id) -> mark."""
    return _by_place(queries.marks_of(registration_ids))


def strip(slots: Collection[Slot], marks: Marks, registration_id: int) -> list[list[str]]:
    """Return the cells of a slot strip: for each day morning and afternoon, attended, missed or still planned."""
    return draw(slots, lambda slot: _cell(slot, marks.get((registration_id, slot.id))))


def _cell(slot: Slot, mark: Attendance | None) -> str:
    if mark is None:
        return "plan"
    if gone(mark.status):
        return "miss"
    return "net" if slot.online else "on"


def write(
    slot: Slot,
    registration: Registration,
    row: Attendance | None,
    mark: Mark,
    by: Actor,
    source: str = TRAINER,
    made_at: datetime | None = None,
) -> Attendance:
    """Write a mark down, on the row there is or a new one; `source` says who or what it comes from.

    What says the same as before leaves the row as it is. Raises Invalid.
    """
    minutes = minutes_of(slot, mark, row)
    if row is None:
        row = Attendance(registration=registration, slot=slot, registration_id=registration.id, slot_id=slot.id)
        row.version = _first_version()
    elif says(row) == (mark.status, minutes, mark.comment[:300]) and row.source == source:
        return row
    row.status, row.minutes, row.comment = mark.status, minutes, mark.comment[:300]
    row.source, row.account_id, row.at, row.made_at = source, by.account_id, clock.now(), made_at
    row.version += 1
    db.session.add(row)
    return row


def _first_version() -> int:
    """Return what a new mark counts its changes from: the clock in tenths of a second. A mark that takes the place of
    one that was taken back is never taken for it by a device that saw the first."""
    return int(clock.now().timestamp() * 10) % VERSIONS


def says(row: Attendance) -> tuple[str, int, str]:
    """Return what a mark says, to be compared with what another would say."""
    return row.status, row.minutes, row.comment


def minutes_of(slot: Slot, mark: Mark, row: Attendance | None = None) -> int:
    """Return how many minutes of the slot a mark is worth; one no longer used may only stay on the `row` it is on."""
    status = words().get(mark.status)
    if status is None or (status.archived and (row is None or row.status != status.key)):
        raise Invalid({"status": _("Choose how this person was there.")})
    whole = whole_of(slot)
    if not status.there:
        return 0
    if not status.shortened:
        return whole
    if not 0 <= mark.missed < whole:
        raise Invalid(
            {"missed": _("This slot has %(minutes)s minutes. Give fewer, or mark the person absent.", minutes=whole)}
        )
    return whole - mark.missed


def whole_of(slot: Slot) -> int:
    """Return the minutes of a slot."""
    return round(slot.hours * 60)


def join(goes: Registration, stays: Registration) -> None:
    """Of two registrations that become one, move the marks of the one that goes to where the other has none.

    What devices brought and what is to be decided moves with them.
    """
    marks = marks_of([goes.id, stays.id])
    for (registration_id, slot_id), mark in marks.items():
        if registration_id == goes.id and (stays.id, slot_id) not in marks:
            mark.registration = stays
    for kind in (Conflict, Sync):
        for row in db.session.scalars(queries.brought_for(kind, goes.id)):
            row.registration_id = stays.id
    db.session.flush()


def _by_place(query: object) -> dict[tuple[int, int], Attendance]:
    found = db.session.scalars(query)  # type: ignore[call-overload]
    return {(mark.registration_id, mark.slot_id): mark for mark in found}
