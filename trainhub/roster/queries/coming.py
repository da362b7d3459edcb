"""What is asked of requests to trainers, proposals for the roster, and calls for experts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...kernel.types import Texts
from ...messages.models import Message
from ...people.models import Person
from ...sessions.models import (
    Assignment,
    TrainingSession,
)
from ..models import ExpertApplication, ExpertCall, ExpertDocument, RosterProposal

HAPPENS = ("published", "completed")  # states of sessions that are taught


# --- requests -------------------------------------------------------------------------------------------


def parts_of(session_id: int) -> Select[Assignment]:
    """Select everybody who was asked for a session or has a part in it, with what the roster says of them."""
    return (
        select(Assignment)
        .where(Assignment.session_id == session_id)
        .join(Assignment.person)
        .options(contains_eager(Assignment.person), joinedload(Assignment.expert))
        .order_by(Person.display, Assignment.id)
    )


def request(session: str, person: str, role: str) -> Select[Assignment]:
    """Select somebody's part in a session by the public ids of both."""
    return (
        select(Assignment)
        .join(Assignment.person)
        .join(TrainingSession, TrainingSession.id == Assignment.session_id)
        .where(TrainingSession.public_id == session, Person.public_id == person, Assignment.role == role)
        .options(contains_eager(Assignment.person), joinedload(Assignment.session), joinedload(Assignment.expert))
    )


def part_of(session_id: int, person_public_id: str, role: str) -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.person)
        .where(Assignment.session_id == session_id, Person.public_id == person_public_id, Assignment.role == role)
    )


def asked_of(person_id: int) -> Select[Assignment]:
    """Select what a person was asked to teach, open requests first."""
    return (
        select(Assignment)
        .where(Assignment.person_id == person_id, Assignment.asked_at.is_not(None))
        .join(Assignment.session)
        .options(contains_eager(Assignment.session).selectinload(TrainingSession.slots))
        .order_by(case((Assignment.state == "asked", 0), else_=1), TrainingSession.first_day.desc(), Assignment.id)
    )


def waiting_requests(person_id: int, today: date) -> Select[Texts, date | None, str]:
    """Select what is told of the requests a person has not answered, and whose session is not over."""
    return (
        select(TrainingSession.title, TrainingSession.first_day, Assignment.role)
        .join(Assignment.session)
        .where(
            Assignment.person_id == person_id,
            Assignment.state == "asked",
            TrainingSession.state.in_(("draft", "published")),
            or_(TrainingSession.last_day.is_(None), TrainingSession.last_day >= today),
        )
        .order_by(TrainingSession.first_day, Assignment.id)
    )


def unanswered(before: datetime, today: date) -> Select[Assignment]:
    """Select the requests that have waited since before a moment without a reminder, of sessions that are not over."""
    key = literal("trainer_reminder:") + cast(Assignment.id, String) + ":%"
    reminded = exists().where(Message.key.like(key), Message.created_at >= Assignment.asked_at)
    return (
        select(Assignment)
        .join(Assignment.session)
        .where(
            Assignment.state == "asked",
            Assignment.asked_at <= before,
            ~reminded,
            TrainingSession.state.in_(("draft", "published")),
            or_(TrainingSession.last_day.is_(None), TrainingSession.last_day >= today),
        )
        .options(contains_eager(Assignment.session), joinedload(Assignment.person))
        .order_by(Assignment.id)
    )


# --- proposals ------------------------------------------------------------------------------------------


def proposals() -> Select[RosterProposal]:
    return (
        select(RosterProposal)
        .join(RosterProposal.person)
        .join(RosterProposal.session)
        .where(Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .options(contains_eager(RosterProposal.person), contains_eager(RosterProposal.session))
        .order_by(RosterProposal.id.desc())
    )


def proposal(public_id: str) -> Select[RosterProposal]:
    return proposals().where(RosterProposal.public_id == public_id)


def proposals_of(person_id: int) -> Select[RosterProposal]:
    return proposals().where(RosterProposal.person_id == person_id)


def proposed_in(session_id: int) -> Select[int]:
    return select(RosterProposal.person_id).where(RosterProposal.session_id == session_id)


def proposals_to_answer(person_id: int) -> Select[Any]:
    return (
        select(TrainingSession.title)
        .join(RosterProposal, RosterProposal.session_id == TrainingSession.id)
        .where(RosterProposal.person_id == person_id, RosterProposal.state == "proposed")
        .order_by(RosterProposal.id)
    )


def proposals_to_decide(centres: set[int] | None) -> Select[Any]:
    """Select how many agreed proposals wait in some centres (None: in all); no row where none does."""
    query = (
        select(func.count(RosterProposal.id).label("number"))
        .join(RosterProposal.session)
        .where(RosterProposal.state == "agreed")
        .having(func.count(RosterProposal.id) > 0)
    )
    return query if centres is None else query.where(TrainingSession.centre_id.in_(sorted(centres)))


# --- calls ----------------------------------------------------------------------------------------------


def calls(centres: set[int] | None) -> Select[ExpertCall]:
    """Select the calls of some centres (None: of all), the latest first."""
    query = select(ExpertCall).options(joinedload(ExpertCall.centre)).order_by(ExpertCall.id.desc())
    return query if centres is None else query.where(ExpertCall.centre_id.in_(sorted(centres)))


def call(public_id: str) -> Select[ExpertCall]:
    return select(ExpertCall).where(ExpertCall.public_id == public_id).options(joinedload(ExpertCall.centre))


def open_calls(query: Select[ExpertCall], now: datetime) -> Select[ExpertCall]:
    """Narrow calls to those one may answer now, the most urgent first."""
    open_now = query.where(ExpertCall.state == "open", ExpertCall.deadline >= now)
    return open_now.order_by(None).order_by(ExpertCall.deadline, ExpertCall.id)


def numbers_of_applications(calls: Select[Any]) -> Select[int, int, int]:
    """Select for each call how many applied, and how many wait for a decision."""
    waiting = func.count(case((ExpertApplication.state == "sent", 1)))
    return (
        select(ExpertApplication.call_id, func.count(), waiting)
        .where(
            ExpertApplication.call_id.in_(calls.with_only_columns(ExpertCall.id).order_by(None)),
            ExpertApplication.state != "withdrawn",
        )
        .group_by(ExpertApplication.call_id)
    )


def applications(call_id: int) -> Select[ExpertApplication]:
    """Select the applications to a call, with persons and documents."""
    return (
        select(ExpertApplication)
        .where(ExpertApplication.call_id == call_id)
        .join(ExpertApplication.person)
        .options(
            contains_eager(ExpertApplication.person),
            joinedload(ExpertApplication.call),
            selectinload(ExpertApplication.documents).joinedload(ExpertDocument.file),
        )
        .order_by(ExpertApplication.id)
    )


def application(call_id: int, public_id: str) -> Select[ExpertApplication]:
    return applications(call_id).where(ExpertApplication.public_id == public_id)


def application_of(call_id: int, person_id: int) -> Select[ExpertApplication]:
    return applications(call_id).where(ExpertApplication.person_id == person_id)


def applications_of(person_id: int) -> Select[ExpertApplication]:
    return (
        select(ExpertApplication)
        .where(ExpertApplication.person_id == person_id)
        .options(
            joinedload(ExpertApplication.call),
            selectinload(ExpertApplication.documents).joinedload(ExpertDocument.file),
        )
        .order_by(ExpertApplication.id.desc())
    )
