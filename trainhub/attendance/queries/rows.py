"""What is asked of marks and registers."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...people.models import Person
from ...registration import queries as registration
from ...registration.models import Registration, RegistrationFact
from ...sessions import queries as sessions
from ...sessions.models import Slot, TrainingSession
from ..models import Attendance, Register
from .statuses import there

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


def ids_on_register(session_id: int) -> Select[int]:
    return select(Registration.id).where(Registration.session_id == session_id, Registration.state.in_(ON_REGISTER))


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


def by_slot(*conditions: ColumnElement[bool]) -> Select[Registration, int | None, Attendance | None]:
    """Select places, each as often as its session has slots: with the slot's id if its register is closed, and the
    mark there. All that is said of hours comes of it, in one question."""
    here = and_(Attendance.slot_id == Slot.id, Attendance.registration_id == Registration.id)
    session = contains_eager(Registration.session)
    return (
        select(Registration, Register.slot_id, Attendance)
        .join(Registration.session)
        .join(TrainingSession.slots)
        .outerjoin(Register, Register.slot_id == Slot.id)
        .outerjoin(Attendance, here)
        .where(*conditions)
        .options(session.contains_eager(TrainingSession.slots), session.joinedload(TrainingSession.format))
        .order_by(TrainingSession.first_day, Registration.id, Slot.utc_start)
    )


def running_of(person_id: int, today: date) -> Select[Registration, int | None, Attendance | None]:
    """Select the confirmed places of a person in trainings that have begun and are not closed, as `by_slot` does."""
    return by_slot(
        Registration.person_id == person_id,
        Registration.state.in_(ON_REGISTER),
        TrainingSession.state == "published",
        TrainingSession.first_day <= today,
    )


def places_by_slot(registration_ids: Collection[int]) -> Select[Registration, int | None, Attendance | None]:
    """Select some places, as `by_slot` does."""
    return by_slot(Registration.id.in_(registration_ids))


def trainings_attended(session_id: int) -> Select[int | None, int]:
    """Select person id and in how many other sessions they were there, for the people of a session."""
    return (
        select(Registration.person_id, func.count(Registration.session_id.distinct()))
        .join(Attendance, Attendance.registration_id == Registration.id)
        .where(
            Registration.person_id.in_(registration.in_session(session_id)),
            Registration.session_id != session_id,
            there(),
        )
        .group_by(Registration.person_id)
    )


def register(slot_id: int) -> Select[Register]:
    return select(Register).where(Register.slot_id == slot_id)


def registers_of_session(session_id: int) -> Select[Register]:
    return select(Register).join(Slot, Slot.id == Register.slot_id).where(Slot.session_id == session_id)
