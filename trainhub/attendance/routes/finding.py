"""The blueprints of attendance, and how its pages find what they are about."""

from flask import Blueprint
from flask_login import current_user

from ...kernel.errors import NotFound
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import viewer
from .. import policies, queries, services
from ..services import Word

blueprint = Blueprint("attendance", __name__, url_prefix="/sessions/<slug>/attendance")
statuses = Blueprint("statuses", __name__, url_prefix="/settings/attendance")
worker = Blueprint("attendance_worker", __name__)


@blueprint.app_template_filter("status_word")
def status_word(key: str) -> Word:
    """Return the status of a key, for templates that have only that."""
    return services.words()[key]


def taught(slug: str) -> TrainingSession:
    """Return a session whose registers the viewer takes; raises NotFound."""
    session = sessions.find(slug, viewer(), *queries.for_page())
    if not policies.may_take(viewer(), session):
        raise NotFound
    return session


def account_mark() -> str:
    """Return the mark under which a browser keeps what belongs to this account alone."""
    return str(current_user.mark)
