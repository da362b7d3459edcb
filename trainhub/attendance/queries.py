"""What is asked of the tables of attendance."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..people.models import Person
from ..registration.models import Registration, RegistrationFact
from ..sessions import queries as sessions
from ..sessions.models import Assignment, Slot, TrainingSession
from .models import ATTENDED, Attendance, Register

ON_REGISTER = ("confirmed",)


def for_page() -> tuple[Any, ...]:
    """Return what the pages of a session's registers show of it: its frame, its slots and their rooms."""
    return (*sessions.for_frame(), selectinload(TrainingSession.slots).joinedload(Slot.room))


def slot(session_id: int, public_id: str) -> Select[Slot]:
    return select(Slot).where(Slot.session_id == session_id, Slot.public_id == public_id).options(joinedload(Slot.room))


def on_register(session_id: int) -> Select[Registration]:
    """Select who is expected in a session: everybody with a confirmed place, by name."""
    return (
        select(Registration)
        .where(Registration.session_id == session_id, Registration.state.in_(ON_REGISTER))
        .join(Registration.person)
        .outerjoin(Registration.facts)
        .outerjoin(RegistrationFact.organisation)
        .options(
            contains_eager(Registration.person),
            contains_eager(Registration.facts).contains_eager(RegistrationFact.organisation),
        )
        .order_by(Person.search, Person.display, Registration.id)
    )


def one_on_register(session_id: int, public_id: str) -> Select[Registration]:
    return on_register(session_id).where(Registration.public_id == public_id)


def marks_of_slot(slot_id: int) -> Select[Attendance]:
    return select(Attendance).where(Attendance.slot_id == slot_id)


def mark(slot_id: int, registration_id: int) -> Select[Attendance]:
    return marks_of_slot(slot_id).where(Attendance.registration_id == registration_id)


def marks_of_session(session_id: int) -> Select[Attendance]:
    return select(Attendance).join(Slot, Slot.id == Attendance.slot_id).where(Slot.session_id == session_id)


def marks_of(registration_ids: Collection[int]) -> Select[Attendance]:
    return select(Attendance).where(Attendance.registration_id.in_(registration_ids))


def marks_of_person(person_id: int) -> Select[Attendance]:
    """Select every mark of a person, with slot and session."""
    session = joinedload(Attendance.slot).joinedload(Slot.session)
    return (
        select(Attendance)
        .join(Attendance.registration)
        .where(Registration.person_id == person_id)
        .options(session, session.selectinload(TrainingSession.audience))
        .order_by(Attendance.slot_id)
    )


def register(slot_id: int) -> Select[Register]:
    return select(Register).where(Register.slot_id == slot_id)


def registers_of_session(session_id: int) -> Select[Register]:
    return select(Register).join(Slot, Slot.id == Register.slot_id).where(Slot.session_id == session_id)


def hours(condition: ColumnElement[bool]) -> Select[Any]:
    """Select registration id, minutes attended in slots that stand, and the planned hours of the session."""
    attended = case((and_(Attendance.status.in_(ATTENDED), Slot.cancelled_at.is_(None)), Attendance.minutes), else_=0)
    return (
        select(Registration.id, func.coalesce(func.sum(attended), 0).label("minutes"), TrainingSession.hours)
        .join(TrainingSession, TrainingSession.id == Registration.session_id)
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .outerjoin(Slot, Slot.id == Attendance.slot_id)
        .where(condition)
        .group_by(Registration.id, TrainingSession.hours)
    )


def hours_of_session(session_id: int) -> Select[Any]:
    return hours(Registration.session_id == session_id)


def hours_of(registration_ids: Collection[int]) -> Select[Any]:
    return hours(Registration.id.in_(registration_ids))


# --- what waits for somebody --------------------------------------------------------------------


def _open_slots() -> Select[Slot]:
    """Select slots that stand, whose session runs, and whose register nobody closed."""
    return (
        select(Slot)
        .join(Slot.session)
        .outerjoin(Register, Register.slot_id == Slot.id)
        .where(Slot.cancelled_at.is_(None), TrainingSession.state == "published", Register.id.is_(None))
        .options(contains_eager(Slot.session), joinedload(Slot.room))
        .order_by(Slot.utc_start, Slot.id)
    )


def unclosed(
    person_id: int | None, roles: Collection[str], centres: set[int] | None, now: datetime, today: date
) -> Select[Slot, bool]:
    """Select the slots whose registers wait for somebody, each with whether they close it as who teaches.

    Theirs are those up to today of sessions in which they have one of `roles`. Missing are those of these
    centres (None: of all) that are over, without the sessions they have a part in themselves.
    """
    part = select(Assignment.session_id).where(Assignment.person_id == person_id)
    mine = and_(Slot.session_id.in_(part.where(Assignment.role.in_(roles))), Slot.local_date <= today)
    missing = and_(Slot.utc_end < now, Slot.session_id.not_in(part), _in_centres(centres))
    return _open_slots().add_columns(mine.label("mine")).where(or_(mine, missing))


def _in_centres(centres: set[int] | None) -> ColumnElement[bool]:
    if centres is None:
        return true()
    return TrainingSession.centre_id.in_(sorted(centres)) if centres else false()
