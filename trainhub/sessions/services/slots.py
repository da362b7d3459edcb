"""Slots: added, moved and cancelled in place, because calendars know them by their UID."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ..models import Slot, TrainingSession
from . import times
from .conflicts import BLOCK, Conflict, blocks, conflicts
from .keeping import keep
from .notices import tell_changed, timetable
from .plans import SessionPlan, SlotPlan
from .reading import plan_of

ANY_DAY = {"audience", "format", "seats", "taken"}  # kinds of conflict that no other day or hour brings or ends


def apply(session: TrainingSession, plans: Sequence[SlotPlan]) -> None:
    """Make the standing slots of a session those of the plans. Ends before `keep`."""
    by_id = {slot.public_id: slot for slot in session.standing}
    kept = {plan.public_id for plan in plans}
    for slot in [slot for slot in session.standing if slot.public_id not in kept]:
        _drop(session, slot)
    for plan in plans:
        _write(session, by_id.get(plan.public_id) or _fresh(session), plan)
    db.session.flush()


def _fresh(session: TrainingSession) -> Slot:
    slot = Slot(session_id=session.id, session=session, sequence=0)
    db.session.add(slot)
    return slot


def add_slot(session: TrainingSession, plan: SlotPlan) -> Slot:
    """Add a slot to a session; raises Invalid where it clashes, Refused when the session is over."""
    before = timetable(session)
    _refuse(session, (*plan_of(session).slots, plan))
    slot = _fresh(session)
    _write(session, slot, plan)
    keep(session)
    tell_changed(session, before)
    return slot


def move_slot(slot: Slot, *, day: date, start: time, end: time) -> int:
    """Move a slot in its room: same UID, higher SEQUENCE. Return how many people are told.

    Raises Invalid where it clashes, Refused when it is cancelled or its session is over.
    """
    if slot.cancelled_at is not None:
        raise Refused(_("This slot is cancelled and cannot be moved."))
    session, before = slot.session, timetable(slot.session)
    plans = {plan.public_id: plan for plan in plan_of(session).slots}
    plans[slot.public_id] = replace(plans[slot.public_id], day=day, start=start, end=end)
    _refuse(session, tuple(plans.values()))
    _write(session, slot, plans[slot.public_id])
    keep(session)
    return tell_changed(session, before)


def move_half_days(slot: Slot, steps: int) -> int:
    """Move a slot by half-days, later or earlier; it keeps its length. Returns and raises like `move_slot`."""
    day, start, end = times.half_days_on(slot.local_date, slot.local_start, slot.local_end, steps)
    return move_slot(slot, day=day, start=start, end=end)


def cancel_slot(slot: Slot) -> None:
    """Cancel one slot; it stays, and calendars are told."""
    if slot.cancelled_at is None:
        before = timetable(slot.session)
        _cancel(slot)
        keep(slot.session)
        tell_changed(slot.session, before)


def find_slot(session: TrainingSession, public_id: str) -> Slot:
    """Return a slot of a session; raises NotFound."""
    found = next((slot for slot in session.slots if slot.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def cancel_all(session: TrainingSession) -> None:
    """Cancel every slot that stands. Ends before `keep`."""
    for slot in session.standing:
        _cancel(slot)


def _refuse(session: TrainingSession, slots: tuple[SlotPlan, ...]) -> None:
    _refuse_over(session)
    found = blocks(conflicts(replace(plan_of(session), slots=slots), session))
    if found:
        raise Invalid({"": found[0].message})


def _refuse_over(session: TrainingSession) -> None:
    if session.state not in {"draft", "published"}:
        raise Refused(_("This session is completed or cancelled already."))


def _cancel(slot: Slot) -> None:
    slot.cancelled_at = clock.now()
    slot.sequence += 1


def _drop(session: TrainingSession, slot: Slot) -> None:
    """Take a slot out: of a draft for good (no calendar has heard of it), else as cancelled."""
    if session.state == "draft":
        db.session.delete(slot)
    else:
        _cancel(slot)


def _write(session: TrainingSession, slot: Slot, plan: SlotPlan) -> None:
    """Write a plan into a slot; SEQUENCE rises when calendars must take notice."""
    before = (slot.local_date, slot.local_start, slot.local_end, slot.zone, slot.room_id, slot.online)
    slot.local_date, slot.local_start, slot.local_end, slot.zone = plan.day, plan.start, plan.end, session.zone
    slot.utc_start = times.to_utc(plan.day, plan.start, session.zone)
    slot.utc_end = times.to_utc(plan.day, plan.end, session.zone)
    slot.room_id, slot.online, slot.topic = plan.room_id, plan.online, plan.topic
    slot.part = next((part for part in session.parts if part.no == plan.part_no), None)
    after = (slot.local_date, slot.local_start, slot.local_end, slot.zone, slot.room_id, slot.online)
    if slot.id is not None and before != after:
        slot.sequence += 1
        db.session.flush()
        db.session.expire(slot, ["room"])


def move_all(session: TrainingSession, steps: int) -> int:
    """Move every standing slot by half-days. Returns and raises like `move_slot`."""
    before, plan = timetable(session), moved(session, steps)
    _refuse(session, plan.slots)
    by_id = {each.public_id: each for each in plan.slots}
    for slot in session.standing:
        _write(session, slot, by_id[slot.public_id])
    keep(session)
    return tell_changed(session, before)


def moved(session: TrainingSession, steps: int, public_id: str = "") -> SessionPlan:
    """Return a session's plan with all its slots, or one of them, moved by half-days.

    Raises Invalid where a slot would reach past midnight, Refused when the session is over.
    """
    _refuse_over(session)
    plan = plan_of(session)
    slots = (_later(each, steps) if public_id in {"", each.public_id} else each for each in plan.slots)
    return replace(plan, slots=tuple(slots))


def in_the_way(session: TrainingSession, plan: SessionPlan) -> list[Conflict]:
    """Return what a moved plan touches: whatever blocks, and the warnings that come with days and hours."""
    return [each for each in conflicts(plan, session, moved=True) if each.level == BLOCK or each.kind not in ANY_DAY]


def _later(plan: SlotPlan, steps: int) -> SlotPlan:
    day, start, end = times.half_days_on(plan.day, plan.start, plan.end, steps)
    return replace(plan, day=day, start=start, end=end)
