"""Queue a mail in the transaction of its fact, in its reader's language, in the centre's own words if it has some."""

import re
from datetime import timedelta
from typing import Any

from flask import current_app

from ...kernel import clock, i18n, jobs
from ...kernel.db import db
from ...people import queries as people
from ...people.models import Centre, Person
from .. import kinds, queries, wording
from ..models import Message
from ..smtp import one_line

JOB = "messages.send"
LONGEST = timedelta(hours=1)  # that a mail waits for further changes to join it
_KIND = re.compile(r"[a-z][a-z0-9_]*")


def post(
    kind: str,
    person: Person,
    *,
    key: str,
    centre_id: int | None = None,
    secret: bool = False,
    address: str = "",
    topic: str = "",
    check: str = "",
    invite: str = "",
    hold: timedelta = timedelta(),
    data: dict[str, Any] | None = None,
    instead: Message | None = None,
    **context: Any,
) -> Message | None:
    """Queue a mail in the person's language, in the present transaction; return it, or None if none is due.

    `key` names the fact: the same fact is told once (at most 120 characters). `secret` says that the text
    carries a link only its reader may have. `address` is where it goes if not to the person's e-mail.
    `topic` ("session:<public id>") threads mails; `check` ("name:argument") is asked again before it goes, see
    `register_check`; `invite` is what it does to the reader's calendar of that topic (OFFER, REQUEST, UPDATE, CANCEL).
    `hold` gives later changes time to join it: `instead` is the unsent mail this one replaces (see `unsent`).
    `context` is what templates/messages/<kind>.txt asks for; a value named `url` or `…_url` may be a path.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} is no kind of mail")
    where = one_line(address or person.email or "")
    if not where or person.erased_at is not None:
        return None
    with i18n.speaking(person.language):
        found = _worded(kind, key, person=person, centre=centre_of(centre_id), **context)
    if found is None:
        return None
    mode, words, said = found
    if said is not None and not secret:
        data = {**(data or {}), "values": said}
    values: dict[str, Any] = {"key": key, "kind": kind, "centre_id": centre_id, "address": where, **words}
    values |= {"secret": secret, "topic": topic, "check": check, "invite": invite, "data": data}
    values["send_at"] = clock.now() + hold
    if instead is not None and _replaced(instead, values):
        return instead
    return _queued(Message(person=person, state="held" if mode == "hold" and not secret else "queued", **values))


def _worded(kind: str, key: str, **context: Any) -> tuple[str | None, dict[str, str], dict[str, str] | None] | None:
    """Return the rule, the words and what their placeholders stand for, in the language being spoken; None: not due."""
    spoken = i18n.language()
    known, mode, subject, body = db.session.execute(queries.before_posting(key, kind, spoken)).one()
    if known or mode == "off":
        return None
    subject, body = render(kind, None if subject is None else (subject, body), **context)
    said = _values(kind, **context) if kinds.find(kind).editable else None
    return mode, {"language": spoken, "subject": subject, "body": body}, said


def _queued(message: Message) -> Message:
    db.session.add(message)
    db.session.flush()
    jobs.enqueue(JOB, unless_queued=True)
    return message


def _replaced(message: Message, values: dict[str, Any]) -> bool:
    """Write a mail that nobody has tried to send over with a later one; say whether that was still possible.

    Changes that follow each other put it off, but not for ever.
    """
    values["send_at"] = min(values["send_at"], message.created_at + LONGEST)
    done = db.session.execute(queries.change_unsent(message, values)).rowcount  # type: ignore[attr-defined]
    db.session.refresh(message)
    return bool(done)


def unsent(kind: str, topic: str) -> dict[int, Message]:
    """Return the mails of a kind about a topic that nobody has tried to send yet, by person."""
    return {mail.person_id: mail for mail in db.session.scalars(queries.unsent(kind, topic)) if mail.person_id}


def withdraw(prefix: str) -> None:
    """Take back the mails that wait and whose key begins so: what they say is no longer true."""
    db.session.execute(queries.withdraw(prefix))


def _values(kind: str, **context: Any) -> dict[str, str]:
    """Return what the placeholders of a mail stood for: staff see their own wording with it."""
    said = wording.values(_with_links(context))
    return {name: said[name] for name in kinds.find(kind).places if name in said}


def _with_links(context: dict[str, Any]) -> dict[str, Any]:
    links = {name: absolute(value) for name, value in context.items() if name == "url" or name.endswith("_url")}
    return {"session": None, "url": "", **context, **links}


def render(kind: str, own: tuple[str, str] | None = None, **context: Any) -> tuple[str, str]:
    """Return subject and text of a mail in the language being spoken; `own` is the centre's wording of both."""
    known = _with_links(context)
    if own is not None:
        said = wording.values(known)
        first, rest = (wording.filled(text, said) for text in own)
    else:
        template = current_app.jinja_env.get_template(f"messages/{kind}.txt")
        first, rest = wording.parted(template.render(known).strip())
    body = re.sub(r"\n{3,}", "\n\n", rest).strip()
    return one_line(first)[:300], f"{body}\n"


def absolute(path: str) -> str:
    """Return a path of this site as an address that works in a mail."""
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    return f"{base}{path}" if path.startswith("/") else path


def centre_of(centre_id: int | None) -> Centre | None:
    """Return the centre a mail speaks for: its own, else the one that names the installation."""
    if centre_id is not None:
        return db.session.get(Centre, centre_id)
    return db.session.scalar(people.centres().limit(1))
