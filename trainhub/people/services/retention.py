"""What is kept for a time only, and goes on the day it ends."""

from collections.abc import Callable
from datetime import timedelta

from ...kernel import clock
from ...kernel.db import db
from ...kernel.jobs import Running
from .. import queries

REQUESTS = timedelta(days=2 * 365)  # requests to be erased, after the decision: complaints come in that time
LOOKS = timedelta(days=3 * 365)  # who looked at what was told in confidence

Settle = Callable[[], None]
_settlers: list[Settle] = []


def before_purge(settle: Settle) -> Settle:
    """Let a feature bring the ends of what was told for it up to date, before what has ended goes."""
    if settle not in _settlers:
        _settlers.append(settle)
    return settle


def purge(running: Running) -> None:
    """The job: delete what has been kept as long as it may be."""
    for settle in _settlers:
        settle()
    db.session.flush()
    for row in db.session.scalars(queries.expired()).all():
        db.session.delete(row)
    running.checkpoint()
    db.session.execute(queries.decided_before(clock.now() - REQUESTS))
    db.session.execute(queries.looked_before(clock.now() - LOOKS))
