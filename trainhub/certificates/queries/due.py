"""Who may get a certificate of a session, who has earned one and has none, and what waits for staff."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true, union_all
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from ...attendance.models import Attendance, Register
from ...kernel.jobs import JobRow
from ...kernel.types import Texts
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import Assignment, Format, Slot, TrainingSession
from ...sessions.policies import TEACHING
from ..models import ASSIGNMENT, PLACE, Certificate, CertificateHold, CertificateKind
from .kinds import gives

ISSUE_JOB = "certificates.issue"
ROUNDING = 0.3  # minutes: hours are told with two decimals


def session(number: int) -> Select[TrainingSession]:
    """Select a session with what issuing looks at."""
    return (
        select(TrainingSession)
        .where(TrainingSession.id == number)
        .options(
            joinedload(TrainingSession.centre), joinedload(TrainingSession.format), selectinload(TrainingSession.slots)
        )
    )


def unfinished(session_id: int, now: datetime) -> Select[int, int]:
    """Count a session's slots that stand and are not over, and those whose register was not taken."""
    coming = func.count().filter(Slot.utc_end > now)
    return select(coming, func.count().filter(_no_register())).where(
        Slot.session_id == session_id, Slot.cancelled_at.is_(None)
    )


# --- grounds --------------------------------------------------------------------------------------


def registrations(session_id: int) -> Select[Registration]:
    """Select who may get a certificate of a session as a participant, or has one: by name."""
    has_one = exists().where(Certificate.registration_id == Registration.id)
    return (
        select(Registration)
        .where(Registration.session_id == session_id, or_(Registration.state == "confirmed", has_one))
        .outerjoin(Registration.person)
        .options(contains_eager(Registration.person))
        .order_by(Person.search, Person.display, Registration.id)
    )


def taught(session_id: int) -> Select[Assignment]:
    """Select who may get a certificate of a session for teaching, or has one: by name, everybody once."""
    has_one = exists().where(Certificate.assignment_id == Assignment.id)
    return (
        select(Assignment)
        .where(Assignment.session_id == session_id, or_(and_(*_teaches()), has_one))
        .join(Assignment.person)
        .options(contains_eager(Assignment.person))
        .order_by(Person.search, Person.display, Assignment.id)
    )


def grounds(basis: str, ids: Collection[int]) -> Select[Any]:
    """Select registrations or assignments by their ids."""
    model: Any = Assignment if basis == ASSIGNMENT else Registration
    return select(model).where(model.id.in_(ids)).options(joinedload(model.person)).order_by(model.id)


def waiting(session_id: int, kind: CertificateKind) -> Select[int]:
    """Select the ids of those who hold a place, or teach, and never had a certificate of a kind, by name.

    Whose certificate was revoked gets another by hand only.
    """
    if kind.teaches:
        mine = exists().where(Certificate.assignment_id == Assignment.id, Certificate.kind == kind.key)
        return taught(session_id).where(~mine, *_teaches()).with_only_columns(Assignment.id)
    mine = exists().where(Certificate.registration_id == Registration.id, Certificate.kind == kind.key)
    confirmed = registrations(session_id).where(Registration.state == "confirmed", ~mine)
    return confirmed.with_only_columns(Registration.id)


def assignment(session_id: int, number: int) -> Select[Assignment]:
    return (
        select(Assignment)
        .where(Assignment.session_id == session_id, Assignment.id == number)
        .options(joinedload(Assignment.person))
    )


def assignments_of(person_id: int) -> Select[Assignment]:
    return select(Assignment).where(Assignment.person_id == person_id)


def holds(session_id: int) -> Select[CertificateHold]:
    """Select why certificates of a session are held back."""
    registered = select(Registration.id).where(Registration.session_id == session_id)
    teaching = select(Assignment.id).where(Assignment.session_id == session_id)
    return select(CertificateHold).where(
        or_(CertificateHold.registration_id.in_(registered), CertificateHold.assignment_id.in_(teaching))
    )


def holds_of(person_id: int) -> Select[CertificateHold, CertificateKind]:
    """Select why certificates of a person are held back."""
    registered = select(Registration.id).where(Registration.person_id == person_id)
    teaching = select(Assignment.id).where(Assignment.person_id == person_id)
    return (
        select(CertificateHold, CertificateKind)
        .join(CertificateKind, CertificateKind.key == CertificateHold.kind)
        .where(or_(CertificateHold.registration_id.in_(registered), CertificateHold.assignment_id.in_(teaching)))
        .order_by(CertificateHold.id)
    )


def numbers_of(registration_ids: Collection[int]) -> Select[int | None, str]:
    """Select registration id and number of the certificates that were not revoked."""
    return (
        select(Certificate.registration_id, Certificate.number)
        .where(Certificate.registration_id.in_(registration_ids), Certificate.revoked_at.is_(None))
        .order_by(Certificate.id)
    )


def job_of_session(session_id: int) -> Select[JobRow]:
    """Select the work that issues a session's certificates now, or that was given up."""
    return (
        select(JobRow)
        .where(
            JobRow.name == ISSUE_JOB,
            JobRow.args["session_id"].as_integer() == session_id,
            JobRow.state.in_(("queued", "running", "dead")),
        )
        .order_by(JobRow.id.desc())
        .limit(1)
    )


# --- what waits -----------------------------------------------------------------------------------


