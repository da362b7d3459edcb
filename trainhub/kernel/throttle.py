"""Slows down whoever tries too often; counted in the database, so that all processes know."""

from datetime import datetime, timedelta

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Model, db
from .jobs import Job, Running
from .types import UTCDateTime

WINDOW = timedelta(minutes=15)


class Attempt(Model):
    """One try at something that is counted, under a key such as 'sign-in:address:e-mail'."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


def left(key: str, limit: int) -> int:
    """Return how many tries are left in the present quarter of an hour."""
    recent = select(func.count()).where(Attempt.key == key[:200], Attempt.at > clock.now() - WINDOW)
    return max(0, limit - (db.session.scalar(recent) or 0))


def count(key: str) -> None:
    """Count one try."""
    db.session.add(Attempt(key=key[:200]))


def forgive(key: str) -> None:
    """Forget the tries: this one succeeded."""
    db.session.query(Attempt).filter(Attempt.key == key[:200]).delete()


def purge(running: Running) -> None:
    db.session.query(Attempt).filter(Attempt.at < clock.now() - WINDOW).delete()


CORE_JOBS = (Job("throttle.purge", purge, every=timedelta(hours=1)),)
