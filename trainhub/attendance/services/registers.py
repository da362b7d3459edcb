"""Registers: opened with everybody present, changed by exceptions, closed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ...hooks.events import AttendanceRecorded
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor, emit
from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from .. import policies, queries
from ..models import CLOSING, STATUSES, Attendance, Conflict, Register
from .marks import TRAINER, Mark, whole_of, write
from .statuses import SHORTENED, Word, counts, words


@dataclass(frozen=True, slots=True)
class Line:
    """One person on a register; `mark` is None while nothing was noted, which reads as present."""

    registration: Registration
    mark: Attendance | None
    conflicts: tuple[Conflict, ...] = ()  # that somebody has to decide

    @property
    def status(self) -> str:
        return self.mark.status if self.mark else "present"

    @property
    def word(self) -> Word:
        return words()[self.status]

    @property
    def version(self) -> int:
        return self.mark.version if self.mark else 0

    @property
    def missed(self) -> int:
        """Return the minutes missed by somebody who was there, but not for the whole slot."""
        shortened = self.mark is not None and self.word.counts in SHORTENED
        return whole_of(self.mark.slot) - self.mark.minutes if self.mark and shortened else 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The register of one slot: who is on it, and whether it was closed."""

    slot: Slot
    register: Register | None
    lines: tuple[Line, ...]

    @property
    def tally(self) -> dict[str, int]:
        """Return what statuses count as -> number of people; all five are there."""
        meant = [counts(line.status) for line in self.lines]
        return {meaning: meant.count(meaning) for meaning in STATUSES}


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
    undecided: dict[int, list[Conflict]] = {}
    words()  # asked for once, whether or not anybody is marked
    for conflict in db.session.scalars(queries.open_conflicts(slot.id)):
        undecided.setdefault(conflict.registration_id, []).append(conflict)
    people = db.session.scalars(queries.on_register(slot.session_id)).all()
    lines = (Line(each, marks.get(each.id), tuple(undecided.get(each.id, ()))) for each in people)
    return Sheet(slot, db.session.scalar(queries.register(slot.id)), tuple(lines))


def save(*, slot: Slot, marks: Mapping[int, Mark], by: Actor, correcting: bool = False) -> Register:
    """Close a register: note the marks (registration id -> Mark), and all others without one as present or excused.

    Raises Refused for a slot whose day has not come, or of a completed session unless `correcting`;
    Invalid for minutes that do not fit the slot; NotFound for somebody who is not on the register.
    """
    check_open(slot, correcting)
    sheet = open_register(slot)
    if not set(marks) <= {line.registration.id for line in sheet.lines}:
        raise NotFound
    excused = set(db.session.scalars(queries.excused(slot.id)))
    for line in sheet.lines:
        wanted = marks.get(line.registration.id)
        if wanted is not None or line.mark is None:
            unmarked = Mark("excused") if line.registration.id in excused else Mark()
            write(slot, line.registration, line.mark, wanted or unmarked, by, TRAINER if wanted else CLOSING)
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
    source: str = TRAINER,
) -> Attendance:
    """Note one mark at once, as each tap does; the register stays open, or is corrected. Raises like `save`."""
    check_open(slot, correcting)
    row = db.session.scalar(queries.mark(slot.id, registration.id))
    row = write(slot, registration, row, mark, by, source)
    db.session.flush()
    if db.session.scalar(queries.register(slot.id)) is not None:
        told_of(slot)
    return row


def mark_many(
    *, slots: Iterable[Slot], registrations: Iterable[Registration], mark: Mark, by: Actor, correcting: bool = False
) -> None:
    """Note the same of several people, in one slot or several of a session. Raises like `save`; then undo it all."""
    people = list(registrations)
    for slot in sorted(slots, key=lambda each: each.id):
        check_open(slot, correcting)
        marks = {row.registration_id: row for row in db.session.scalars(queries.marks_of_slot(slot.id))}
        for registration in people:
            write(slot, registration, marks.get(registration.id), mark, by)
        db.session.flush()
        if db.session.scalar(queries.register(slot.id)) is not None:
            told_of(slot)


def find_lines(session: TrainingSession, public_ids: Collection[str] | None) -> list[Registration]:
    """Return these people of the session's registers, or with None everybody; raises NotFound if one is not on them."""
    found = list(db.session.scalars(queries.on_register(session.id)))
    if public_ids is None:
        return found
    chosen = [each for each in found if each.public_id in public_ids]
    if len(chosen) != len(set(public_ids)):
        raise NotFound
    return chosen


def expected(session: TrainingSession) -> list[int]:
    """Return the ids of all registrations that stand on a session's registers."""
    return list(db.session.scalars(queries.ids_on_register(session.id)))


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
