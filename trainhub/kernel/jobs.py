"""Work that does not belong in a request: rows claimed with a lease, run at least once.

A job's handler does its work in one or more transactions and calls `running.checkpoint()` at
least once a minute; the last transaction also marks the job done, so that its work and the mark
are true together. A worker that dies leaves its lease to run out, and another takes over.
"""

import json
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import JSON, Executable, Index, String, Table, Text, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Model, db, expect_writes
from .types import HasPublicId, UTCDateTime, new_public_id

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
TRIES = 5
KEEP_DONE = timedelta(days=30)
KEEP_SAID = timedelta(days=7)  # what a job said names people, and is of use to whoever watched it
IDLE_SECONDS = 1.0


class JobRow(HasPublicId, Model):
    """One piece of work that waits, runs, is done, or was given up (dead)."""

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "run_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    args: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    key: Mapped[str | None] = mapped_column(String(120), unique=True)  # no two jobs with one key
    state: Mapped[str] = mapped_column(String(10), default="queued")  # queued running done dead
    run_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    token: Mapped[str | None] = mapped_column(String(32))  # fences off a worker that lost its lease
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    said: Mapped[list[str]] = mapped_column(JSON, default=list)  # what whoever watches it should know
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    account_id: Mapped[int | None]  # who may watch it
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


_ROWS = cast("Table", JobRow.__table__)  # what every event and every checkpoint writes, it writes past the ORM


@dataclass(slots=True)
class Running:
    """What a handler knows of its own job."""

    id: int
    token: str
    account_id: int | None

    def checkpoint(self, done: int = 0, total: int = 0) -> None:
        """Commit what was done so far, show the progress and renew the lease."""
        self._mark(done=done, total=total, lease_until=clock.now() + LEASE)
        db.session.commit()

    def say(self, sentences: list[str]) -> None:
        """Keep with the next checkpoint what whoever watches the job should know."""
        self._mark(said=sentences)

    def finish(self) -> None:
        self._mark(state="done", lease_until=None, error=None)
        db.session.commit()

    def _mark(self, **values: Any) -> None:
        mine = update(_ROWS).where(_ROWS.c.id == self.id, _ROWS.c.token == self.token).values(**values)
        if not db.session.execute(mine).rowcount:  # type: ignore[attr-defined]
            raise LeaseLost(f"job {self.id} was taken over")


class LeaseLost(Exception):
    """Another worker has this job now; nothing of ours may be committed."""


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work: its name, its handler `run(running, **args)` and, if periodic, how often.

    What is `slow` takes minutes or hours: it has a worker of its own, so that no mail waits for it.
    """

    name: str
    run: Callable[..., None]
    every: timedelta | None = None
    slow: bool = False


class Registry(dict[str, Job]):
    """The kinds of work this app knows, by name."""

    def add(self, job: Job) -> None:
        self[job.name] = job


def enqueue(
    name: str,
    *,
    run_at: datetime | None = None,
    unless_queued: bool = False,
    key: str | None = None,
    account_id: int | None = None,
    **args: Any,
) -> str | None:
    """Queue a job in the present transaction; return its public id.

    `unless_queued` (or a `key`) adds none, and returns None, where one like it already waits.
    """
    json.dumps(args)  # fail here, not in the worker
    if unless_queued:
        key = f"{name}:queued"
    values = {"name": name, "args": args, "run_at": run_at or clock.now(), "key": key, "account_id": account_id}
    if key is None:
        row = JobRow(**values)
        db.session.add(row)
        db.session.flush()  # the caller may show the job at once
        return row.public_id
    made: str | None = db.session.scalar(_once(db.engine.dialect.name), {**values, "public_id": new_public_id()})
    return made


@cache
def _once(dialect: str) -> Executable:
    """Return the insert that does nothing where the key is taken."""
    from_ = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return from_(_ROWS).on_conflict_do_nothing(index_elements=["key"]).returning(_ROWS.c.public_id)


def alive(public_id: str | None) -> bool:
    """Say whether a job waits or runs."""
    going = ("queued", "running")
    return (
        db.session.scalar(select(JobRow.id).where(JobRow.public_id == public_id, JobRow.state.in_(going))) is not None
    )


def registry() -> Registry:
    """Return the present app's kinds of work."""
    found: Registry = current_app.extensions["jobs"]
    return found


