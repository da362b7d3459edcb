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
from ..models import HOLDING, OPEN, Registration, RegistrationEvent
from ..policies import Mover
from . import asking, needs, quotas
from .telling import tell
from .terms import Terms, terms


def step(
    registration: Registration, after: str, mover: Mover, *, by: Actor, reason: str = "", held: Terms | None = None
) -> RegistrationEvent:
    """Take a registration (perhaps a new one, with its facts) to another state, with all that follows.

    `held` is what holds for the session, if the caller has asked already. Raises Refused, with nothing changed, when
    the table of states has no such step for this mover, or no seat is free for them.
    """
    before = registration.state or ""
    if not policies.may_move(before, after, mover):
        raise Refused(_("This step is not possible any more. Reload the page and look at the state."))
    held = held or terms(registration.session)
    takes = after in HOLDING and before not in HOLDING
    places = check_room(registration, held) if takes else []
    registration.state = after
    registration.offered_until = offer_end(registration.session, held) if after == "offered" else None
    db.session.add(registration)
    db.session.flush()
    if takes:
        _take_seat(registration, places)
    elif before in HOLDING and after not in HOLDING:
        _free_seat(registration, held)
    if (before in OPEN) != (after in OPEN):
        asking.ask(registration, held)
    event = _keep_event(registration, before, by, reason)
    emit(
        RegistrationChanged(
            registration_id=registration.id, session_id=registration.session_id, before=before, after=after
        )
    )
    if "confirmed" in (before, after):
        needs.settle_one(registration)
    tell(registration, event, mover, held)
    return event


def check_room(registration: Registration, held: Terms) -> list[int]:
    """Return the quotas whose places a registration would take; raises Refused where no seat is free for it."""
    if registration.session.free < 1:
        raise Refused(_("All places are taken."))
    return quotas.check(registration.facts, held.call)


def _keep_event(registration: Registration, before: str, by: Actor, reason: str) -> RegistrationEvent:
    event = RegistrationEvent(
        registration_id=registration.id,
        before=before,
        after=registration.state,
        reason=reason[:500],
        account_id=by.account_id,
        actor=by.name,
    )
    db.session.add(event)
    db.session.flush()
    db.session.expire(registration, ["events"])
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


def offer_end(session: TrainingSession, held: Terms) -> datetime:
    """Return until when an offer made now holds: as long as the call says, but not past the beginning."""
    start, end = begins(session), clock.now() + timedelta(hours=held.confirm_hours)
    return start if start is not None and clock.now() < start < end else end


def _take_seat(registration: Registration, places: list[int]) -> None:
    session = registration.session
    if not db.session.execute(queries.take_seat(session.id)).rowcount:  # type: ignore[attr-defined]
        raise RuntimeError("a seat was taken under the lock of its session")
    db.session.refresh(session, ["taken"])
    quotas.take(registration, places)


def _free_seat(registration: Registration, held: Terms) -> None:
    session = registration.session
    if not db.session.execute(queries.free_seat(session.id)).rowcount:  # type: ignore[attr-defined]
        raise RuntimeError("a seat was given back that nobody held")
    db.session.refresh(session, ["taken"])
    quotas.free(registration, held.call)
