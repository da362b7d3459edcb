"""What this plugin holds about a person."""

from typing import Any

from trainhub.plugin_api import PersonData, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Person

from .queries import planning, reading
from .words import FINDING_STATES


def own(person: Person) -> list[PersonData]:
    """Return whom they named, for what others named them, and what they see to; answers nobody can find again.

    Whom they named stands there by the address they wrote: the name beside it may be the address book's, not theirs.
    """
    return [_named(person), _seen_to(person)]


def _named(person: Person) -> PersonData:
    rows: list[dict[str, Any]] = [
        {"what": _("Named as supervisor"), "who": row.supervisor.email or "", "about": row.registration.session.title}
        for row in db.session.scalars(planning.named_by(person.id))
    ]
    rows += [
        {"what": _("Asked as supervisor"), "who": "", "about": row.registration.session.title}
        for row in db.session.scalars(planning.named_as(person.id))
    ]
    rows += [
        {"what": _("Asked for an institution"), "who": "", "about": row.organisation.title}
        for row in db.session.scalars(planning.contacts_by(person.id))
    ]
    columns = {"what": _("What"), "who": _("Who"), "about": _("About")}
    tables = ("evaluation_supervisor", "evaluation_contact")
    return PersonData("asked", _("Who is asked about your work"), columns, rows, tables=tables, order=40)


def _seen_to(person: Person) -> PersonData:
    rows = [
        {"title": row.title, "session": row.session.title, "due": row.due, "state": str(FINDING_STATES[row.state])}
        for row in db.session.scalars(reading.owned_by(person.id))
    ]
    columns = {"title": _("What was found"), "session": _("Training"), "due": _("Until"), "state": _("State")}
    return PersonData("findings", _("What you see to"), columns, rows, tables=("evaluation_finding",), order=41)
