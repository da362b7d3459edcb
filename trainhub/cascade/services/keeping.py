"""What is kept for a time only: names that nobody confirmed, files of evidence. And what must always be true."""

from collections.abc import Iterator
from datetime import timedelta

from ...kernel import clock, files
from ...kernel.db import db
from ...kernel.invariants import Invariant
from ...kernel.jobs import Running
from .. import queries

JOB = "cascade.forget"
NAMES = timedelta(days=365)  # in a report that nobody confirmed
EVIDENCE = timedelta(days=5 * 365)  # as long as donors ask for it


def forget(running: Running) -> None:
    """The job: let go what has been kept as long as it may be."""
    now = clock.now()
    for row in db.session.scalars(queries.never_confirmed(now - NAMES)).all():
        db.session.delete(row)
    running.checkpoint()
    for rollout in db.session.scalars(queries.old_evidence(now - EVIDENCE)).all():
        file, rollout.evidence = rollout.evidence, None
        db.session.flush()
        if file is not None:
            files.remove(file)


def _lineage() -> Iterator[str]:
    for rollout in db.session.scalars(queries.orphans()):
        yield f"roll-out {rollout.public_id} does not follow from the one it names"


LINEAGE = Invariant("lineage of roll-outs", _lineage)
