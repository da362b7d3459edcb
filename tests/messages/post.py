"""A mail server of the tests' own, and what its mails say."""

import asyncio
import email
import email.policy
import socket

from sqlalchemy import select

from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.messages import services
from trainhub.messages.models import Message


class Postman:
    """Takes every mail, except to addresses that begin with `nobody`; `slow` is how long it thinks over each."""

    def __init__(self, slow=0.0):
        self.taken, self.slow = [], slow

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        await asyncio.sleep(self.slow)
        return "250 OK"

    @property
    def mails(self):
        return [email.message_from_bytes(content, policy=email.policy.default) for _, _, content in self.taken]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def words(mail):
    """Return the plain text of a mail."""
    return mail.get_body(("plain",)).get_content()


def invitations(mail):
    """Return the calendars of a mail with the METHOD its header names."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return [(part.get_param("method"), part.get_content()) for part in parts]


class Now:
    """Stands for a running job where a test keeps its own session."""

    def checkpoint(self, *_progress):
        db.session.commit()


def send_now():
    """Send what is due in the test's own session."""
    db.session.flush()
    services.send_due(Now())
    return {mail.key: mail for mail in db.session.scalars(select(Message))}


def deliver():
    """Let the job run as the worker would, now."""
    jobs.enqueue(services.JOB, unless_queued=True)
    work.commit()
    jobs.drain()
    return {mail.key: mail for mail in db.session.scalars(select(Message))}
