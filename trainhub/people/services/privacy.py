"""The privacy notice in its versions, and who agreed to which."""

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
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
    return [each for each in all_agreements(person) if each.withdrawn_at is None]


def all_agreements(person: Person) -> list[Consent]:
    """Return what a person ever agreed to, also what they took back, the latest first."""
    return list(db.session.scalars(queries.consents(person.id)))


def has_agreed(person: Person) -> bool:
    """Say whether a person agreed to the version in force and did not take it back."""
    present = current_notice().id
    return any(each.notice_id == present for each in agreements(person))


def take_agreement_back(person: Person) -> list[Consent]:
    """Note that a person takes back all they agreed to. Raises Refused if there is nothing to take back."""
    given = agreements(person)
    if not given:
        raise Refused(_("There is no agreement of yours to take back."))
    for each in given:
        each.withdrawn_at = clock.now()
    db.session.flush()
    return given


def consent(person: Person, notice: PrivacyNotice) -> Consent:
    """Note that a person agreed to a version; a second time changes nothing, after a taking back it is a new one."""
    given = next((each for each in agreements(person) if each.notice_id == notice.id), None)
    if given is None:
        given = Consent(person_id=person.id, notice=notice)
        db.session.add(given)
        db.session.flush()
    return given
