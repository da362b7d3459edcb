"""What staff look at when they choose: earlier trainings, documents, who nominated, ranks."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, literal, select, union, union_all
from sqlalchemy.orm import aliased, joinedload

from ...accounts.models import Account
from ...people.models import CountryGroup, Organisation, Person
from ...questionnaires.models import WaveMember
from ...sessions.models import SessionAudience, TrainingSession
from ..models import Registration, RegistrationDocument, RegistrationFact
from .seats import line


def in_session(session_id: int) -> Select[int | None]:
    """Select the persons who have a row in a session."""
    return select(Registration.person_id).where(
        Registration.session_id == session_id, Registration.person_id.is_not(None)
    )


def earlier_of(session_id: int) -> Select[int | None, int]:
    """Select person id and number of places in other sessions that are completed, for the people of a session."""
    other = aliased(Registration)
    return (
        select(other.person_id, func.count())
        .join(TrainingSession, TrainingSession.id == other.session_id)
        .where(
            other.person_id.in_(in_session(session_id)),
            other.session_id != session_id,
            other.state == "confirmed",
            TrainingSession.state == "completed",
        )
        .group_by(other.person_id)
    )


def known_of(
    session_id: int, earlier: Select[int | None, int], wave_id: int | None, *, ranked: bool
) -> CompoundSelect[Any]:
    """Select kind, id, number and name of all that staff look at in a list.

    The kinds are: earlier (by person), documents (by registration), nominators (by account), answered (by person),
    line (by registration: the place of those who wait, 1 is next).
    """
    attended = earlier.subquery()
    documents = (
        select(literal("documents"), RegistrationDocument.registration_id, func.count(), literal(""))
        .join(Registration, Registration.id == RegistrationDocument.registration_id)
        .where(Registration.session_id == session_id)
        .group_by(RegistrationDocument.registration_id)
    )
    accounts = select(Registration.nominated_by).where(
        Registration.session_id == session_id, Registration.nominated_by.is_not(None)
    )
    nominators = (
        select(literal("nominators"), Account.id, literal(0), Person.display)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id.in_(accounts))
    )
    place = func.row_number().over(order_by=line(ranked=ranked))
    waiting = select(literal("line"), Registration.id, place, literal("")).where(
        Registration.session_id == session_id, Registration.state == "waiting"
    )
    parts = [select(literal("earlier"), attended.c[0], attended.c[1], literal("")), documents, nominators, waiting]
    if wave_id is not None:
        parts.append(
            select(literal("answered"), WaveMember.person_id, literal(1), literal("")).where(
                WaveMember.wave_id == wave_id, WaveMember.answered.is_(True)
            )
        )
    return union_all(*parts)


def audience(session_id: int) -> Select[SessionAudience]:
    """Select the audience of a session with all that people are measured by."""
    return (
        select(SessionAudience)
        .where(SessionAudience.session_id == session_id)
        .options(joinedload(SessionAudience.group).joinedload(CountryGroup.members))
        .order_by(SessionAudience.id)
    )


def organisations_in(session_id: int, others: Collection[int]) -> CompoundSelect[int | None]:
    """Select the organisations that people of a session are of, and these."""
    return union(
        select(RegistrationFact.organisation_id)
        .join(RegistrationFact.registration)
        .where(Registration.session_id == session_id, RegistrationFact.organisation_id.is_not(None)),
        select(Organisation.id).where(Organisation.id.in_(others)),
    )


def to_rank(session_id: int, states: Collection[str]) -> Select[Registration]:
    """Select who may be ranked, in the order of the ranking so far."""
    return (
        select(Registration)
        .where(Registration.session_id == session_id, Registration.state.in_(states))
        .options(joinedload(Registration.person), joinedload(Registration.facts))
        .order_by(Registration.rank.asc().nulls_last(), Registration.created_at, Registration.id)
    )