def schedule() -> None:
    """Queue every periodic job whose time has come, once for all workers."""
    for job in registry().values():
        if job.every is not None:
            fire = int(clock.now().timestamp() // job.every.total_seconds())
            last = db.session.scalar(select(JobRow.run_at).where(JobRow.name == job.name).order_by(JobRow.id.desc()))
            moment = datetime.fromtimestamp(fire * job.every.total_seconds(), UTC)
            if last is None or last < moment:
                enqueue(job.name, key=f"{job.name}@{fire}", run_at=moment)
    db.session.commit()


def claim(*, slow: bool | None = None) -> tuple[JobRow, str] | None:
    """Take the oldest job that waits or whose worker is gone; one of a plugin that is off waits for it.

    `slow` asks for slow ones only, or for the others only.
    """
    now, token = clock.now(), secrets.token_hex(16)
    free = or_(
        (JobRow.state == "queued") & (JobRow.run_at <= now),
        (JobRow.state == "running") & (JobRow.lease_until < now),
    )
    known = JobRow.name.in_(sorted(job.name for job in registry().values() if slow in (None, job.slow)))
    oldest = (
        select(JobRow.id)
        .where(free, known)
        .order_by(JobRow.run_at, JobRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    number = db.session.scalar(oldest)
    if number is None:
        db.session.rollback()
        return None
    row = db.session.get_one(JobRow, number)
    row.state, row.token, row.lease_until = "running", token, now + LEASE
    row.attempts += 1
    row.key = None  # from here on one like it may be queued: what it should see may come later
    db.session.commit()
    return row, token


def work_once(*, slow: bool | None = None) -> bool:
    """Run one job, if one waits; say whether there was one."""
    claimed = claim(slow=slow)
    if claimed is None:
        return False
    row, token = claimed
    running, name, args, attempts = Running(row.id, token, row.account_id), row.name, row.args, row.attempts
    try:
        registry()[name].run(running, **args)
        running.finish()
    except LeaseLost:
        db.session.rollback()
        log.warning("lost the lease of job", extra={"job": name})
    except Exception as error:
        db.session.rollback()
        log.exception("job failed", extra={"job": name, "attempt": attempts})
        _give_back(running, attempts, error)
    finally:
        db.session.remove()
    return True


def _give_back(running: Running, attempts: int, error: Exception) -> None:
    """Queue a failed job again, later each time, or give it up."""
    state = "dead" if attempts >= TRIES else "queued"
    again = clock.now() + timedelta(seconds=10 * 4 ** (attempts - 1))
    try:
        running._mark(state=state, run_at=again, lease_until=None, error=f"{type(error).__name__}: {error}"[:2000])
        db.session.commit()
    except LeaseLost:
        db.session.rollback()


def drain(limit: int = 10_000) -> int:
    """Run jobs until none waits; return how many ran. For tests, the demo and commands."""
    ran = 0
    while ran < limit and work_once():
        ran += 1
    return ran


def run_worker(app: Flask, stop: threading.Event) -> None:
    """Schedule and run jobs until told to stop; slow ones beside the others, in a thread of their own."""
    threading.Thread(target=_work, args=(app, stop), kwargs={"slow": True}, name="slow jobs", daemon=True).start()
    _work(app, stop, slow=False)


def _work(app: Flask, stop: threading.Event, *, slow: bool) -> None:
    expect_writes(True)
    while not stop.is_set():
        with app.app_context():
            try:
                if not slow:
                    schedule()
                busy = work_once(slow=slow)
            except Exception:
                log.exception("the worker stumbled and goes on")
                db.session.rollback()
                busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)


def purge(running: Running) -> None:
    """Forget what jobs said after a week, finished jobs after a month; dead ones stay until somebody looks."""
    now = clock.now()
    over = (_ROWS.c.state.in_(("done", "dead")), _ROWS.c.created_at < now - KEEP_SAID)
    db.session.execute(update(_ROWS).where(*over).values(said=[]))
    db.session.query(JobRow).filter(JobRow.state == "done", JobRow.created_at < now - KEEP_DONE).delete()


CORE_JOBS = (Job("jobs.purge", purge, every=timedelta(days=1)),)
