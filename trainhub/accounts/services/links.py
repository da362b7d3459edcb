"""Links sent by mail: to confirm an address or to set a new password. Single use, and only their hash is kept."""

import hashlib
import secrets
from datetime import timedelta

from ...kernel import clock, outbox, throttle
from ...kernel.db import db
from ...kernel.errors import NotFound
from .. import queries
from ..models import Account, AccountToken
from . import limits
from .accounts import check_password, put_password

HOURS = {"confirm": 48, "reset": 2, "claim": 14 * 24}
KINDS = {"confirm": "confirm_email", "reset": "reset_password"}
MAILS = 3  # to one address in a quarter of an hour: nobody's inbox is flooded through us


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_token(account: Account, purpose: str) -> tuple[AccountToken, str]:
    """Make a one-time secret; those before it stop working. Only its hash is kept."""
    now = clock.now()
    for old in db.session.scalars(queries.open_tokens(account.id, purpose)):
        old.used_at = now
    secret = secrets.token_urlsafe(32)
    token = AccountToken(
        account=account, purpose=purpose, hash=digest(secret), expires_at=now + timedelta(hours=HOURS[purpose])
    )
    db.session.add(token)
    db.session.flush()
    return token, secret


def send_link(account: Account, purpose: str) -> None:
    """Mail a new link to the account's address; those before it stop working."""
    token, secret = new_token(account, purpose)
    outbox.post(
        KINDS[purpose],
        account.person,
        key=f"{purpose}:{token.id}",
        secret=True,
        address=account.login,
        url=f"/{purpose}/{secret}",
        hours=HOURS[purpose],
    )


def ask_for_reset(login: str, address: str = "", most: int = limits.SIGN_UPS) -> None:
    """Mail a link for a new password, if there is such an account; whoever asks learns nothing.

    Raises Refused when too many were asked for from this network address.
    """
    limits.count_or_refuse(limits.of_links(address, most))
    account = db.session.scalar(queries.by_login(login))
    if account is not None and account.disabled_at is None and may_mail(account):
        send_link(account, "reset")


def ask_for_confirmation(login: str, address: str = "", most: int = limits.SIGN_UPS) -> None:
    """Mail the confirmation link again, if an account waits for it; whoever asks learns nothing.

    Raises Refused as above.
    """
    limits.count_or_refuse(limits.of_links(address, most))
    account = db.session.scalar(queries.by_login(login))
    if account is not None and account.state == "unconfirmed" and may_mail(account):
        send_link(account, "confirm")


def may_mail(account: Account) -> bool:
    """Say whether one more mail that a stranger can cause may go to an account, and count it."""
    key = f"mail:{account.id}"
    allowed = throttle.left(key, MAILS) > 0
    if allowed:
        throttle.count(key)
    return allowed


def find_token(secret: str, purpose: str, *, use: bool = False) -> AccountToken:
    """Return the token of a link; raises NotFound alike for a foreign, used or old one, or a closed account.

    `use` holds its row until the commit, so that two requests cannot both use it.
    """
    query = queries.token(digest(secret), purpose)
    token = db.session.scalar(query.with_for_update() if use else query)
    if token is None or token.used_at is not None or token.expires_at <= clock.now() or token.account.disabled_at:
        raise NotFound
    return token


def confirm(secret: str) -> Account:
    """Believe that the e-mail belongs to the account's person."""
    token = find_token(secret, "confirm", use=True)
    token.used_at = clock.now()
    token.account.confirmed_at = token.account.confirmed_at or token.used_at
    return token.account


def set_password(secret: str, password: str, *, address: str = "") -> Account:
    """Set a new password by the link; who holds it also reads the address's mail, so that is confirmed.

    The holder may sign in at once: the failed tries of anybody, and theirs from this network address, are forgiven.
    """
    token = find_token(secret, "reset", use=True)
    check_password(password, token.account.login)
    token.used_at = clock.now()
    put_password(token.account, password)
    for limit in limits.of_sign_in(address, token.account.login, 0)[:2]:
        throttle.forgive(limit.key)
    token.account.confirmed_at = token.account.confirmed_at or token.used_at
    return token.account
