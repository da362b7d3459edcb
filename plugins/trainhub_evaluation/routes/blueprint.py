"""The one blueprint, and how its pages find a session."""

from flask import Blueprint

from trainhub.plugin_api import NotFound, enabled_for, viewer
from trainhub.plugin_api.sessions import TrainingSession, find, for_frame

from .. import policies

blueprint = Blueprint("evaluation", __name__)
SESSION = "/sessions/<slug>/"


def readable(slug: str) -> TrainingSession:
    """Return a session whose results the viewer may read; raises NotFound."""
    session = find(slug, viewer(), *for_frame())
    if not policies.may_read(viewer(), session) or not enabled_for("evaluation", session):
        raise NotFound
    return session


def editable(slug: str) -> TrainingSession:
    """Return a session whose evaluation the viewer may plan; raises NotFound."""
    session = readable(slug)
    if not policies.may_edit(viewer(), session):
        raise NotFound
    return session
