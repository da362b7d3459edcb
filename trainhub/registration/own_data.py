"""What registration holds about a person."""

from ..hooks.types import PersonData
from ..kernel import i18n
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..kernel.types import Texts
from ..people import reference
from ..people import services as people
from ..people.models import Person
from ..people.services import Standing
from ..sessions.own_data import hidden
from . import queries
from .models import LETTERS, STATES, Registration


def own(person: Person) -> list[PersonData]:
    """Return the registrations of a person, each with its steps and with what statistics keep of it."""
    standing = people.standing(person.id)
    rows = [_row(each, standing) for each in db.session.scalars(queries.of_person(person.id)).unique()]
    columns = {
        "session": _("Training"),
        "first_day": _("First day"),
        "state": _("State"),
        "at": _("Registered"),
        "motivation": _("Motivation"),
    }
    tables = ("registration", "registration_fact", "registration_event", "registration_document")
    return [
        PersonData("registrations", _("Your registrations"), columns, rows, tables, order=20),
        _needs(person, standing),
        _letters(person, standing),
        _comments(person),
    ]


def _comments(person: Person) -> PersonData:
    """Return what a focal point said of the audiences of trainings."""
    columns = {"session": _("Training"), "text": _("Comment"), "at": _("When")}
    rows: list[dict[str, object]] = [
        {"session": comment.call.session.title, "text": comment.text, "at": comment.at}
        for comment in db.session.scalars(queries.comments_of(person.id))
    ]
    return PersonData("call_comments", _("What you said of audiences"), columns, rows, ("call_comment",), order=22)


def _needs(person: Person, standing: Standing) -> PersonData:
    """Return what the person told in confidence for one training."""
    rows = [
        {
            "session": _title(registration, standing),
            "what": str(people.KINDS[row.attribute].label),
            "value": people.opened({row.attribute: row})[row.attribute],
            "purpose": str(people.KINDS[row.attribute].purpose),
            "until": row.expires_on,
        }
        for row, registration in db.session.execute(queries.told_by(person.id))
    ]
    columns = {
        "session": _("Training"),
        "what": _("What"),
        "value": _("Value"),
        "purpose": _("What for"),
        "until": _("Kept until"),
    }
    return PersonData("needs", _("What you told us for one training"), columns, rows, ("confidential",), order=21)


def _letters(person: Person, standing: Standing) -> PersonData:
    """Return which letters were made for the person; what they said is kept nowhere."""
    rows = [
        {
            "kind": str(LETTERS[letter.kind]),
            "number": letter.number,
            "session": _title(letter.registration, standing),
            "at": letter.made_at,
            "costs": letter.costs,
        }
        for letter in db.session.scalars(queries.letters_to(person.id))
    ]
    columns = {
        "kind": _("Letter"),
        "number": _("Number"),
        "session": _("Training"),
        "at": _("Made"),
        "costs": _("Who pays what"),
    }
    return PersonData("letters", _("Letters for you"), columns, rows, ("letter",), order=23)


def _title(registration: Registration, standing: Standing) -> Texts | str:
    """Return the title of a training, unless it was closed to the person since."""
    session = registration.session
    return _("A closed training") if hidden(session, standing) else session.title


def _row(registration: Registration, standing: Standing) -> dict[str, object]:
    session, facts = registration.session, registration.facts
    unseen = hidden(session, standing)
    return {
        "session": _title(registration, standing),
        "first_day": None if unseen else session.first_day,
        "state": str(STATES[registration.state]),
        "at": registration.created_at,
        "motivation": registration.motivation,
        "steps": [
            {"at": step.at, "state": str(STATES[step.after]), "reason": step.reason} for step in registration.events
        ],
        "documents": [{"file": each.file.name, "at": each.at} for each in registration.documents],
        "for_statistics": facts
        and {
            "gender": str(people.GENDERS.get(facts.gender, "")),
            "age_band": str(people.AGE_BANDS.get(facts.age_band, "")),
            "country": i18n.country_name(facts.country_code) if facts.country_code else None,
            "category": facts.category_code,
            "level": str(reference.LEVELS.get(facts.level, "")),
            "first_time": facts.first_timer,
        },
    }
