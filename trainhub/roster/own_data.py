"""What the roster holds about a person."""

from ..hooks.types import PersonData
from ..kernel import i18n
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people.models import Person
from ..sessions.models import ASSIGNMENT_ROLES, EXPERT_KINDS, EXPERTISE_LEVELS, REGIONS, SKILLS, SPOKEN_LEVELS, Expert
from . import queries, services
from .models import APPLICATION_STATES, PROPOSAL_STATES


def own(person: Person) -> list[PersonData]:
    """Return the entry among the trainers, the days one cannot teach, proposals and applications."""
    return [*_expert(person), *_away(person), *_proposals(person), *_applications(person)]


def _expert(person: Person) -> list[PersonData]:
    found = services.own_entry(person.id)
    if found is None:
        return []
    columns = {
        "kind": _("Kind"),
        "languages": _("Languages"),
        "active": _("Available"),
        "modules": _("Modules you can teach"),
        "roles": _("Roles"),
        "skills": _("Skills"),
        "regions": _("Has worked in"),
        "education": _("Education"),
        "travel": _("Travel and visa"),
        "public_name": _("Name on public pages"),
        "share_contact": _("Contact may be passed on"),
        "conduct": _("Code of conduct agreed"),
        "cv": _("CV"),
    }
    rows = [_entry(found)]
    tables = ("expert", "expertise")
    return [PersonData("expert", _("Your entry among the trainers"), columns, rows, tables, order=31)]


def _entry(found: Expert) -> dict[str, object]:
    return {
        "kind": str(EXPERT_KINDS[found.kind]),
        "languages": [_spoken(code, found.language_levels.get(code, "")) for code in found.languages],
        "active": found.active,
        "modules": [_module(each.module.number, each.level, each.evidence) for each in found.expertise],
        "roles": [str(ASSIGNMENT_ROLES[key]) for key in found.roles],
        "skills": [str(SKILLS[key]) for key in found.skills],
        "regions": [str(REGIONS[key]) for key in found.regions],
        "education": found.education,
        "travel": found.travel,
        "public_name": found.public_name,
        "share_contact": found.share_contact,
        "conduct": found.conduct_at,
        "cv": found.cv.name if found.cv else "",
    }


def _module(number: int, level: str, evidence: str) -> str:
    return " · ".join(filter(None, (str(number), str(EXPERTISE_LEVELS[level]), evidence)))


def _spoken(code: str, level: str) -> str:
    return " · ".join(filter(None, (i18n.language_name(code), str(SPOKEN_LEVELS.get(level, "")))))


def _away(person: Person) -> list[PersonData]:
    rows = [
        {"since": each.since, "until": each.until, "note": each.note}
        for each in db.session.scalars(queries.away(person.id))
    ]
    columns = {"since": _("First day"), "until": _("Last day"), "note": _("Note")}
    title = _("Days on which you cannot teach")
    return [PersonData("unavailability", title, columns, rows, ("unavailability",), order=32)]


def _proposals(person: Person) -> list[PersonData]:
    rows = [
        {
            "session": each.session.title,
            "modules": list(each.modules),
            "kind": str(EXPERT_KINDS.get(each.kind, "")),
            "languages": [i18n.language_name(code) for code in each.languages],
            "state": str(PROPOSAL_STATES[each.state]),
            "at": each.created_at,
            "reason": each.reason,
        }
        for each in services.own_proposals(person.id)
    ]
    columns = {
        "session": _("Session"),
        "modules": _("Modules"),
        "kind": _("Kind"),
        "languages": _("Languages"),
        "state": _("State"),
        "at": _("Date"),
        "reason": _("Reason"),
    }
    title = _("Proposals to put you on the roster")
    return [PersonData("roster_proposals", title, columns, rows, ("roster_proposal",), order=33)]


def _applications(person: Person) -> list[PersonData]:
    rows = [
        {
            "call": each.call.title,
            "kind": str(EXPERT_KINDS[each.kind]),
            "modules": list(each.modules),
            "languages": [i18n.language_name(code) for code in each.languages],
            "note": each.note,
            "state": str(APPLICATION_STATES[each.state]),
            "at": each.created_at,
            "reason": each.reason,
            "documents": [row.file.name for row in each.documents],
        }
        for each in db.session.scalars(queries.applications_of(person.id)).unique()
    ]
    columns = {
        "call": _("Call for experts"),
        "kind": _("Kind"),
        "modules": _("Modules"),
        "languages": _("Languages"),
        "note": _("In your own words"),
        "state": _("State"),
        "at": _("Date"),
        "reason": _("Reason"),
        "documents": _("Documents"),
    }
    title, tables = _("Your applications to calls for experts"), ("expert_application", "expert_document")
    return [PersonData("expert_applications", title, columns, rows, tables, order=34)]
