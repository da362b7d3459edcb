"""Sign-in: one answer for every failure, and a pause after too many."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from ...kernel import throttle
from ...kernel.db import db
from .. import queries
from ..models import Account
from ..passwords import hash_password, matches, outdated

Reason = Literal["", "mismatch", "pause", "unconfirmed", "closed"]


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody typed, and the network address it came from."""

    email: str
    password: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The account that was let in, or why none was; `left` counts the tries before the pause."""

    account: Account | None = None
    reason: Reason = ""
    left: int = 0


def sign_in(command: SignIn, *, tries: int) -> Entry:
    """Check an e-mail and a password; the caller commits either way, so that the try is counted.

    Only who knows the password learns that an account is closed or its e-mail unconfirmed.
    """
    key = _key(command)
    left = throttle.left(key, tries)
    if left == 0:
        return Entry(reason="pause")
    account = db.session.scalar(queries.by_login(command.email))
    if not matches(account.password_hash if account else None, command.password) or account is None:
        throttle.count(key)
        return Entry(reason="mismatch" if left > 1 else "pause", left=left - 1)
    throttle.forgive(key)
    if account.state != "open":
        return Entry(reason="closed" if account.disabled_at else "unconfirmed")
    if account.password_hash and outdated(account.password_hash):
        account.password_hash = hash_password(command.password)
    return Entry(account)


def _key(command: SignIn) -> str:
    """Return what the tries are counted under: the e-mail as it is compared, of any length."""
    typed = f"{command.address} {command.email.strip().lower()}"
    return f"sign-in:{hashlib.sha256(typed.encode()).hexdigest()}"
