"""Checking oneself in: a code on the wall that changes, a scan that outlives signing in, and a mark of one's own only.

What a code proves: that somebody stood where it was shown within a minute. It cannot prove who held the phone; staff
are told so on the page that shows it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from .. import policies, queries, rotating
from ..models import Attendance, SelfCheckIn
from .marks import Mark
from .registers import check_open, mark

SOURCE = "self"
GOOD_FOR = timedelta(minutes=10)  # a scan, so that there is time to sign in
GRACE = timedelta(minutes=10)  # after the beginning, before somebody counts as late
LONGEST = 240  # minutes that a window may reach before or after the beginning
SALT = "self check-in"


@dataclass(frozen=True, slots=True)
class Window:
    """How long before the beginning of a slot people check themselves in, and how long after (None: to its end)."""

    before: int = 15
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the wall shows now: the long code, the short one, and when the next comes."""

    code: str
    typed: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan that was good when it was made."""

    slot: Slot
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the mark as it stands; `before` where somebody had made one already."""

    mark: Attendance
    before: bool


def window_of(session: TrainingSession) -> SelfCheckIn | None:
    """Return the window of a session; None where nobody may check themselves in."""
    return db.session.scalar(queries.self_check_in(session.id))


def allow(session: TrainingSession, window: Window) -> SelfCheckIn:
    """Let people check themselves in to a session. Raises Invalid for a window that is too wide."""
    for name, minutes in (("before", window.before), ("after", window.after or 0)):
        if not 0 <= minutes <= LONGEST:
            raise Invalid({name: _("Give 0 to %(most)s minutes.", most=LONGEST)})
    row = window_of(session) or SelfCheckIn(session=session)
    row.before, row.after = window.before, window.after
    db.session.add(row)
    db.session.flush()
    return row


def forbid(session: TrainingSession) -> None:
    """End it: what was scanned before is not taken any more either."""
    row = window_of(session)
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def shown(slot: Slot) -> Shown:
    """Return the code of this moment."""
    now = clock.now()
    step = rotating.step_of(now)
    code = rotating.code(_key(), slot.public_id, step)
    left = (step + 1) * rotating.STEP.total_seconds() - now.timestamp()
    return Shown(code, code[: rotating.SHORT], max(1, int(left)))


def scanned(slot_id: str, code: str, holder: str = "") -> str:
    """Return a ticket for a code that was scanned now, good for GOOD_FOR. Raises NotFound, Refused for an old one.

    `holder` is a secret of the browser that scanned: handed on to another, the ticket is worth nothing.
    """
    slot = db.session.scalar(queries.slot_anywhere(slot_id))
    if slot is None:
        raise NotFound
    if not rotating.fits(_key(), slot.public_id, code, clock.now()):
        raise Refused(_("This code has run out. Scan the one that is shown now."))
    return _ticket(slot, holder)


def typed(code: str, person: Person, holder: str = "") -> str:
    """Return a ticket for a short code, of a slot today for which the person has a place. Raises Refused."""
    for slot in db.session.scalars(queries.slots_of(person.id, _days())):
        if rotating.fits(_key(), slot.public_id, code, clock.now()):
            return _ticket(slot, holder)
    raise Refused(_("This is no code of a training that you have a place in now. Type the one that is shown now."))


def read(ticket: str, holder: str = "") -> Scan:
    """Return the scan of a ticket. Raises NotFound for one that was forged, Refused for one that has run out."""
    try:
        told = URLSafeSerializer(_secret(), salt=SALT).loads(ticket)
        at = datetime.fromisoformat(told["at"])
    except (BadSignature, KeyError, TypeError, ValueError) as error:
        raise NotFound from error
    if told.get("by") != _mark(holder):
        raise Refused(_("This code has run out. Scan the one that is shown now."))
    if not timedelta() <= clock.now() - at <= GOOD_FOR:
        raise Refused(_("This scan is too old. Scan the code in the room again."))
    slot = db.session.scalar(queries.slot_anywhere(str(told["slot"])))
    if slot is None:
        raise NotFound
    return Scan(slot, at)


def expects(scan: Scan, person: Person) -> None:
    """Raise Refused for somebody whom the training of a scan does not expect: they are told nothing of it."""
    _own(scan.slot, person)


def check_in(*, scan: Scan, person: Person, by: Actor) -> Done:
    """Mark a person as there, in the slot that was scanned and no other; what somebody else marked stays.

    Raises Refused where the window is closed, the register was closed, or the person has no confirmed place.
    """
    slot = scan.slot
    _check(slot, scan.at)
    registration = _own(slot, person)
    check_open(slot, correcting=False)  # before looking: what the trainer marks in this moment stays
    row = db.session.scalar(queries.mark(slot.id, registration.id))
    if row is not None:
        return Done(row, before=row.source != SOURCE)
    if db.session.scalar(queries.register(slot.id)) is not None:
        raise Refused(_("The register is closed. Tell the trainer that you are here."))
    made = mark(slot=slot, registration=registration, mark=_by_time(slot, scan.at), by=by, source=SOURCE)
    return Done(made, before=False)


def opens(slot: Slot, window: SelfCheckIn) -> datetime:
    return slot.utc_start - timedelta(minutes=window.before)


def closes(slot: Slot, window: SelfCheckIn) -> datetime:
    return slot.utc_end if window.after is None else slot.utc_start + timedelta(minutes=window.after)


def _check(slot: Slot, at: datetime) -> None:
    if slot.cancelled_at is not None or slot.session.state != "published" or not policies.is_due(slot):
        raise Refused(_("Nobody can check in to this half-day."))
    window = window_of(slot.session)
    if window is None:
        raise Refused(_("For this training the trainer takes the attendance. Tell them that you are here."))
    if at < opens(slot, window):
        raise Refused(_("Check-in has not begun yet. Scan the code again when it has."))
    if at > closes(slot, window):
        raise Refused(_("Check-in has ended. Tell the trainer that you are here."))


def _own(slot: Slot, person: Person) -> Registration:
    found = db.session.scalars(queries.place_of(slot.session_id, person.id)).one_or_none()
    if found is None:
        raise Refused(_("You have no confirmed place in this training. Tell the trainer that you are here."))
    return found


def _by_time(slot: Slot, at: datetime) -> Mark:
    late = at - slot.utc_start
    whole = int((slot.utc_end - slot.utc_start).total_seconds() // 60)
    return Mark("late", min(whole - 1, int(late.total_seconds() // 60))) if late > GRACE else Mark()


def _days() -> tuple[datetime, datetime]:
    """Return between which moments a slot must lie to be checked in to now."""
    now = clock.now()
    return now - timedelta(hours=24), now + timedelta(minutes=LONGEST)


def _ticket(slot: Slot, holder: str) -> str:
    told = {"slot": slot.public_id, "at": clock.now().isoformat(), "by": _mark(holder)}
    return str(URLSafeSerializer(_secret(), salt=SALT).dumps(told))


def _mark(holder: str) -> str:
    return hashlib.sha256(f"{SALT}:{holder}".encode()).hexdigest()[:24]


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _key() -> bytes:
    return hashlib.sha256(f"{SALT}:{_secret()}".encode()).digest()
