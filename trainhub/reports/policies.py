"""Who sees figures, and who counts heads. Pure."""

from ..accounts.models import Role
from ..kernel import clock
from ..sessions import policies as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer

VIEW = "reports.view"
OFFICE = (Role.ADMINISTRATOR.value, Role.STAFF.value)


def counts_heads(session: TrainingSession) -> bool:
    """Say whether people are counted by heads in a session: its format does not count as training (R-109)."""
    return not session.format.counts_as_trainees and session.state in {"published", "completed"}


def may_count(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer enters head-counts of a session: who teaches it, and staff of its centre."""
    return counts_heads(session) and sessions.may_teach(who, session)


def is_countable(session: TrainingSession) -> bool:
    """Say whether a session has begun where it takes place: nobody is counted before."""
    return session.first_day is not None and session.first_day <= clock.today(session.zone)
