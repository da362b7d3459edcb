"""What planning leaves behind: kept as long as somebody could use it, then deleted, for it names people and illness."""

from datetime import timedelta

from ...kernel import clock
from ...kernel.db import db
from ...kernel.jobs import Running
from .. import queries

MOVES = timedelta(days=30)  # acts on the board that could still be undone
SEARCHES = timedelta(days=90)  # what nobody took over
TAKEN = timedelta(days=730)  # what was: a year's plan, and the year in which it is reported on


def purge(running: Running) -> None:
    """The daily job: delete old searches with what they proposed and why, and acts on the board."""
    now = clock.now()
    db.session.execute(queries.drop_moves(now - MOVES))
    db.session.execute(queries.drop_runs(now - SEARCHES, now - TAKEN))
    running.checkpoint()
