"""What is asked of hours."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from ..models import Attendance
from .statuses import there


def hours(condition: ColumnElement[bool]) -> Select[Any]:
    """Select registration id, minutes attended in slots that stand, and the planned hours of the session."""
    attended = case((and_(there(), Slot.cancelled_at.is_(None)), Attendance.minutes), else_=0)
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
