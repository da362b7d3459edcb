"""What somebody's calendar answers to an invitation: accepted confirms an offer, declined gives the place back."""

from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...messages.services import Answer
from ...messages.services.replies import Done
from ...people.models import Person
from ..models import OPEN, STATES, Registration
from ..services import joining
from . import queries


def reply(session_id: str, person: Person, answer: Answer) -> Done:
    """Do what an answer says, by the same rules as on the pages; what cannot be done is told to the staff."""
    row = db.session.scalar(queries.invited_to(session_id, person.id))
    if row is None:
        return Done(_("There is no registration of this person any more."), open=True)
    by = Actor(None, person.display)
    try:
        return _act(row, answer, by)
    except Refused as error:
        return Done(_("Nothing was changed. %(why)s", why=error), open=True)


def _act(row: Registration, answer: Answer, by: Actor) -> Done:
    if row.session.state == "cancelled":
        return Done(_("The training is cancelled."))
    if answer.says == "ACCEPTED":
        if row.state != "offered":
            return Done(_("Accepted. The registration is: %(state)s.", state=STATES[row.state]))
        joining.answer(registration=row, coming=True, by=by)
        return Done(_("The offered place is taken."))
    if answer.says == "TENTATIVE":
        return Done(_("Perhaps: the person does not know yet."))
    if not answer.all_declined:
        return Done(_("Declined for a part of the days. The place is kept; write to the person."), open=True)
    if row.state == "offered":
        joining.answer(registration=row, coming=False, by=by)
        return Done(_("The offered place was declined."))
    if row.state not in OPEN:
        return Done(_("Declined. The registration is: %(state)s.", state=STATES[row.state]))
    joining.withdraw(registration=row, by=by, reason=_("Declined in the calendar."))
    return Done(_("The person has withdrawn."))
