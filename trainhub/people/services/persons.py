"""Persons: make, change, find."""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import fold
from ...web.access import Viewer
from .. import policies, queries
from ..models import Person
from ..queries import importing
from .guarding import tell_email


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCommand:
    """What is said of a person. `display` may be empty: then the name in the own script is shown."""

    native: str
    native_lang: str = "en"
    latin: str = ""
    display: str = ""
    email: str | None = None
    language: str = "en"
    country_code: str | None = None
    nationality_code: str | None = None
    zone: str | None = None


def create_person(command: PersonCommand) -> Person:
    """Add a person and give the row its id.

    Raises Invalid: no name, a passport name in another script, an e-mail that somebody has already.
    """
    person = Person(display="")
    fill(person, command)
    db.session.add(person)
    db.session.flush()
    return person


def edit_person(person: Person, command: PersonCommand, *, by: Viewer | None = None) -> None:
    """Change what is said of a person; raises Invalid as create_person does.

    `by` is who changes it; None is the program itself, or the person.
    """
    fill(person, command, by=by)
    db.session.flush()


def find_person(public_id: str, who: Viewer) -> Person:
    """Return the person of an address, or the one that person was merged into.

    Raises NotFound when there is none, or none whom this viewer may know of.
    """
    person = db.session.scalar(queries.person(public_id))
    while person is not None and person.merged_into_id is not None:
        person = db.session.get(Person, person.merged_into_id)
    found = db.session.scalar(queries.person_seen(person.id, policies.reach(who))) if person else None
    if found is None:
        raise NotFound
    return found


def own_person(who: Viewer) -> Person:
    """Return the viewer as a person; raises NotFound for a visitor."""
    if who.person_id is None:
        raise NotFound
    return db.session.scalars(queries.person_itself(who.person_id)).unique().one()


def person_of_email(email: str) -> Person | None:
    """Return who has an e-mail address, however it was typed."""
    return db.session.scalar(queries.person_of_email(_email(email) or ""))


def persons_of_emails(emails: Collection[str]) -> dict[str, Person]:
    """Return who has each of some e-mail addresses, by the addresses as they were typed, in one question."""
    typed = {each: _email(each) or "" for each in emails}
    found = db.session.scalars(importing.persons_with_emails(set(typed.values()))) if typed else ()
    known = {person.email: person for person in found}
    return {each: known[email] for each, email in typed.items() if email in known}


def fill(
    person: Person,
    command: PersonCommand,
    taken: Callable[[str], bool] | None = None,
    by: Viewer | None = None,
) -> None:
    """Write into a person what is said; `taken` says whether somebody has an e-mail, without it the database does.

    Raises Invalid as create_person does, and has changed nothing then.
    """
    email = _email(command.email)
    _check(person, command, email, taken or _is_taken)
    if person.id is not None and email != person.email:
        tell_email(person, email, by)
    person.native, person.native_lang = command.native.strip(), command.native_lang
    person.latin = " ".join(command.latin.split())
    person.display = command.display.strip() or person.native or person.latin
    person.email, person.language = email, command.language
    person.country_code, person.zone = command.country_code or None, command.zone or None
    person.nationality_code = command.nationality_code or None
    person.search = fold(" ".join([person.native, person.latin, person.display, email or ""]))


def _is_taken(email: str) -> bool:
    return db.session.scalar(queries.person_of_email(email)) is not None


def _check(person: Person, command: PersonCommand, email: str | None, taken: Callable[[str], bool]) -> None:
    wrong: dict[str, str] = {}
    if not (command.native.strip() or command.latin.strip()):
        wrong["native"] = _("A person needs a name. Write it in its own script.")
    if not _is_latin(command.latin):
        wrong["latin"] = _("Write this name in Latin letters, as in the passport.")
    if command.zone and command.zone not in clock.zones():
        wrong["zone"] = _("There is no such time zone. Choose one of the list.")
    if email and email != person.email and taken(email):
        wrong["email"] = _("Somebody with this e-mail is in the address book already. Look for that person first.")
    if wrong:
        raise Invalid(wrong)


def _email(email: str | None) -> str | None:
    return (email or "").strip().lower() or None


def _is_latin(name: str) -> bool:
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in name)
