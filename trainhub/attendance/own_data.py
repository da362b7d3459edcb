"""What attendance holds about a person."""

from typing import Any

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people import services as people
from ..people.models import Person
from ..people.services.standing import Standing
from ..sessions.models import Slot
from ..sessions.own_data import hidden
from . import queries, services
from .models import EXCUSE_STATES


def own(person: Person) -> list[PersonData]:
    """Return every mark of a person, and every other one that a device brought; who has none in a register that was
    taken was present."""
    standing = people.standing(person.id)
    marks = [
        _place(mark.slot, standing) | _said(mark.status, mark.minutes, mark.comment)
        for mark in db.session.scalars(queries.marks_of_person(person.id))
    ]
    others = [
        _place(each.slot, standing) | _said(each.status, each.minutes, each.comment)
        for each in db.session.scalars(queries.conflicts_of_person(person.id))
    ]
    columns = {
        "session": _("Training"),
        "day": _("Day"),
        "status": _("Attendance"),
        "minutes": _("Minutes"),
        "comment": _("Comment"),
    }
    tables = ("attendance_conflict", "attendance_sync")
    return [
        PersonData("attendance", _("Your attendance"), columns, marks, tables=("attendance",), order=21),
        PersonData("attendance_conflict", _("Marks that disagreed"), columns, others, tables=tables, order=22),
        _excuses(person),
    ]


def _place(slot: Slot, standing: Standing) -> dict[str, Any]:
    unseen = hidden(slot.session, standing)
    return {
        "session": _("A closed training") if unseen else slot.session.title,
        "day": None if unseen else slot.local_date,
    }


def _said(status: str, minutes: int, comment: str) -> dict[str, Any]:
    return {"status": services.word(status), "minutes": minutes, "comment": comment}


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
