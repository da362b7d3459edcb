"""What a device brings that was away from the network: each mark once, and none over a mark that it had not seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.jobs import Running
from ...kernel.work import Actor
from ...registration.models import Registration
from ...sessions.models import Slot
from .. import queries
from ..models import CLOSING, Attendance, Conflict, Sync
from .marks import TRAINER, Mark, minutes_of, says, write
from .registers import check_open, told_of

KEPT = timedelta(days=400)  # how long a device may be away; what comes later than that is compared like anything else


@dataclass(frozen=True, slots=True)
class Sent:
    """One mark as a device made it: `seen` is the version of the mark it saw then (0: none), or `after` the id of its
    own earlier one on which this follows."""

    uuid: str
    registration: str  # public id
    mark: Mark
    seen: int = 0
    after: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one: applied, same (it stood there already), conflict, or refused with the reason."""

    uuid: str
    outcome: str
    reason: str = ""


@dataclass
class _Desk:
    """What receiving needs at hand: the slot, who brings it, people by public id, marks by person, earlier receipts."""

    slot: Slot
    by: Actor
    people: Mapping[str, Registration]
    marks: dict[int, Attendance]
    known: dict[str, Sync]
    changed: bool = False


def sync(*, slot: Slot, sent: Sequence[Sent], by: Actor, correcting: bool = False) -> list[Receipt]:
    """Receive marks in the order in which they were made; whatever was received before is only acknowledged again.

    A mark that changed since the device saw it, and says something else, stays; what the device says is kept beside it
    as a conflict. Nothing raises: what cannot be used is refused with its reason, and stays on the device.
    """
    closed = _why_closed(slot, correcting)
    desk = _desk(slot, sent, by)
    receipts = [_receive(desk, each, closed) for each in sent]
    db.session.flush()
    if desk.changed and db.session.scalar(queries.register(slot.id)) is not None:
        told_of(slot)
    return receipts


def _why_closed(slot: Slot, correcting: bool) -> str:
    try:
        check_open(slot, correcting)
    except Refused as error:
        return str(error)
    return ""


def _desk(slot: Slot, sent: Collection[Sent], by: Actor) -> _Desk:
    ids = {each.uuid for each in sent} | {each.after for each in sent if each.after}
    return _Desk(
        slot,
        by,
        {each.public_id: each for each in db.session.scalars(queries.on_register(slot.session_id))},
        {row.registration_id: row for row in db.session.scalars(queries.marks_of_slot(slot.id))},
        {row.uuid: row for row in db.session.scalars(queries.syncs(ids))},
    )


def _receive(desk: _Desk, sent: Sent, closed: str) -> Receipt:
    before = desk.known.get(sent.uuid)
    if before is not None and before.slot_id != desk.slot.id:
        return Receipt(sent.uuid, "refused", _("This page is too old. Load it again."))
    if before is not None:
        return Receipt(sent.uuid, before.outcome)
    registration = desk.people.get(sent.registration)
    if closed or registration is None:
        return Receipt(sent.uuid, "refused", closed or _("This person is not on the register any more."))
    try:
        done = _settle(desk, sent, registration)
    except Invalid as error:
        return Receipt(sent.uuid, "refused", " ".join(error.fields.values()))
    db.session.add(done)
    desk.known[sent.uuid] = done
    return Receipt(sent.uuid, done.outcome)


def _settle(desk: _Desk, sent: Sent, registration: Registration) -> Sync:
    """Write the mark, or find it there, or keep it as a conflict; return the receipt to be stored."""
    row = desk.marks.get(registration.id)
    minutes = minutes_of(desk.slot, sent.mark, row)
    earlier = _earlier(desk, sent, registration)
    conflict = _undecided(earlier)
    if row is not None and _agrees(row, sent.mark, minutes):
        _close(conflict, "kept", desk.by)  # whoever disagreed does not any more
        outcome, conflict = "same", None
    elif row is None or _may_change(row, sent, earlier, minutes):
        outcome, conflict = "applied", None
        row = write(desk.slot, registration, row, sent.mark, desk.by, TRAINER, sent.made_at)
        desk.marks[registration.id], desk.changed = row, True
    else:
        outcome = "conflict"
        conflict = _offer(conflict or _disagree(desk, row), sent, minutes)
    return _receipt(desk, sent, registration, outcome, row, conflict)


