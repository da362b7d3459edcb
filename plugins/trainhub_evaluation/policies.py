"""Who may read evaluations, plan them, and decide what follows. Pure."""

from trainhub.plugin_api import Permission, Viewer
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.people import home_of, keeps
from trainhub.plugin_api.sessions import TEACHING, TrainingSession, is_assigned

from .models import Theme

VIEW = "evaluation.view"
EDIT = "evaluation.edit"

PERMISSIONS = (
    Permission(VIEW, _l("See evaluations of trainings"), ("administrator", "staff")),
    Permission(EDIT, _l("Plan evaluations, code answers and decide what follows"), ("administrator", "staff")),
)


def may_see(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer may read all of a session's evaluation: staff of its centre."""
    return who.may(VIEW, centre_id=session.centre_id)


def may_edit(who: Viewer, session: TrainingSession) -> bool:
    return who.may(EDIT, centre_id=session.centre_id)


def teaches(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer stood in front of the group: then they read the results, of trainers only their own."""
    return is_assigned(who, session, TEACHING)


def may_read(who: Viewer, session: TrainingSession) -> bool:
    return may_see(who, session) or teaches(who, session)


def may_keep(who: Viewer, theme: Theme) -> bool:
    """Say whether the viewer may rename a theme and take it off the list: staff of its centre; without, of all."""
    return keeps(who, EDIT, theme.centre_id)


def home(who: Viewer) -> int | None:
    """Return the centre that keeps the themes which the viewer makes."""
    return home_of(who, EDIT)
