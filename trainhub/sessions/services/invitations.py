"""What invitations by mail say of a session's slots, and whether a mail about a session is still true."""

from flask import current_app

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...messages.itip import Entry
from ...messages.models import Message
from ...people.models import Person
from .. import calendar, queries
from ..models import Slot, TrainingSession

TOPIC = "session"


def topic(session: TrainingSession) -> str:
    """Return under which name mails about a session hang together."""
    return f"{TOPIC}:{session.public_id}"


def entries(public_id: str, _reader: Person) -> list[Entry]:
    """Return every slot of a session as calendars should know it, in the language being spoken."""
    session = db.session.scalar(queries.by_public_id(public_id))
    return [_entry(slot, session) for slot in session.slots] if session is not None else []


def _entry(slot: Slot, session: TrainingSession) -> Entry:
    link = session.join_url
    return Entry(
        uid=slot.uid,
        sequence=slot.sequence,
        vevent=calendar.vevent(slot, current_app.config["BASE_URL"], i18n.language()),
        zone=slot.zone,
        start=slot.utc_start,
        end=slot.utc_end,
        stamp=slot.modified_at,
        cancelled=slot.cancelled_at is not None,
        private=calendar.join_words(link) if link else "",
    )


def still_true(_message: Message, argument: str) -> str:
    """Say why a mail about a session is no longer true: `argument` is the session and the state it tells of."""
    public_id, _colon, state = argument.partition(":")
    session = db.session.scalar(queries.by_public_id(public_id))
    if session is None:
        return _("The training is not there any more.")
    if session.state == state:
        return ""
    return _("The training is cancelled.") if session.state == "cancelled" else _("The training is over.")
