"""Queue mails with their fact, send them, send them again."""

import logging
import re
from datetime import timedelta
from typing import Any

from flask import current_app

from ..kernel import clock, i18n, jobs
from ..kernel.db import db
from ..kernel.errors import NotFound, Refused
from ..kernel.i18n import gettext as _
from ..people import queries as people
from ..people.models import Centre, Person
from ..web.access import Viewer
from . import policies, queries
from .models import Message
from .smtp import Carrier, Server, compose, one_line

log = logging.getLogger(__name__)

JOB = "messages.send"
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))  # after each failed try but the last
TRIES = len(PAUSES) + 1
BATCH = 500
_KIND = re.compile(r"[a-z][a-z0-9_]*")


def post(
    kind: str,
    person: Person,
    *,
    key: str,
    centre_id: int | None = None,
    secret: bool = False,
    address: str = "",
    **context: Any,
) -> Message | None:
    """Queue a mail in the person's language, in the present transaction; return it, or None if none is due.

    `key` names the fact: the same fact is told once (at most 120 characters). `secret` says that the text
    carries a link only its reader may have. `address` is where it goes if not to the person's e-mail.
    `context` is what templates/messages/<kind>.txt asks for; a value named `url` or `…_url` may be a path.
    """
    where = one_line(address or person.email or "")
    if not where or person.erased_at is not None or db.session.scalar(queries.by_key(key)) is not None:
        return None
    centre = _centre(centre_id)
    with i18n.speaking(person.language):
        subject, body = render(kind, person=person, centre=centre, **context)
        spoken = i18n.language()
    message = Message(
        key=key,
        kind=kind,
        person=person,
        centre_id=centre_id,
        address=where,
        language=spoken,
        subject=subject,
        body=body,
        secret=secret,
    )
    db.session.add(message)
    db.session.flush()
    jobs.enqueue(JOB, unless_queued=True)
    return message


def withdraw(prefix: str) -> None:
    """Take back the mails that wait and whose key begins so: what they say is no longer true."""
    db.session.execute(queries.withdraw(prefix))


def render(kind: str, **context: Any) -> tuple[str, str]:
    """Return subject and text of a mail in the language being spoken."""
    if not _KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} is no kind of mail")
    links = {name: absolute(value) for name, value in context.items() if name == "url" or name.endswith("_url")}
    template = current_app.jinja_env.get_template(f"messages/{kind}.txt")
    first, _newline, rest = template.render({"session": None, "url": "", **context, **links}).strip().partition("\n")
    body = re.sub(r"\n{3,}", "\n\n", rest).strip()
    return one_line(first)[:300], f"{body}\n"


def absolute(path: str) -> str:
    """Return a path of this site as an address that works in a mail."""
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    return f"{base}{path}" if path.startswith("/") else path


def _centre(centre_id: int | None) -> Centre | None:
    """Return the centre a mail speaks for: its own, else the one that names the installation."""
    if centre_id is not None:
        return db.session.get(Centre, centre_id)
    return db.session.scalar(people.centres().limit(1))


# --- sending --------------------------------------------------------------------------------------


def send_due(running: jobs.Running) -> None:
    """Send what waits; without a mail server everything stays in the outbox."""
    url = str(current_app.config["MAIL_URL"])
    if not url:
        return
    with Carrier(Server.read(url)) as carrier:
        for message in db.session.scalars(queries.due(clock.now(), BATCH)).all():
            _send(message, carrier, running)


def _send(message: Message, carrier: Carrier, running: jobs.Running) -> None:
    """Try once. The try is counted before it is made, so that no other worker makes it too."""
    pause = PAUSES[min(message.tries, len(PAUSES) - 1)]
    claimed = db.session.execute(queries.claim(message, clock.now() + pause))
    running.checkpoint()
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return
    try:
        carrier.send(_compose(message))
    except (OSError, ValueError) as error:
        log.warning("mail not delivered", extra={"kind": message.kind, "tries": message.tries})
        message.error = f"{type(error).__name__}: {error}"[:2000]
        message.state = "failed" if message.tries >= TRIES else "queued"
    else:
        message.state, message.sent_at, message.error = "sent", clock.now(), None
        message.body = "" if message.secret else message.body
    running.checkpoint()


def _compose(message: Message) -> Any:
    sender = str(current_app.config["MAIL_FROM"])
    centre = message.centre or _centre(None)
    name = centre.title.text(message.language) if centre else ""
    reply_to = centre.email if centre and centre.email else sender
    return compose(message, sender=sender, sender_name=name, reply_to=reply_to)


# --- for the office -------------------------------------------------------------------------------


def find(public_id: str, who: Viewer) -> Message:
    """Return a mail; raises NotFound where there is none, or none this person may know of."""
    message = db.session.scalar(queries.by_public_id(public_id))
    if message is None or not policies.may_see(who, message):
        raise NotFound
    return message


def send_again(message: Message) -> None:
    """Try a mail that was given up once more, from the beginning."""
    if message.state != "failed":
        raise Refused(_("Only a mail that was not delivered can be sent again."))
    message.state, message.tries, message.send_at, message.error = "queued", 0, clock.now(), None
    jobs.enqueue(JOB, unless_queued=True)
