"""Where a person works: said by anybody, counted only once somebody who knows has confirmed it."""

from dataclasses import dataclass
from datetime import date

from ...kernel import clock, outbox
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...web.access import Viewer
from .. import policies, queries, reference
from ..models import Affiliation, Organisation, Person
from .organisations import OrganisationCommand, create_organisation, organisation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationCommand:
    """A place in an organisation that the centre knows."""

    organisation: str  # slug
    position: str = ""
    level: str = ""  # of reference.LEVELS, or empty
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCommand:
    """What a person says of the own work: an organisation of the list, or the name of one that is missing there."""

    organisation: str = ""  # slug
    name: str = ""
    category_code: str = ""
    country_code: str | None = None
    position: str = ""
    level: str = ""


def add_affiliation(person: Person, command: AffiliationCommand) -> Affiliation:
    """Add where a person works, unconfirmed.

    Raises Invalid: no such organisation, the same one twice, an end before the start.
    """
    organisation = organisation_of(command.organisation)
    if organisation is None or organisation.archived_at is not None:
        raise Invalid({"organisation": _("There is no such organisation any more. Choose another.")})
    if command.since and command.until and command.until < command.since:
        raise Invalid({"until": _("The last day is before the first. Change one of them.")})
    return _add(person, organisation, command.position, command.level, command.since, command.until)


def propose_affiliation(person: Person, command: ProposalCommand) -> Affiliation:
    """Add where a person says to work: unconfirmed, and in an unchecked organisation if it is new.

    Raises Invalid when neither an organisation nor a name with its category is given.
    """
    if command.organisation:
        organisation = organisation_of(command.organisation)
        if organisation is None or organisation.verified_at is None or organisation.archived_at is not None:
            raise Invalid({"organisation": _("There is no such organisation any more. Choose another.")})
    else:
        organisation = _new_organisation(person, command)
    return _add(person, organisation, command.position, command.level)


def _new_organisation(person: Person, command: ProposalCommand) -> Organisation:
    if not command.name.strip():
        missing = _("Choose your organisation, or write its name below if it is not in the list.")
        raise Invalid({"organisation": missing})
    if not command.category_code:
        raise Invalid({"category_code": _("Say what kind of organisation this is.")})
    native = person.language
    return create_organisation(
        OrganisationCommand(
            title=Texts.of({native: command.name.strip()}, source=native),
            native=command.name.strip(),
            native_lang=native,
            category_code=command.category_code,
            country_code=command.country_code,
        )
    )


def _add(
    person: Person,
    organisation: Organisation,
    position: str,
    level: str,
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    if level and level not in reference.LEVELS:
        raise Invalid({"level": _("There is no such level. Choose one of the list.")})
    if any(each.organisation_id == organisation.id and each.current for each in person.affiliations):
        raise Invalid({"organisation": _("This organisation is noted for this person already.")})
    affiliation = Affiliation(
        person=person, organisation=organisation, position=position.strip(), level=level, since=since, until=until
    )
    db.session.add(affiliation)
    db.session.flush()
    return affiliation


def find_affiliation(person: Person, public_id: str) -> Affiliation:
    """Return one of a person's affiliations, or raise NotFound."""
    found = db.session.scalar(queries.affiliation(person.id, public_id))
    if found is None:
        raise NotFound
    return found


def confirmable(person: Person, by: Viewer) -> set[int]:
    """Return the ids of a person's affiliations that a viewer may confirm, or take the confirmation of back."""
    if not policies.may_confirm(by, person.id):
        return set()
    return set(db.session.scalars(queries.affiliations_in(person.id, policies.reach(by))))


def confirm(affiliation: Affiliation, by: Viewer, *, tell: bool = True) -> None:
    """Let an affiliation count: audiences, closed sessions and statistics rely on it from here on.

    Without `tell` the person gets no mail of its own about it: another mail says more.
    Raises NotFound outside the viewer's countries and institutions; Refused for the own one, and
    where the organisation itself has not been checked.
    """
    _authorise(affiliation, by)
    if affiliation.organisation.verified_at is None:
        raise Refused(
            _(
                "%(name)s is new and has not been checked yet. The centre checks the organisation first.",
                name=affiliation.organisation.title,
            )
        )
    if affiliation.confirmed_at is None:
        affiliation.confirmed_at, affiliation.confirmed_by = clock.now(), by.account_id
        if tell:
            fact = f"affiliation_confirmed:{affiliation.public_id}:{clock.now().isoformat()}"
            body = affiliation.organisation
            outbox.post("affiliation_confirmed", affiliation.person, key=fact, organisation=body, url="/calendar/")
        db.session.flush()


def take_back(affiliation: Affiliation, by: Viewer) -> None:
    """Take a confirmation back: the affiliation counts for nothing again. Raises as confirm does."""
    _authorise(affiliation, by)
    affiliation.confirmed_at = affiliation.confirmed_by = None
    db.session.flush()


def end_affiliation(affiliation: Affiliation, until: date) -> None:
    """Say which day was the last; raises Invalid when that is before the first."""
    if affiliation.since and until < affiliation.since:
        raise Invalid({"until": _("The last day is before the first. Change one of them.")})
    affiliation.until = until
    db.session.flush()


def leave(affiliation: Affiliation) -> None:
    """End an affiliation by the person's own word; one that nobody confirmed is forgotten."""
    if affiliation.confirmed_at is None:
        db.session.delete(affiliation)
        db.session.flush()
    else:
        end_affiliation(affiliation, max(clock.today(), affiliation.since or clock.today()))


def _authorise(affiliation: Affiliation, by: Viewer) -> None:
    places = queries.affiliations_in(affiliation.person_id, policies.reach(by))
    if affiliation.id not in set(db.session.scalars(places)):
        raise NotFound
    if not policies.may_confirm(by, affiliation.person_id):
        raise Refused(_("Nobody confirms the own place of work. Ask a colleague at the centre."))
