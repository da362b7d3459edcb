"""Who keeps the roster: the office of any centre, for trainers are common to all, as persons are."""

from ..sessions.policies import EDIT as EDIT
from ..sessions.policies import TEACHING as TEACHING
from ..sessions.policies import VIEW as VIEW
from ..web.access import Viewer
from .models import ExpertCall

CONDUCT = "2026"  # the version of the code of conduct in force (templates/roster/conduct_text.html)
REMIND_AFTER_DAYS = 3


def may_keep_call(who: Viewer, call: ExpertCall) -> bool:
    """Say whether a viewer decides about a call for experts: the staff of its centre."""
    return who.may(EDIT, centre_id=call.centre_id)
