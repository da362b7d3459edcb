"""What is asked of the tables of certificates."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.dml import ReturningInsert

from ...attendance.models import Attendance, Register
from ...curriculum.models import ActivityText, ModuleText
from ...kernel.jobs import JobRow
from ...kernel.text import fold
from ...kernel.types import Texts
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import Format, SessionActivity, SessionOrganiser, Slot, TrainingSession
from ..models import (
    Certificate,
    CertificateCounter,
    CertificateHold,
    CertificateKind,
    FormatKind,
    Ground,
    SigningKey,
)

ISSUE_JOB = "certificates.issue"
ROUNDING = 0.3  # minutes: hours are told with two decimals


# --- kinds --------------------------------------------------------------------------------------


def kind_keys() -> Select[str]:
    return select(CertificateKind.key)


def kind(key: str) -> Select[CertificateKind]:
    return select(CertificateKind).where(CertificateKind.key == key)


def given_by(format_id: int) -> Select[FormatKind]:
    """Select what was said that a format gives."""
    return select(FormatKind).where(FormatKind.format_id == format_id)


def formats() -> Select[Format]:
    return select(Format).order_by(Format.order, Format.id)


# --- issuing ------------------------------------------------------------------------------------


def next_number(dialect: str, centre_id: int, year: int) -> ReturningInsert[int]:
    """Raise a centre's counter and read it, in one statement that holds its row until the commit."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    first = insert(CertificateCounter).values(centre_id=centre_id, year=year, last=1)
    return first.on_conflict_do_update(
        index_elements=["centre_id", "year"],
        set_={"last": CertificateCounter.last + 1},
    ).returning(CertificateCounter.last)


def modules(session: TrainingSession) -> Select[ModuleText]:
    """Select the modules that a session's activities belong to in its version of the curriculum."""
    used = (
        select(ActivityText.module_text_id)
        .join(SessionActivity, SessionActivity.activity_id == ActivityText.activity_id)
        .where(SessionActivity.session_id == session.id, ActivityText.version_id == session.version_id)
    )
    return select(ModuleText).where(ModuleText.id.in_(used)).order_by(ModuleText.number)


def organisers(session_id: int, roles: tuple[str, ...]) -> Select[SessionOrganiser]:
    return (
        select(SessionOrganiser)
        .where(SessionOrganiser.session_id == session_id, SessionOrganiser.role.in_(roles))
        .options(joinedload(SessionOrganiser.organisation))
        .order_by(SessionOrganiser.no, SessionOrganiser.id)
    )


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


def registrations(session_id: int) -> Select[Registration]:
    """Select who may get a certificate of a session, or has one: by name."""
    return (
        select(Registration)
        .where(Registration.session_id == session_id, or_(Registration.state == "confirmed", _has_one()))
        .outerjoin(Registration.person)
        .options(contains_eager(Registration.person))
        .order_by(Person.search, Person.display, Registration.id)
    )


def registration(public_id: str) -> Select[Registration]:
    return select(Registration).where(Registration.public_id == public_id).options(joinedload(Registration.person))


def registration_by_id(number: int) -> Select[Registration]:
    return select(Registration).where(Registration.id == number).options(joinedload(Registration.person))


def without_certificate(session_id: int) -> Select[int]:
    """Select the ids of confirmed registrations that never had a certificate, in the order of names.

    Whose certificate was revoked gets another by hand only.
    """
    waiting = registrations(session_id).where(Registration.state == "confirmed", ~_has_one())
    return waiting.with_only_columns(Registration.id)


def of_ground(ground: Ground) -> ColumnElement[bool]:
    """Say whether a certificate was given for this registration or assignment."""
    if isinstance(ground, Registration):
        return Certificate.registration_id == ground.id
    return Certificate.assignment_id == ground.id


def valid_of(ground: Ground, kind: str = "") -> Select[Certificate]:
    """Select what is not revoked of the certificates (of a kind) given for a registration or assignment."""
    query = select(Certificate).where(of_ground(ground), Certificate.revoked_at.is_(None))
    return query.where(Certificate.kind == kind) if kind else query


