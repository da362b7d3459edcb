"""Registers: opened with everybody present, changed by exceptions, closed; and the hours that come of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..hooks.events import AttendanceRecorded
from ..kernel import clock, i18n
from ..kernel.db import db
from ..kernel.errors import Invalid, NotFound, Refused
from ..kernel.i18n import gettext as _
from ..kernel.work import Actor, emit
from ..registration.models import Registration
from ..registration.services import strip as draw
from ..sessions.models import Slot, TrainingSession
from . import policies, queries
from .models import STATUSES, Attendance, Register

SHORTENED = ("late", "left_early")  # there, but not for the whole slot
GONE = ("absent", "excused")
Marks = Mapping[tuple[int, int], Attendance]  # (registration id, slot id) -> mark


@dataclass(frozen=True, slots=True)
class Mark:
    """How somebody was there: `missed` minutes count for late and left early, the comment for excused."""

    status: str = "present"
    missed: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One person on a register; `mark` is None while nothing was noted, which reads as present."""

    registration: Registration
    mark: Attendance | None

    @property
    def status(self) -> str:
        return self.mark.status if self.mark else "present"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The register of one slot: who is on it, and whether it was closed."""

    slot: Slot
    register: Register | None
    lines: tuple[Line, ...]

    @property
    def tally(self) -> dict[str, int]:
        """Return status -> number of people; all statuses are there."""
        return {status: sum(line.status == status for line in self.lines) for status in STATUSES}


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours somebody attended, of the hours planned; `share` from 0 to 1."""

    attended: float = 0.0
    planned: float = 0.0

    @property
    def share(self) -> float:
        return min(1.0, self.attended / self.planned) if self.planned else 0.0


def find_slot(session: TrainingSession, public_id: str) -> Slot:
    """Return a slot of this session; raises NotFound for a slot of another, or a cancelled one."""
    slot = db.session.scalar(queries.slot(session.id, public_id))
    if slot is None or slot.cancelled_at is not None:
        raise NotFound
    return slot


