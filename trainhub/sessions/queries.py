"""What is asked of the tables of sessions."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..curriculum.models import Activity, ActivityText, Module
from ..kernel import clock
from ..people.models import Category, Centre, Country, CountryGroup, CountryGroupMember, Organisation, Person
from ..people.reference import GOVERNMENT
from ..people.services import Standing
from ..web.access import Viewer
from . import policies
from .models import (
    Assignment,
    Donor,
    Expert,
    Expertise,
    Format,
    Part,
    Project,
    ProjectDonor,
    Room,
    SessionActivity,
    SessionAudience,
    SessionOrganiser,
    SessionProject,
    SessionSlug,
    Slot,
    TrainingSession,
)


def format_keys() -> Select[str]:
    return select(Format.key)


def by_slug(slug: str, *options: Any) -> Select[TrainingSession]:
    return (
        select(TrainingSession)
        .where(TrainingSession.slug == slug)
        .options(joinedload(TrainingSession.centre), *options)
    )


def by_old_slug(slug: str) -> Select[TrainingSession]:
    moved = select(SessionSlug.session_id).where(SessionSlug.slug == slug)
    return select(TrainingSession).where(TrainingSession.id.in_(moved)).options(joinedload(TrainingSession.centre))


def for_page() -> tuple[Any, ...]:
    """Return what a session's page and its editor show, loaded in three statements: the short lists are joined."""
    return (
        joinedload(TrainingSession.format),
        joinedload(TrainingSession.version),
        joinedload(TrainingSession.activities).joinedload(SessionActivity.activity),
        joinedload(TrainingSession.assignments).joinedload(Assignment.person),
        joinedload(TrainingSession.organisers).joinedload(SessionOrganiser.organisation),
        joinedload(TrainingSession.projects).joinedload(SessionProject.project),
        selectinload(TrainingSession.slots).joinedload(Slot.room),
        joinedload(TrainingSession.parts).joinedload(Part.activity),
        selectinload(TrainingSession.audience).options(
            joinedload(SessionAudience.category),
            joinedload(SessionAudience.group),
            joinedload(SessionAudience.organisation),
        ),
    )


def for_frame() -> tuple[Any, ...]:
    """Return what every page under a session shows of it, joined into its statement."""
    return (joinedload(TrainingSession.format),
            joinedload(TrainingSession.activities).joinedload(SessionActivity.activity))


def visible(who: Viewer, standing: Standing) -> Select[TrainingSession]:
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
    body = (
        SessionAudience.organisation_id.in_(sorted(standing.organisation_ids)) if standing.organisation_ids else false()
    )
    return and_(
        or_(SessionAudience.group_code.is_(None), member),
        or_(and_(SessionAudience.organisation_id.is_(None), category), body),
    )




# --- planning --------------------------------------------------------------------------------------


def activity_texts(version_id: int, activity_ids: Iterable[int]) -> Select[ActivityText]:
    """Select what a version says of some activities."""
    chosen = (ActivityText.version_id == version_id, ActivityText.activity_id.in_(sorted(activity_ids)))
    return select(ActivityText).where(*chosen).order_by(ActivityText.key)


def activity_audiences(version_id: int, activity_ids: Iterable[int]) -> Select[ActivityText]:
    return activity_texts(version_id, activity_ids).options(selectinload(ActivityText.audience))


def busy(start: datetime, end: datetime, centre_id: int, persons: Iterable[int],
         but_not: int | None) -> Select[Slot]:
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


def rooms(centre_id: int) -> Select[Room]:
    return select(Room).where(Room.centre_id == centre_id, Room.archived_at.is_(None)).order_by(Room.id)


def weekends() -> Select[Country]:
    """Select the countries of the centre, whose weekends differ."""
    return select(Country).where(Country.member.is_(True))


def group_countries(codes: Iterable[str], day: date) -> Select[str]:
    """Select the countries that belong to any of the groups on a day."""
    return select(CountryGroupMember.country_code).where(
        CountryGroupMember.group_code.in_(sorted(codes)), CountryGroupMember.since <= day,
        or_(CountryGroupMember.until.is_(None), CountryGroupMember.until >= day))


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
        return select(literal(kind).label("kind"), value.label("value"), number.label("id"), title.label("title"),
                      extra.label("extra"), flags.label("flags"))

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
        .order_by(Person.display)
    )


# --- lists -----------------------------------------------------------------------------------------


def for_list() -> tuple[Any, ...]:
    """Return what a row of a list shows of a session, loaded in four statements."""
    return (
        joinedload(TrainingSession.format), joinedload(TrainingSession.centre),
        selectinload(TrainingSession.activities).joinedload(SessionActivity.activity),
        selectinload(TrainingSession.slots).joinedload(Slot.room),
        selectinload(TrainingSession.assignments).joinedload(Assignment.person),
    )


def of_centres(centres: set[int] | None) -> Select[TrainingSession]:
    """Select the sessions of some centres (None: of all), for lists of staff."""
    query = select(TrainingSession).options(*for_list()).order_by(TrainingSession.id.desc())
    return query if centres is None else query.where(TrainingSession.centre_id.in_(sorted(centres)))


def of_module(query: Select[Any], number: str) -> Select[Any]:
    """Narrow sessions to those that deliver an activity of a module."""
    prefix = f"m{int(number):02d}-" if number.isdigit() else "-"
    return query.where(TrainingSession.activities.any(SessionActivity.activity.has(Activity.key.startswith(prefix))))


