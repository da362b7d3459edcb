"""Certificates that end: their holders are told in time, once, and staff see how many there are."""

from datetime import date

from sqlalchemy import Select

from ...kernel import clock, jobs
from ...kernel.db import db
from ...kernel.types import Texts
from .. import queries
from . import mails


def remind(running: jobs.Running) -> None:
    """The daily job: tell holders whose certificate ends soon and who have no later one of its kind."""
    waiting = db.session.scalars(queries.to_remind(clock.today())).all()
    for done, certificate in enumerate(waiting):
        mails.expiring(certificate)
        running.checkpoint(done + 1, len(waiting))


def ending(centres: set[int] | None) -> Select[str, Texts, int, date | None]:
    """Return what selects the kinds of which certificates of these centres end soon, with how many."""
    return queries.ending(centres, clock.today())
