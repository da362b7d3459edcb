"""Mails that come to a reply address: the address says who it is and about what; the From line proves nothing."""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from typing import cast

from icalendar import Calendar

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from .. import queries
from ..itip import ANSWERS
from ..models import FORWARDED, RECEIVED, CalendarEntry, Message, ReceivedMail, ReplyAddress
from ..smtp import one_line
from . import replies
from .posting import centre_of, post

LARGEST = 10 << 20  # bytes of one mail
LONGEST = 20_000  # characters that are kept of a text
RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_ID = re.compile(r"<([a-z0-9]{12})@")


def receive(raw: bytes, to: str = "") -> ReceivedMail:
    """Take one mail in and do what it says; `to` is the address it came to, if the mail server tells.

    The same mail is taken once. Raises Invalid where no reply address of ours is among its recipients.
    """
    if len(raw) > LARGEST:
        raise Invalid(_("This mail is too large."))
    mail = message_from_bytes(raw, policy=policy.default)
    found = _reply_address(mail, to)
    if found is None:
        raise Invalid(_("This mail came to no reply address of ours. Nothing was kept of it."))
    mark = hashlib.sha256(raw).hexdigest()
    known = db.session.scalar(queries.received_as(mark))
    return known or _take(mail, found, mark)


def _reply_address(mail: EmailMessage, to: str) -> ReplyAddress | None:
    """Return whose reply address a mail came to."""
    named = [to] if to else [str(value) for name in RECIPIENT_HEADERS for value in mail.get_all(name, [])]
    for _name, address in getaddresses(named):
        if token := replies.token_of(address):
            return db.session.scalar(queries.by_token(token))
    return None


def _take(mail: EmailMessage, whose: ReplyAddress, mark: str) -> ReceivedMail:
    latest = db.session.scalar(queries.latest_to(whose.person_id, whose.topic))
    kept = ReceivedMail(
        mark=mark,
        person=whose.person,
        centre_id=latest.centre_id if latest else None,
        topic=whose.topic,
        kind=_kind(mail),
        subject=one_line(str(mail.get("Subject", "")))[:300],
        body="",
        outcome="",
        open=False,
    )
    with i18n.speaking(i18n.languages()[0]):
        _act(mail, whose, kept, latest)
    db.session.add(kept)
    db.session.flush()
    return kept


def _kind(mail: EmailMessage) -> str:
    if next(_answers(mail), None) is not None:
        return "calendar"
    if mail.get_content_type() == "multipart/report" and mail.get_param("report-type") == "delivery-status":
        return "bounce"
    automatic = str(mail.get("Auto-Submitted", "no")).partition(";")[0].strip().lower() != "no"
    bulk = str(mail.get("Precedence", "")).lower() in {"bulk", "list", "junk", "auto_reply"}
    nobody = str(mail.get("Return-Path", "")).strip() == "<>"
    return "auto" if automatic or bulk or nobody or "X-Autoreply" in mail else "reply"


def _act(mail: EmailMessage, whose: ReplyAddress, kept: ReceivedMail, latest: Message | None) -> None:
    if kept.kind == "bounce":
        _bounce(mail, whose, kept, latest)
    elif kept.kind == "calendar":
        _calendar(mail, whose, kept)
    else:
        kept.body = _text(mail)
        kept.open = kept.kind == "reply"
        if kept.kind == "reply":  # what a program wrote is kept, and never passed on: two programs could go on for ever
            _forward(kept)
    kept.outcome = kept.outcome[:300]


# --- calendars ------------------------------------------------------------------------------------


def _answers(mail: EmailMessage) -> Iterator[tuple[str, str]]:
    """Yield UID and answer of every slot that a METHOD:REPLY in a mail speaks of."""
    for part in mail.walk():
        if part.get_content_type() != "text/calendar":
            continue
        try:
            content = part.get_payload(decode=True)
            calendar = Calendar.from_ical(content if isinstance(content, bytes) else b"")
        except ValueError:
            continue
        if str(calendar.get("METHOD", "")).upper() == "REPLY":
            yield from _events(calendar)


