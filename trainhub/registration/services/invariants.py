"""What must always be true of seats, quotas, waiting lists and offers; `trainhub audit` asks."""

from collections.abc import Iterator
from datetime import timedelta

from ...kernel import clock, files
from ...kernel.db import db
from ...kernel.invariants import Invariant
from ..queries import invariants as queries
from .steps import has_begun
from .terms import terms
from .waiting import next_in_line

PATIENCE = timedelta(hours=1)  # how long a free seat or a late offer may wait for the clock


def _seats() -> Iterator[str]:
    for row in db.session.execute(queries.wrong_seats()):
        yield f"{row.slug}: {row.taken} seats are counted as taken, {row.held} registrations hold one"


def _quotas() -> Iterator[str]:
    for row in db.session.execute(queries.wrong_quotas()):
        yield f"{row.slug}: quota {row.dimension} {row.value} counts {row.taken} taken, {row.held} places are held"
    for row in db.session.execute(queries.places_of_nobody()):
        yield f"{row.slug}: registration {row.public_id} holds a place of a quota without a seat in its session"


def _waiting() -> Iterator[str]:
    """Yield sessions in which somebody waits in vain: a seat is free that the rule gives them."""
    for session in db.session.scalars(queries.with_waiting(clock.now())):
        first = None if has_begun(session) else next_in_line(session, terms(session))
        if first is not None:
            yield f"{session.slug}: registration {first.public_id} waits though a seat is free for it"


def _offers() -> Iterator[str]:
    for row in db.session.execute(queries.endless_offers(clock.now() - PATIENCE)):
        end = "has no end" if row.offered_until is None else f"ended {row.offered_until:%Y-%m-%d %H:%M} UTC"
        yield f"{row.slug}: the offer to registration {row.public_id} {end}"


def _orphans() -> Iterator[str]:
    for row in db.session.execute(queries.orphans()):
        yield f"{row.slug}: registration {row.public_id} has no person or no facts"
    for row in db.session.execute(queries.document_files()):
        if not files.place_of(row.sha256).exists():
            yield f"the file of document {row.public_id} is missing"


INVARIANTS = (
    Invariant("seats", _seats),
    Invariant("quotas", _quotas),
    Invariant("waiting lists", _waiting),
    Invariant("offers", _offers),
    Invariant("registrations", _orphans),
)
