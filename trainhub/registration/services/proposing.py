"""Putting somebody forward: of the address book, or somebody new whose place of work the focal point vouches for."""

from dataclasses import dataclass, replace

from ...accounts import services as accounts
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...people import services as people
from ...people.models import Organisation, Person
from ...people.services import AffiliationCommand, PersonCommand
from .. import queries
from ..models import Registration
from .documents import check_nominated
from .focal import Desk
from .nominating import nominate, substitute


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNominee:
    """What is said of somebody who is not in the address book: who, and where they work."""

    person: PersonCommand
    organisation: str  # slug, of one the focal point speaks for
    position: str = ""
    level: str = ""


def bodies_to_name(found: Desk) -> list[Organisation]:
    """Return the organisations in which the viewer may say that somebody works."""
    return list(db.session.scalars(queries.bodies_to_name(found.reach)))


def add_person(found: Desk, command: NewNominee) -> Person:
    """Add somebody new, who works where the focal point says; that counts at once.

    Raises Invalid: an organisation of others, an e-mail that somebody has, and what create_person finds.
    """
    body = next((each for each in bodies_to_name(found) if each.slug == command.organisation), None)
    if body is None:
        raise Invalid({"organisation": _("Choose an organisation of your country or institution.")})
    _check_email(found, command.person.email)
    country = body.country_code or min(found.reach.countries, default=None)
    person = people.create_person(replace(command.person, country_code=country))
    join(person, body, found, position=command.position, level=command.level)
    return person


def join(person: Person, body: Organisation, found: Desk, *, position: str = "", level: str = "") -> None:
    """Note where somebody works, if it is not yet, and confirm it in the focal point's name."""
    place = next((each for each in person.affiliations if each.current and each.organisation_id == body.id), None)
    if place is None:
        said = AffiliationCommand(organisation=body.slug, position=position, level=level)
        place = people.add_affiliation(person, said)
    if place.confirmed_at is None:
        people.confirm(place, found.who, tell=False)


def _check_email(found: Desk, email: str | None) -> None:
    known = people.person_of_email(email) if email else None
    if known is None:
        return
    if db.session.scalars(queries.person_to_nominate(known.public_id, found.reach)).unique().one_or_none():
        sentence = _("%(name)s has this e-mail and is in the address book. Choose them there.", name=known.display)
        raise Invalid({"email": sentence})
    raise Invalid({"email": not_with_this_email()})


def not_with_this_email() -> str:
    return _("Nobody can be nominated with this e-mail. Write to the centre.")


def alike(found: Desk, person: Person) -> list[Person]:
    """Return who of one's own people may be the same as somebody just added."""
    db.session.flush()
    return list(db.session.scalars(queries.alike_in(person.id, found.reach)).unique())


def put_forward(
    found: Desk,
    person: Person,
    *,
    by: Actor,
    motivation: str = "",
    instead: Registration | None = None,
    reason: str = "",
) -> Registration:
    """Nominate somebody, or let them take the place of a nominee; whoever has no account gets a link to their profile.

    Raises Refused as `nominate` and `substitute` do.
    """
    if instead is None:
        row = nominate(session=found.session, person=person, by=by, motivation=motivation)
    else:
        check_nominated(instead)
        row = substitute(registration=instead, person=person, by=by, reason=reason)
        row.motivation = motivation
    db.session.flush()
    _offer_profile(person)
    return row


def _offer_profile(person: Person) -> None:
    """Mail somebody without an account, once, how to take over the profile that was made of them."""
    if accounts.account_of(person) is not None or not person.email:
        return
    try:
        accounts.send_claim(person)
    except Refused:
        return  # somebody else signs in with this e-mail: staff find the two
