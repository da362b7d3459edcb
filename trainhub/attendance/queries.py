"""What is asked of the tables of attendance."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..people.models import Person
from ..registration import queries as registration
from ..registration.models import Registration, RegistrationFact
from ..sessions import queries as sessions
from ..sessions.models import Assignment, Room, Slot, TrainingSession
from .models import ATTENDED, Attendance, Register

Rows = Select[*tuple[Any, ...]]
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


def trainings_attended(session_id: int) -> Select[int | None, int]:
    """Select person id and in how many other sessions they were there, for the people of a session."""
    return (
        select(Registration.person_id, func.count(Registration.session_id.distinct()))
        .join(Attendance, Attendance.registration_id == Registration.id)
        .where(
            Registration.person_id.in_(registration.in_session(session_id)),
            Registration.session_id != session_id,
            Attendance.status.in_(ATTENDED),
        )
        .group_by(Registration.person_id)
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


def unclosed_of(person_id: int, roles: Collection[str], today: date) -> Rows:
    """Select the slots up to today whose registers a person has to close as who teaches: in one of `roles`."""
    mine = _parts(person_id).where(Assignment.role.in_(roles))
    return _open_slots().where(Slot.session_id.in_(mine), Slot.local_date <= today)


def unclosed_in(centres: set[int] | None, now: datetime, *, but_of: int) -> Rows:
    """Select the slots that are over in sessions of these centres (None: of all) and whose registers are missing.

    Sessions in which `but_of` has a part are left out: that person is asked as who teaches, if at all.
    """
    return _open_slots().where(Slot.utc_end < now, Slot.session_id.not_in(_parts(but_of)), _in_centres(centres))


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
