"""Who hears of it when a session is moved or cancelled."""

from ...kernel.db import db
from ...people import services as people
from ...people.models import Person
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from .. import queries


def concerned(session: TrainingSession) -> list[Person]:
    """Return everybody who has a place in a session or waits for one; sessions/ writes to them."""
    told = db.session.scalars(queries.of_session(session.id, queries.OPEN)).all()
    return [each.person for each in told if each.person is not None and may_know(session, each.person)]


def may_know(session: TrainingSession, person: Person) -> bool:
    """Say whether a mail may name a session to a person: of a closed one only those whose place there still counts."""
    return not session.closed or sessions.eligible(session, people.standing(person.id)).ok
