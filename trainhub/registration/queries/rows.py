"""One registration, those of one session or person, and places in two sessions at once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from ...accounts.models import Account
from ...people.models import CountryGroup, Person
from ...sessions import queries as sessions
from ...sessions.models import SessionAudience, Slot, TrainingSession
from ..models import HOLDING, OPEN, Registration, RegistrationDocument, RegistrationFact


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
            selectinload(Registration.documents).joinedload(RegistrationDocument.file),
        )
    )


def document(public_id: str) -> Select[RegistrationDocument]:
    return (
        select(RegistrationDocument)
        .where(RegistrationDocument.public_id == public_id)
        .options(joinedload(RegistrationDocument.file))
    )


def about(registration_id: int, account_id: int | None) -> Select[Any]:
    """Select who stands behind a registration: the name of who nominated, and of whom it stands in for."""
    before = aliased(Registration)
    stood = (
        select(Person.display)
        .join(before, before.person_id == Person.id)
        .join(Registration, Registration.substitutes_id == before.id)
        .where(Registration.id == registration_id)
        .scalar_subquery()
    )
    nominator = (
        select(Person.display)
        .join(Account, Account.person_id == Person.id)
        .where(Account.id == account_id)
        .scalar_subquery()
    )
    return select(nominator.label("nominator"), stood.label("substitutes"))


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


def substitutes_of(registration_id: int) -> Select[Registration]:
    """Select who came in the stead of a registration."""
    return select(Registration).where(Registration.substitutes_id == registration_id)


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
        .order_by(Slot.utc_start, Slot.id)
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
