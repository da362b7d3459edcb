"""The only clock. Everything asks here, so that tests and pictures can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_stopped: datetime | None = None


@cache
def zones() -> frozenset[str]:
    """Return the names of all IANA zones; the library reads them from disk each time it is asked."""
    return frozenset(available_timezones())


def now() -> datetime:
    """Return the present moment in UTC, without microseconds."""
    return _stopped or datetime.now(UTC).replace(microsecond=0)


def today(zone: str = "UTC") -> date:
    """Return the present day in an IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def ago(**span: float) -> datetime:
    """Return the moment a timedelta's keywords before now."""
    return now() - timedelta(**span)


def stop(moment: datetime | None) -> None:
    """Hold the clock at a moment; None lets it run."""
    global _stopped
    _stopped = moment


@contextmanager
def stopped(moment: datetime) -> Iterator[None]:
    """Hold the clock inside a block."""
    before = _stopped
    stop(moment)
    try:
        yield
    finally:
        stop(before)
