"""What the outbox holds about a person: the mails that were sent to them."""

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people.models import Person
from . import queries
from .models import STATES


def own(person: Person) -> list[PersonData]:
    """Return when and where mails went to a person. Their words are in the person's own mailbox; told again here,
    they would name closed trainings to somebody who is not invited any more."""
    rows = [
        {
            "at": mail.sent_at or mail.created_at,
            "address": mail.address,
            "state": str(STATES[mail.state]),
        }
        for mail in db.session.scalars(queries.to_one(person.id))
    ]
    columns = {"at": _("When"), "address": _("To"), "state": _("State")}
    return [
        PersonData("mails", _("Mails to you"), columns, rows, tables=("message", "reply_address"), order=60),
        _answers(person),
        _calendar(person),
    ]


def _answers(person: Person) -> PersonData:
    rows = [
        {"at": mail.received_at, "subject": mail.subject, "text": mail.body, "outcome": mail.outcome}
        for mail in db.session.scalars(queries.from_one(person.id))
    ]
    columns = {"at": _("When"), "subject": _("Subject"), "text": _("Text"), "outcome": _("What it did")}
    return PersonData("answers", _("Your answers by mail"), columns, rows, tables=("received_mail",), order=61)


def _calendar(person: Person) -> PersonData:
    """Return what the person's calendar was told and answered; slots are named by their UID there as here."""
    rows = [
        {"uid": entry.uid, "method": entry.method, "answer": entry.answer, "at": entry.answered_at}
        for entry in db.session.scalars(queries.calendars_of(person.id))
    ]
    columns = {"uid": _("Slot"), "method": _("What was sent"), "answer": _("Answered"), "at": _("When")}
    return PersonData(
        "invitations", _("Your calendar invitations"), columns, rows, tables=("calendar_entry",), order=62
    )
