"""Where seats, quotas, offers and rows of registration are not as they must be."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from ...kernel.files import File
from ...people.models import Person
from ...sessions.models import TrainingSession
from ..models import HOLDING, OPEN, Call, Quota, QuotaPlace, Registration, RegistrationDocument, RegistrationFact


def wrong_seats() -> Select[Any]:
    """Select slug, seats taken by the session, and registrations that hold one, where the two differ."""
    held = (
        select(func.count())
        .where(Registration.session_id == TrainingSession.id, Registration.state.in_(HOLDING))
        .scalar_subquery()
    )
    return (
        select(TrainingSession.slug, TrainingSession.taken, held.label("held"))
        .where(TrainingSession.taken != held)
        .order_by(TrainingSession.id)
    )


def wrong_quotas() -> Select[Any]:
    """Select slug, dimension, value, seats taken of a quota, and places held of it, where the two differ."""
    held = select(func.count()).where(QuotaPlace.quota_id == Quota.id).scalar_subquery()
    return (
        select(TrainingSession.slug, Quota.dimension, Quota.value, Quota.taken, held.label("held"))
        .select_from(Quota)
        .join(Call, Call.id == Quota.call_id)
        .join(TrainingSession, TrainingSession.id == Call.session_id)
        .where(Quota.taken != held)
        .order_by(Quota.id)
    )


def places_of_nobody() -> Select[str, str]:
    """Select slug and public id of registrations that hold a quota's place without a seat, or of another session."""
    return (
        select(TrainingSession.slug, Registration.public_id)
        .select_from(QuotaPlace)
        .join(Registration, Registration.id == QuotaPlace.registration_id)
        .join(TrainingSession, TrainingSession.id == Registration.session_id)
        .join(Quota, Quota.id == QuotaPlace.quota_id)
        .join(Call, Call.id == Quota.call_id)
        .where(or_(Registration.state.not_in(HOLDING), Call.session_id != Registration.session_id))
        .order_by(Registration.id)
    )


def with_waiting(today: datetime) -> Select[TrainingSession]:
    """Select published sessions to come with a free seat and somebody who waits."""
    waits = select(Registration.session_id).where(Registration.state == "waiting")
    return (
        select(TrainingSession)
        .where(
            TrainingSession.state == "published",
            TrainingSession.last_day >= today.date(),
            TrainingSession.taken < TrainingSession.seats,
            TrainingSession.id.in_(waits),
        )
        .order_by(TrainingSession.id)
    )


def endless_offers(late: datetime) -> Select[str, str, datetime | None]:
    """Select slug, public id and end of offers in published sessions without an end, or with one that passed."""
    wrong = or_(Registration.offered_until.is_(None), Registration.offered_until < late)
    return (
        select(TrainingSession.slug, Registration.public_id, Registration.offered_until)
        .join(Registration, Registration.session_id == TrainingSession.id)
        .where(Registration.state == "offered", TrainingSession.state == "published", wrong)
        .order_by(Registration.id)
    )


def orphans() -> Select[str, str]:
    """Select slug and public id of registrations without facts, or alive of a person who is erased or merged."""
    gone = and_(
        Registration.state.in_(OPEN),
        or_(Registration.person_id.is_(None), Person.merged_into_id.is_not(None)),
        TrainingSession.state == "published",
    )
    return (
        select(TrainingSession.slug, Registration.public_id)
        .join(Registration, Registration.session_id == TrainingSession.id)
        .outerjoin(RegistrationFact, RegistrationFact.registration_id == Registration.id)
        .outerjoin(Person, Person.id == Registration.person_id)
        .where(or_(RegistrationFact.id.is_(None), gone))
        .order_by(Registration.id)
    )


def document_files() -> Select[str, str]:
    """Select public id and hash of every document."""
    return (
        select(RegistrationDocument.public_id, File.sha256)
        .join(File, File.id == RegistrationDocument.file_id)
        .order_by(RegistrationDocument.id)
    )
