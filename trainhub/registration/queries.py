"""What is asked of the tables of registration."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, exists, false, func, or_, select, update
from sqlalchemy.orm import aliased, contains_eager, joinedload, load_only, selectinload

from ..kernel.types import Texts
from ..people.models import CountryGroup, Organisation, Person
from ..sessions import queries as sessions
from ..sessions.models import Assignment, SessionAudience, Slot, TrainingSession
from .models import HOLDING, Registration, RegistrationFact

OPEN = ("invited", "nominated", "applied", "waiting", "offered", "confirmed")  # neither side has said no
UNDECIDED = ("nominated", "applied")  # staff have the word


# --- seats --------------------------------------------------------------------------------------


def take_seat(session_id: int) -> Update:
    """Take a seat if one is free: the row count says whether; the table's CHECK says it again."""
    return _seats(session_id, +1).where(TrainingSession.taken < TrainingSession.seats)


def free_seat(session_id: int) -> Update:
    return _seats(session_id, -1).where(TrainingSession.taken > 0)


def _seats(session_id: int, change: int) -> Update:
    """Change `taken` alone: a seat is no edit of the session, so its time of change stays."""
    return (
        update(TrainingSession)
        .where(TrainingSession.id == session_id)
        .values(taken=TrainingSession.taken + change, updated_at=TrainingSession.updated_at)
        .execution_options(synchronize_session=False)
    )


def first_waiting(session_id: int) -> Select[Registration]:
    """Select whom the next free seat belongs to: in the order of arrival."""
    return waiting(session_id).limit(1)


def waiting(session_id: int) -> Select[Registration]:
    return (
        select(Registration)
        .where(Registration.session_id == session_id, Registration.state == "waiting")
        .order_by(Registration.created_at, Registration.id)
    )


def waiting_before(registration: Registration) -> Select[int]:
    """Count who stands before somebody on the waiting list."""
    earlier = and_(Registration.created_at == registration.created_at, Registration.id < registration.id)
    return select(func.count()).where(
        Registration.session_id == registration.session_id,
        Registration.state == "waiting",
        or_(Registration.created_at < registration.created_at, earlier),
    )


def waiting_ids(session_id: int) -> Select[int]:
    """Select the ids of those who wait, the next first."""
    return waiting(session_id).with_only_columns(Registration.id)


def late_offers(session_id: int, now: datetime) -> Select[Registration]:
    return select(Registration).where(
        Registration.session_id == session_id, Registration.state == "offered", Registration.offered_until < now
    )


def sessions_to_look_after(now: datetime) -> Select[int]:
    """Select sessions in which an offer ran out, or a seat is free while somebody waits."""
    late = and_(Registration.state == "offered", Registration.offered_until < now)
    free = and_(Registration.state == "waiting", TrainingSession.taken < TrainingSession.seats)
    return (
        select(TrainingSession.id)
        .join(Registration, Registration.session_id == TrainingSession.id)
        .where(TrainingSession.state == "published", TrainingSession.last_day >= now.date(), or_(late, free))
        .distinct()
        .order_by(TrainingSession.id)
    )


def session(number: int) -> Select[TrainingSession]:
    return select(TrainingSession).where(TrainingSession.id == number)


# --- one registration ---------------------------------------------------------------------------


def for_form() -> tuple[Any, ...]:
    """Return what the page of registering shows of a session, and what it says about who may come."""
    audience = selectinload(TrainingSession.audience)
    return (*sessions.for_frame(), audience.joinedload(SessionAudience.group).joinedload(CountryGroup.members))


def own(session_id: int, person_id: int | None) -> Select[Registration]:
    """Select the row a person has for a session."""
    return select(Registration).where(Registration.session_id == session_id, Registration.person_id == person_id)


def by_public_id(public_id: str) -> Select[Registration]:
    """Select a registration with what its record page shows and its policies look at."""
    return (
        select(Registration)
        .where(Registration.public_id == public_id)
        .options(
            joinedload(Registration.person),
            joinedload(Registration.facts).joinedload(RegistrationFact.organisation),
            joinedload(Registration.session).joinedload(TrainingSession.centre),
            joinedload(Registration.session).selectinload(TrainingSession.assignments),
            selectinload(Registration.events),
        )
    )