def to_issue(centres: set[int] | None, share: float, now: datetime) -> Select[int, int]:
    """Select the ids of sessions of these centres (None: of all) with how many certificates are earned and not issued.

    The same rule as `services.rule` in SQL, without what was held back; a test compares the two. Kinds with further
    conditions are left out: only Python knows those, and the nightly job issues what they earn.
    """
    plain = func.json_array_length(CertificateKind.needs) == 0
    earned = union_all(_places(centres, share, now).where(plain), _teaching(centres, now).where(plain)).subquery()
    return select(earned.c.session_id, func.count(earned.c.id).label("number")).group_by(earned.c.session_id)


def conditional(share: float, now: datetime) -> Select[int]:
    """Select the ids of completed sessions where only further conditions may stand before a certificate."""
    more = func.json_array_length(CertificateKind.needs) > 0
    found = _places(None, share, now).where(more, TrainingSession.state == "completed").subquery()
    return select(found.c.session_id).distinct().order_by(found.c.session_id)


def held(centres: set[int] | None) -> Select[int, int]:
    """Select the ids of sessions of these centres with how many certificates were held back."""
    places = select(Registration.session_id, CertificateHold.id).join(
        CertificateHold, CertificateHold.registration_id == Registration.id
    )
    parts = select(Assignment.session_id, CertificateHold.id).join(
        CertificateHold, CertificateHold.assignment_id == Assignment.id
    )
    every = union_all(places, parts).subquery()
    return (
        select(every.c.session_id, func.count(every.c.id).label("number"))
        .join(TrainingSession, TrainingSession.id == every.c.session_id)
        .where(_in_centres(TrainingSession.centre_id, centres))
        .group_by(every.c.session_id)
    )


def told(numbers: Select[int, int]) -> Select[str, Texts, date | None, int]:
    """Select what is told of the sessions in `to_issue` or `held`, each with its number."""
    counted = numbers.subquery()
    return (
        select(TrainingSession.slug, TrainingSession.title, TrainingSession.last_day, counted.c.number)
        .join(counted, counted.c.session_id == TrainingSession.id)
        .order_by(TrainingSession.last_day, TrainingSession.id)
    )


def _places(centres: set[int] | None, share: float, now: datetime) -> Select[int, int]:
    """Select registration and session of everybody with enough hours for a kind that was not issued or held back."""
    minutes = func.coalesce(func.sum(Attendance.minutes).filter(Slot.cancelled_at.is_(None)), 0)
    part = func.coalesce(CertificateKind.share, Format.certificate_share, share)
    mine = and_(Certificate.registration_id == Registration.id, Certificate.kind == CertificateKind.key)
    waits = and_(CertificateHold.registration_id == Registration.id, CertificateHold.kind == CertificateKind.key)
    return (
        select(Registration.id, Registration.session_id)
        .join(Registration.session)
        .join(TrainingSession.format)
        .join(CertificateKind, and_(CertificateKind.basis == PLACE, gives()))
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .outerjoin(Slot, Slot.id == Attendance.slot_id)
        .where(
            Registration.state == "confirmed",
            Registration.person_id.is_not(None),
            ~exists().where(mine).correlate(Registration, CertificateKind),
            ~exists().where(waits).correlate(Registration, CertificateKind),
            *_finished(centres, now),
        )
        .group_by(
            Registration.id,
            Registration.session_id,
            CertificateKind.id,
            Format.certificate_share,
            TrainingSession.hours,
        )
        .having(minutes + ROUNDING >= part * TrainingSession.hours * 60)
    )


def _teaching(centres: set[int] | None, now: datetime) -> Select[int, int]:
    """Select assignment and session of everybody who has taught and has no certificate for it yet."""
    mine = and_(Certificate.assignment_id == Assignment.id, Certificate.kind == CertificateKind.key)
    waits = and_(CertificateHold.assignment_id == Assignment.id, CertificateHold.kind == CertificateKind.key)
    return (
        select(Assignment.id, Assignment.session_id)
        .join(TrainingSession, TrainingSession.id == Assignment.session_id)
        .join(TrainingSession.format)
        .join(CertificateKind, and_(CertificateKind.basis == ASSIGNMENT, gives()))
        .where(
            *_teaches(),
            ~exists().where(mine).correlate(Assignment, CertificateKind),
            ~exists().where(waits).correlate(Assignment, CertificateKind),
            *_finished(centres, now),
        )
    )


def _teaches() -> tuple[ColumnElement[bool], ...]:
    """Say that an assignment was accepted and stands in front of the group; of a person's several, the first counts."""
    other = aliased(Assignment)
    earlier = exists().where(
        other.session_id == Assignment.session_id,
        other.person_id == Assignment.person_id,
        other.role.in_(TEACHING),
        other.state == "accepted",
        other.id < Assignment.id,
    )
    return Assignment.role.in_(TEACHING), Assignment.state == "accepted", ~earlier.correlate(Assignment)


def _finished(centres: set[int] | None, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Format.certifies.is_(True),
        TrainingSession.hours > 0,
        _in_centres(TrainingSession.centre_id, centres),
        _over(now),
        ~exists().where(Slot.session_id == TrainingSession.id, _open()).correlate(TrainingSession),
    )


def _no_register() -> ColumnElement[bool]:
    return ~exists().where(Register.slot_id == Slot.id)


def _open() -> ColumnElement[bool]:
    return and_(Slot.cancelled_at.is_(None), _no_register())


def _over(now: datetime) -> ColumnElement[bool]:
    coming = exists().where(Slot.session_id == TrainingSession.id, Slot.cancelled_at.is_(None), Slot.utc_end > now)
    return or_(
        TrainingSession.state == "completed",
        and_(TrainingSession.state == "published", ~coming.correlate(TrainingSession)),
    )


def _in_centres(column: Any, centres: set[int] | None) -> ColumnElement[bool]:
    if centres is None:
        return true()
    return column.in_(sorted(centres)) if centres else false()
