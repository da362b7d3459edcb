"""The privacy notice in its versions, and who agreed to which."""

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .. import notices, queries, terms
from ..models import Consent, Person, PrivacyNotice


def ensure_notice() -> None:
    """Publish the notice and the terms that come with the program, unless they are there."""
    for kind, text in (("privacy", notices), ("terms", terms)):
        if db.session.scalar(queries.notice(text.VERSION, kind)) is None:
            body = Texts.of(text.BODY)
            db.session.add(PrivacyNotice(kind=kind, version=text.VERSION, body=body, published_at=text.PUBLISHED))
            db.session.flush()


def current_notice(kind: str = "privacy") -> PrivacyNotice:
    """Return the version in force of the privacy notice or the terms of use; every installation has both."""
    found = db.session.scalars(queries.notices(kind)).first()
    if found is None:
        raise NotFound
    return found


def current_terms() -> PrivacyNotice:
    """Return the version of the terms of use that is in force."""
    return current_notice("terms")


def notice(version: str, kind: str = "privacy") -> PrivacyNotice:
    """Return a version by its name, or raise NotFound."""
    found = db.session.scalar(queries.notice(version, kind))
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
    """Say whether a person agreed to the notice and the terms in force and did not take it back."""
    return {current_notice().id, current_terms().id} <= {each.notice_id for each in agreements(person)}


def agree(person: Person) -> None:
    """Note that a person agreed to the notice and the terms in force."""
    for each in (current_notice(), current_terms()):
        consent(person, each)


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
