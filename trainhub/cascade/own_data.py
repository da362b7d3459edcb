"""What the cascade holds about a person."""

from ..hooks.types import PersonData
from ..kernel import i18n
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people.models import Person
from . import queries
from .models import GENDERS, STATES, Rollout


def own(person: Person) -> list[PersonData]:
    """Return the trainings a person reported, and those in which somebody named that person."""
    return [_held(person), _named(person)]


def _held(person: Person) -> PersonData:
    found = [row.Rollout for row in db.session.execute(queries.own(person.id))]
    columns = {
        "title": _("Title"),
        "first": _("First day"),
        "last": _("Last day"),
        "country": _("Country"),
        "place": _("Place"),
        "hours": _("Hours"),
        "modules": _("Modules"),
        "people": _("People"),
        "evidence": _("Proof"),
        "state": _("State"),
        "reason": _("Reason"),
    }
    tables = ("rollout", "rollout_module", "rollout_count")
    title, keeps = _("Trainings you held, as you reported them"), _("The file that proves it: five years.")
    return PersonData("rollouts", title, columns, [_row(each) for each in found], tables, keeps, order=34)


def _row(rollout: Rollout) -> dict[str, object]:
    return {
        "title": rollout.title,
        "first": rollout.first_day,
        "last": rollout.last_day,
        "country": i18n.country_name(rollout.country_code),
        "place": rollout.place,
        "hours": rollout.hours,
        "modules": [module.number for module in rollout.modules],
        "people": [f"{GENDERS[each.gender]}: {each.number}" for each in rollout.counts]
        or [_("Persons by name: %(number)s", number=len(rollout.persons))],
        "evidence": rollout.evidence.name if rollout.evidence else "",
        "state": str(STATES[rollout.state]),
        "reason": rollout.reason,
    }


def _named(person: Person) -> PersonData:
    rows = [
        {
            "title": rollout.title,
            "first": rollout.first_day,
            "name": row.name,
            "organisation": row.organisation,
        }
        for rollout in db.session.scalars(queries.naming(person.id))
        for row in rollout.persons
        if row.person_id == person.id
    ]
    columns = {
        "title": _("Title"),
        "first": _("First day"),
        "name": _("Your name as it was reported"),
        "organisation": _("Your organisation as it was reported"),
    }
    title = _("Trainings of graduates in which you are named")
    return PersonData("rollout_persons", title, columns, rows, ("rollout_person",), order=35)
