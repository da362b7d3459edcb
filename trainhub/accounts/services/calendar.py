"""The secret in the address of a person's own calendar: kept as its hash, replaced or taken back at will."""

import secrets

from ...kernel.db import db
from .. import queries
from ..models import Account
from .links import digest


def make_calendar_token(account: Account) -> str:
    """Return a new secret; the one before stops working."""
    secret = secrets.token_urlsafe(32)
    account.calendar_hash = digest(secret)
    return secret


def drop_calendar_token(account: Account) -> None:
    """Let the present secret stop working."""
    account.calendar_hash = None


def account_of_calendar_token(token: str) -> Account | None:
    """Return the open account a calendar's secret belongs to."""
    return db.session.scalar(queries.by_calendar_hash(digest(token)))
