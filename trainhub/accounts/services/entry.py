"""Sign-in: one answer for every failure, and a pause after too many."""

from dataclasses import dataclass
from typing import Literal

from ...kernel import throttle
from ...kernel.db import db
from .. import queries
from ..models import Account
from ..passwords import hash_password, matches, outdated
from . import limits

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
    limited = limits.of_sign_in(command.address, command.email, tries)
    left = limits.left(limited)
    if left == 0:
        return Entry(reason="pause")
    account = db.session.scalar(queries.by_login(command.email))
    if not matches(account.password_hash if account else None, command.password) or account is None:
        limits.count(limited)
        return Entry(reason="mismatch" if left > 1 else "pause", left=left - 1)
    for limit in limited[:2]:  # those of the e-mail; an address does not win tries by its own account
        throttle.forgive(limit.key)
    if account.state != "open":
        return Entry(reason="closed" if account.disabled_at else "unconfirmed")
    if account.password_hash and outdated(account.password_hash):
        account.password_hash = hash_password(command.password)
    return Entry(account)
