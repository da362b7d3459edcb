"""What staff do with mails that wait: hold, change, send, drop; and with those nobody took."""

from collections.abc import Collection
from typing import Any

from ...kernel import clock, jobs
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...web.access import Viewer
from .. import policies, queries
from ..models import MODES, MailRule, Message
from ..smtp import one_line
from . import checks
from .posting import JOB


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


def hold(message: Message) -> None:
    """Keep a mail that waits until somebody releases it."""
    if message.secret:
        raise Refused(_("A mail with a link for its reader alone cannot be held."))
    _change(message, state="held")


def release(message: Message) -> None:
    """Let a mail that waits go now."""
    _change(message, state="queued", send_at=clock.now())
    jobs.enqueue(JOB, unless_queued=True)


def release_all(messages: Collection[Message]) -> int:
    """Let all held ones of these go; return how many they are."""
    held = [message for message in messages if message.state == "held"]
    for message in held:
        release(message)
    return len(held)


def edit(message: Message, *, subject: str, body: str, by: Actor) -> None:
    """Change the words of a mail that waits. Raises Invalid where they are missing, Refused once it is on its way."""
    if message.secret:
        raise Refused(_("This mail carries a link that only its reader may have."))
    subject, body = one_line(subject)[:300], body.replace("\r\n", "\n").strip()
    wrong = {}
    if not subject:
        wrong["subject"] = _("A mail needs a subject.")
    if not body:
        wrong["body"] = _("A mail needs a text.")
    if wrong:
        raise Invalid(wrong)
    _change(message, subject=subject, body=f"{body}\n", edited_at=clock.now(), edited_by=by.account_id)


def drop(message: Message, *, reason: str = "") -> None:
    """Never send a mail that waits."""
    _change(message, state="dropped", dropped_because=reason[:300] or _("Dropped by staff."))


def drop_untrue(topic: str) -> int:
    """Drop the mails about a topic that nobody has read and that are not true any more; return how many."""
    dropped = 0
    for message in db.session.scalars(queries.about(topic)).all():
        reason = checks.why_dropped(message) if checks.known(message) else ""
        if reason:
            values = {"state": "dropped", "dropped_because": reason[:300]}
            dropped += db.session.execute(queries.change_unsent(message, values)).rowcount  # type: ignore[attr-defined]
            db.session.expire(message)
    return dropped


def _change(message: Message, **values: Any) -> None:
    """Change a mail nobody has tried to send; whoever sends at this moment is not disturbed."""
    done = db.session.execute(queries.change_unsent(message, values)).rowcount  # type: ignore[attr-defined]
    db.session.refresh(message)
    if not done:
        raise Refused(_("This mail does not wait any more. Look at its state."))


def change_mode(kind: str, mode: str) -> None:
    """Say whether mails of a kind go at once, wait for a release, or are not sent."""
    if mode not in MODES:
        raise Invalid(_("Choose one of the list."))
    row = db.session.scalar(queries.rule(kind))
    if row is None:
        db.session.add(MailRule(kind=kind, mode=mode))
    else:
        row.mode = mode
    db.session.flush()
