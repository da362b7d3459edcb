"""How much experts teach: in figures for many at once, and month by month for one."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Select

from ...kernel import clock
from ...kernel.db import db
from ...people import services as people
from ...people.services import Share
from ...sessions.models import TrainingSession, Unavailability
from .. import queries
from ..policies import TEACHING


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody teaches: sessions ever, and this year's sessions, days and hours, and sessions to come."""

    taught: int = 0
    sessions: int = 0
    days: int = 0
    hours: float = 0
    coming: int = 0


@dataclass(slots=True)
class Year:
    """What somebody taught, or will teach, in a year."""

    year: int
    sessions: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    hours: float = 0


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a strip: for each day "on" (teaches), "off" (not available) or ""."""

    first: date
    days: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the trainers of a session: how many they are, the share of women, and how many migrant associations send."""

    number: int
    women: Share | None
    migrants: int | None  # None where that could tell of single ones


def loads(persons: Select[int]) -> dict[int, Load]:
    """Return person id -> load this year, in one query however many they are."""
    today = clock.today()
    rows = db.session.execute(queries.load(persons, date(today.year, 1, 1), date(today.year, 12, 31), today))
    return {row.person_id: Load(row.taught, row.sessions, row.days, float(row.hours), row.coming) for row in rows}


def years(person_id: int) -> list[Year]:
    """Return what somebody teaches year by year, the latest first."""
    found: dict[int, Year] = {}
    for day, session_id, hours in db.session.execute(queries.taught_days(person_id)):
        year = found.setdefault(day.year, Year(day.year))
        year.sessions.add(session_id)
        year.days.add(day)
        year.hours += float(hours)
    return sorted(found.values(), key=lambda each: -each.year)


def months(person_id: int, away: list[Unavailability], number: int = 6) -> list[Month]:
    """Return the strip of the months to come: the days on which somebody teaches or is not available."""
    days: dict[date, str] = {}
    for each in away:
        for step in range((each.until - each.since).days + 1):
            days[each.since + timedelta(days=step)] = "off"
    for day, _session, _hours in db.session.execute(queries.taught_days(person_id)):
        days[day] = "on"
    first, strip = clock.today().replace(day=1), []
    for _count in range(number):
        following = (first + timedelta(days=32)).replace(day=1)
        span = [first + timedelta(days=step) for step in range((following - first).days)]
        strip.append(Month(first, tuple((day, days.get(day, "")) for day in span)))
        first = following
    return strip


def women_among(found: Select[Any]) -> Share | None:
    """Return the share of women among the experts that a search finds; None where it could tell of single ones."""
    return people.women_among(queries.persons_of(found))


def figures(session: TrainingSession, *, office: bool) -> Figures | None:
    """Return what may be told of a session's trainers as a group; staff see kinds, which stand on the records, always.

    Gender is told to nobody about few: it stands on no record that staff may read.
    """
    kinds: dict[int, str] = {}
    for row in session.assignments:
        if row.role in TEACHING:
            kinds[row.person_id] = row.expert.kind if row.expert else ""
    counts: dict[str, int] = defaultdict(int)
    for kind in kinds.values():
        counts[kind] += 1
    enough = len(kinds) >= int(current_app.config["SMALL_CELL"])
    women = people.women_among(queries.trainers_of(session.id)) if enough else None
    migrants = counts["migrant-association"] if office or enough else None
    if not kinds or (women is None and not migrants):
        return None
    return Figures(len(kinds), women, migrants)
