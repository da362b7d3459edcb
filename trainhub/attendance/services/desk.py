"""The desk at the door: somebody is found by name, by the code on the sheet or by the badge, and marked by the time."""

from dataclasses import dataclass
from datetime import timedelta

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.text import fold
from ...kernel.work import Actor
from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from .. import codes, policies, queries
from ..models import Attendance
from .coding import badges_of, codes_of
from .marks import Mark
from .registers import Line, Sheet, check_open, find_line, mark, open_register, save, told_of
from .statuses import gone
from .statuses import words as known

SOURCE = "desk"
GRACE = timedelta(minutes=10)  # after the beginning, before somebody counts as late
EARLY = timedelta(hours=2)  # how long before the beginning the desk opens
SHOWN = 10  # names of a search, and marks made last


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What the desk did: who, how they are marked now, and how they were marked before (None: not at all)."""

    row: Attendance
    registration: Registration
    again: bool = False  # was there already, nothing was changed
    status: str | None = None
    missed: int = 0


def slot_now(session: TrainingSession) -> Slot | None:
    """Return the half-day people come in for: the one that runs or is next today, else the last whose day has come."""
    now = clock.now()
    due = [slot for slot in session.standing if policies.is_due(slot)]
    coming = [slot for slot in due if slot.utc_end > now]
    return coming[0] if coming else due[-1] if due else None


def identify(session: TrainingSession, text: str) -> Registration | None:
    """Return whose badge or row code a text is; None for anything else, such as a name.

    Raises Refused for a badge or code that is none of this session's, and for who has no place any more.
    """
    [first, *more] = codes.typed(text) or [""]
    if more or not (codes.is_badge(first) or codes.is_code(first)):
        return None
    known = badges_of(session) if codes.is_badge(first) else codes_of(session)
    if first not in known:
        if codes.is_badge(first):
            raise Refused(_("This badge is not of this session."))
        return None  # a short name may look like a code
    row = db.session.scalars(queries.some_on_register(session.id, [known[first]])).one_or_none()
    if row is None:
        raise Refused(_("This person has no confirmed place any more."))
    return row


def search(sheet: Sheet, words: str) -> list[Line]:
    """Return who of a register has all the words in the name, in any spelling that search knows."""
    wanted = fold(words).split()
    if not wanted:
        return []
    return [line for line in sheet.lines if _fits(line, wanted)][:SHOWN]


def check_in(*, slot: Slot, registration: Registration, by: Actor, correcting: bool = False) -> CheckIn:
    """Mark somebody as there: present, or late by the minutes since the beginning. Who is marked as there stays so.

    Raises Refused too early, when the half-day is over, and where the register may not be written.
    """
    _check_time(slot)
    check_open(slot, correcting)
    row = db.session.scalar(queries.mark(slot.id, registration.id))
    if row is not None and not gone(row.status):
        return CheckIn(row, registration, again=True)
    before = row.status if row else None
    new = Mark(*_by_time(slot), comment=row.comment if row else "")
    made = mark(slot=slot, registration=registration, mark=new, by=by, correcting=correcting, source=SOURCE)
    return CheckIn(made, registration, status=before)


def undo(
    *, slot: Slot, session: TrainingSession, public_id: str, status: str, by: Actor, correcting: bool = False
) -> Registration:
    """Take a check-in back: somebody is marked as before (`status`), or not at all.

    Raises Refused where the mark was changed elsewhere meanwhile, and where the register may not be written.
    """
    registration = find_line(session, public_id)
    check_open(slot, correcting)
    row = db.session.scalar(queries.mark(slot.id, registration.id))
    if row is None or row.source != SOURCE:
        raise Refused(_("This mark was changed elsewhere. Look at the register."))
    if status:
        if status not in known() or not gone(status):
            raise Invalid({"status": _("Choose one of the list.")})
        old = Mark(status, comment=row.comment)
        mark(slot=slot, registration=registration, mark=old, by=by, correcting=correcting)
        return registration
    db.session.delete(row)
    db.session.flush()
    if db.session.scalar(queries.register(slot.id)) is not None:
        told_of(slot)
    return registration


def last_marks(slot: Slot) -> list[Attendance]:
    """Return who was checked in last, the newest first."""
    return list(db.session.scalars(queries.marks_from(slot.id, SOURCE, SHOWN)))


def is_there(line: Line) -> bool:
    """Say whether somebody was marked as there; without a mark nobody came by yet."""
    return line.mark is not None and not gone(line.mark.status)


def unmarked(sheet: Sheet) -> list[Line]:
    """Return who was not marked yet."""
    return [line for line in sheet.lines if line.mark is None]


def finish(*, slot: Slot, by: Actor, correcting: bool = False) -> int:
    """End the check-in: whoever was not marked is absent, and the register is closed. Returns how many are absent now.

    Raises Refused where the register may not be written.
    """
    check_open(slot, correcting)  # before looking: whoever checks in now waits, or is seen
    excused = set(db.session.scalars(queries.excused(slot.id)))
    numbers = {line.registration.id for line in unmarked(open_register(slot))} - excused
    missing = {number: Mark("absent") for number in numbers}
    save(slot=slot, marks=missing, by=by, correcting=correcting)
    return len(missing)


def _check_time(slot: Slot) -> None:
    now = clock.now()
    if now < slot.utc_start - EARLY:
        raise Refused(_("Check-in opens two hours before the beginning."))
    if now >= slot.utc_end:
        raise Refused(_("This half-day is over. Mark people in its register."))


def _by_time(slot: Slot) -> tuple[str, int]:
    """Return how somebody who comes now is marked, and how many minutes are missed."""
    late = clock.now() - slot.utc_start
    return ("late", int(late.total_seconds() // 60)) if late > GRACE else ("present", 0)


def _fits(line: Line, wanted: list[str]) -> bool:
    words = line.registration.person.search.split() if line.registration.person else []
    return all(any(word.startswith(each) for word in words) for each in wanted)
