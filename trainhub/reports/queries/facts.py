"""How the facts are made from the records: one INSERT ... SELECT for the registrations of one session."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Float,
    Insert,
    Select,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union,
)

from ...attendance import queries as attendance
from ...attendance.models import Attendance
from ...certificates.models import Certificate
from ...curriculum.models import Activity
from ...kernel.audit import AuditEntry
from ...registration.models import HOLDING, Registration, RegistrationEvent, RegistrationFact
from ...sessions.models import Format, SessionActivity, Slot, TrainingSession
from ..models import FactsVersion, Participation

COUNTED = ("published", "completed")  # states of sessions whose registrations are facts
ROUNDING = 0.3  # minutes, as in the rule for certificates


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What all registrations of a session share."""

    id: int
    centre_id: int
    format: str
    counts: bool
    day: date
    ended: bool
    needed: float  # minutes for having completed it
    module: str


def sessions(ids: Collection[int], share: float) -> Select[int, int, str, bool, date | None, bool, float]:
    """Select what a session says of its registrations; `share` of the hours is needed where its format says nothing."""
    return (
        select(
            TrainingSession.id,
            TrainingSession.centre_id,
            Format.key.label("format"),
            Format.counts_as_trainees.label("counts"),
            TrainingSession.first_day.label("day"),
            (TrainingSession.state == "completed").label("ended"),
            (func.coalesce(Format.certificate_share, share) * TrainingSession.hours * 60).label("needed"),
        )
        .join(TrainingSession.format)
        .where(
            TrainingSession.id.in_(sorted(ids)),
            TrainingSession.state.in_(COUNTED),
            TrainingSession.first_day.is_not(None),
        )
        .order_by(TrainingSession.id)
    )


def activities(ids: Collection[int]) -> Select[int, str]:
    """Select session id and key of every activity that these sessions deliver."""
    return (
        select(SessionActivity.session_id, Activity.key)
        .join(SessionActivity.activity)
        .where(SessionActivity.session_id.in_(sorted(ids)))
    )


def all_sessions() -> Select[int]:
    return select(TrainingSession.id).order_by(TrainingSession.id)


def session_of(registration_id: int) -> Select[int]:
    return select(Registration.session_id).where(Registration.id == registration_id)


def changed_sessions(since: datetime) -> Select[int]:
    """Select the sessions whose facts may have changed since a moment by something that is no event."""
    there = select(Registration.session_id)
    return union(
        select(TrainingSession.id).where(TrainingSession.updated_at >= since),
        there.join(Attendance, Attendance.registration_id == Registration.id).where(Attendance.at >= since),
        there.join(Certificate, Certificate.registration_id == Registration.id).where(
            or_(Certificate.created_at >= since, Certificate.revoked_at >= since)
        ),
    )  # type: ignore[return-value]


def forget(session_ids: Collection[int]) -> Delete:
    return delete(Participation).where(Participation.session_id.in_(sorted(session_ids)))


def write(session: SessionFacts) -> Insert:
    """Insert the facts of a session's registrations."""
    columns = _shared(session) | _own(session)
    source = (
        select(*(value.label(name) for name, value in columns.items()))
        .select_from(Registration)
        .outerjoin(RegistrationFact, RegistrationFact.registration_id == Registration.id)
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .outerjoin(Slot, and_(Slot.id == Attendance.slot_id, Slot.cancelled_at.is_(None)))
        .where(Registration.session_id == session.id)
        .group_by(Registration.id, RegistrationFact.id)
    )
    return insert(Participation).from_select(list(columns), source)


def _shared(session: SessionFacts) -> dict[str, ColumnElement[Any]]:
    day = session.day
    values = {
        "session_id": session.id,
        "centre_id": session.centre_id,
        "format": session.format,
        "counts": session.counts,
        "day": day,
        "month": day.year * 100 + day.month,
        "quarter": day.year * 10 + (day.month + 2) // 3,
        "year": day.year,
        "module": session.module,
        "final": session.ended,
    }
    types = Participation.__table__.c
    return {name: literal(value, types[name].type) for name, value in values.items()}


def _own(session: SessionFacts) -> dict[str, ColumnElement[Any]]:
    there = and_(attendance.there(), Slot.id.is_not(None), Registration.state == "confirmed")
    minutes = func.coalesce(func.sum(case((there, Attendance.minutes), else_=0)), 0)
    slots = func.count(case((there, Slot.id)))
    enough = cast(minutes, Float) + ROUNDING >= session.needed
    return {
        "registration_id": Registration.id.expression,
        "person_id": Registration.person_id.expression,
        **{
            name: func.coalesce(column, "")
            for name, column in (
                ("gender", RegistrationFact.gender),
                ("age_band", RegistrationFact.age_band),
                ("country", RegistrationFact.country_code),
                ("category", RegistrationFact.category_code),
                ("level", RegistrationFact.level),
            )
        },
        "invited": or_(Registration.origin == "invitation", _was("invited")),
        "nominated": or_(Registration.origin == "nomination", _was("nominated")),
        "applied": or_(Registration.origin == "application", _was("applied")),
        "selected": _was(*HOLDING),
        "attended": slots > 0,
        "completed": and_(slots > 0, literal(session.ended and session.needed > 0), enough),
        "certified": exists().where(Certificate.registration_id == Registration.id, Certificate.revoked_at.is_(None)),
        "slots": slots,
        "minutes": minutes,
    }


def _was(*states: str) -> ColumnElement[bool]:
    """Say whether a registration ever came to one of these states."""
    return exists().where(RegistrationEvent.registration_id == Registration.id, RegistrationEvent.after.in_(states))


def version() -> Select[FactsVersion]:
    return select(FactsVersion).where(FactsVersion.id == 1)


def state() -> Select[Any]:
    """Select the mark of the facts, the number of the last change of any record, and when the facts were right."""
    last = select(func.max(AuditEntry.id)).scalar_subquery()
    return select(FactsVersion.mark, FactsVersion.checked_at, last.label("number")).where(FactsVersion.id == 1)
