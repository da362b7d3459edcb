"""Calls: the one of a session, its quotas, and who was nominated under them."""

from collections.abc import Collection

from sqlalchemy import CompoundSelect, Delete, Select, and_, delete, func, literal, select, union
from sqlalchemy.orm import aliased, joinedload, selectinload

from ...accounts.models import RoleGrant
from ...people.models import Person
from ...questionnaires.models import Questionnaire, QuestionnaireVersion
from ...sessions.models import TrainingSession
from ..models import OPEN, Call, CallComment, CallEvent, Quota, QuotaPlace, Registration, RegistrationFact


def call_of(session_id: int) -> Select[Call]:
    """Select the call of a session with its quotas as they stand in the database, in one statement.

    What was read of them before counts no more: under the lock of the session others may have changed them.
    """
    now = select(Call).where(Call.session_id == session_id).options(joinedload(Call.quotas))
    return now.execution_options(populate_existing=True)


def call_and_own(session_id: int, person_id: int | None) -> Select[Call | None, Registration | None]:
    """Select the call of a session with its quotas, and the row a person has for it."""
    mine = and_(Registration.session_id == TrainingSession.id, Registration.person_id == person_id)
    return (
        select(Call, Registration)
        .select_from(TrainingSession)
        .outerjoin(Call, Call.session_id == TrainingSession.id)
        .outerjoin(Registration, mine)
        .where(TrainingSession.id == session_id)
        .options(joinedload(Call.quotas))
    )


def calls_of(session_ids: Collection[int]) -> Select[Call]:
    return select(Call).where(Call.session_id.in_(session_ids)).options(joinedload(Call.quotas))


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


def together(account_id: int) -> CompoundSelect[int]:
    """Select an account and those who are, or were, focal points of the same country or institution.

    They are deputies of each other: nominees have one order, whoever of them put a name forward.
    """
    mine = aliased(RoleGrant)
    same = and_(mine.scope_kind == RoleGrant.scope_kind, mine.scope_id == RoleGrant.scope_id)
    focal = (RoleGrant.role == "focal_point", mine.role == "focal_point", mine.scope_kind != "")
    others = select(RoleGrant.account_id).join(mine, same).where(mine.account_id == account_id, *focal)
    return union(select(literal(account_id)), others)


def last_nominee_rank(session_id: int, account_id: int) -> Select[int | None]:
    """Select the last place in the order of nominees that somebody keeps, with their deputies."""
    return select(func.max(Registration.nominee_rank)).where(
        Registration.session_id == session_id, Registration.nominated_by.in_(together(account_id))
    )


def nominees_of(session_id: int, account_id: int) -> Select[Registration]:
    """Select whom an account, or a deputy, nominated and still wants there, in their common order."""
    return (
        select(Registration)
        .where(
            Registration.session_id == session_id,
            Registration.nominated_by.in_(together(account_id)),
            Registration.state.in_(OPEN),
        )
        .options(joinedload(Registration.person), joinedload(Registration.facts))
        .order_by(Registration.nominee_rank.asc().nulls_last(), Registration.id)
    )


def quota(public_id: str) -> Select[Quota]:
    return select(Quota).where(Quota.public_id == public_id)


def let_go_of_all(call_id: int) -> Delete:
    """Delete which registrations hold which quotas of a call, to be written anew."""
    mine = select(Quota.id).where(Quota.call_id == call_id)
    return delete(QuotaPlace).where(QuotaPlace.quota_id.in_(mine))


def call_steps(call_id: int) -> Select[CallEvent]:
    """Select all steps that a call has taken, the first one first."""
    return select(CallEvent).where(CallEvent.call_id == call_id).order_by(CallEvent.id)


def call_comments(call_id: int) -> Select[CallComment]:
    """Select what focal points said of the audience, with who said it."""
    return (
        select(CallComment)
        .where(CallComment.call_id == call_id)
        .options(joinedload(CallComment.person).load_only(Person.display, Person.native_lang))
        .order_by(CallComment.id)
    )


def askable() -> Select[Questionnaire]:
    """Select the questionnaires that a call may ask: those of no other purpose, with a frozen version."""
    frozen = Questionnaire.versions.any(QuestionnaireVersion.state == "frozen")
    return (
        select(Questionnaire)
        .where(Questionnaire.kind == "other", Questionnaire.archived_at.is_(None), frozen)
        .options(selectinload(Questionnaire.versions))
        .order_by(Questionnaire.id)
    )
