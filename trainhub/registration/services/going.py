"""Go or no-go: on the day of the call staff say whether a session with too few people takes place."""

from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Call
from .calling import find, note
from .steps import has_begun, lock


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many have said yes, of how many that are needed, and how many may still come."""

    confirmed: int
    needed: int
    offered: int
    others: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.confirmed)


def numbers(session: TrainingSession, states: dict[str, int]) -> Numbers:
    """Return the numbers that the decision rests on; `states` counts people by state."""
    others = sum(states.get(each, 0) for each in ("waiting", "applied", "nominated", "invited"))
    return Numbers(states.get("confirmed", 0), session.min_seats, states.get("offered", 0), others)


def decided(call: Call) -> bool:
    """Say whether staff have said already that it takes place."""
    return db.session.scalars(queries.call_events(call.id, "go")).first() is not None


def go(*, session: TrainingSession, reason: str, by: Actor) -> None:
    """Let a session take place with the people it has. Raises Invalid without a reason."""
    call = _call(session)
    if not reason.strip():
        raise Invalid({"reason": _("Say why. The reason stays with the decision.")})
    note(call, "go", by, reason)


def no_go(*, session: TrainingSession, reason: str, by: Actor) -> int:
    """Cancel a session for want of people and tell everybody; return how many. Raises as `sessions.cancel` does."""
    call = _call(session)
    told = sessions.cancel(session, reason)
    note(call, "no-go", by, reason)
    return told


def _call(session: TrainingSession) -> Call:
    lock(session)
    call = find(session)
    if call is None or call.decide_on is None or session.state != "published" or has_begun(session):
        raise Refused(_("There is nothing to decide here any more."))
    return call


def due(call: Call | None, session: TrainingSession) -> bool:
    """Say whether the day of the decision has come and the session has not begun."""
    if call is None or call.decide_on is None or session.state != "published" or has_begun(session):
        return False
    return call.decide_on <= clock.today(session.zone)
