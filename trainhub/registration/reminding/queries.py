"""Who is to be reminded and was not yet: every reminder has a key, and the outbox knows which keys it has."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, cast, exists, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...messages.models import CalendarEntry, Message
from ...people.models import Person
from ...sessions.models import Slot, TrainingSession
from ..models import HOLDING, Registration


def joining_key(kind: str, registration_id: int, first_day: date | None) -> str:
    """Return the name of the fact that somebody was written to before a first day; another day is another fact."""
    return f"{kind}:{registration_id}:{first_day}"


def link_key(registration_id: int, day: date) -> str:
    return f"morning_link:{registration_id}:{day}"


def offer_key(registration_id: int, until: datetime | None) -> str:
    return f"offer_reminder:{registration_id}:{until:%Y%m%d%H%M}" if until else ""


def to_remind(kind: str, today: date, most: int, least: int) -> Select[Registration]:
    """Select places in sessions that begin in so many days, whose holders have no mail of this kind for that day.

    A day more at both ends: what day it is depends on the session's zone.
    """
    days = (today + timedelta(days=least - 1), today + timedelta(days=most + 1))
    key = literal(f"{kind}:") + cast(Registration.id, String) + ":" + cast(TrainingSession.first_day, String)
    return _places(key).where(TrainingSession.first_day.between(*days)).order_by(Registration.id)


def without_link(session_id: int, day: date) -> Select[Registration]:
    """Select places in a session whose holders have no link for a day."""
    key = literal("morning_link:") + cast(Registration.id, String) + literal(f":{day}")
    return _places(key).where(Registration.session_id == session_id).order_by(Registration.id)


def _places(key: ColumnElement[str]) -> Select[Registration]:
    return (
        _reachable()
        .where(Registration.state == "confirmed", ~exists().where(Message.key == key))
        .options(contains_eager(Registration.session).selectinload(TrainingSession.slots).joinedload(Slot.room))
    )


def _reachable() -> Select[Registration]:
    return (
        select(Registration)
        .join(Registration.person)
        .join(Registration.session)
        .where(Person.email.is_not(None), Person.erased_at.is_(None), TrainingSession.state == "published")
        .options(contains_eager(Registration.person), contains_eager(Registration.session))
    )


def reached(session_id: int) -> Select[int, str, datetime | None]:
    """Select person_id, state and offered_until of those with a place, or the offer of one, whom a mail reaches."""
    return (
        select(Person.id.label("person_id"), Registration.state, Registration.offered_until)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.session_id == session_id,
            Registration.state.in_(HOLDING),
            Person.email.is_not(None),
            Person.email != "",
            Person.erased_at.is_(None),
        )
    )


def concerned(session_id: int, states: Collection[str], topic: str) -> Select[Registration, bool]:
    """Select registrations of a session in certain states, and whether the person's calendar holds invitations."""
    invited = exists().where(
        CalendarEntry.person_id == Registration.person_id,
        CalendarEntry.topic == topic,
        CalendarEntry.method == "REQUEST",
    )
    return (
        select(Registration, invited)
        .where(Registration.session_id == session_id, Registration.state.in_(states))
        .join(Registration.person)
        .options(contains_eager(Registration.person))
        .order_by(Person.search, Person.display, Registration.id)
    )


def online_slots(since: datetime, until: datetime) -> Select[Slot]:
    """Select slots held online that begin in a span of time, of sessions with a link."""
    return (
        select(Slot)
        .join(Slot.session)
        .where(
            Slot.utc_start > since,
            Slot.utc_start <= until,
            Slot.cancelled_at.is_(None),
            TrainingSession.state == "published",
            TrainingSession.join_url != "",
            or_(Slot.online, TrainingSession.mode == "online"),
        )
        .options(contains_eager(Slot.session).options(joinedload(TrainingSession.centre)))
        .options(contains_eager(Slot.session).options(selectinload(TrainingSession.slots)))
        .order_by(Slot.utc_start, Slot.id)
    )


def ending_offers(now: datetime, until: datetime) -> Select[Registration]:
    """Select offers that end in a span of time."""
    return (
        _reachable()
        .where(Registration.state == "offered", Registration.offered_until > now, Registration.offered_until <= until)
        .options(selectinload(Registration.events))
        .order_by(Registration.id)
    )


def invited_to(session_public_id: str, person_id: int) -> Select[Registration]:
    """Select the row of a person in a session known by its public id."""
    here = (TrainingSession.public_id == session_public_id, Registration.person_id == person_id)
    return select(Registration).join(Registration.session).where(*here).options(contains_eager(Registration.session))
