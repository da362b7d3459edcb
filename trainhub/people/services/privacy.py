"""The privacy notice in its versions, and who agreed to which."""

from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.types import Texts
from .. import notices, queries
from ..models import Consent, Person, PrivacyNotice


def ensure_notice() -> None:
    """Publish the notice that comes with the program, unless it is there."""
    if db.session.scalar(queries.notice(notices.VERSION)) is None:
        body = Texts.of(notices.BODY)
        db.session.add(PrivacyNotice(version=notices.VERSION, body=body, published_at=notices.PUBLISHED))
        db.session.flush()


def current_notice() -> PrivacyNotice:
    """Return the version in force; every installation has one."""
    found = db.session.scalars(queries.notices()).first()
    if found is None:
        raise NotFound
    return found


def notice(version: str) -> PrivacyNotice:
    """Return a version by its name, or raise NotFound."""
    found = db.session.scalar(queries.notice(version))
    if found is None:
        raise NotFound
    return found


def agreements(person: Person) -> list[Consent]:
    """Return what a person agreed to and has not taken back, the latest first."""
    return list(db.session.scalars(queries.consents(person.id)))


def consent(person: Person, notice: PrivacyNotice) -> Consent:
    """Note that a person agreed to a version; a second time changes nothing."""
    given = db.session.scalar(queries.consents(person.id).where(Consent.notice_id == notice.id))
    if given is None:
        given = Consent(person_id=person.id, notice=notice)
        db.session.add(given)
        db.session.flush()
    return given
