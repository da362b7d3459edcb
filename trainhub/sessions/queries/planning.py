"""What planning and its checks for clashes ask."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import contains_eager, joinedload

from ...curriculum.models import ActivityText
from ...holidays import queries as holidays
from ...people.models import Category, Country, CountryGroup, CountryGroupMember, Organisation, Person
from ..models import (
    Assignment,
    Expert,
    Format,
    Project,
    Room,
    RoomClosing,
    SessionSlug,
    Slot,
    TrainingSession,
    Unavailability,
)


def activity_texts(version_id: int, activity_ids: Iterable[int]) -> Select[ActivityText]:
    """Select what a version says of some activities."""
    chosen = (ActivityText.version_id == version_id, ActivityText.activity_id.in_(sorted(activity_ids)))
    return select(ActivityText).where(*chosen).order_by(ActivityText.key)


def activity_audiences(version_id: int, activity_ids: Iterable[int]) -> Select[ActivityText]:
    return activity_texts(version_id, activity_ids).options(joinedload(ActivityText.audience))


def busy(start: datetime, end: datetime, centre_id: int, persons: Iterable[int], but_not: int | None) -> Select[Slot]:
    """Select slots in a span of time that hold a room of the centre or one of the persons."""
    people = exists().where(
        Assignment.session_id == Slot.session_id,
        Assignment.person_id.in_(sorted(persons)),
        Assignment.state == "accepted",
    )
    rooms = Slot.room_id.in_(select(Room.id).where(Room.centre_id == centre_id))
    query = (
        select(Slot)
        .join(Slot.session)
        .where(
            Slot.utc_start < end,
            Slot.utc_end > start,
            Slot.cancelled_at.is_(None),
            TrainingSession.state != "cancelled",
            or_(rooms, people),
        )
        .options(
            contains_eager(Slot.session).selectinload(TrainingSession.assignments).joinedload(Assignment.person),
            joinedload(Slot.room),
        )
        .order_by(Slot.utc_start, Slot.id)
    )
    return query if but_not is None else query.where(Slot.session_id != but_not)


def unavailable(persons: Iterable[int], first: date, last: date) -> Select[Unavailability]:
    """Select the days in a span on which some persons cannot teach."""
    return (
        select(Unavailability)
        .where(
            Unavailability.person_id.in_(sorted(persons)), Unavailability.since <= last, Unavailability.until >= first
        )
        .options(joinedload(Unavailability.person))
        .order_by(Unavailability.since, Unavailability.id)
    )


def rooms(centre_id: int, first: date, last: date) -> Select[Room]:
    """Select the rooms of a centre that are in use, with the times of a span in which they are closed; unique."""
    closed = Room.closings.and_(RoomClosing.since <= last, RoomClosing.until >= first)
    found = select(Room).where(Room.centre_id == centre_id, Room.archived_at.is_(None)).order_by(Room.id)
    return found.options(joinedload(closed)).execution_options(populate_existing=True)


def days_of_rest(first: date, last: date) -> Select[*tuple[Country, date | None]]:
    """Select the countries of the centre, whose weekends differ, each with its holidays of a span, or None once."""
    off = holidays.days_of_rest(first, last).subquery()
    return select(Country, off.c.day).outerjoin(off, off.c.country_code == Country.code).where(Country.member.is_(True))


def group_countries(codes: Iterable[str], day: date) -> Select[str]:
    """Select the countries that belong to any of the groups on a day."""
    return select(CountryGroupMember.country_code).where(
        CountryGroupMember.group_code.in_(sorted(codes)),
        CountryGroupMember.since <= day,
        or_(CountryGroupMember.until.is_(None), CountryGroupMember.until >= day),
    )


def addresses_like(slug: str) -> Select[Any]:
    """Select present and former addresses that begin with a slug, and whose they are."""
    now = select(TrainingSession.slug, TrainingSession.id).where(TrainingSession.slug.startswith(slug, autoescape=True))
    old = select(SessionSlug.slug, SessionSlug.session_id).where(SessionSlug.slug.startswith(slug, autoescape=True))
    return select(now.union_all(old).subquery())


def former_address(slug: str) -> Select[SessionSlug]:
    return select(SessionSlug).where(SessionSlug.slug == slug)


def editor_choices(centre_id: int, version_id: int) -> Select[Any]:
    """Select everything the editor's lists offer, in one statement: kind, value, id, title, extra, flags.

    `extra` is a room's seats or the place in an order; `flags` are a format's switches: 1 counts, 2 certifies.
    """
    none = cast(null(), Integer)

    def offer(kind: str, value: Any, number: Any, title: Any, extra: Any = none, flags: Any = none) -> Select[Any]:
        return select(
            literal(kind).label("kind"),
            value.label("value"),
            number.label("id"),
            title.label("title"),
            extra.label("extra"),
            flags.label("flags"),
        )

    switches = cast(Format.counts_as_trainees, Integer) + 2 * cast(Format.certifies, Integer)

    parts = union_all(
        offer("room", Room.public_id, Room.id, Room.title, Room.seats).where(
            Room.centre_id == centre_id, Room.archived_at.is_(None)
        ),
        offer("format", Format.key, Format.id, Format.title, Format.order, switches).where(
            Format.archived_at.is_(None)
        ),
        offer("category", Category.code, none, Category.title, Category.order),
        offer("group", CountryGroup.code, none, CountryGroup.title),
        offer("project", Project.public_id, Project.id, Project.title).where(Project.centre_id == centre_id),
        offer("organisation", Organisation.slug, Organisation.id, Organisation.title).where(
            Organisation.archived_at.is_(None)
        ),
        offer("activity", ActivityText.key, ActivityText.activity_id, ActivityText.title).where(
            ActivityText.version_id == version_id
        ),
    ).subquery()
    return select(parts)


def teachers(also: Iterable[int]) -> Select[Person]:
    """Select the experts of the roster, and the persons named."""
    roster = select(Expert.person_id).where(Expert.active.is_(True))
    chosen = or_(Person.id.in_(roster), Person.id.in_(sorted(also)))
    return (
        select(Person)
        .where(chosen, Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .order_by(Person.display, Person.id)
    )
