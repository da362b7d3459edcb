"""One unit of work: who acts, what happened, and the one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, jobs
from .db import Model, db
from .types import UTCDateTime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at work: an account, or the program itself (account_id None)."""

    account_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened and that plugins may hear of; subclasses add the ids they carry."""

    hook: ClassVar[str]

    @property
    def subject(self) -> str:
        """Return the object whose events must arrive in order."""
        raise NotImplementedError


class EventRow(Model):
    """An event, written in the transaction of its fact and delivered later."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "fanned_out"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    fanned_out: Mapped[bool] = mapped_column(default=False)  # plugins have their delivery rows


def emit(event: Event) -> None:
    """Remember an event; it becomes true, and is told, with the commit."""
    db.session.add(EventRow(name=event.hook, subject=event.subject, payload=asdict(event)))
    jobs.enqueue("events.deliver", unless_queued=True)


def commit() -> None:
    """Make everything since the last commit true at once: rows, audit, events, jobs, mails."""
    db.session.commit()


def rollback() -> None:
    """Forget everything since the last commit."""
    db.session.rollback()


def actor() -> Actor:
    """Return who is at work."""
    found = db.session.info.get("actor")
    return found if isinstance(found, Actor) else Actor()


def act_as(who: Actor) -> None:
    """Say who is at work from here on, for the audit log."""
    db.session.info["actor"] = who


@contextmanager
def acting(who: Actor, reason: str = "") -> Iterator[None]:
    """Say who is at work inside a block, and why."""
    before = dict(db.session.info)
    db.session.info.update(actor=who, reason=reason)
    try:
        yield
    finally:
        db.session.flush()  # the audit rows of this block must carry its actor
        db.session.info.clear()
        db.session.info.update(before)
