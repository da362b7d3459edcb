"""Mails before a training: how to join, the link of an online morning, an offer that is about to end."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ...kernel import clock
from ...kernel.db import db
from ...messages.services import Coming, Occasion, Reminder
from ...sessions import services as sessions
from ...sessions.models import Slot, TrainingSession
from ..models import Registration
from ..services.telling import all_who_may_know, topic
from . import queries

MORNING = time(7)  # in the session's zone
LATE = timedelta(days=1)  # a reminder that could not go on its day goes a day later, and then not at all
BEFORE_END = timedelta(hours=24)  # of an offer
HAD_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Joining:
    """The mail so many days before the first day."""

    kind: str
    days: int

    def due(self, now: datetime) -> Iterator[Occasion]:
        """Yield everybody with a place in a session that begins in so many days and who was not written to."""
        latest = max(1, self.days - LATE.days)
        for row in db.session.scalars(queries.to_remind(self.kind, now.date(), self.days, latest)).unique():
            left = (row.session.first_day - clock.today(row.session.zone)).days if row.session.first_day else -1
            if latest <= left <= self.days:
                yield _occasion(row, queries.joining_key(self.kind, row.id, row.session.first_day), _joining(row))


JOINING = (Joining("joining_14", 14), Joining("joining_3", 3), Joining("joining_1", 1))


def links_due(now: datetime) -> Iterator[Occasion]:
    """Yield everybody with a place in a session that is held online today, from seven in the morning on."""
    for slot in db.session.scalars(queries.online_slots(now, now + timedelta(hours=18))).unique():
        if _morning(slot) <= now and slot == _first_online(slot.session, slot.local_date):
            for row in db.session.scalars(queries.without_link(slot.session_id, slot.local_date)):
                yield _occasion(row, queries.link_key(row.id, slot.local_date), _link(row.session, slot.local_date))


def offers_due(now: datetime) -> Iterator[Occasion]:
    """Yield those whose offer ends within a day, and who have had it for half a day."""
    for row in db.session.scalars(queries.ending_offers(now, now + BEFORE_END)).unique():
        if row.events and row.events[-1].at <= now - HAD_FOR:
            yield _occasion(row, queries.offer_key(row.id, row.offered_until), _offer(row))


def coming(session: TrainingSession) -> Iterator[Coming]:
    """Yield what this feature will send about a session, with how many it would reach as things stand."""
    rows = db.session.execute(queries.reached(session.id)).all()
    known = set(all_who_may_know(session, {row.person_id for row in rows}))
    places = sum(1 for row in rows if row.state == "confirmed" and row.person_id in known)
    today = clock.today(session.zone)
    for kind, day in (*_joining_days(session), *_link_days(session)):
        if session.state == "published" and day >= today:
            yield Coming(kind, day, places)
    moments = (row.offered_until - BEFORE_END for row in rows if row.state == "offered" and row.offered_until)
    days = Counter(each.astimezone(ZoneInfo(session.zone)).date() for each in moments if each > clock.now())
    for day, number in sorted(days.items()):
        yield Coming("offer_reminder", day, number)


def _joining_days(session: TrainingSession) -> list[tuple[str, date]]:
    first = session.first_day
    return [] if first is None else [(each.kind, first - timedelta(days=each.days)) for each in JOINING]


def _link_days(session: TrainingSession) -> list[tuple[str, date]]:
    """Return the mornings on which the link will be sent."""
    if not session.join_url:
        return []
    online = {slot.local_date for slot in session.standing if slot.online or session.mode == "online"}
    return [("morning_link", day) for day in sorted(online)]


def reminders() -> Iterable[Reminder]:
    """Return the reminders of this feature, for the registry of messages/."""
    yield from (Reminder(each.kind, each.due, coming) for each in JOINING)
    yield Reminder("morning_link", links_due, coming)
    yield Reminder("offer_reminder", offers_due, coming)


def _occasion(row: Registration, key: str, words: Callable[[], dict[str, Any]]) -> Occasion:
    assert row.person is not None  # the queries ask for it
    session = row.session
    return Occasion(row.person, key, topic(session), f"place:{row.public_id}:{row.state}", session.centre_id, words)


def _joining(row: Registration) -> Callable[[], dict[str, Any]]:
    session = row.session

    def words() -> dict[str, Any]:
        lines = sessions.slot_lines(session)
        return _common(session) | {"timetable": "\n".join(lines), "join_url": session.join_url}

    return words


def _link(session: TrainingSession, day: date) -> Callable[[], dict[str, Any]]:
    return lambda: (
        _common(session) | {"timetable": "\n".join(sessions.slot_lines(session, day)), "url": session.join_url}
    )


def _offer(row: Registration) -> Callable[[], dict[str, Any]]:
    return lambda: _common(row.session) | {"until": row.offered_until, "url": "/me/"}


def _common(session: TrainingSession) -> dict[str, Any]:
    return {"session": session, "url": f"/sessions/{session.slug}/", "contact": session.contact or session.centre.email}


def _morning(slot: Slot) -> datetime:
    """Return when the link of a day goes: at seven, or an hour before a slot that begins earlier than eight."""
    seven = datetime.combine(slot.local_date, MORNING, ZoneInfo(slot.zone))
    return min(seven, slot.utc_start - timedelta(hours=1))


def _first_online(session: TrainingSession, day: date) -> Slot | None:
    online = (slot for slot in session.standing if slot.local_date == day and (slot.online or session.mode == "online"))
    return next(online, None)
