"""What attendance holds about a person."""

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people import services as people
from ..people.models import Person
from ..sessions.own_data import hidden
from . import queries, services
from .models import EXCUSE_STATES


def own(person: Person) -> list[PersonData]:
    """Return every mark of a person; who has none in a register that was taken was present."""
    standing = people.standing(person.id)
    rows = []
    for mark in db.session.scalars(queries.marks_of_person(person.id)):
        unseen = hidden(mark.slot.session, standing)
        rows.append(
            {
                "session": _("A closed training") if unseen else mark.slot.session.title,
                "day": None if unseen else mark.slot.local_date,
                "status": services.word(mark.status),
                "minutes": mark.minutes,
                "comment": mark.comment,
            }
        )
    columns = {
        "session": _("Training"),
        "day": _("Day"),
        "status": _("Attendance"),
        "minutes": _("Minutes"),
        "comment": _("Comment"),
    }
    return [
        PersonData("attendance", _("Your attendance"), columns, rows, tables=("attendance",), order=21),
        _excuses(person),
    ]


def _excuses(person: Person) -> PersonData:
    rows = [
        {
            "slots": "; ".join(str(slot) for slot in excuse.slots),
            "reason": excuse.reason,
            "document": excuse.file.name if excuse.file else "",
            "state": str(EXCUSE_STATES[excuse.state]),
            "answer": excuse.answer,
        }
        for excuse in db.session.scalars(queries.excuses_of_person(person.id))
    ]
    columns = {
        "slots": _("Half-days"),
        "reason": _("Reason"),
        "document": _("Document"),
        "state": _("State"),
        "answer": _("Answer"),
    }
    return PersonData("excuses", _("What you asked to be excused from"), columns, rows, tables=("excuse",), order=22)
