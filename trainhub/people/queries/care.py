"""What is asked of what is kept with care: statistics, confidence, notices and consents."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Select, delete, func, select
from sqlalchemy.orm import joinedload

from ...kernel import clock
from ..models import Confidential, ConfidentialAccess, Consent, ErasureRequest, PrivacyNotice, Statistic


def statistic(person_id: int) -> Select[Statistic]:
    return select(Statistic).where(Statistic.person_id == person_id)


def genders_among(persons: Select[Any]) -> Select[str, int]:
    """Count the genders that some persons have stated."""
    return (
        select(Statistic.gender, func.count())
        .where(Statistic.person_id.in_(persons), Statistic.gender.in_(("f", "m", "other")))
        .group_by(Statistic.gender)
    )


def confidential(person_id: int, subject: str = "") -> Select[Confidential]:
    """Select what a person told in confidence, for all trainings or for one subject, and has not run out."""
    alive = Confidential.expires_on >= clock.today()
    return (
        select(Confidential)
        .where(Confidential.person_id == person_id, Confidential.subject == subject, alive)
        .order_by(Confidential.attribute)
    )


def confidential_value(person_id: int, attribute: str, subject: str = "") -> Select[Confidential]:
    return select(Confidential).where(
        Confidential.person_id == person_id, Confidential.attribute == attribute, Confidential.subject == subject
    )


def confidential_of(subjects: Collection[str]) -> Select[Confidential]:
    """Select all that was told for these subjects."""
    return select(Confidential).where(Confidential.subject.in_(subjects))


def expired() -> Select[Confidential]:
    return select(Confidential).where(Confidential.expires_on < clock.today())


def accesses(person_id: int) -> Select[ConfidentialAccess]:
    """Select who looked at what of a person, the latest first."""
    mine = ConfidentialAccess.person_id == person_id
    return select(ConfidentialAccess).where(mine).order_by(ConfidentialAccess.id.desc())


def notice(version: str, kind: str = "privacy") -> Select[PrivacyNotice]:
    return select(PrivacyNotice).where(PrivacyNotice.version == version, PrivacyNotice.kind == kind)


def notices(kind: str = "privacy") -> Select[PrivacyNotice]:
    """Select the published versions of the notice, or of the terms of use, the present one first."""
    published = PrivacyNotice.published_at <= clock.now(), PrivacyNotice.kind == kind
    return select(PrivacyNotice).where(*published).order_by(PrivacyNotice.published_at.desc(), PrivacyNotice.id.desc())


def consents(person_id: int) -> Select[Consent]:
    """Select what a person ever agreed to, the latest first."""
    given = Consent.person_id == person_id
    return select(Consent).where(given).options(joinedload(Consent.notice)).order_by(Consent.id.desc())


def erasure_request(public_id: str) -> Select[ErasureRequest]:
    return (
        select(ErasureRequest).where(ErasureRequest.public_id == public_id).options(joinedload(ErasureRequest.person))
    )


def erasure_requests() -> Select[ErasureRequest]:
    """Select all requests to be erased, with who asked."""
    return select(ErasureRequest).options(joinedload(ErasureRequest.person)).order_by(ErasureRequest.id)


def erasure_requests_of(person_id: int) -> Select[ErasureRequest]:
    """Select the requests of a person to be erased, the latest first."""
    return select(ErasureRequest).where(ErasureRequest.person_id == person_id).order_by(ErasureRequest.id.desc())


def open_erasure_requests() -> Select[int]:
    return select(func.count(ErasureRequest.id).label("number")).where(ErasureRequest.state == "asked")


def decided_before(moment: datetime) -> Delete:
    """Delete the requests decided before a moment: how many there were is told by the audit log."""
    return delete(ErasureRequest).where(ErasureRequest.decided_at < moment)


def looked_before(moment: datetime) -> Delete:
    """Delete the notes of who looked at something confidential before a moment."""
    return delete(ConfidentialAccess).where(ConfidentialAccess.at < moment)
