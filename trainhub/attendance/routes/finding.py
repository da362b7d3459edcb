"""The blueprint of attendance, and how its pages find the session they are about."""

from flask import Blueprint

from ...kernel.errors import NotFound
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import viewer
from .. import policies, queries

blueprint = Blueprint("attendance", __name__, url_prefix="/sessions/<slug>/attendance")


def taught(slug: str) -> TrainingSession:
    """Return a session whose registers the viewer takes; raises NotFound."""
    session = sessions.find(slug, viewer(), *queries.for_page())
    if not policies.may_take(viewer(), session):
        raise NotFound
    return session
