"""Links to one's own place for people without an account: nothing is stored, the registration's name is signed."""

import hashlib
import hmac

from flask import current_app

from ...kernel.db import db
from ...kernel.errors import NotFound
from .. import queries
from ..models import Registration

MARK = 22  # characters of the signature: 110 bits


def place_token(registration: Registration) -> str:
    """Return what stands in the address of a registration's own page: `<public id>.<signature>`."""
    return f"{registration.public_id}.{_signature(registration.public_id)}"


def find_place(token: str) -> Registration:
    """Return the registration a link leads to; raises NotFound for any other text.

    The link lives as long as the registration has its person, not erased nor merged; what it opens is
    decided by the state.
    """
    public_id, _dot, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(public_id).encode()):
        raise NotFound
    registration = db.session.scalars(queries.by_public_id(public_id)).unique().one_or_none()
    person = registration.person if registration is not None else None
    if registration is None or person is None or person.erased_at or person.merged_into_id:
        raise NotFound
    return registration


def _signature(public_id: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.new(key, f"place:{public_id}".encode(), hashlib.sha256).digest()
    return "".join(_ALPHABET[byte % 32] for byte in made[:MARK])


_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # nothing that is read wrongly from paper
