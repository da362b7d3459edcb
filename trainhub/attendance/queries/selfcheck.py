"""What checking oneself in asks."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from ..models import SelfCheckIn


def self_check_in(session_id: int) -> Select[SelfCheckIn]:
    return select(SelfCheckIn).where(SelfCheckIn.session_id == session_id)


def slot_anywhere(public_id: str) -> Select[Slot]:
    """Select a slot by its public id, with its session."""
    return select(Slot).where(Slot.public_id == public_id).options(joinedload(Slot.session), joinedload(Slot.room))


def place_of(session_id: int, person_id: int) -> Select[Registration]:
    """Select a person's confirmed place in a session."""
    mine = (Registration.session_id == session_id, Registration.person_id == person_id)
    return select(Registration).where(*mine, Registration.state == "confirmed")


def slots_of(person_id: int, between: tuple[datetime, datetime]) -> Select[Slot]:
    """Select the slots that begin between two moments, of sessions in which a person has a confirmed place."""
    mine = select(Registration.session_id).where(Registration.person_id == person_id, Registration.state == "confirmed")
    return (
        select(Slot)
        .join(TrainingSession, TrainingSession.id == Slot.session_id)
        .where(Slot.session_id.in_(mine), Slot.utc_start.between(*between), Slot.cancelled_at.is_(None))
        .where(TrainingSession.state == "published")
        .options(joinedload(Slot.session), joinedload(Slot.room))
        .order_by(Slot.utc_start, Slot.id)
    )
