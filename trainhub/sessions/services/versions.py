"""Which version of the curriculum a session names: the one in force when it was planned (R-008)."""

from ...curriculum import queries as curriculum
from ...curriculum.models import Version
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ..models import TrainingSession


def version_for(session: TrainingSession | None = None) -> Version:
    """Return the session's version, or for a new one the version in force.

    Raises Refused when no version is in force.
    """
    found = session.version if session is not None else db.session.scalars(curriculum.version_in_force()).first()
    if found is None:
        raise Refused(_("No version of the curriculum is in force. Approve one first."))
    return found
