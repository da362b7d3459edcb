"""The waiting list: who comes next, and offers that run out."""

from ...kernel import clock
from ...kernel.db import db
from ...kernel.jobs import Running
from ...kernel.work import Actor
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Registration
from ..policies import Mover
from .steps import has_begun, lock, step
from .telling import rule as rule

PROGRAM = Actor()


def promote(session: TrainingSession) -> int:
    """Offer every free seat to whoever waits longest; return how many were offered. Doing it twice does no harm."""
    lock(session)
    if session.state != "published" or has_begun(session):
        return 0
    offered = 0
    while session.free > 0:
        first = db.session.scalar(queries.first_waiting(session.id))
        if first is None:
            break
        step(first, "offered", Mover.PROGRAM, by=PROGRAM)
        offered += 1
    return offered


def end_late_offers(session: TrainingSession) -> int:
    """Take back the offers nobody answered in time; return how many."""
    lock(session)
    late = db.session.scalars(queries.late_offers(session.id, clock.now())).all()
    for registration in late:
        step(registration, "withdrawn", Mover.PROGRAM, by=PROGRAM)
    return len(late)


def place_in_line(registration: Registration) -> int:
    """Return the place of somebody who waits: 1 is next."""
    return (db.session.scalar(queries.waiting_before(registration)) or 0) + 1


def places_in_line(session: TrainingSession) -> dict[int, int]:
    """Return registration id -> place on the waiting list, for all who wait."""
    return {number: place for place, number in enumerate(db.session.scalars(queries.waiting_ids(session.id)), 1)}


def look_after(running: Running) -> None:
    """Run by the clock: end late offers and fill free seats, a session at a time."""
    numbers = db.session.scalars(queries.sessions_to_look_after(clock.now())).all()
    for done, number in enumerate(numbers, 1):
        session = db.session.scalars(queries.session(number)).one()
        end_late_offers(session)
        promote(session)
        running.checkpoint(done, len(numbers))
