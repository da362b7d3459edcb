"""People whom a trainer reports by name: who of the address book they may be, and how they get into it."""

from collections import defaultdict
from collections.abc import Iterator

from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.text import fold
from ...people import queries as people_queries
from ...people import services as people
from ...people.models import Organisation, Person
from ...people.names import name_keys
from ...people.services import AffiliationCommand, PersonCommand
from .. import queries
from ..models import Rollout, RolloutPerson


def find_row(rollout: Rollout, public_id: str) -> RolloutPerson:
    """Return somebody named in a roll-out; raises NotFound."""
    found = next((each for each in rollout.persons if each.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def candidates(rollout: Rollout) -> dict[int, list[Person]]:
    """Return row id -> who of the address book may be the one that is named there, in few questions."""
    rows = [each for each in rollout.persons if each.person_id is None]
    keys = {each.id: name_keys(each.name) for each in rows}
    asked = set().union(*keys.values()) if keys else set()
    known: dict[str, list[Person]] = defaultdict(list)
    for key, person in db.session.execute(queries.with_keys(asked)) if asked else ():
        known[key].append(person)
    mails = people.persons_of_emails({row.email for row in rows if row.email})
    return {
        row.id: list(_alike(rollout, mails.get(row.email or ""), [each for key in keys[row.id] for each in known[key]]))
        for row in rows
    }


def _alike(rollout: Rollout, by_mail: Person | None, found: list[Person]) -> Iterator[Person]:
    """Yield each of the found once; countries that differ keep two apart."""
    near = [each for each in found if each.country_code in {None, rollout.country_code}]
    yield from dict.fromkeys([*([by_mail] if by_mail else []), *near])


def link(*, rollout: Rollout, row: RolloutPerson, person: Person) -> None:
    """Say that somebody named is a person of the address book; raises Refused where that person stands there."""
    if any(each.person_id == person.id and each.id != row.id for each in rollout.persons):
        raise Refused(_("%(name)s is in this training already.", name=person.display))
    if person.id == rollout.person_id:
        raise Refused(_("%(name)s held this training.", name=person.display))
    row.person, row.person_id, row.email = person, person.id, None
    db.session.flush()


def unlink(*, rollout: Rollout, row: RolloutPerson) -> None:
    """Take that back, as long as the roll-out is not confirmed: raises Refused after that."""
    if not rollout.open:
        raise Refused(_("After confirming, merge the two records of one person instead."))
    row.person, row.person_id = None, None
    db.session.flush()


def take_in(rollout: Rollout) -> int:
    """Make persons, without accounts, of all who are named and not found in the address book; return how many.

    Raises Refused where an e-mail belongs to somebody already: staff say who it is.
    """
    rows = [each for each in rollout.persons if each.person_id is None]
    bodies = _bodies(rollout) if rows else {}
    mails = people.persons_of_emails({row.email for row in rows if row.email})
    for row in rows:
        known = mails.get(row.email or "")
        if known is not None:
            raise Refused(
                _(
                    "%(name)s was given with the e-mail of %(other)s. Say first whether they are one person.",
                    name=row.name,
                    other=known.display,
                )
            )
        person = people.create_person(_command(rollout, row))
        body = bodies.get(fold(row.organisation)) if row.organisation else None
        if body is not None:
            people.add_affiliation(person, AffiliationCommand(organisation=body.slug))
        row.person, row.person_id, row.email = person, person.id, None
    db.session.flush()
    return len(rows)


def _command(rollout: Rollout, row: RolloutPerson) -> PersonCommand:
    return PersonCommand(
        native=row.name,
        native_lang=rollout.language,
        email=row.email,
        language=rollout.person.language,
        country_code=rollout.country_code,
    )


def _bodies(rollout: Rollout) -> dict[str, Organisation]:
    """Return the organisations of the roll-out's country by every name that they have."""
    found: dict[str, Organisation] = {}
    for body in db.session.scalars(people_queries.open_organisations(checked=True)):
        if body.country_code in {None, rollout.country_code}:
            found |= {fold(name): body for name in (*body.title.values.values(), body.native, body.short) if name}
    return found
