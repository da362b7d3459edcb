"""What sessions hold about a person who helps to deliver them."""

from ..hooks.types import PersonData
from ..kernel import i18n
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people.models import Person
from ..people.services import Standing
from . import queries
from .models import ASSIGNMENT_ROLES, EXPERT_KINDS, EXPERTISE_LEVELS, TrainingSession
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
        *_expert(person),
    ]


def _expert(person: Person) -> list[PersonData]:
    found = db.session.scalar(queries.expert_of(person.id))
    if found is None:
        return []
    row = {
        "kind": str(EXPERT_KINDS[found.kind]),
        "languages": [i18n.language_name(code) for code in found.languages],
        "active": found.active,
        "modules": [_module(each.module.number, each.level, each.evidence) for each in found.expertise],
    }
    columns = {
        "kind": _("Kind"),
        "languages": _("Languages"),
        "active": _("Available"),
        "modules": _("Modules you can teach"),
    }
    return [PersonData("expert", _("Your entry among the trainers"), columns, [row], ("expert", "expertise"), order=31)]


def _module(number: int, level: str, evidence: str) -> str:
    return " · ".join(filter(None, (str(number), str(EXPERTISE_LEVELS[level]), evidence)))


def hidden(session: TrainingSession, standing: Standing) -> bool:
    """Say whether a session is closed to somebody who had to do with it: then its title is not told."""
    return session.closed and not fits(session, standing)