def _events(calendar: Calendar) -> Iterator[tuple[str, str]]:
    for event in calendar.walk("VEVENT"):
        attendees = event.get("ATTENDEE", [])
        for attendee in attendees if isinstance(attendees, list) else [attendees]:
            says = str(attendee.params.get("PARTSTAT", "")).upper()
            if says in ANSWERS:
                yield str(event.get("UID", "")), says
                break


def _calendar(mail: EmailMessage, whose: ReplyAddress, kept: ReceivedMail) -> None:
    """Note what a calendar answered, and let the topic's feature do what follows."""
    rows = list(db.session.scalars(queries.calendar_entries(whose.person_id, whose.topic)))
    said = {uid: says for uid, says in _answers(mail) if uid in {row.uid for row in rows}}
    if not said:
        kept.outcome, kept.open = _("The answer is about no slot that this person was invited to."), True
        return
    for row in rows:
        if row.uid in said:
            row.answer, row.answered_at = said[row.uid], clock.now()
    says = next(iter(said.values()))
    answer = replies.Answer(says, tuple(said), all_declined=_all_declined(rows))
    done = replies.act(whose.topic, whose.person, answer)
    kept.outcome, kept.open = (done.sentence, done.open) if done else (_("Noted."), True)


def _all_declined(rows: list[CalendarEntry]) -> bool:
    return all(row.answer == "DECLINED" for row in rows if row.method == "REQUEST")


# --- bounces --------------------------------------------------------------------------------------


def _bounce(mail: EmailMessage, whose: ReplyAddress, kept: ReceivedMail, latest: Message | None) -> None:
    """Mark the mail that came back; one that is only late is not marked."""
    failed, reason = _report(mail)
    kept.outcome = reason or _("A mail server reported, without saying why.")
    if not failed:
        return
    message = _sent_back(mail, whose) or latest
    kept.open = True
    if message is not None:
        message.bounced_at, message.bounce = clock.now(), reason[:500]


def _report(mail: EmailMessage) -> tuple[bool, str]:
    """Return whether delivery failed for good, and what the mail server said."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = cast("list[EmailMessage]", part.get_payload())  # so the standard library parses this type
            for block in blocks if isinstance(blocks, list) else []:
                action = str(block.get("Action", "")).strip().lower()
                if action:
                    said = str(block.get("Diagnostic-Code", "") or block.get("Status", ""))
                    return action == "failed", one_line(said)
    return False, ""


def _sent_back(mail: EmailMessage, whose: ReplyAddress) -> Message | None:
    """Return the mail whose head a report quotes, if it went to the person of this address."""
    for part in mail.walk():
        quoted = part.get_content_type() in {"text/rfc822-headers", "message/rfc822"}
        text = part.as_string() if quoted else ""
        for line in text.splitlines():
            if line.lower().startswith("message-id:") and (match := _ID.search(line)):
                return db.session.scalar(queries.sent_as(match[1], whose.person_id))
    return None


# --- people ---------------------------------------------------------------------------------------


def _text(mail: EmailMessage) -> str:
    """Return the words of a mail as plain text, at most so many."""
    part = mail.get_body(("plain", "html"))
    try:
        text = str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, KeyError):  # an encoding nobody knows
        text = ""
    if part is not None and part.get_content_subtype() == "html":
        text = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", text, flags=re.S | re.I)
    return "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable()).strip()[:LONGEST]


def _forward(kept: ReceivedMail) -> None:
    """Pass what a person wrote on to the centre's own mailbox."""
    centre = centre_of(kept.centre_id)
    if centre is None or not centre.email or replies.token_of(centre.email):
        kept.outcome = str(RECEIVED["reply"])
        return
    db.session.flush()
    post(
        FORWARDED,
        kept.person,
        key=f"{FORWARDED}:{kept.mark}",
        centre_id=centre.id,
        address=centre.email,
        said=kept.body,
        about=kept.subject,
        reader=kept.person.display,
        writes_from=kept.person.email or "",
    )
    kept.outcome = _("Passed on to %(address)s.", address=centre.email)