def _earlier(desk: _Desk, sent: Sent, registration: Registration) -> Sync | None:
    """Return the receipt of the mark on which this one follows; what was about another place says nothing of this."""
    found = desk.known.get(sent.after)
    here = found is not None and (found.slot_id, found.registration_id) == (desk.slot.id, registration.id)
    return found if here else None


def _undecided(earlier: Sync | None) -> Conflict | None:
    """Return the conflict that a device's earlier mark began, while nobody has decided it."""
    conflict = earlier.conflict if earlier is not None else None
    return conflict if conflict is not None and conflict.state == "open" else None


def _agrees(row: Attendance, mark: Mark, minutes: int) -> bool:
    status, there, comment = says(row)
    return (status, there) == (mark.status, minutes) and mark.comment[:300] in ("", comment)


def _may_change(row: Attendance, sent: Sent, earlier: Sync | None, minutes: int) -> bool:
    """Say whether the device knew the mark as it is, or nobody made it by hand, or it only gains a comment."""
    if row.version == sent.seen or (row.source == CLOSING and sent.seen == 0):
        return True
    if earlier is not None and earlier.conflict is None and row.version == earlier.version:
        return True
    return says(row) == (sent.mark.status, minutes, "")


def _receipt(
    desk: _Desk, sent: Sent, registration: Registration, outcome: str, row: Attendance, conflict: Conflict | None
) -> Sync:
    return Sync(
        uuid=sent.uuid,
        registration_id=registration.id,
        slot_id=desk.slot.id,
        account_id=desk.by.account_id,
        outcome=outcome,
        version=row.version,
        conflict=conflict,
    )


def _disagree(desk: _Desk, row: Attendance) -> Conflict:
    """Begin a conflict with what stands in the register."""
    conflict = Conflict(
        registration_id=row.registration_id,
        slot=desk.slot,
        slot_id=desk.slot.id,
        held_status=row.status,
        held_minutes=row.minutes,
        held_comment=row.comment,
        held_by=row.account_id,
        held_at=row.at,
        account_id=desk.by.account_id,
        state="open",
    )
    conflict.registration = row.registration
    return conflict


def _offer(conflict: Conflict, sent: Sent, minutes: int) -> Conflict:
    """Let a conflict say what the device says now."""
    conflict.status, conflict.minutes, conflict.missed = sent.mark.status, minutes, sent.mark.missed
    conflict.comment, conflict.made_at = sent.mark.comment[:300], sent.made_at
    db.session.add(conflict)
    return conflict


def _close(conflict: Conflict | None, state: str, by: Actor) -> None:
    """Settle a conflict, if there is one."""
    if conflict is not None:
        conflict.state, conflict.decided_by, conflict.decided_at = state, by.account_id, clock.now()


def find_conflict(slot: Slot, public_id: str) -> Conflict:
    """Return a conflict of this slot; raises NotFound."""
    found = db.session.scalar(queries.conflict(slot.id, public_id))
    if found is None:
        raise NotFound
    return found


def decide(*, conflict: Conflict, take: bool, by: Actor, correcting: bool = False) -> None:
    """Settle two marks: take what the other device said, or keep what stands. Raises Refused, as `save` does."""
    slot = conflict.slot
    check_open(slot, correcting)
    db.session.refresh(conflict, ["state"])
    if conflict.state != "open":
        raise Refused(_("Somebody has decided this in the meantime."))
    if take:
        row = db.session.scalar(queries.mark(slot.id, conflict.registration_id))
        said = Mark(conflict.status, conflict.missed, conflict.comment)
        write(slot, conflict.registration, row, said, by, TRAINER, conflict.made_at)
    _close(conflict, "taken" if take else "kept", by)
    db.session.flush()
    if take and db.session.scalar(queries.register(slot.id)) is not None:
        told_of(slot)


def undecided(session_id: int) -> dict[int, int]:
    """Return slot id -> how many of its marks somebody has to decide."""
    return dict(db.session.execute(queries.undecided(session_id)).all())


def purge(_running: Running) -> None:
    """The job: forget receipts that no device asks for any more; marks and conflicts stay."""
    db.session.execute(queries.old_syncs(clock.now() - KEPT))
