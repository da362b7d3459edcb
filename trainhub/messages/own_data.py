"""What the outbox holds about a person: the mails that were sent to them."""

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people.models import Person
from . import queries
from .models import STATES


def own(person: Person) -> list[PersonData]:
    """Return the mails to a person; the file has their text too, unless it carried a secret."""
    rows = [
        {
            "at": mail.sent_at or mail.created_at,
            "subject": mail.subject,
            "address": mail.address,
            "state": str(STATES[mail.state]),
            "text": None if mail.secret else mail.body,
        }
        for mail in db.session.scalars(queries.to_one(person.id))
    ]
    columns = {"at": _("When"), "subject": _("Subject"), "address": _("To"), "state": _("State")}
    return [PersonData("mails", _("Mails to you"), columns, rows, tables=("message",), order=60)]
