"""What happens to a session as a whole: published, cancelled, completed, cloned."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from flask import current_app

from ...hooks.events import SessionCompleted
from ...kernel import clock
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...kernel.work import emit
from ..models import TrainingSession
from . import slots
from .conflicts import blocks, conflicts
from .keeping import keep
from .notices import tell_cancelled
from .planning import schedule
from .reading import plan_of


def publish(session: TrainingSession) -> None:
    """Make a draft known. Raises Invalid with what is missing or blocks."""
    if session.state == "published":
        return
    if session.state != "draft":
        raise Refused(_("Only a draft can be published."))
    missing = missing_of(session)
    found = {
        each.field.partition("-")[0]: each.message for each in reversed(blocks(conflicts(plan_of(session), session)))
    }
    if missing or found:
        raise Invalid(missing | found)
    session.state = "published"
    keep(session)


def missing_of(session: TrainingSession) -> dict[str, str]:
    """Return what a draft needs before it is published, under the editor's fields."""
    missing: dict[str, str] = {}
    if not session.standing:
        missing["slots"] = _("A session needs one slot at least before it is published.")
    if not session.activities and not any(part.recommendation for part in session.parts):
        missing["activities"] = _("Choose an activity of the curriculum, or give a part its recommendation.")
    if not session.audience:
        missing["audience"] = _("Say who the session is for.")
    if session.register_until and session.first_day and session.register_until > session.first_day:
        missing["register_until"] = _("Registration ends after the session begins. Choose an earlier day.")
    return missing


def cancel(session: TrainingSession, reason: str) -> int:
    """Cancel a session with its slots, and tell everybody who holds a part or a place; return how many.

    Raises Invalid without a reason, Refused when it is over.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Say why. Everybody who is told reads it.")})
    if session.state not in {"draft", "published"}:
        raise Refused(_("This session is completed or cancelled already."))
    known = session.state == "published"
    slots.cancel_all(session)
    session.state, session.cancel_reason = "cancelled", reason.strip()
    keep(session)
    return tell_cancelled(session) if known else 0


def complete(session: TrainingSession, outcomes: Mapping[int, Texts]) -> None:
    """Close a session whose last slot is over: attendance is final, certificates may follow (US-05).

    `outcomes` gives a note for each part, by its number.
    """
    if session.state != "published":
        raise Refused(_("Only a published session can be completed."))
    if any(slot.utc_end > clock.now() for slot in session.standing):
        raise Refused(_("This session is not over yet. Complete it after its last slot."))
    for part in session.parts:
        if part.no in outcomes:
            part.outcome = outcomes[part.no] or None
    session.state = "completed"
    keep(session)
    emit(SessionCompleted(session.id))


def clone(session: TrainingSession, first_day: date) -> TrainingSession:
    """Make a draft like a session, beginning on another day, after the curriculum in force now."""
    plan = plan_of(session)
    begun = min((slot.day for slot in plan.slots), default=first_day)
    shift = first_day - begun
    numbers = {part.no: number for number, part in enumerate(plan.parts, 1)}  # a new session counts its parts anew
    copied = replace(
        plan,
        slots=tuple(
            replace(slot, day=slot.day + shift, public_id="", part_no=numbers.get(slot.part_no)) for slot in plan.slots
        ),
        parts=tuple(replace(part, no=None) for part in plan.parts),
        register_until=plan.register_until + shift if plan.register_until else None,
        join_url="",
    )
    made = schedule(copied)
    for carry in current_app.extensions["carried_over"]:  # what later features keep of a session
        carry(session, made)
    return made


def default_clone_day(session: TrainingSession) -> date:
    """Return the day a clone is proposed for: the same weekday, a year on, and never in the past."""
    day = (session.first_day or clock.today()) + timedelta(weeks=52)
    while day <= clock.today():
        day += timedelta(weeks=52)
    return day
