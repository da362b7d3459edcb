"""Mails on the wire: one connection for a batch, one recipient for a mail, no header from outside."""

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from ..kernel import clock
from ..kernel.errors import ConfigError
from ..people.models import Centre
from . import html
from .itip import Party
from .models import Message

TIMEOUT_SECONDS = 30
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails are handed over, as TRAINHUB_MAIL_URL says."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = ""

    @classmethod
    def read(cls, url: str) -> "Server":
        """Read smtp://user:password@host:port or smtps://…; raises ConfigError."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ConfigError("TRAINHUB_MAIL_URL must look like smtp://user:password@host:port or smtps://…")
        tls = parts.scheme == "smtps"
        return cls(
            parts.hostname,
            parts.port or (465 if tls else 25),
            tls,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )


class Carrier:
    """Sends mails over one connection, made when the first is sent and again after a failure."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, mail: EmailMessage, envelope: str) -> None:
        """Hand one mail over; failures of its delivery go to `envelope`. Raises OSError (smtplib's errors are such)."""
        try:
            self._line = self._line or self._connect()
            self._line.send_message(mail, from_addr=envelope)
        except (OSError, ValueError):
            self._hang_up()
            raise

    def _connect(self) -> smtplib.SMTP:
        server, trust = self._server, ssl.create_default_context()
        if server.tls:
            line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=trust)
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            self._greet(line, trust)
        except OSError:
            line.close()
            raise
        return line

    def _greet(self, line: smtplib.SMTP, trust: ssl.SSLContext) -> None:
        line.ehlo()
        safe = self._server.tls or self._server.host in LOOPBACK
        if not self._server.tls and line.has_extn("starttls"):
            line.starttls(context=trust)
            line.ehlo()
            safe = True
        if self._server.user:
            if not safe:
                raise smtplib.SMTPException("the mail server offers no encryption; the password was not sent")
            line.login(self._server.user, self._server.password)

    def _hang_up(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.quit()
            self._line.close()
            self._line = None


def compose(
    message: Message,
    *,
    sender: Party,
    reader: Party,
    reply_to: str,
    centre: Centre | None,
    calendars: Sequence[tuple[str, str]] = (),
) -> EmailMessage:
    """Return a mail ready for the wire, in the language being spoken; raises ValueError for an address that is none.

    The Message-ID follows from the row: a mail that was sent twice after a crash is known as the same. `calendars`
    are pairs of METHOD and text: one object holds one slot, so each is a part of its own.
    """
    mail = EmailMessage(policy=POLICY)
    mail.set_content(message.body, charset="utf-8")
    mail.add_alternative(html.page(message, centre), subtype="html", charset="utf-8")
    for number, (method, text) in enumerate(calendars, 1):
        _add_calendar(mail, number, method, text)
    _head(mail, message, sender, reader, reply_to)
    return mail


def _head(mail: EmailMessage, message: Message, sender: Party, reader: Party, reply_to: str) -> None:
    domain = sender.address.rpartition("@")[2]
    mail["From"] = _address(sender.name, sender.address)
    mail["Reply-To"] = _address("", reply_to)
    mail["To"] = _address(reader.name, reader.address)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = clock.now()
    mail["Message-ID"] = f"<{message.public_id}@{domain}>"
    if message.topic:  # all mails to one reader about one training are one thread, and one list to sort by
        name = message.topic.replace(":", "-")
        mail["References"] = mail["In-Reply-To"] = f"<{name}@{domain}>"
        mail["List-Id"] = f"<{name}.{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language


def _add_calendar(mail: EmailMessage, number: int, method: str, text: str) -> None:
    """Add one invitation: the first beside the text, where mail programs look for one, the others behind it."""
    name = f"slot-{number}.ics"
    values: dict[str, Any] = {"subtype": "calendar", "charset": "utf-8", "params": {"method": method, "name": name}}
    if number == 1:
        mail.add_alternative(text, **values)
    else:
        mail.add_attachment(text, filename=name, **values)


def _address(name: str, spec: str) -> Address:
    try:
        return Address(one_line(name), addr_spec=spec)
    except (MessageError, IndexError) as error:  # the library's words for an address it cannot read
        raise ValueError(f"{spec!r} is no e-mail address") from error


def one_line(text: str) -> str:
    """Return a text without anything that could end a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
