"""What stands on pages of core: the tab and the panel of a session, and the findings that wait for somebody."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import url_for

from trainhub.plugin_api import Panel, Slot, Viewer, Waiting, clock, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.registration import Registration
from trainhub.plugin_api.sessions import TrainingSession

from . import policies, services
from .queries import planning, reading


def of(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    """Return what this plugin shows in a place to this viewer."""
    if slot == Slot.SESSION_TABS:
        return _tabs(subject, user)
    if slot == Slot.SESSION_SIDE and user.is_authenticated:
        return list(_beside(subject, user))
    return []


def _tabs(session: TrainingSession, user: Viewer) -> list[Panel]:
    if session.state == "draft" or not policies.may_read(user, session):
        return []
    url = url_for("evaluation.session", slug=session.slug)
    return [Panel(_("Evaluation"), "sessions/tab.html", {"url": url, "key": "evaluation"}, order=60)]


def _beside(session: TrainingSession, user: Viewer) -> Iterator[Panel]:
    """Yield the question who supervises a participant; staff and trainers have the tab."""
    if session.state not in planning.ALIVE or policies.may_read(user, session):
        return
    registration = _loaded(session, user)
    if registration is not None:
        named = services.supervisor_of(registration)
        yield Panel(_("Your supervisor"), "evaluation/side.html", {"supervisor": named})


def _loaded(session: TrainingSession, user: Viewer) -> Registration | None:
    """Return the viewer's registration as the page itself has read it: this panel asks for none."""
    rows = [row for row in db.session.identity_map.values() if isinstance(row, Registration)]
    mine = (row for row in rows if (row.session_id, row.person_id) == (session.id, user.person_id))
    return next((row for row in mine if row.state == "confirmed"), None)


def waiting(user: Viewer) -> Iterable[Waiting]:
    """Return the findings that this viewer sees to."""
    if user.person_id is None:
        return []
    today = {"today": clock.today(i18n.viewer_zone())}
    return [Waiting(reading.to_see_to(user.person_id), "evaluation/waiting.html", today, order=60)]
