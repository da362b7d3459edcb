"""What is asked of excuses."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, false, func, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from ..models import Excuse, ExcuseSlot


def excuses_of(session_id: int) -> Select[Excuse]:
    """Select the excuses of a session: those to be decided first, then the newest."""
    return (
        select(Excuse)
        .join(Excuse.registration)
        .join(Registration.person)
        .where(Registration.session_id == session_id)
        .options(
            contains_eager(Excuse.registration).contains_eager(Registration.person),
            selectinload(Excuse.slots),
            joinedload(Excuse.file),
        )
        .order_by(Excuse.state != "asked", Excuse.asked_at.desc(), Excuse.id.desc())
    )


def excuse(session_id: int, public_id: str) -> Select[Excuse]:
    return excuses_of(session_id).where(Excuse.public_id == public_id)


def excuses_asked_by(registration_id: int) -> Select[Excuse]:
    """Select what somebody asked for, the newest first."""
    query = select(Excuse).where(Excuse.registration_id == registration_id)
    return query.options(selectinload(Excuse.slots), joinedload(Excuse.file)).order_by(Excuse.id.desc())


def excused(slot_id: int) -> Select[int]:
    """Select the registrations that are excused from a slot."""
    return (
        select(Excuse.registration_id)
        .join(ExcuseSlot, ExcuseSlot.excuse_id == Excuse.id)
        .where(ExcuseSlot.slot_id == slot_id, Excuse.state == "granted")
    )


def excuses_in_slot(slot_id: int) -> Select[Excuse]:
    """Select the excuses that count for a slot or wait for an answer, with their people."""
    return (
        select(Excuse)
        .join(ExcuseSlot, ExcuseSlot.excuse_id == Excuse.id)
        .where(ExcuseSlot.slot_id == slot_id, Excuse.state.in_(("asked", "granted")))
        .options(joinedload(Excuse.registration).joinedload(Registration.person))
        .order_by(Excuse.id)
    )


def excuses_waiting(centres: set[int] | None, parts: Select[int]) -> Select[*tuple[Any, ...]]:
    """Select the sessions with excuses to decide, of these centres (None: of all) or among these sessions."""
    here = true() if centres is None else TrainingSession.centre_id.in_(sorted(centres)) if centres else false()
    asked = (
        select(func.count(Excuse.id))
        .join(Excuse.registration)
        .where(Registration.session_id == TrainingSession.id, Excuse.state == "asked")
        .correlate(TrainingSession)
        .scalar_subquery()
    )
    return (
        select(TrainingSession.slug, TrainingSession.title, asked.label("number"))
        .where(TrainingSession.state == "published", here | TrainingSession.id.in_(parts), asked > 0)
        .order_by(TrainingSession.id)
    )


def excuses_ended(before: date) -> Select[Excuse]:
    """Select the excuses of sessions that ended before a day and still say why, or have a document."""
    return (
        select(Excuse)
        .join(Excuse.registration)
        .join(Registration.session)
        .where(TrainingSession.last_day < before, (Excuse.reason != "") | Excuse.file_id.is_not(None))
        .options(joinedload(Excuse.file))
    )


def slots_to_come(session_id: int, now: datetime) -> Select[Slot]:
    """Select the slots of a session that have not ended."""
    coming = (Slot.session_id == session_id, Slot.cancelled_at.is_(None), Slot.utc_end > now)
    return select(Slot).where(*coming).order_by(Slot.utc_start, Slot.id)


def excuses_of_person(person_id: int) -> Select[Excuse]:
    """Select everything a person asked to be excused from."""
    return (
        select(Excuse)
        .join(Excuse.registration)
        .join(Registration.person)
        .where(Person.id == person_id)
        .options(selectinload(Excuse.slots), joinedload(Excuse.file))
        .order_by(Excuse.id)
    )
