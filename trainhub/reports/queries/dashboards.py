"""What dashboards ask."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ...kernel.jobs import JobRow
from ...people import queries as people
from ...people.policies import Reach
from ...registration.models import HOLDING, Registration
from ...sessions.models import Assignment, SessionActivity, Slot, TrainingSession


def with_row_parts(query: Select[TrainingSession]) -> Select[TrainingSession]:
    """Load what a session's row in a list shows in the same statement: the lists of a start page are short."""
    return query.options(
        joinedload(TrainingSession.slots).joinedload(Slot.room),
        joinedload(TrainingSession.activities).joinedload(SessionActivity.activity),
    )


def coming(query: Select[TrainingSession], today: date, days: int | None = None) -> Select[TrainingSession]:
    """Narrow sessions to those that run or are still to come (within so many days)."""
    query = query.where(TrainingSession.state == "published", TrainingSession.last_day >= today)
    if days is not None:
        query = query.where(TrainingSession.first_day <= today + timedelta(days=days))
    return query.order_by(TrainingSession.first_day, TrainingSession.id)


def half_days(query: Select[TrainingSession], first: datetime, until: datetime) -> Select[Slot]:
    """Select the standing slots of visible, published sessions in a span."""
    ids = query.where(TrainingSession.state == "published").with_only_columns(TrainingSession.id)
    return select(Slot).where(
        Slot.session_id.in_(ids), Slot.cancelled_at.is_(None), Slot.utc_start >= first, Slot.utc_start < until
    )


def month_figures(query: Select[TrainingSession], first: date, until: date, reach: Reach) -> Select[int, int, int, int]:
    """Select how many sessions there are in a span, how many people they hold and how many places are free;
    and how many persons' places of work wait to be confirmed now."""
    ids = query.where(
        TrainingSession.state.in_(("published", "completed")),
        TrainingSession.first_day < until,
        TrainingSession.last_day >= first,
    ).with_only_columns(TrainingSession.id)
    return select(
        func.count(TrainingSession.id),
        func.coalesce(func.sum(TrainingSession.taken), 0),
        func.coalesce(func.sum(TrainingSession.seats - TrainingSession.taken), 0),
        people.to_confirm(reach, but_not=None).scalar_subquery(),
    ).where(TrainingSession.id.in_(ids))


def own_sessions(visible: Select[TrainingSession], person_id: int) -> Select[TrainingSession]:
    """Narrow visible sessions to those a person has a place in or helps to deliver."""
    mine = select(Registration.session_id).where(Registration.person_id == person_id, Registration.state.in_(HOLDING))
    led = select(Assignment.session_id).where(Assignment.person_id == person_id, Assignment.state == "accepted")
    return visible.where(TrainingSession.id.in_(mine.union(led)))


def jobs_of(account_id: int) -> Select[JobRow]:
    """Select the work an account started and that is not over, the newest first."""
    return (
        select(JobRow)
        .where(JobRow.account_id == account_id, JobRow.state.in_(("queued", "running")))
        .order_by(JobRow.id.desc())
        .limit(5)
    )
