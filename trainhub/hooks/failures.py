"""What plugins did wrong, counted in the database so that every process and every restart knows it.

A failure is met in the middle of somebody's transaction, which may be read-only or be undone. So it
waits in memory and is written when the request, job or command is over, in a transaction of its own.
"""

import hashlib
import logging
import traceback
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..kernel import clock, jobs
from ..kernel.db import Model, db, expect_writes
from ..kernel.types import UTCDateTime

if TYPE_CHECKING:
    from .host import Failure, PluginHost

log = logging.getLogger(__name__)
KEEP = timedelta(days=90)


class PluginFailure(Model):
    """One thing that goes wrong at one place of one plugin: how often, first and last."""

    __tablename__ = "plugin_failure"
    __table_args__ = (UniqueConstraint("plugin", "hook", "mark"), Index(None, "last_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    plugin: Mapped[str] = mapped_column(String(60))
    hook: Mapped[str] = mapped_column(String(60))
    mark: Mapped[str] = mapped_column(String(16))  # of the place and the kind of error: one row for each
    place: Mapped[str] = mapped_column(String(200), default="")  # file and line of the plugin
    message: Mapped[str] = mapped_column(Text)  # of the last time
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime)


def told(error: Exception) -> str:
    """Return what an error says in one line: what follows (a statement and its values) may hold personal data."""
    first = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}"[:500]


def place(error: Exception, package: str) -> str:
    """Return file and line of the plugin's code that the error came through last."""
    steps = [step for step in traceback.extract_tb(error.__traceback__) if f"/{package}/" in step.filename]
    return f"{package}/{steps[-1].filename.rpartition(f'/{package}/')[2]}:{steps[-1].lineno}" if steps else ""


def init_app(app: Flask, plugins: "PluginHost") -> None:
    """Write what waits when a request, job or command is over; call this before the database's own init_app."""

    @app.teardown_appcontext
    def _keep(_error: BaseException | None) -> None:
        keep(plugins)


def keep(plugins: "PluginHost") -> None:
    """Write the failures that wait."""
    waiting, plugins.waiting = plugins.waiting, {}
    if not waiting:
        return
    expect_writes(True)
    try:
        with Session(db.engine, join_transaction_mode="create_savepoint") as session, session.begin():
            for failure in waiting.values():
                session.execute(_count(session.get_bind().dialect.name, failure))
    except SQLAlchemyError:
        log.exception("failures of plugins could not be kept")


def mark(failure: "Failure") -> str:
    """Return what makes failures of one hook the same: the place and the kind of error."""
    kind = failure.message.partition(":")[0]
    return hashlib.sha256(f"{failure.place}\n{kind}".encode()).hexdigest()[:16]


def _count(dialect: str, failure: "Failure") -> Any:
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(PluginFailure).values(
        plugin=failure.plugin,
        hook=failure.hook,
        mark=mark(failure),
        place=failure.place,
        message=failure.message,
        times=failure.times,
        first_at=failure.at,
        last_at=failure.at,
    )
    again = {"times": PluginFailure.times + failure.times, "last_at": failure.at, "message": failure.message}
    return insert.on_conflict_do_update(index_elements=["plugin", "hook", "mark"], set_=again)


def purge(running: jobs.Running) -> None:
    """Forget what has not happened again for three months."""
    db.session.query(PluginFailure).filter(PluginFailure.last_at < clock.now() - KEEP).delete()


CORE_JOBS = (jobs.Job("plugins.purge", purge, every=timedelta(days=1)),)
