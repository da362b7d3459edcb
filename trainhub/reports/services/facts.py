"""Keeps the facts beside the records: by events at once, by a look every quarter of an hour, whole every night."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from flask import current_app

from ...kernel import clock, jobs
from ...kernel.db import db
from ...kernel.jobs import Running
from ...kernel.types import random_code
from .. import queries
from ..models import FactsVersion
from ..queries.facts import SessionFacts

SESSION_JOB = "reports.session"
AT_ONCE = 50  # sessions in one transaction
OVERLAP = timedelta(minutes=2)  # what was being committed while the last look was taken


def queue(session_id: int) -> None:
    """Let a job write a session's facts anew: one for however many things happened to it meanwhile."""
    jobs.enqueue(SESSION_JOB, key=f"{SESSION_JOB}:{session_id}", session_id=session_id)


def queue_registration(registration_id: int) -> None:
    """Do that for the session of a registration, where it still is."""
    session_id = db.session.scalar(queries.facts.session_of(registration_id))
    if session_id is not None:
        queue(session_id)


def refresh_session(_running: Running, session_id: int) -> None:
    """Write the facts of one session anew, as a job."""
    refresh([session_id])


def refresh(session_ids: Collection[int]) -> None:
    """Write the facts of some sessions anew; may be done any time, one after the other."""
    known = version(lock=True)
    db.session.flush()
    db.session.execute(queries.facts.forget(session_ids))
    for session in _sessions(session_ids):
        db.session.execute(queries.facts.write(session))
    known.mark = random_code(12)
    db.session.flush()


def refresh_all(running: Running) -> None:
    """Write all facts anew, as a job."""
    rebuild(running)


def look(running: Running) -> None:
    """Catch up, as a job."""
    catch_up(running)


def rebuild(running: Running | None = None) -> int:
    """Write all facts anew; return how many sessions there are."""
    return _refresh(list(db.session.scalars(queries.facts.all_sessions())), running)


def catch_up(running: Running | None = None) -> int:
    """Write the facts of sessions anew that changed since the last look (moved, cancelled, a certificate revoked);
    return how many there are."""
    since = version().checked_at - OVERLAP
    return _refresh(list(db.session.scalars(queries.facts.changed_sessions(since))), running)


def version(*, lock: bool = False) -> FactsVersion:
    """Return the mark of the facts as they are now; with `lock`, nobody else writes facts until the commit."""
    query = queries.facts.version()
    found = db.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        found = FactsVersion(id=1, mark="", checked_at=clock.now())
        db.session.add(found)
        db.session.flush()
    return found


def _refresh(numbers: list[int], running: Running | None) -> int:
    """Write the facts of sessions anew, some at a time; what happens meanwhile is found by the next look."""
    began = clock.now()
    for start in range(0, len(numbers), AT_ONCE):
        refresh(numbers[start : start + AT_ONCE])
        if running is not None:
            running.checkpoint(min(start + AT_ONCE, len(numbers)), len(numbers))
    version().checked_at = began
    db.session.flush()
    return len(numbers)


def _sessions(ids: Collection[int]) -> list[SessionFacts]:
    """Return what the sessions say of their registrations, in two queries; none for drafts and cancelled ones."""
    modules = defaultdict[int, set[int]](set)
    for number, key in db.session.execute(queries.facts.activities(ids)):
        modules[number].add(int(key[1:3]))
    share = float(current_app.config["CERTIFICATE_SHARE"])
    return [
        SessionFacts(**row._mapping, module=",".join(map(str, sorted(modules[row.id]))))
        for row in db.session.execute(queries.facts.sessions(ids, share))
    ]
