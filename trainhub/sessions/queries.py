"""What is asked of the tables of sessions."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..curriculum.models import ActivityText
from ..kernel import clock
from ..people.models import Country, CountryGroup, CountryGroupMember
from ..people.reference import GOVERNMENT
from ..people.services import Standing
from ..web.access import Viewer
from . import policies
from .models import Assignment, Format, Room, SessionAudience, SessionSlug, Slot, TrainingSession


def format_keys() -> Select[tuple[str]]:
    return select(Format.key)


def by_slug(slug: str) -> Select[tuple[TrainingSession]]:
    return select(TrainingSession).where(TrainingSession.slug == slug).options(*for_sight())


def by_old_slug(slug: str) -> Select[tuple[TrainingSession]]:
    moved = select(SessionSlug.session_id).where(SessionSlug.slug == slug)
    return select(TrainingSession).where(TrainingSession.id.in_(moved)).options(*for_sight())


def for_sight() -> tuple[Any, ...]:
    """Return what policies look at, loaded in a number of queries that does not grow with rows."""
    return (
        joinedload(TrainingSession.centre),
        selectinload(TrainingSession.assignments),
        selectinload(TrainingSession.audience).joinedload(SessionAudience.group).selectinload(CountryGroup.members),
    )


def visible(who: Viewer, standing: Standing) -> Select[tuple[TrainingSession]]:
    """Select the sessions that exist for a viewer: `policies.may_see` in SQL."""
    centres = who.centres(policies.VIEW)
    if centres is None:
        return select(TrainingSession)
    told = or_(TrainingSession.closed.is_(False), _assigned(who), _invited(standing))
    staff = TrainingSession.centre_id.in_(sorted(centres)) if centres else false()
    return select(TrainingSession).where(or_(staff, and_(TrainingSession.state != "draft", told)))


def _assigned(who: Viewer) -> ColumnElement[bool]:
    if who.person_id is None:
        return false()
    return exists().where(Assignment.session_id == TrainingSession.id, Assignment.person_id == who.person_id)


def _invited(standing: Standing) -> ColumnElement[bool]:
    """Say of a closed session whether its audience takes somebody in (`policies.fits`)."""
    if GOVERNMENT not in standing.categories:
        return false()
    let_in, body = SessionAudience.rule != "out", SessionAudience.organisation_id.is_not(None)
    return and_(
        ~_row(SessionAudience.rule == "out", _matches(standing)),
        or_(
            ~_row(let_in),
            _row(let_in, body, _matches(standing)),
            and_(~_row(let_in, body), _row(let_in, _matches(standing))),
        ),
    )


def _row(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(SessionAudience.session_id == TrainingSession.id, *conditions)


def _matches(standing: Standing) -> ColumnElement[bool]:
    day = func.coalesce(TrainingSession.first_day, clock.today())
    member = exists().where(
        CountryGroupMember.group_code == SessionAudience.group_code,
        CountryGroupMember.country_code == (standing.country_code or ""), CountryGroupMember.since <= day,
        or_(CountryGroupMember.until.is_(None), CountryGroupMember.until >= day),
    )
    category = SessionAudience.category_code.in_(sorted(policies.counted_categories(standing)))
    body = SessionAudience.organisation_id.in_(sorted(standing.organisation_ids)) if standing.organisation_ids else false()
    return and_(
        or_(SessionAudience.group_code.is_(None), member),
        or_(and_(SessionAudience.organisation_id.is_(None), category), body),
    )




# --- planning --------------------------------------------------------------------------------------


def activity_texts(version_id: int, activity_ids: Iterable[int]) -> Select[tuple[ActivityText]]:
    """Select what a version says of some activities, with their audiences and modules."""
    chosen = (ActivityText.version_id == version_id, ActivityText.activity_id.in_(sorted(activity_ids)))
    loaded = (selectinload(ActivityText.audience), joinedload(ActivityText.module_text))
    return select(ActivityText).where(*chosen).order_by(ActivityText.key).options(*loaded)


def busy(start: datetime, end: datetime, centre_id: int, persons: Iterable[int],
         but_not: int | None) -> Select[tuple[Slot]]:
    """Select slots in a span of time that hold a room of the centre or one of the persons."""
    people = exists().where(Assignment.session_id == Slot.session_id, Assignment.person_id.in_(sorted(persons)))
    rooms = Slot.room_id.in_(select(Room.id).where(Room.centre_id == centre_id))
    query = (
        select(Slot).join(Slot.session)
        .where(Slot.utc_start < end, Slot.utc_end > start, Slot.cancelled_at.is_(None),
               TrainingSession.state != "cancelled", or_(rooms, people))
        .options(contains_eager(Slot.session).selectinload(TrainingSession.assignments).joinedload(Assignment.person),
                 joinedload(Slot.room))
        .order_by(Slot.utc_start)
    )
    return query if but_not is None else query.where(Slot.session_id != but_not)


def rooms(centre_id: int) -> Select[tuple[Room]]:
    return select(Room).where(Room.centre_id == centre_id, Room.archived_at.is_(None)).order_by(Room.id)


def weekends() -> Select[tuple[Country]]:
    """Select the countries of the centre, whose weekends differ."""
    return select(Country).where(Country.member.is_(True))


def group_countries(codes: Iterable[str], day: date) -> Select[tuple[str]]:
    """Select the countries that belong to any of the groups on a day."""
    return select(CountryGroupMember.country_code).where(
        CountryGroupMember.group_code.in_(sorted(codes)), CountryGroupMember.since <= day,
        or_(CountryGroupMember.until.is_(None), CountryGroupMember.until >= day))


def addresses_like(slug: str) -> Select[tuple[str, int]]:
    """Select present and former addresses that begin with a slug, and whose they are."""
    now = select(TrainingSession.slug, TrainingSession.id).where(TrainingSession.slug.startswith(slug, autoescape=True))
    old = select(SessionSlug.slug, SessionSlug.session_id).where(SessionSlug.slug.startswith(slug, autoescape=True))
    return select(now.union_all(old).subquery())  # type: ignore[return-value]


def former_address(slug: str) -> Select[tuple[SessionSlug]]:
    return select(SessionSlug).where(SessionSlug.slug == slug)
