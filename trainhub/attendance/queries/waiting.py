"""What waits for somebody: registers that are missing, marks that disagree."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true

from ...sessions.models import Assignment, Room, Slot, TrainingSession
from ..models import Conflict, Register

Rows = Select[*tuple[Any, ...]]


def unclosed_of(person_id: int, roles: Collection[str], today: date) -> Rows:
    """Select the slots up to today whose registers a person has to close as who teaches: in one of `roles`."""
    mine = _parts(person_id).where(Assignment.role.in_(roles))
    return _open_slots().where(Slot.session_id.in_(mine), Slot.local_date <= today)


def unclosed_in(centres: set[int] | None, now: datetime, *, but_of: int) -> Rows:
    """Select the slots that are over in sessions of these centres (None: of all) and whose registers are missing.

    Sessions in which `but_of` has a part are left out: that person is asked as who teaches, if at all.
    """
    return _open_slots().where(Slot.utc_end < now, Slot.session_id.not_in(_parts(but_of)), _in_centres(centres))


def conflicts_waiting(centres: set[int] | None, parts: Select[int]) -> Rows:
    """Select the slots with marks that disagree, and how many: of these centres (None: of all), or among these
    sessions while they run: who taught a completed one may not write there any more."""
    decides = _in_centres(centres) | (TrainingSession.id.in_(parts) & (TrainingSession.state == "published"))
    open_ = (
        select(Conflict.slot_id, func.count(Conflict.id).label("number"))
        .where(Conflict.state == "open")
        .group_by(Conflict.slot_id)
        .subquery()
    )
    return (
        select(
            TrainingSession.slug,
            TrainingSession.title,
            Slot.public_id.label("slot_id"),
            Slot.local_date,
            Slot.local_start,
            Slot.local_end,
            open_.c.number,
        )
        .join(Slot.session)
        .join(open_, open_.c.slot_id == Slot.id)
        .where(Slot.cancelled_at.is_(None), decides)
        .order_by(Slot.utc_start, Slot.id)
    )


def taught_by(person_id: int, roles: Collection[str]) -> Select[int]:
    """Select the sessions that a person teaches: in one of `roles`."""
    return _parts(person_id).where(Assignment.role.in_(roles))


def _parts(person_id: int) -> Select[int]:
    return select(Assignment.session_id).where(Assignment.person_id == person_id, Assignment.state == "accepted")


def _open_slots() -> Rows:
    """Select what is told of slots that stand, whose session runs, and whose register nobody closed."""
    return (
        select(
            TrainingSession.slug,
            TrainingSession.title,
            Slot.public_id.label("slot_id"),
            Slot.local_date,
            Slot.local_start,
            Slot.local_end,
            Slot.utc_end,
            Room.title.label("room"),
        )
        .join(Slot.session)
        .outerjoin(Slot.room)
        .outerjoin(Register, Register.slot_id == Slot.id)
        .where(Slot.cancelled_at.is_(None), TrainingSession.state == "published", Register.id.is_(None))
        .order_by(Slot.utc_start, Slot.id)
    )


def _in_centres(centres: set[int] | None) -> ColumnElement[bool]:
    if centres is None:
        return true()
    return TrainingSession.centre_id.in_(sorted(centres)) if centres else false()
