"""What the code square of a certificate says offline, sealed at issue."""

import hashlib
import secrets
from datetime import date

from ...kernel.db import db
from ...people.models import Centre
from .. import keys, payload, queries
from ..models import Certificate
from ..wording import PARTICIPATION
from .facts import Facts

LIST_STEP = 131_072  # places by which a status list grows: the least that W3C allows
STATUS_YEAR = 0  # the counter of a centre that counts places, not numbers of a year


def seal(certificate: Certificate) -> None:
    """Give a new certificate its place in the status list and its signed payload.

    Raises KeyMissing where the centre's key is not at hand: it is tried again later.
    """
    centre, stated = certificate.centre, certificate.facts
    keys.ensure([centre])
    signer = keys.current(centre, "code")
    certificate.status_index = _place(centre)
    certificate.payload = payload.sealed(
        _content(certificate, stated),
        (stated["name"], stated["second_name"] or stated["passport"]),
        certificate.code,
        signer.public,
        signer.sign,
    )


def _content(certificate: Certificate, stated: Facts) -> payload.Content:
    assert certificate.status_index is not None
    session = certificate.session
    closed = bool(stated["closed"])
    return payload.Content(
        kind=certificate.kind or PARTICIPATION,  # what the row will hold once it is written
        number=certificate.status_index,
        edition=bytes(4) if closed else hashlib.sha256(session.public_id.encode()).digest()[:4],
        hours=float(stated["hours"]),
        first_day=None if closed else date.fromisoformat(stated["first_day"]),
        last_day=None if closed else date.fromisoformat(stated["last_day"]),
        issued=certificate.issued_on,
        expires=certificate.expires_on,
        title="" if closed else payload.title_of(stated["titles"]),
    )


def _place(centre: Centre) -> int:
    """Return a free place of the centre's list, at random: neighbours would tell when a closed session was.

    The counter is held until the commit, so nobody else of the centre looks for one meanwhile.
    """
    given = db.session.scalar(queries.next_number(db.engine.dialect.name, centre.id, STATUS_YEAR)) or 0
    room = LIST_STEP * (1 + 2 * given // LIST_STEP)  # at least half of it is free
    while True:
        place = secrets.randbelow(room)
        if db.session.scalar(queries.place_taken(centre.id, place)) is None:
            return place