def of_centre(query: Select[Any], slug: str) -> Select[Any]:
    return query.where(TrainingSession.centre.has(Centre.slug == slug))


def of_country(query: Select[Any], code: str) -> Select[Any]:
    """Narrow sessions to those held by a centre in a country."""
    return query.where(TrainingSession.centre.has(Centre.country_code == code.upper()))


def module_numbers() -> Select[int]:
    return select(Module.number).order_by(Module.number)


def between(query: Select[Any], first: date, last: date) -> Select[Any]:
    """Narrow sessions to those with a day in a span, in the order of time."""
    return query.where(TrainingSession.first_day <= last, TrainingSession.last_day >= first).order_by(
        TrainingSession.first_day, TrainingSession.id)


def closed_days(first: date, last: date) -> Select[Slot]:
    """Select the slots of published closed sessions in a span: only their days may be shown."""
    return (select(Slot).join(Slot.session).options(contains_eager(Slot.session))
            .where(TrainingSession.closed.is_(True), TrainingSession.state.in_(("published", "completed")),
                   Slot.cancelled_at.is_(None), Slot.local_date.between(first, last)).order_by(Slot.utc_start))


def public_events(since: datetime) -> Select[str, str, datetime]:
    """Select what the public feed tells: VEVENT, zone and last change of the slots of open sessions."""
    return (
        select(Slot.vevent, Slot.zone, Slot.modified_at)
        .join(Slot.session)
        .where(
            TrainingSession.state != "draft",
            TrainingSession.closed.is_(False),
            Slot.utc_start >= since,
            Slot.vevent != "",
        )
        .order_by(Slot.utc_start, Slot.id)
    )


# --- roster and office -------------------------------------------------------------------------------


def modules() -> Select[Module]:
    return select(Module).order_by(Module.number)


def experts() -> Select[Expert]:
    """Select the roster with persons and modules, in three statements."""
    return (select(Expert).join(Expert.person).where(Person.erased_at.is_(None), Person.merged_into_id.is_(None))
            .options(contains_eager(Expert.person), selectinload(Expert.expertise).joinedload(Expertise.module))
            .order_by(Person.display))


def expert(public_id: str) -> Select[Expert]:
    return experts().where(Person.public_id == public_id)


def teaches_module(query: Select[Any], number: str) -> Select[Any]:
    wanted = int(number) if number.isdigit() else 0
    return query.where(Expert.expertise.any(Expertise.module.has(Module.number == wanted)))


def person_by_email(email: str) -> Select[Person]:
    return select(Person).where(func.lower(Person.email) == email.strip().lower(), Person.erased_at.is_(None),
                                Person.merged_into_id.is_(None)).limit(1)


def taught_by(person_id: int) -> Select[TrainingSession]:
    """Select the sessions a person has a part in, the latest first."""
    mine = select(Assignment.session_id).where(Assignment.person_id == person_id)
    return (select(TrainingSession).where(TrainingSession.id.in_(mine)).options(*for_list())
            .order_by(TrainingSession.first_day.desc()))


def all_rooms(centres: set[int] | None) -> Select[Room]:
    query = select(Room).order_by(Room.archived_at.is_not(None), Room.id)
    return query if centres is None else query.where(Room.centre_id.in_(sorted(centres)))


def room(public_id: str) -> Select[Room]:
    return select(Room).where(Room.public_id == public_id)


def using_room(room_id: int, since: datetime) -> Select[TrainingSession]:
    """Select the sessions with a slot in a room that is not over."""
    there = select(Slot.session_id).where(Slot.room_id == room_id, Slot.utc_end >= since)
    return (select(TrainingSession).where(TrainingSession.id.in_(there)).order_by(TrainingSession.first_day)
            .options(*for_list()))


def formats() -> Select[Format]:
    return select(Format).order_by(Format.archived_at.is_not(None), Format.order, Format.id)


def format_by_key(key: str) -> Select[Format]:
    return select(Format).where(Format.key == key)


def projects(centres: set[int] | None) -> Select[Project]:
    query = select(Project).options(selectinload(Project.donors).joinedload(ProjectDonor.donor)).order_by(Project.id)
    return query if centres is None else query.where(Project.centre_id.in_(sorted(centres)))


def project(public_id: str) -> Select[Project]:
    return projects(None).where(Project.public_id == public_id)


def paid_by(project_id: int) -> Select[TrainingSession]:
    """Select the sessions a project pays for."""
    paid = select(SessionProject.session_id).where(SessionProject.project_id == project_id)
    return (select(TrainingSession).where(TrainingSession.id.in_(paid)).options(*for_list())
            .order_by(TrainingSession.first_day))


def donors() -> Select[Donor]:
    return select(Donor).order_by(Donor.id)


def centres_of(centres: set[int] | None) -> Select[Centre]:
    query = select(Centre).order_by(Centre.id)
    return query if centres is None else query.where(Centre.id.in_(sorted(centres)))


def speaks(query: Select[Any], code: str) -> Select[Any]:
    """Narrow experts to those who teach in a language: the list is kept as JSON text."""
    return query.where(cast(Expert.languages, String).contains(f'"{code}"', autoescape=True))


def lives_in(query: Select[Any], code: str) -> Select[Any]:
    return query.where(Person.country_code == code.upper())
