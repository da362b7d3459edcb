"""Who may take a register, and when. Pure."""

from ..kernel import clock
from ..registration import policies as registration
from ..sessions import policies as sessions
from ..sessions.models import Slot, TrainingSession
from ..web.access import Viewer

STATES_WITH_REGISTERS = ("published", "completed")


def may_take(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer takes this session's registers: its trainers, and staff of its centre."""
    return sessions.may_teach(who, session) and session.state in STATES_WITH_REGISTERS


def may_correct(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer may still change the registers of a completed session."""
    return registration.may_decide(who, session)


def may_remove_scan(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer may take evidence away: staff of its centre."""
    return sessions.may_edit(who, session)


def is_due(slot: Slot) -> bool:
    """Say whether a slot's day has come where it takes place."""
    return slot.cancelled_at is None and slot.local_date <= clock.today(slot.zone)
