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
    return [PersonData("mails", _("Mails to you"), columns, rows, tables=("message",), order=60)]
