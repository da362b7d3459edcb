"""What is asked of what is kept with care: statistics, confidence, notices and consents."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...kernel import clock
from ..models import Confidential, ConfidentialAccess, Consent, PrivacyNotice, Statistic


def statistic(person_id: int) -> Select[Statistic]:
    return select(Statistic).where(Statistic.person_id == person_id)


def confidential(person_id: int) -> Select[Confidential]:
    """Select what is kept of a person in confidence and has not run out."""
    alive = Confidential.expires_on >= clock.today()
    return select(Confidential).where(Confidential.person_id == person_id, alive).order_by(Confidential.attribute)


def confidential_value(person_id: int, attribute: str) -> Select[Confidential]:
    return select(Confidential).where(Confidential.person_id == person_id, Confidential.attribute == attribute)


def expired() -> Select[Confidential]:
    return select(Confidential).where(Confidential.expires_on < clock.today())


def accesses(person_id: int) -> Select[ConfidentialAccess]:
    """Select who looked at what of a person, the latest first."""
    mine = ConfidentialAccess.person_id == person_id
    return select(ConfidentialAccess).where(mine).order_by(ConfidentialAccess.id.desc())


def notice(version: str) -> Select[PrivacyNotice]:
    return select(PrivacyNotice).where(PrivacyNotice.version == version)


def notices() -> Select[PrivacyNotice]:
    """Select the published versions of the notice, the present one first."""
    published = PrivacyNotice.published_at <= clock.now()
    return select(PrivacyNotice).where(published).order_by(PrivacyNotice.published_at.desc(), PrivacyNotice.id.desc())


def consents(person_id: int) -> Select[Consent]:
    """Select what a person ever agreed to, the latest first."""
    given = Consent.person_id == person_id
    return select(Consent).where(given).options(joinedload(Consent.notice)).order_by(Consent.id.desc())
