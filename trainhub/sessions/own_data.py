"""What sessions hold about a person who helps to deliver them."""

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people.models import Person
from ..people.services import Standing
from . import queries
from .models import ASSIGNMENT_ROLES, TrainingSession
from .policies import fits


def own(person: Person) -> list[PersonData]:
    """Return the sessions a person helps to deliver, and the entry among the trainers."""
    rows = [
        {
            "session": each.session.title,
            "first_day": each.session.first_day,
            "last_day": each.session.last_day,
            "role": str(ASSIGNMENT_ROLES[each.role]),
        }
        for each in db.session.scalars(queries.assignments_of(person.id))
    ]
    columns = {
        "session": _("Session"),
        "first_day": _("First day"),
        "last_day": _("Last day"),
        "role": _("Role"),
    }
    return [
        PersonData("deliveries", _("Sessions you help to deliver"), columns, rows, ("assignment",), order=30),
    ]


def hidden(session: TrainingSession, standing: Standing) -> bool:
    """Say whether a session is closed to somebody who had to do with it: then its title is not told."""
    return session.closed and not fits(session, standing)
