"""Letters: an invitation for whoever has a place, and for a visa by staff, with the passport. Printed, never kept."""

import hashlib
import json

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...kernel.work import Actor
from ...people import services as people
from ...people.models import Person
from ...web.access import Viewer
from .. import letters, queries
from ..letters import LetterFacts
from ..models import Letter, Registration
from .needs import subject


def letters_of(registration: Registration) -> list[Letter]:
    """Return the letters that were made, the latest first."""
    return list(db.session.scalars(queries.letters(registration.id)))


def why_no_letter(registration: Registration) -> str:
    """Return the sentence that says why no letter is made now, or ""."""
    session = registration.session
    if registration.person is None or registration.state != "confirmed":
        return _("Letters are for people whose place is confirmed.")
    if session.state == "cancelled":
        return _("This training is cancelled.")
    if session.first_day is None:
        return _("This training has no days yet.")
    return ""


def invite_by_letter(registration: Registration, *, by: Actor, costs: Texts | None = None) -> tuple[Letter, bytes]:
    """Print the invitation of whoever has a place; while nothing in it changes, number and day stay.

    Without `costs` it says of them what the last letter said. Raises Refused where none can be made.
    """
    person = _person(registration)
    last = letters_of(registration)
    said = costs if costs is not None else last[0].costs if last else None
    facts = LetterFacts("invitation", registration, person, said or Texts())
    mark = _print(facts)
    letter = next((each for each in last if each.print == mark), None) or _note(facts, by, mark)
    return letter, letters.print_letter(_numbered(facts, letter))


def letter_for_visa(
    registration: Registration, *, by: Actor, who: Viewer, reason: str, costs: Texts | None = None
) -> tuple[Letter, bytes]:
    """Print a letter for a visa, with the passport that the person told: that look is noted; a new number each time.

    Raises Refused where it cannot be made or the viewer may not, Invalid without a reason.
    """
    person = _person(registration)
    if registration.session.mode == "online":
        raise Refused(_("Nobody needs a visa for a training online."))
    if not person.latin and not letters.in_latin(person.native or person.display):
        raise Refused(_("The name as in the passport is missing. Enter it in the record of the person."))
    passport = _passport(registration, person, who, reason)
    facts = LetterFacts("visa", registration, person, costs or Texts(), passport)
    letter = _note(facts, by)
    return letter, letters.print_letter(_numbered(facts, letter))


def _passport(registration: Registration, person: Person, who: Viewer, reason: str) -> str:
    """Open what was told for this training, else for all."""
    for where in (subject(registration), ""):
        try:
            return people.read_confidential(person, "passport", who, reason, where)
        except NotFound:
            continue
    raise Refused(_("The passport is not known. Ask the person to write it under “What you need there”."))


def _note(facts: LetterFacts, by: Actor, mark: str = "") -> Letter:
    centre = facts.registration.session.centre
    today = clock.today(centre.zone)
    number = db.session.scalar(queries.next_letter(db.engine.dialect.name, centre.id, today.year))
    letter = Letter(
        number=f"{centre.prefix}-L-{today.year}-{number:04}",
        kind=facts.kind,
        registration=facts.registration,
        costs=facts.costs,
        print=mark,
        made_on=today,
        account_id=by.account_id,
        actor=by.name,
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def _numbered(facts: LetterFacts, letter: Letter) -> LetterFacts:
    return LetterFacts(
        facts.kind, facts.registration, facts.person, facts.costs, facts.passport, letter.number, letter.made_on
    )


def _print(facts: LetterFacts) -> str:
    """Return the hash of what a letter says, but for its number and day."""
    said = json.dumps(letters.content(facts), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _person(registration: Registration) -> Person:
    if why := why_no_letter(registration):
        raise Refused(why)
    assert registration.person is not None  # why_no_letter has looked
    return registration.person
