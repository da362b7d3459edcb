"""Registers: opened with everybody present, changed by exceptions, closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...hooks.events import AttendanceRecorded
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor, emit
from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from .. import policies, queries
from ..models import STATUSES, Attendance, Register
from .marks import Mark, write


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
    check_open(slot, correcting)
    sheet = open_register(slot)
    if not set(marks) <= {line.registration.id for line in sheet.lines}:
        raise NotFound
    for line in sheet.lines:
        wanted = marks.get(line.registration.id)
        if wanted is not None or line.mark is None:
            write(slot, line.registration, line.mark, wanted or Mark(), by)
    register = sheet.register or Register(slot=slot, account_id=by.account_id)
    db.session.add(register)
    db.session.flush()
    told_of(slot)
    return register


def mark(
    *,
    slot: Slot,
    registration: Registration,
    mark: Mark,
    by: Actor,
    correcting: bool = False,
    source: str = "trainer",
) -> Attendance:
    """Note one mark at once, as each tap does; the register stays open, or is corrected. Raises like `save`."""
    check_open(slot, correcting)
    row = db.session.scalar(queries.mark(slot.id, registration.id))
    row = write(slot, registration, row, mark, by, source)
    db.session.flush()
    if db.session.scalar(queries.register(slot.id)) is not None:
        told_of(slot)
    return row


def registers_of_session(session_id: int) -> dict[int, Register]:
    """Return slot id -> register, of those that were closed."""
    return {register.slot_id: register for register in db.session.scalars(queries.registers_of_session(session_id))}


def check_open(slot: Slot, correcting: bool) -> None:
    """Lock the slot, and raise Refused where its register may not be written now."""
    db.session.refresh(slot, ["cancelled_at"], with_for_update=True)  # two phones at one register: one after the other
    if slot.session.state not in policies.STATES_WITH_REGISTERS:
        raise Refused(_("Only a published session has registers."))
    if slot.session.state == "completed" and not correcting:
        raise Refused(_("This session is completed. Ask the centre's staff to correct its attendance."))
    if not policies.is_due(slot):
        raise Refused(_("This register opens on the day of the slot."))


def told_of(slot: Slot) -> None:
    """Let others know that the attendance of a slot was recorded or corrected."""
    emit(AttendanceRecorded(slot_id=slot.id, session_id=slot.session_id))