def find_line(session: TrainingSession, public_id: str) -> Registration:
    """Return somebody on the session's registers; raises NotFound."""
    found = db.session.scalars(queries.one_on_register(session.id, public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def open_register(slot: Slot) -> Sheet:
    """Return the register of a slot as it stands: everybody with a confirmed place, with the marks made."""
    marks = {mark.registration_id: mark for mark in db.session.scalars(queries.marks_of_slot(slot.id))}
    people = db.session.scalars(queries.on_register(slot.session_id)).all()
    return Sheet(
        slot, db.session.scalar(queries.register(slot.id)), tuple(Line(each, marks.get(each.id)) for each in people)
    )


def save(*, slot: Slot, marks: Mapping[int, Mark], by: Actor, correcting: bool = False) -> Register:
    """Close a register: note the marks (registration id -> Mark), and all others without one as present.

    Raises Refused for a slot whose day has not come, or of a completed session unless `correcting`;
    Invalid for minutes that do not fit the slot; NotFound for somebody who is not on the register.
    """
    _check_open(slot, correcting)
    sheet = open_register(slot)
    if not set(marks) <= {line.registration.id for line in sheet.lines}:
        raise NotFound
    for line in sheet.lines:
        wanted = marks.get(line.registration.id)
        if wanted is not None or line.mark is None:
            _write(slot, line.registration, line.mark, wanted or Mark(), by)
    register = sheet.register or Register(slot=slot, account_id=by.account_id)
    db.session.add(register)
    db.session.flush()
    _told(slot)
    return register


def mark(*, slot: Slot, registration: Registration, mark: Mark, by: Actor, correcting: bool = False) -> Attendance:
    """Note one mark at once, as each tap does; the register stays open, or is corrected. Raises like `save`."""
    _check_open(slot, correcting)
    row = db.session.scalar(queries.mark(slot.id, registration.id))
    row = _write(slot, registration, row, mark, by)
    db.session.flush()
    if db.session.scalar(queries.register(slot.id)) is not None:
        _told(slot)
    return row


def hours(registration: Registration) -> Hours:
    """Return the hours of one registration."""
    return hours_of([registration.id])[registration.id]


def hours_of_session(session_id: int) -> dict[int, Hours]:
    """Return registration id -> hours for everybody who has a row in a session, in one query."""
    return _hours(queries.hours_of_session(session_id))


def hours_of(registration_ids: Collection[int]) -> dict[int, Hours]:
    """Return registration id -> hours, in one query."""
    return _hours(queries.hours_of(registration_ids))


def said_of(registration_ids: Collection[int]) -> dict[int, str]:
    """Return registration id -> how much of the training somebody attended, in words."""
    return {number: told(hours) for number, hours in hours_of(registration_ids).items()}


def told(hours: Hours) -> str:
    """Return hours attended, of the hours planned."""
    return _("%(attended)s of %(planned)s h", attended=i18n.number(hours.attended), planned=i18n.number(hours.planned))


def marks_of_session(session_id: int) -> dict[tuple[int, int], Attendance]:
    """Return (registration id, slot id) -> mark."""
    return _by_place(queries.marks_of_session(session_id))


def marks_of(registration_ids: Collection[int]) -> dict[tuple[int, int], Attendance]:
    """Return (registration id, slot id) -> mark."""
    return _by_place(queries.marks_of(registration_ids))


def registers_of_session(session_id: int) -> dict[int, Register]:
    """Return slot id -> register, of those that were closed."""
    return {register.slot_id: register for register in db.session.scalars(queries.registers_of_session(session_id))}


def strip(slots: Collection[Slot], marks: Marks, registration_id: int) -> list[list[str]]:
    """Return the cells of a slot strip: for each day morning and afternoon, attended, missed or still planned."""
    return draw(slots, lambda slot: _cell(slot, marks.get((registration_id, slot.id))))


def _cell(slot: Slot, mark: Attendance | None) -> str:
    if mark is None:
        return "plan"
    if mark.status in GONE:
        return "miss"
    return "net" if slot.online else "on"


def _hours(query: object) -> dict[int, Hours]:
    rows = db.session.execute(query)  # type: ignore[call-overload]
    return {row.id: Hours(round(int(row.minutes) / 60, 2), row.hours) for row in rows}


def _by_place(query: object) -> dict[tuple[int, int], Attendance]:
    found = db.session.scalars(query)  # type: ignore[call-overload]
    return {(mark.registration_id, mark.slot_id): mark for mark in found}


def _check_open(slot: Slot, correcting: bool) -> None:
    db.session.refresh(slot, ["cancelled_at"], with_for_update=True)  # two phones at one register: one after the other
    if slot.session.state not in policies.STATES_WITH_REGISTERS:
        raise Refused(_("Only a published session has registers."))
    if slot.session.state == "completed" and not correcting:
        raise Refused(_("This session is completed. Ask the centre's staff to correct its attendance."))
    if not policies.is_due(slot):
        raise Refused(_("This register opens on the day of the slot."))


def _write(slot: Slot, registration: Registration, row: Attendance | None, mark: Mark, by: Actor) -> Attendance:
    minutes = _minutes(slot, mark)
    if row is None:
        row = Attendance(registration=registration, slot=slot, registration_id=registration.id, slot_id=slot.id)
    row.status, row.minutes, row.comment = mark.status, minutes, mark.comment[:300]
    row.account_id, row.at = by.account_id, clock.now()
    db.session.add(row)
    return row


def _minutes(slot: Slot, mark: Mark) -> int:
    """Return how many minutes of the slot a mark is worth."""
    if mark.status not in STATUSES:
        raise Invalid({"status": _("Choose how this person was there.")})
    whole = round(slot.hours * 60)
    if mark.status in GONE:
        return 0
    if mark.status not in SHORTENED:
        return whole
    if not 0 <= mark.missed < whole:
        raise Invalid(
            {"missed": _("This slot has %(minutes)s minutes. Give fewer, or mark the person absent.", minutes=whole)}
        )
    return whole - mark.missed


def _told(slot: Slot) -> None:
    emit(AttendanceRecorded(slot_id=slot.id, session_id=slot.session_id))


def join(goes: Registration, stays: Registration) -> None:
    """Of two registrations that become one, move the marks of the one that goes to where the other has none."""
    marks = marks_of([goes.id, stays.id])
    for (registration_id, slot_id), mark in marks.items():
        if registration_id == goes.id and (stays.id, slot_id) not in marks:
            mark.registration = stays
    db.session.flush()
