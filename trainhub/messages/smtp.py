"""Mails on the wire: one connection for a batch, one recipient for a mail, no header from outside."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from ..kernel import clock
from ..kernel.errors import ConfigError
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

    def send(self, mail: EmailMessage) -> None:
        """Hand one mail over; raises OSError (smtplib's errors are such)."""
        try:
            self._line = self._line or self._connect()
            self._line.send_message(mail)
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


def compose(message: Message, *, sender: str, sender_name: str, reply_to: str) -> EmailMessage:
    """Return a mail ready for the wire; raises ValueError for an address that is none.

    The Message-ID follows from the row: a mail that was sent twice after a crash is known as the same.
    """
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _address(sender_name, sender)
    mail["Reply-To"] = _address("", reply_to)
    mail["To"] = _address(message.person.display if message.person else "", message.address)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = clock.now()
    mail["Message-ID"] = f"<{message.public_id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body, charset="utf-8")
    mail["Content-Language"] = message.language  # after the content, which clears all its headers
    return mail


def _address(name: str, spec: str) -> Address:
    try:
        return Address(one_line(name), addr_spec=spec)
    except (MessageError, IndexError) as error:  # the library's words for an address it cannot read
        raise ValueError(f"{spec!r} is no e-mail address") from error


def one_line(text: str) -> str:
    """Return a text without anything that could end a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