def picked(session_id: int, public_ids: Collection[str]) -> Select[Registration]:
    """Select the chosen registrations of one session, in the order of arrival."""
    return (
        select(Registration)
        .where(Registration.session_id == session_id, Registration.public_id.in_(public_ids))
        .options(joinedload(Registration.person), joinedload(Registration.facts))
        .order_by(Registration.created_at, Registration.id)
    )


def of_session(session_id: int, states: Collection[str]) -> Select[Registration]:
    """Select the registrations of a session in certain states, with their persons."""
    return (
        select(Registration)
        .where(Registration.session_id == session_id, Registration.state.in_(states))
        .join(Registration.person)
        .options(contains_eager(Registration.person))
        .order_by(Person.search, Person.display, Registration.id)
    )


def earlier_places(person_id: int, other_than: int) -> Select[int]:
    """Count the places a person has had in other sessions."""
    return select(func.count()).where(
        Registration.person_id == person_id, Registration.session_id != other_than, Registration.state == "confirmed"
    )


def not_in(persons: Select[Person], session_id: int) -> Select[Person]:
    """Narrow a choice of persons to those who are not in a session already."""
    inside = select(Registration.person_id).where(
        Registration.session_id == session_id, Registration.state.in_(OPEN), Registration.person_id.is_not(None)
    )
    return persons.where(Person.id.not_in(inside))


# --- two places at once -------------------------------------------------------------------------


def elsewhere(person_id: int, session_id: int) -> Select[Slot]:
    """Select slots of other sessions a person has a place in that meet a slot of this session."""
    here = aliased(Slot)
    meets = exists().where(
        here.session_id == session_id,
        here.cancelled_at.is_(None),
        here.utc_start < Slot.utc_end,
        here.utc_end > Slot.utc_start,
    )
    return (
        select(Slot)
        .join(Slot.session)
        .join(Registration, Registration.session_id == Slot.session_id)
        .where(Registration.person_id == person_id, *_elsewhere(session_id), meets)
        .options(contains_eager(Slot.session))
        .order_by(Slot.utc_start)
    )


def people_elsewhere(session_id: int, first: datetime, last: datetime) -> Select[Slot, int]:
    """Select slots of other sessions in a span of time, and how many with a place here have one there too."""
    here = aliased(Registration)
    return (
        select(Slot, func.count(Registration.id))
        .join(Slot.session)
        .join(Registration, Registration.session_id == Slot.session_id)
        .join(here, and_(here.person_id == Registration.person_id, here.session_id == session_id))
        .where(here.state.in_(HOLDING), *_elsewhere(session_id), Slot.utc_start < last, Slot.utc_end > first)
        .group_by(Slot.id, TrainingSession.id)
        .options(contains_eager(Slot.session))
        .order_by(Slot.utc_start, Slot.id)
    )


def _elsewhere(session_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.state.in_(HOLDING),
        Slot.session_id != session_id,
        Slot.cancelled_at.is_(None),
        TrainingSession.state == "published",
    )


# --- lists --------------------------------------------------------------------------------------


def participants(session_id: int) -> Select[Registration]:
    """Select everybody who has a row in a session, joined with person and facts for sorting and filters.

    Only what the list shows is loaded: a thousand rows are exported at once.
    """
    facts = contains_eager(Registration.facts)
    return (
        select(Registration)
        .where(Registration.session_id == session_id)
        .join(Registration.facts)
        .outerjoin(Registration.person)
        .outerjoin(RegistrationFact.organisation)
        .options(
            load_only(Registration.public_id, Registration.state, Registration.created_at),
            contains_eager(Registration.person).load_only(
                Person.display, Person.latin, Person.native_lang, Person.email
            ),
            facts.load_only(RegistrationFact.country_code, RegistrationFact.category_code),
            facts.contains_eager(RegistrationFact.organisation).load_only(Organisation.title),
        )
        .order_by(Registration.created_at, Registration.id)
    )