def hold_of(ground: Ground, kind: str) -> Select[CertificateHold]:
    column = CertificateHold.registration_id if isinstance(ground, Registration) else CertificateHold.assignment_id
    return select(CertificateHold).where(column == ground.id, CertificateHold.kind == kind)


def numbers_of(registration_ids: Collection[int]) -> Select[int | None, str]:
    """Select registration id and number of the certificates that were not revoked."""
    return select(Certificate.registration_id, Certificate.number).where(
        Certificate.registration_id.in_(registration_ids), Certificate.revoked_at.is_(None)
    )


def of_session(session_id: int) -> Select[Certificate]:
    """Select all certificates of a session, revoked ones too, the oldest first."""
    return (
        select(Certificate)
        .where(Certificate.session_id == session_id)
        .options(joinedload(Certificate.centre))
        .order_by(Certificate.id)
    )


def with_holds(session_id: int) -> Select[Registration, CertificateHold]:
    """Select the same registrations, each with why its certificate is held back, if it is."""
    return (
        registrations(session_id)
        .add_columns(CertificateHold)
        .outerjoin(CertificateHold, CertificateHold.registration_id == Registration.id)
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


def to_issue(centres: set[int] | None, share: float, now: datetime) -> Select[int, int]:
    """Select the ids of sessions of these centres (None: of all) with how many certificates are earned and not issued.

    The same rule as `services.rule` in SQL, without what was held back; a test compares the two.
    """
    minutes = func.coalesce(func.sum(Attendance.minutes).filter(Slot.cancelled_at.is_(None)), 0)
    needed = func.coalesce(Format.certificate_share, share) * TrainingSession.hours * 60
    held = exists().where(CertificateHold.registration_id == Registration.id)
    earned = (
        select(Registration.id, Registration.session_id)
        .join(Registration.session)
        .join(TrainingSession.format)
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .outerjoin(Slot, Slot.id == Attendance.slot_id)
        .where(
            Registration.state == "confirmed",
            Registration.person_id.is_not(None),
            ~_has_one(),
            ~held,
            Format.certifies,
            TrainingSession.hours > 0,
            _in_centres(centres),
            _over(now),
            ~exists().where(Slot.session_id == TrainingSession.id, _open()).correlate(TrainingSession),
        )
        .group_by(Registration.id, Registration.session_id, Format.certificate_share, TrainingSession.hours)
        .having(minutes + ROUNDING >= needed)
        .subquery()
    )
    return select(earned.c.session_id, func.count(earned.c.id).label("number")).group_by(earned.c.session_id)


def held(centres: set[int] | None) -> Select[int, int]:
    """Select the ids of sessions of these centres with how many certificates were held back."""
    return (
        select(Registration.session_id, func.count(CertificateHold.registration_id).label("number"))
        .join(Registration.session)
        .join(CertificateHold, CertificateHold.registration_id == Registration.id)
        .where(_in_centres(centres))
        .group_by(Registration.session_id)
    )


def told(numbers: Select[int, int]) -> Select[str, Texts, date | None, int]:
    """Select what is told of the sessions in `to_issue` or `held`, each with its number."""
    counted = numbers.subquery()
    return (
        select(TrainingSession.slug, TrainingSession.title, TrainingSession.last_day, counted.c.number)
        .join(counted, counted.c.session_id == TrainingSession.id)
        .order_by(TrainingSession.last_day, TrainingSession.id)
    )


def _has_one() -> ColumnElement[bool]:
    """Say whether a registration has a certificate, valid or revoked."""
    return exists().where(Certificate.registration_id == Registration.id)


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


def _in_centres(centres: set[int] | None) -> ColumnElement[bool]:
    if centres is None:
        return true()
    return TrainingSession.centre_id.in_(sorted(centres)) if centres else false()


# --- finding and listing ------------------------------------------------------------------------


def _whole() -> tuple[Any, ...]:
    """Return what a certificate's pages look at."""
    return (
        joinedload(Certificate.centre),
        joinedload(Certificate.person),
        joinedload(Certificate.session),
        joinedload(Certificate.of_kind),
    )


def by_public_id(public_id: str) -> Select[Certificate]:
    return select(Certificate).where(Certificate.public_id == public_id).options(*_whole())


def by_code(code: str) -> Select[Certificate]:
    return select(Certificate).where(Certificate.code == code).options(*_whole())


def of_person(person_id: int) -> Select[Certificate]:
    """Select a person's certificates: valid ones first, then the newest."""
    return (
        select(Certificate)
        .where(Certificate.person_id == person_id)
        .options(*_whole())
        .order_by(Certificate.revoked_at.is_not(None), Certificate.issued_on.desc(), Certificate.id.desc())
    )


def listed(centres: set[int] | None) -> Select[Certificate]:
    """Select the certificates of these centres (None: of all), joined for sorting and filters."""
    query = (
        select(Certificate)
        .join(Certificate.session)
        .outerjoin(Certificate.person)
        .join(Certificate.centre)
        .options(
            contains_eager(Certificate.session),
            contains_eager(Certificate.person),
            contains_eager(Certificate.centre),
        )
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
    )
    if centres is None:
        return query
    return query.where(Certificate.centre_id.in_(sorted(centres)) if centres else false())


def narrow_text(query: Select[Any], words: str) -> Select[Any]:
    """Narrow a list to certificates whose number or holder's name has all the words."""
    for word in words.split():
        named = Person.search.contains(fold(word), autoescape=True)
        query = query.where(or_(named, Certificate.number.contains(word.upper(), autoescape=True)))
    return query


def narrow_state(query: Select[Any], state: str, today: date) -> Select[Any]:
    """Narrow a list to certificates that are valid, expired or revoked; to none for another word."""
    past = and_(Certificate.expires_on.is_not(None), Certificate.expires_on < today)
    revoked = Certificate.revoked_at.is_not(None)
    meant = {"revoked": revoked, "expired": and_(~revoked, past), "valid": and_(~revoked, ~past)}
    return query.where(meant.get(state, false()))


def persons_of(registration_ids: Collection[int]) -> Select[Person]:
    """Select the persons who hold confirmed places."""
    held = select(Registration.person_id).where(
        Registration.id.in_(registration_ids), Registration.state == "confirmed"
    )
    return select(Person).where(Person.id.in_(held)).order_by(Person.id)


# --- keys ---------------------------------------------------------------------------------------


def signing_keys(*, standing: bool = False) -> Select[SigningKey]:
    """Select the keys of all centres with them, retired ones too unless `standing`; the eldest first."""
    query = select(SigningKey).options(joinedload(SigningKey.centre)).order_by(SigningKey.id)
    return query.where(SigningKey.retired_at.is_(None)) if standing else query


def signing_key(centre_id: int, use: str) -> Select[SigningKey]:
    """Select the key by which a centre signs now."""
    return signing_keys(standing=True).where(SigningKey.centre_id == centre_id, SigningKey.use == use)


def badge_keys(centre_id: int) -> Select[SigningKey]:
    """Select the badge keys of a centre, retired ones too; the one that signs now first."""
    own = (SigningKey.centre_id == centre_id, SigningKey.use == "badge")
    return signing_keys().where(*own).order_by(None).order_by(SigningKey.id.desc())


# --- status list ----------------------------------------------------------------------------------


def place_taken(centre_id: int, place: int) -> Select[int]:
    return select(Certificate.id).where(Certificate.centre_id == centre_id, Certificate.status_index == place)


def revoked_places(centre_id: int) -> Select[int | None]:
    """Select the places in the status list of what a centre revoked, in order."""
    gone = (Certificate.centre_id == centre_id, Certificate.revoked_at.is_not(None))
    return select(Certificate.status_index).where(*gone, Certificate.status_index.is_not(None)).order_by("status_index")


def last_place(centre_id: int) -> Select[int | None]:
    return select(func.max(Certificate.status_index)).where(Certificate.centre_id == centre_id)
