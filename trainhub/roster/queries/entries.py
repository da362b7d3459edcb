"""What is asked of the roster: entries, search, load and days."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    distinct,
    exists,
    extract,
    func,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...accounts.models import Account
from ...curriculum.models import Module
from ...kernel.files import File
from ...kernel.text import whole
from ...people.models import Person
from ...sessions.models import (
    Assignment,
    Expert,
    Expertise,
    Format,
    Slot,
    TrainingSession,
    Unavailability,
)
from ...sessions.queries import for_list
from ..policies import TEACHING

HAPPENS = ("published", "completed")  # states of sessions that are taught


# --- the roster -----------------------------------------------------------------------------------------


def experts() -> Select[Expert]:
    """Select the roster with persons and modules, in three statements."""
    return (
        select(Expert)
        .join(Expert.person)
        .where(Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .options(
            contains_eager(Expert.person),
            joinedload(Expert.cv),
            selectinload(Expert.expertise).joinedload(Expertise.module),
        )
        .order_by(Person.display, Person.id)
    )


def expert(public_id: str) -> Select[Expert]:
    return experts().where(Person.public_id == public_id)


def expert_of(person_id: int) -> Select[Expert]:
    """Select a person's entry among the trainers with what it says of modules."""
    return experts().where(Expert.person_id == person_id)


def modules() -> Select[Module]:
    return select(Module).order_by(Module.number)


def formats() -> Select[Format]:
    return select(Format).where(Format.archived_at.is_(None)).order_by(Format.order, Format.id)


def persons_with_emails(emails: Collection[str]) -> Select[Person]:
    """Select the persons who have one of some e-mail addresses; tombstones do not count."""
    return select(Person).where(
        func.lower(Person.email).in_(sorted(emails)), Person.erased_at.is_(None), Person.merged_into_id.is_(None)
    )


def experts_among(person_ids: Collection[int]) -> Select[Expert]:
    return select(Expert).where(Expert.person_id.in_(sorted(person_ids))).options(selectinload(Expert.expertise))


def account_of(person_id: int) -> Select[int]:
    return select(Account.id).where(Account.person_id == person_id).limit(1)


def person_of_account(number: int) -> Select[Person]:
    return select(Person).join(Account, Account.person_id == Person.id).where(Account.id == number)


def file(number: int) -> Select[File]:
    return select(File).where(File.id == number)


# --- search ---------------------------------------------------------------------------------------------


def teaches_module(query: Select[Any], number: str) -> Select[Any]:
    wanted = whole(number, 0)
    return query.where(Expert.expertise.any(Expertise.module.has(Module.number == wanted)))


def at_level(query: Select[Any], number: str, levels: Collection[str]) -> Select[Any]:
    """Narrow experts to those who have one of some levels, in a module if one is named."""
    fits: ColumnElement[bool] = Expertise.level.in_(sorted(levels))
    if whole(number, 0):
        fits = and_(fits, Expertise.module.has(Module.number == whole(number, 0)))
    return query.where(Expert.expertise.any(fits))


def speaks(query: Select[Any], code: str) -> Select[Any]:
    return _holds(query, Expert.languages, code)


def in_role(query: Select[Any], role: str) -> Select[Any]:
    return _holds(query, Expert.roles, role)


def has_skill(query: Select[Any], skill: str) -> Select[Any]:
    return _holds(query, Expert.skills, skill)


def has_worked_in(query: Select[Any], region: str) -> Select[Any]:
    return _holds(query, Expert.regions, region)


def _holds(query: Select[Any], column: Any, word: str) -> Select[Any]:
    """Narrow experts by a word in a list, which is kept as JSON text."""
    return query.where(cast(column, String).contains(f'"{word}"', autoescape=True))


def lives_in(query: Select[Any], code: str) -> Select[Any]:
    return query.where(Person.country_code == code.upper())


def of_kind(query: Select[Any], kind: str) -> Select[Any]:
    return query.where(Expert.kind == kind)


def is_inside(query: Select[Any], word: str) -> Select[Any]:
    own = Expert.kind == "own-agency"
    return query.where(own if word == "inside" else ~own)


def is_active(query: Select[Any], word: str) -> Select[Any]:
    return query.where(Expert.active.is_(word == "yes"))


def free_between(query: Select[Any], first: date, last: date) -> Select[Any]:
    """Narrow experts to those who neither teach nor are away on any day of a span."""
    away = exists().where(
        Unavailability.person_id == Expert.person_id, Unavailability.since <= last, Unavailability.until >= first
    )
    teaches = exists().where(
        Assignment.person_id == Expert.person_id,
        Assignment.state == "accepted",
        Assignment.session_id == Slot.session_id,
        Slot.cancelled_at.is_(None),
        Slot.local_date.between(first, last),
        Slot.session_id == TrainingSession.id,
        TrainingSession.state != "cancelled",
    )
    return query.where(Expert.active.is_(True), ~away, ~teaches)


