"""One step of a registration from one state to another: its seat, history, event and mail."""

from datetime import datetime, timedelta

from ...hooks.events import RegistrationChanged
from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor, emit
from ...sessions.models import TrainingSession
from .. import policies, queries
from ..models import HOLDING, Registration, RegistrationEvent
from ..policies import Mover
from .telling import tell

OFFER = timedelta(hours=72)  # how long somebody may think about an offered place


def step(registration: Registration, after: str, mover: Mover, *, by: Actor, reason: str = "") -> RegistrationEvent:
    """Take a registration (perhaps a new one) to another state, with all that follows, in this transaction.

    Raises Refused when the table of states has no such step for this mover, or no seat is free.
    """
    before = registration.state or ""
    if not policies.may_move(before, after, mover):
        raise Refused(_("This step is not possible any more. Reload the page and look at the state."))
    _move_seat(registration, before, after)
    registration.state = after
    registration.offered_until = offer_end(registration.session) if after == "offered" else None
    db.session.add(registration)
    db.session.flush()
    event = RegistrationEvent(
        registration_id=registration.id,
        before=before,
        after=after,
        reason=reason[:500],
        account_id=by.account_id,
        actor=by.name,
    )
    db.session.add(event)
    db.session.flush()
    db.session.expire(registration, ["events"])
    emit(
        RegistrationChanged(
            registration_id=registration.id, session_id=registration.session_id, before=before, after=after
        )
    )
    tell(registration, event, mover)
    return event


def lock(session: TrainingSession) -> None:
    """Let nobody else take steps in this session until the commit, and see what others have committed.

    SQLite has one writer at a time anyway; PostgreSQL holds the row.
    """
    db.session.refresh(session, ["state", "seats", "taken", "first_day", "last_day"], with_for_update=True)


def begins(session: TrainingSession) -> datetime | None:
    """Return when the first slot that stands begins."""
    return session.standing[0].utc_start if session.standing else None


def has_begun(session: TrainingSession) -> bool:
    start = begins(session)
    return start is not None and start <= clock.now()


def offer_end(session: TrainingSession) -> datetime:
    """Return until when an offer made now holds: three days, but not past the beginning."""
    start, end = begins(session), clock.now() + OFFER
    return start if start is not None and clock.now() < start < end else end


def _move_seat(registration: Registration, before: str, after: str) -> None:
    held, holds = before in HOLDING, after in HOLDING
    if held == holds:
        return
    session = registration.session
    change = queries.take_seat(session.id) if holds else queries.free_seat(session.id)
    if not db.session.execute(change).rowcount:  # type: ignore[attr-defined]
        raise Refused(_("All places are taken."))
    db.session.refresh(session, ["taken"])
