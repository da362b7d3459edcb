"""Certificates that will expire soon and have no newer one of their kind."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from ...kernel.types import Texts
from ...messages.models import Message
from ..models import REMINDERS, Certificate, CertificateKind

REMINDER = "certificate_expiring"


def renewed() -> ColumnElement[bool]:
    """Say that a person has a later certificate of the same kind, and it holds."""
    other = aliased(Certificate)
    later = and_(
        other.person_id == Certificate.person_id,
        other.kind == Certificate.kind,
        other.id > Certificate.id,
        other.revoked_at.is_(None),
        or_(other.expires_on.is_(None), other.expires_on > Certificate.expires_on),
    )
    return exists().where(later).correlate(Certificate)


def soon(today: date) -> ColumnElement[bool]:
    """Say of a certificate and its kind, both in the query, that it is time to think of renewal."""
    due = [
        and_(CertificateKind.remind_days == days, Certificate.expires_on <= today + timedelta(days=days))
        for days in REMINDERS
    ]
    return and_(Certificate.revoked_at.is_(None), Certificate.expires_on >= today, or_(*due), ~renewed())


def to_remind(today: date) -> Select[Certificate]:
    """Select the certificates whose holders were not told yet that they expire, the most urgent first."""
    told = exists().where(Message.key == literal(f"{REMINDER}:").concat(Certificate.number)).correlate(Certificate)
    return (
        select(Certificate)
        .join(Certificate.of_kind)
        .where(soon(today), Certificate.person_id.is_not(None), ~told)
        .options(joinedload(Certificate.person), joinedload(Certificate.session), joinedload(Certificate.centre))
        .order_by(Certificate.expires_on, Certificate.id)
    )


def is_renewed(number: int) -> Select[bool]:
    return select(renewed()).where(Certificate.id == number)


def has_newer(certificate: Certificate, today: date) -> Select[bool]:
    """Select whether the holder of a certificate has a later one of its kind that is valid on a day."""
    later = exists().where(
        Certificate.person_id == certificate.person_id,
        Certificate.kind == certificate.kind,
        Certificate.id > certificate.id,
        Certificate.revoked_at.is_(None),
        or_(Certificate.expires_on.is_(None), Certificate.expires_on >= today),
    )
    return select(later)


def ending(centres: set[int] | None, today: date) -> Select[str, Texts, int, date | None]:
    """Select the kinds of which certificates of these centres (None: of all) end soon, with how many and when first."""
    here = true() if centres is None else Certificate.centre_id.in_(sorted(centres)) if centres else false()
    return (
        select(
            CertificateKind.key,
            CertificateKind.title,
            func.count(Certificate.id).label("number"),
            func.min(Certificate.expires_on).label("first"),
        )
        .join(Certificate.of_kind)
        .where(soon(today), here)
        .group_by(CertificateKind.id)
        .order_by(func.min(Certificate.expires_on), CertificateKind.id)
    )