def crowd(session_id: int) -> Select[str, str | None, str | None, str, int]:
    """Count who has a row in a session by state, country, category and gender."""
    kinds = (Registration.state, RegistrationFact.country_code, RegistrationFact.category_code, RegistrationFact.gender)
    return (
        select(*kinds, func.count().label("number"))
        .join(Registration.facts)
        .where(Registration.session_id == session_id)
        .group_by(*kinds)
    )


def mine(person_id: int, visible: Select[TrainingSession], today: date) -> Select[Registration]:
    """Select a person's registrations with what their own page shows of each session, the latest training first.

    What came to nothing is left out: what one side said no to, and requests for what is over.
    """
    standing = joinedload(Registration.session)
    alive = and_(TrainingSession.state.in_(("draft", "published")), TrainingSession.last_day >= today)
    undecided = and_(Registration.state.in_(OPEN), or_(alive, TrainingSession.last_day.is_(None)))
    return (
        select(Registration)
        .where(
            Registration.person_id == person_id,
            Registration.session_id.in_(_ids(visible)),
            or_(Registration.state == "confirmed", undecided),
        )
        .join(Registration.session)
        .options(
            standing.joinedload(TrainingSession.centre),
            standing.selectinload(TrainingSession.slots).joinedload(Slot.room),
        )
        .order_by(TrainingSession.first_day.desc().nulls_first(), Registration.id.desc())
    )


def sessions_of(person_id: int) -> Select[int]:
    return select(Registration.session_id).where(Registration.person_id == person_id)


def of_person(person_id: int) -> Select[Registration]:
    """Select all that is kept of a person's registrations, in the order they were made."""
    return (
        select(Registration)
        .where(Registration.person_id == person_id)
        .options(
            joinedload(Registration.session).selectinload(TrainingSession.audience),
            joinedload(Registration.facts),
            selectinload(Registration.events),
        )
        .order_by(Registration.id)
    )


def offers_to(person_id: int, visible: Select[TrainingSession]) -> Select[Texts, datetime | None]:
    """Select title and end of the offers a person has not answered, the most urgent first.

    `visible` are the sessions they may know of: one that was closed since is not told.
    """
    return (
        select(TrainingSession.title, Registration.offered_until)
        .join(Registration.session)
        .where(
            Registration.person_id == person_id, Registration.state == "offered", TrainingSession.id.in_(_ids(visible))
        )
        .order_by(Registration.offered_until, Registration.id)
    )


def feed_slots(person_id: int, visible: Select[TrainingSession], since: datetime) -> Select[Slot]:
    """Select the slots of the sessions a person has a place or a part in, for their own calendar."""
    places = select(Registration.session_id).where(
        Registration.person_id == person_id, Registration.state == "confirmed"
    )
    parts = select(Assignment.session_id).where(Assignment.person_id == person_id)
    return (
        select(Slot)
        .where(
            or_(Slot.session_id.in_(places), Slot.session_id.in_(parts)),
            Slot.session_id.in_(_ids(visible)),
            Slot.utc_end >= since,
        )
        .options(joinedload(Slot.session))
        .order_by(Slot.utc_start, Slot.id)
    )


def _ids(visible: Select[TrainingSession]) -> Select[int]:
    return visible.with_only_columns(TrainingSession.id)


def to_decide(centres: set[int] | None) -> Select[str, Texts, date | None, int]:
    """Select sessions of these centres (None: of all) that have applications to decide, with how many."""
    return (
        select(
            TrainingSession.slug,
            TrainingSession.title,
            TrainingSession.first_day,
            func.count(Registration.id).label("number"),
        )
        .join(Registration)
        .where(Registration.state.in_(UNDECIDED), TrainingSession.state == "published", _in_centres(centres))
        .group_by(TrainingSession.id)
        .order_by(TrainingSession.first_day, TrainingSession.id)
    )


def _in_centres(centres: set[int] | None) -> ColumnElement[bool]:
    if centres is None:
        return TrainingSession.id.is_not(None)
    return TrainingSession.centre_id.in_(centres) if centres else false()
