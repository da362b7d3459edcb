"""Send what waits and is still true, one mail to one person, with its invitations."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

from flask import current_app

from ...kernel import clock, i18n, jobs
from ...kernel.db import db
from ...people.models import Person
from .. import queries
from ..itip import Entry, Invitation, Party
from ..models import FORWARDED, CalendarEntry, Message
from ..smtp import Carrier, Server, compose
from . import checks, posting, replies

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))  # after each failed try but the last
TRIES = len(PAUSES) + 1
BATCH = 500
Calendar = Callable[[str, Person], list[Entry]]
_calendars: dict[str, Calendar] = {}


def register_calendar(topic: str, calendar: Calendar) -> None:
    """Make known who says what a topic's calendar holds: gets what follows "topic:" and the reader."""
    _calendars[topic] = calendar


def send_due(running: jobs.Running) -> None:
    """Send what waits; without a mail server everything stays in the outbox."""
    url = str(current_app.config["MAIL_URL"])
    if not url:
        return
    with Carrier(Server.read(url)) as carrier:
        for message in db.session.scalars(queries.due(clock.now(), BATCH)).all():
            _send(message, carrier, running)


def _send(message: Message, carrier: Carrier, running: jobs.Running) -> None:
    """Try once. The try is counted before it is made, so that no other worker makes it too; while the mail server is
    talked to, no transaction is open."""
    pause = PAUSES[min(message.tries, len(PAUSES) - 1)]
    claimed = db.session.execute(queries.claim(message, clock.now() + pause)).rowcount  # type: ignore[attr-defined]
    ready = _prepare(message) if claimed else None
    running.checkpoint()
    if ready is None:
        return
    try:
        carrier.send(ready.mail, ready.envelope)
    except (OSError, ValueError) as error:
        _failed(message, error)
    else:
        message.state, message.sent_at, message.error = "sent", clock.now(), None
        message.body = "" if message.secret else message.body
        _remember(message, ready.invitations)
    running.checkpoint()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A mail for the wire, where its failures go, and what it tells the reader's calendar."""

    mail: EmailMessage
    envelope: str
    invitations: list[Invitation]


def _prepare(message: Message) -> _Ready | None:
    """Return a mail as it is to be sent now, or None where it is not: no longer true, or not to be written."""
    db.session.refresh(message)  # what a later change wrote over it is sent, not what was read before
    if not checks.known(message):
        message.state, message.error = "held", f"nobody answers for {message.check.partition(':')[0]!r}"
        return None
    try:
        if reason := checks.why_dropped(message):
            message.state, message.dropped_because = "dropped", reason[:300]
            return None
        return _compose(message, _invitations(message))
    except Exception as error:  # of a plugin's check, or an address that is none: it holds up no other mail
        _failed(message, error)
        return None


def _failed(message: Message, error: Exception) -> None:
    log.warning("mail not delivered", extra={"kind": message.kind, "tries": message.tries})
    message.error = f"{type(error).__name__}: {error}"[:2000]
    message.state = "failed" if message.tries >= TRIES else "queued"


def _compose(message: Message, invitations: list[Invitation]) -> _Ready:
    """Return a mail with everything it carries."""
    centre = message.centre or posting.centre_of(None)
    sender = str(current_app.config["MAIL_FROM"])
    name = centre.title.text(message.language) if centre else ""
    own = replies.address(message)
    if message.kind == FORWARDED and message.person is not None:  # to the centre, whose answer goes to the person
        mail = compose(
            message,
            sender=Party(name, sender),
            reader=Party(name, message.address),
            reply_to=message.person.email or sender,
            centre=centre,
        )
        return _Ready(mail, sender, [])
    organiser = Party(name, own or (centre.email if centre else "") or sender)
    attendee = Party(message.person.display if message.person else "", message.address)
    answers = _answers(message)
    texts = [
        (each.method, each.text(organiser, attendee, message.created_at, answers.get(each.entry.uid, "")))
        for each in invitations
    ]
    with i18n.speaking(message.language):
        mail = compose(
            message,
            sender=Party(name, sender),
            reader=attendee,
            reply_to=organiser.address,
            centre=centre,
            calendars=texts,
        )
    return _Ready(mail, own or sender, invitations)


# --- invitations ----------------------------------------------------------------------------------


def _invitations(message: Message) -> list[Invitation]:
    """Return what a mail tells the reader's calendar, from what the calendar was told before."""
    topic, _colon, number = message.topic.partition(":")
    if not message.invite or topic not in _calendars or message.person is None:
        return []
    with i18n.speaking(message.language):
        entries = _calendars[topic](number, message.person)
    known = {row.uid: row for row in _known(message)}
    if message.invite in {"UPDATE", "CANCEL"} and not known:
        return []
    found = [_invitation(message.invite, entry, known.get(entry.uid)) for entry in entries]
    return [each for each in found if each is not None]


def _invitation(act: str, entry: Entry, told: CalendarEntry | None) -> Invitation | None:
    """Return what is to be said of one slot, or None.

    SEQUENCE rises with the slot's own; who was taken out and comes again counts on alone.
    """
    stands = told is not None and told.method == "REQUEST"
    risen = max(entry.sequence - told.of_slot, 0) if told is not None else 0
    if act == "CANCEL" or entry.cancelled:
        return Invitation(entry, "CANCEL", told.sequence + max(risen, 1), told.tentative) if told and stands else None
    if entry.end <= clock.now():
        return None
    if told is None:
        return Invitation(entry, "REQUEST", entry.sequence, act == "OFFER")
    if act == "UPDATE" and stands and told.stamp == entry.stamp and not risen:
        return None
    tentative = act == "OFFER" or (act == "UPDATE" and told.tentative)
    return Invitation(entry, "REQUEST", told.sequence + (risen if stands else max(risen, 1)), tentative)


def _known(message: Message) -> list[CalendarEntry]:
    return list(db.session.scalars(queries.calendar_entries(message.person_id, message.topic)))


def _answers(message: Message) -> dict[str, str]:
    return {row.uid: row.answer for row in _known(message) if row.answer} if message.invite == "REQUEST" else {}


def _remember(message: Message, invitations: list[Invitation]) -> None:
    """Keep what the reader's calendar knows now, in the transaction that marks the mail as sent."""
    known = {row.uid: row for row in _known(message)} if invitations else {}
    for each in invitations:
        row = known.get(each.entry.uid)
        if row is None:
            row = CalendarEntry(person_id=message.person_id, topic=message.topic, uid=each.entry.uid)
            db.session.add(row)
        if each.cancels:
            row.answer = ""
        row.method, row.sequence, row.tentative = each.method, each.sequence, each.tentative
        row.stamp, row.of_slot = each.entry.stamp, each.entry.sequence
