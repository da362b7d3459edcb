"""What is asked of the kinds of certificates, and of what formats and sessions give of them."""

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from ...sessions.models import Format, TrainingSession
from ..models import PARTICIPATION, Certificate, CertificateKind, FormatKind, KindLeftOut


def kinds() -> Select[CertificateKind]:
    """Select all kinds, those in use first."""
    return select(CertificateKind).order_by(
        CertificateKind.archived_at.is_not(None), CertificateKind.order, CertificateKind.id
    )


def kind_keys() -> Select[str]:
    return select(CertificateKind.key)


def kind(key: str) -> Select[CertificateKind]:
    return select(CertificateKind).where(CertificateKind.key == key)


def formats() -> Select[Format]:
    return select(Format).order_by(Format.order, Format.id)


def certifying() -> Select[Format]:
    """Select the formats in use whose sessions give certificates."""
    return formats().where(Format.certifies, Format.archived_at.is_(None))


def given() -> Select[FormatKind]:
    """Select everything that was said of what formats give."""
    return (
        select(FormatKind)
        .join(FormatKind.kind)
        .options(contains_eager(FormatKind.kind))
        .order_by(CertificateKind.order, CertificateKind.id)
    )


def given_by(format_id: int) -> Select[FormatKind]:
    return given().where(FormatKind.format_id == format_id)


def left_out(session_id: int) -> Select[KindLeftOut]:
    return select(KindLeftOut).where(KindLeftOut.session_id == session_id)


def gives() -> ColumnElement[bool]:
    """Say of a session and a kind, both in the query, whether the one gives the other."""
    said = FormatKind.format_id == TrainingSession.format_id
    named = exists().where(said, FormatKind.kind_id == CertificateKind.id).correlate(TrainingSession, CertificateKind)
    silent = ~exists().where(said).correlate(TrainingSession)
    return and_(
        CertificateKind.archived_at.is_(None),
        or_(named, and_(CertificateKind.key == PARTICIPATION, silent)),
        ~_left_out(),
    )


def offers(session_id: int) -> Select[CertificateKind, bool, bool]:
    """Select all kinds in their order, each with whether a session gives it, and whether it was left out there."""
    return (
        select(CertificateKind, gives().label("given"), _left_out().label("left_out"))
        .join(TrainingSession, TrainingSession.id == session_id)
        .order_by(CertificateKind.order, CertificateKind.id)
    )


def issued_of(keys: list[str]) -> Select[str, int]:
    """Select key of a kind and how many certificates of it were issued."""
    return (
        select(Certificate.kind, func.count().label("number"))
        .where(Certificate.kind.in_(keys))
        .group_by(Certificate.kind)
    )


def _left_out() -> ColumnElement[bool]:
    mine = and_(KindLeftOut.session_id == TrainingSession.id, KindLeftOut.kind_id == CertificateKind.id)
    return exists().where(mine).correlate(TrainingSession, CertificateKind)
