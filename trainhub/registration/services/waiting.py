"""The waiting list: who comes next, and offers that run out."""

from ...kernel import clock
from ...kernel.db import db
from ...kernel.jobs import Running
from ...kernel.work import Actor
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Registration
from ..policies import Mover
from . import clashes, quotas
from .steps import has_begun, lock, step
from .terms import Terms, terms

PROGRAM = Actor()


def promote(session: TrainingSession, held: Terms | None = None) -> int:
    """Offer every free seat to the first on the waiting list whose quotas have room; return how many were offered.

    Doing it twice does no harm.
    """
    lock(session)
    if session.state != "published" or has_begun(session) or session.free < 1:
        return 0
    held, offered = held or terms(session), 0
    while session.free > 0:
        first = next_in_line(session, held)
        if first is None:
            break
        step(first, "offered", Mover.PROGRAM, by=PROGRAM, held=held)
        offered += 1
    return offered


def next_in_line(session: TrainingSession, held: Terms) -> Registration | None:
    """Return whom the next free seat belongs to: the first who waits and can have it.

    Their quotas have room, their institution has approved where it is asked, and they have no other place at the same
    time where the setting forbids that.
    """
    line = queries.may_move_up(session.id, ranked=held.ranked)
    if not clashes.forbidden() and (held.call is None or not held.call.quotas):
        return db.session.scalars(line.limit(1)).first()
    waiting = db.session.scalars(line).all()
    allotment = quotas.allotment(held.call, [each.facts for each in waiting])
    return next((each for each in waiting if allotment.has_room(each.facts) and _is_free(each)), None)


def _is_free(registration: Registration) -> bool:
    number = registration.person_id
    return number is None or not clashes.why_not_both(registration.session, number)


def end_late_offers(session: TrainingSession) -> int:
    """Take back the offers nobody answered in time; return how many."""
    lock(session)
    late = db.session.scalars(queries.late_offers(session.id, clock.now())).all()
    for registration in late:
        step(registration, "withdrawn", Mover.PROGRAM, by=PROGRAM)
    return len(late)


def place_in_line(registration: Registration, held: Terms | None = None) -> int | None:
    """Return the place of somebody who waits: 1 is next. None for who does not wait."""
    held = held or terms(registration.session)
    return db.session.scalar(queries.place_in_line(registration, ranked=held.ranked))


def look_after(running: Running) -> None:
    """Run by the clock: end late offers and fill free seats, a session at a time."""
    numbers = db.session.scalars(queries.sessions_to_look_after(clock.now())).all()
    for done, number in enumerate(numbers, 1):
        session = db.session.get_one(TrainingSession, number)
        end_late_offers(session)
        promote(session)
        running.checkpoint(done, len(numbers))
