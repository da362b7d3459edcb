"""The status list of a centre: which certificates were revoked, as bits and as a small signed file."""

from datetime import datetime

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...people import queries as people
from ...people.models import Centre
from .. import keys, queries, statuslist
from .seal import LIST_STEP


def revoked(centre: Centre) -> list[int]:
    """Return the places of the certificates that a centre revoked."""
    return list(db.session.scalars(queries.revoked_places(centre.id)))


def bits(centre: Centre) -> tuple[bytes, datetime]:
    """Return one bit a place, 1 for revoked, and as of when; place 0 is the first bit of the first byte (W3C)."""
    last = db.session.scalar(queries.last_place(centre.id)) or 0
    held = bytearray(LIST_STEP * (1 + last // LIST_STEP) // 8)
    for place in revoked(centre):
        held[place // 8] |= 0x80 >> place % 8
    return bytes(held), clock.now()


def signed(centre: Centre) -> str:
    """Return the list as a small signed text, as of now. Raises NotFound for a centre that has no key yet."""
    signer = keys.standing(centre, "code")
    if signer is None:
        raise NotFound
    return statuslist.write(signer.key_id, clock.now(), revoked(centre), signer.sign)


def find_centre(slug: str) -> Centre:
    """Return a centre; raises NotFound."""
    found = db.session.scalar(people.centre(slug))
    if found is None:
        raise NotFound
    return found