def persons_of(narrowed: Select[Any]) -> Select[int]:
    """Turn a search of the roster into a select of the persons it finds."""
    return narrowed.with_only_columns(Expert.person_id).order_by(None)


def trainers_of(session_id: int) -> Select[int]:
    """Select the persons who stand in front of the group of a session."""
    return select(Assignment.person_id).where(
        Assignment.session_id == session_id, Assignment.state == "accepted", Assignment.role.in_(TEACHING)
    )


def kinds_of_trainers(session_id: int) -> Select[str | None, int]:
    """Count the trainers of a session by where they come from; None stands for those who are not on the roster."""
    return (
        select(Expert.kind, func.count(distinct(Assignment.person_id)))
        .select_from(Assignment)
        .outerjoin(Expert, Expert.person_id == Assignment.person_id)
        .where(Assignment.session_id == session_id, Assignment.state == "accepted", Assignment.role.in_(TEACHING))
        .group_by(Expert.kind)
    )


# --- load and history -----------------------------------------------------------------------------------


def load(persons: Select[int], first: date, last: date, today: date) -> Select[Any]:
    """Select for each person: sessions ever taught, and of a span the sessions, days and hours, and what is to come."""
    parts = (
        select(Assignment.person_id, Assignment.session_id)
        .where(Assignment.person_id.in_(persons), Assignment.state == "accepted", Assignment.role.in_(TEACHING))
        .distinct()
        .subquery()
    )
    within = Slot.local_date.between(first, last)
    day = case((within, Slot.local_date))
    minutes = func.coalesce(func.sum(case((within, _hours()))), 0)
    return (
        select(
            parts.c.person_id,
            func.count(distinct(case((Slot.local_date < today, Slot.session_id)))).label("taught"),
            func.count(distinct(case((within, Slot.session_id)))).label("sessions"),
            func.count(distinct(day)).label("days"),
            minutes.label("hours"),
            func.count(distinct(case((Slot.local_date >= today, Slot.session_id)))).label("coming"),
        )
        .join(Slot, Slot.session_id == parts.c.session_id)
        .join(TrainingSession, TrainingSession.id == Slot.session_id)
        .where(Slot.cancelled_at.is_(None), TrainingSession.state.in_(HAPPENS))
        .group_by(parts.c.person_id)
    )


def _hours() -> ColumnElement[Any]:
    """Return the length of a slot in hours by the clock: both databases can take a time of day apart."""
    return cast(_minutes(Slot.local_end) - _minutes(Slot.local_start), Float) / 60


def _minutes(at: Any) -> ColumnElement[int]:
    return 60 * cast(extract("hour", at), Integer) + cast(extract("minute", at), Integer)


def taught_days(person_id: int) -> Select[date, int, float]:
    """Select date, session and hours of every slot a person teaches or taught."""
    mine = select(Assignment.session_id).where(
        Assignment.person_id == person_id, Assignment.state == "accepted", Assignment.role.in_(TEACHING)
    )
    return (
        select(Slot.local_date, Slot.session_id, _hours().label("hours"))
        .join(TrainingSession, TrainingSession.id == Slot.session_id)
        .where(Slot.session_id.in_(mine), Slot.cancelled_at.is_(None), TrainingSession.state.in_(HAPPENS))
        .order_by(Slot.local_date)
    )


def taught_by(person_id: int, centres: set[int] | None) -> Select[TrainingSession]:
    """Select the sessions a person has a part in that staff of some centres may know of, the latest first."""
    mine = select(Assignment.session_id).where(Assignment.person_id == person_id, Assignment.state == "accepted")
    query = select(TrainingSession).where(TrainingSession.id.in_(mine)).options(*for_list())
    query = query.order_by(TrainingSession.first_day.desc(), TrainingSession.id.desc())
    return query if centres is None else query.where(TrainingSession.centre_id.in_(sorted(centres)))


def away(person_id: int, since: date | None = None) -> Select[Unavailability]:
    """Select the days on which a person is not available; only those that are not over, if a day is given."""
    query = (
        select(Unavailability)
        .where(Unavailability.person_id == person_id)
        .order_by(Unavailability.since, Unavailability.id)
    )
    return query if since is None else query.where(Unavailability.until >= since)


def away_itself(public_id: str, person_id: int) -> Select[Unavailability]:
    return select(Unavailability).where(Unavailability.public_id == public_id, Unavailability.person_id == person_id)
