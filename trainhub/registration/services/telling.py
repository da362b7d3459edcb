"""Telling everybody who is registered what happened to their session."""

from typing import Any

from ...kernel.db import db
from ...kernel.jobs import Running
from ...messages import services as messages
from ...sessions.models import TrainingSession
from .. import queries


def tell_registered(session: TrainingSession, kind: str, *, fact: str, **context: Any) -> int:
    """Queue a mail of a kind to everybody who is or wants to be in a session; return how many.

    `fact` tells one event from the next: for the same fact nobody gets a second mail.
    """
    told = db.session.scalars(queries.of_session(session.id, queries.OPEN)).all()
    more = {"reason": "", "changes": [], "url": f"/sessions/{session.slug}/"} | context
    for registration in told:
        if registration.person is not None and registration.person.email:
            messages.post(kind, registration.person, key=f"{kind}:{fact}:{registration.id}",
                          centre_id=session.centre_id, session=session, **more)
    return len(told)


def run_telling(running: Running, session_id: int, kind: str, **context: Any) -> None:
    """The job "registration.tell": sessions/ queues it by name when it cancels or moves one."""
    session = db.session.scalars(queries.session(session_id)).one()
    tell_registered(session, kind, fact=f"job{running.id}", **context)
