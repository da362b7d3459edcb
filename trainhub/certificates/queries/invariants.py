"""What must never be found among certificates."""

from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from ...attendance.models import Attendance
from ...people.models import Centre
from ...registration.models import Registration
from ...sessions.models import Assignment, Slot, TrainingSession
from ..models import Certificate, CertificateCounter
from .due import ROUNDING

Rows = Select[*tuple[Any, ...]]


def numbers() -> Rows:
    """Select every number with its centre."""
    return select(Certificate.number, Certificate.centre_id, Centre.prefix).join(Certificate.centre)


def counters() -> Rows:
    """Select the last number of each centre and year; year 0 counts the status list."""
    return select(CertificateCounter.centre_id, CertificateCounter.year, CertificateCounter.last).where(
        CertificateCounter.year > 0
    )


def centres() -> Rows:
    return select(Centre.id, Centre.slug)


def doubles() -> Rows:
    """Select grounds and kinds with more than one valid certificate."""
    ground = (Certificate.registration_id, Certificate.assignment_id, Certificate.kind)
    return (
        select(TrainingSession.slug, Certificate.kind, func.count().label("number"))
        .join(Certificate.session)
        .where(Certificate.revoked_at.is_(None))
        .group_by(TrainingSession.slug, *ground)
        .having(func.count() > 1)
    )


def without_ground() -> Rows:
    """Select valid certificates whose place is not confirmed, or whose part was not accepted."""
    state = func.coalesce(Registration.state, Assignment.state)
    return (
        _valid(state.label("state"))
        .outerjoin(Certificate.registration)
        .outerjoin(Certificate.assignment)
        .where(state.not_in(("confirmed", "accepted")))
    )


def of_cancelled() -> Rows:
    return _valid().where(TrainingSession.state == "cancelled")


def too_few_hours() -> Rows:
    """Select valid certificates of participants whose hours of today are fewer than was stated to be needed."""
    minutes = func.coalesce(func.sum(Attendance.minutes).filter(Slot.cancelled_at.is_(None)), 0)
    share = Certificate.facts["share"].as_float()
    return (
        _valid(minutes.label("minutes"), TrainingSession.hours.label("hours"))
        .outerjoin(Attendance, Attendance.registration_id == Certificate.registration_id)
        .outerjoin(Slot, Slot.id == Attendance.slot_id)
        .where(Certificate.registration_id.is_not(None))
        .group_by(Certificate.id, Certificate.number, TrainingSession.slug, TrainingSession.hours)
        .having(minutes + ROUNDING < func.min(share) * TrainingSession.hours * 60)
    )


def strangers() -> Rows:
    """Select certificates whose person, session or centre is not that of their place or part."""
    theirs = or_(
        and_(Registration.id.is_not(None), _differs(Registration)),
        and_(Assignment.id.is_not(None), _differs(Assignment)),
        TrainingSession.centre_id != Certificate.centre_id,
    )
    return _every().outerjoin(Certificate.registration).outerjoin(Certificate.assignment).where(theirs)


def wrong_dates() -> Rows:
    ended = Certificate.expires_on < Certificate.issued_on
    silent = and_(Certificate.revoked_at.is_not(None), Certificate.revoked_reason == "")
    return _every().where(or_(ended, silent))


def _differs(ground: Any) -> Any:
    """Say that a ground is of another session, or of somebody else; of a valid one only, for records are merged."""
    person = and_(ground.person_id != Certificate.person_id, Certificate.revoked_at.is_(None))
    return or_(ground.session_id != Certificate.session_id, person)


def _every(*more: Any) -> Rows:
    return (
        select(Certificate.number, TrainingSession.slug, *more).join(Certificate.session).order_by(Certificate.number)
    )


def _valid(*more: Any) -> Rows:
    return _every(*more).where(Certificate.revoked_at.is_(None))
