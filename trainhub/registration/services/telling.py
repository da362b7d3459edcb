"""Who hears of it when a session is moved or cancelled."""

from ...kernel.db import db
from ...people.models import Person
from ...sessions.models import TrainingSession
from .. import queries


def concerned(session: TrainingSession) -> list[Person]:
    """Return everybody who has a place in a session or waits for one; sessions/ writes to them."""
    told = db.session.scalars(queries.of_session(session.id, queries.OPEN))
    return [registration.person for registration in told if registration.person is not None]
