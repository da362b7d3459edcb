"""Certificates themselves: found, listed, numbered; and the keys that sign."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql.dml import ReturningInsert

from ...curriculum.models import ActivityText, ModuleText
from ...kernel.text import MOST_WORDS, fold
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import SessionActivity, SessionOrganiser, TrainingSession
from ..models import (
    Certificate,
    CertificateCounter,
    CertificateHold,
    Ground,
    SigningKey,
)
from .ending import soon

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


def registration(public_id: str) -> Select[Registration]:
    return select(Registration).where(Registration.public_id == public_id).options(joinedload(Registration.person))


def of_ground(ground: Ground) -> ColumnElement[bool]:
    """Say whether a certificate was given for this registration or assignment."""
    if isinstance(ground, Registration):
        return Certificate.registration_id == ground.id
    return Certificate.assignment_id == ground.id


def valid_of(ground: Ground, kind: str = "") -> Select[Certificate]:
    """Select what is not revoked of the certificates (of a kind) given for a registration or assignment."""
    query = select(Certificate).where(of_ground(ground), Certificate.revoked_at.is_(None))
    return query.where(Certificate.kind == kind) if kind else query


def for_part(assignment_id: int) -> Select[Certificate]:
    """Select what was given for a part in a session, revoked or not."""
    return select(Certificate).where(Certificate.assignment_id == assignment_id)


def holds_on(ground: Ground) -> Select[CertificateHold]:
    column = CertificateHold.registration_id if isinstance(ground, Registration) else CertificateHold.assignment_id
    return select(CertificateHold).where(column == ground.id)


def hold_of(ground: Ground, kind: str) -> Select[CertificateHold]:
    return holds_on(ground).where(CertificateHold.kind == kind)


def of_session(session_id: int) -> Select[Certificate]:
    """Select all certificates of a session, revoked ones too, the oldest first."""
    return (
        select(Certificate)
        .where(Certificate.session_id == session_id)
        .options(joinedload(Certificate.centre))
        .order_by(Certificate.id)
    )


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


def by_public_ids(public_ids: Collection[str]) -> Select[Certificate]:
    return (
        select(Certificate).where(Certificate.public_id.in_(public_ids)).options(*_whole()).order_by(Certificate.number)
    )


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
        .join(Certificate.of_kind)
        .options(
            contains_eager(Certificate.session),
            contains_eager(Certificate.of_kind),
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
    for word in words.split()[:MOST_WORDS]:
        named = Person.search.contains(fold(word), autoescape=True)
        query = query.where(or_(named, Certificate.number.contains(word.upper(), autoescape=True)))
    return query


def narrow_state(query: Select[Any], state: str, today: date) -> Select[Any]:
    """Narrow a list to certificates that are valid, expired, revoked or about to expire; to none for another word."""
    past = and_(Certificate.expires_on.is_not(None), Certificate.expires_on < today)
    revoked = Certificate.revoked_at.is_not(None)
    meant = {"revoked": revoked, "expired": and_(~revoked, past), "valid": and_(~revoked, ~past), "ending": soon(today)}
    return query.where(meant.get(state, false()))


def narrow_kind(query: Select[Any], kind: str) -> Select[Any]:
    return query.where(Certificate.kind == kind)


def narrow_session(query: Select[Any], slug: str) -> Select[Any]:
    return query.where(TrainingSession.slug == slug)


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
