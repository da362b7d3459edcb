"""Calls: the one of a session, its quotas, and who was nominated under them."""

from collections.abc import Collection

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from ..models import OPEN, Call, CallComment, CallEvent, Quota, Registration, RegistrationFact


def call_of(session_id: int) -> Select[Call]:
    """Select the call of a session with its quotas."""
    return select(Call).where(Call.session_id == session_id).options(selectinload(Call.quotas))


def calls_of(session_ids: Collection[int]) -> Select[Call]:
    return select(Call).where(Call.session_id.in_(session_ids)).options(selectinload(Call.quotas))


def quotas_now(call_id: int) -> Select[Quota]:
    """Select the quotas of a call as they stand in the database, whatever was read of them before."""
    return select(Quota).where(Quota.call_id == call_id).order_by(Quota.id).execution_options(populate_existing=True)


def call_events(call_id: int, what: str) -> Select[CallEvent]:
    """Select the steps of one kind that a call has taken, the latest first."""
    return select(CallEvent).where(CallEvent.call_id == call_id, CallEvent.what == what).order_by(CallEvent.id.desc())


def comments_of(person_id: int) -> Select[CallComment]:
    """Select what a person said of audiences, with the sessions."""
    return (
        select(CallComment)
        .where(CallComment.person_id == person_id)
        .options(joinedload(CallComment.call).joinedload(Call.session))
        .order_by(CallComment.id)
    )


def facts_of_open(session_id: int) -> Select[RegistrationFact]:
    """Select the facts of everybody neither side has said no to."""
    return (
        select(RegistrationFact)
        .join(RegistrationFact.registration)
        .where(Registration.session_id == session_id, Registration.state.in_(OPEN))
    )


def holders(session_id: int, states: Collection[str]) -> Select[Registration]:
    """Select the registrations that hold a seat, with their facts."""
    return (
        select(Registration)
        .where(Registration.session_id == session_id, Registration.state.in_(states))
        .options(joinedload(Registration.facts))
        .order_by(Registration.id)
    )


def last_nominee_rank(session_id: int, account_id: int) -> Select[int | None]:
    """Select the last place in somebody's order of their own nominees."""
    return select(func.max(Registration.nominee_rank)).where(
        Registration.session_id == session_id, Registration.nominated_by == account_id
    )


def nominees_of(session_id: int, account_id: int) -> Select[Registration]:
    """Select whom an account nominated and still wants there, in their order."""
    return (
        select(Registration)
        .where(
            Registration.session_id == session_id,
            Registration.nominated_by == account_id,
            Registration.state.in_(OPEN),
        )
        .options(joinedload(Registration.person), joinedload(Registration.facts))
        .order_by(Registration.nominee_rank.asc().nulls_last(), Registration.id)
    )


def quota(public_id: str) -> Select[Quota]:
    return select(Quota).where(Quota.public_id == public_id)
