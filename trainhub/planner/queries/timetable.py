"""What is asked for timetables and sessions: rooms, prerequisites, money elsewhere, searches and the names in them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Delete, Select, and_, delete, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ...curriculum.models import ActivityText, Prerequisite
from ...kernel.jobs import JobRow
from ...people.models import Country, Person
from ...sessions.models import Assignment, Expert, Room, Slot, Unavailability
from ..models import LineFund, LineTrainer, Plan, PlanLine, PlanMove, PlanRun, TimetableWishes
from .plans import in_force


def with_sessions(plan_id: int) -> Select[PlanLine]:
    """Select the lines of a plan in the order of their days, as the way to sessions shows them."""
    return (
        select(PlanLine)
        .where(PlanLine.plan_id == plan_id)
        .options(joinedload(PlanLine.plan))
        .order_by(PlanLine.starts_on.is_(None), PlanLine.starts_on, PlanLine.start_half, PlanLine.id)
    )


def lines_of_session(session_id: int) -> Select[PlanLine]:
    return select(PlanLine).where(PlanLine.session_id == session_id).options(joinedload(PlanLine.plan))


def following(session_id: int) -> Select[PlanLine]:
    """Select the lines that stand where a session stands: those it was made of, and their copies in scenarios."""
    own = select(PlanLine.public_id).where(PlanLine.session_id == session_id)
    return (
        select(PlanLine)
        .join(PlanLine.plan)
        .where(
            or_(PlanLine.session_id == session_id, PlanLine.copy_of.in_(own)),
            Plan.state != "closed",
            Plan.taken_at.is_(None),
        )
        .options(joinedload(PlanLine.trainers))
        .order_by(PlanLine.id)
    )


def teaching_in(session_id: int) -> Select[int]:
    """Select who teaches in a session: who has accepted, in the order in which they came."""
    found = select(Assignment.person_id).where(
        Assignment.session_id == session_id, Assignment.state == "accepted", Assignment.role != "interpreter"
    )
    return found.group_by(Assignment.person_id).order_by(func.min(Assignment.id))


def rooms(centre_id: int) -> Select[Room]:
    """Select the rooms of a centre that are in use."""
    return select(Room).where(Room.centre_id == centre_id, Room.archived_at.is_(None)).order_by(Room.id)


def zones() -> Select[*tuple[Any, ...]]:
    return select(Country.code, Country.zone)


def prerequisites() -> Select[*tuple[Any, ...]]:
    """Select which activity comes before which, by the version in force; nothing where none is."""
    return (
        select(ActivityText.activity_id, Prerequisite.before_id)
        .join(Prerequisite, Prerequisite.activity_text_id == ActivityText.id)
        .where(ActivityText.version_id == in_force())
        .order_by(ActivityText.activity_id, Prerequisite.before_id)
    )


def funded_elsewhere(budget_ids: Collection[int], plans: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Select what budget lines carry in other plans that were approved, closed ones too, with the line."""
    return (
        select(LineFund, PlanLine)
        .join(PlanLine, PlanLine.id == LineFund.line_id)
        .join(Plan, Plan.id == PlanLine.plan_id)
        .where(
            LineFund.budget_line_id.in_(sorted(budget_ids)),
            Plan.id.not_in(sorted(plans)),
            Plan.state.in_(("approved", "closed")),
            Plan.scenario_of_id.is_(None),
        )
        .options(contains_eager(PlanLine.plan), joinedload(PlanLine.session), joinedload(LineFund.budget_line))
        .order_by(LineFund.id)
    )


def slots_of(sessions: Collection[int]) -> Select[Slot]:
    """Select the slots of some sessions that stand."""
    standing = (Slot.session_id.in_(sorted(sessions)), Slot.cancelled_at.is_(None))
    return select(Slot).where(*standing).order_by(Slot.utc_start, Slot.id)


def run(public_id: str) -> Select[PlanRun]:
    return select(PlanRun).where(PlanRun.public_id == public_id).options(joinedload(PlanRun.plan))


def runs(plan_id: int) -> Select[PlanRun]:
    return select(PlanRun).where(PlanRun.plan_id == plan_id).order_by(PlanRun.id.desc())


def going(plan_id: int) -> Select[PlanRun]:
    """Select the search of a plan that is not over."""
    return runs(plan_id).where(PlanRun.state.in_(("queued", "running"))).limit(1)


def counting_on(person_id: int) -> Select[PlanLine]:
    """Select the lines that count on a person as a trainer."""
    return (
        select(PlanLine)
        .join(LineTrainer, LineTrainer.line_id == PlanLine.id)
        .where(LineTrainer.person_id == person_id)
        .order_by(PlanLine.starts_on, PlanLine.id)
    )


def to_teach(person_id: int, centres: Collection[int] | None, since: date) -> Select[PlanLine]:
    """Select the lines to come that count on a person, in the plans of some centres (None: of all)."""
    found = (
        counting_on(person_id)
        .join(PlanLine.plan)
        .where(PlanLine.starts_on >= since, Plan.state != "closed", Plan.scenario_of_id.is_(None))
        .options(contains_eager(PlanLine.plan).joinedload(Plan.centre), joinedload(PlanLine.session))
    )
    return found if centres is None else found.where(Plan.centre_id.in_(sorted(centres)))


def absences(person_id: int, since: date) -> Select[Unavailability]:
    """Select the days on which a person is away that are not over."""
    return select(Unavailability).where(Unavailability.person_id == person_id, Unavailability.until >= since)


def going_of(centre_id: int) -> Select[PlanRun]:
    """Select the searches of a centre that are not over."""
    mine = select(Plan.id).where(Plan.centre_id == centre_id)
    return select(PlanRun).where(PlanRun.plan_id.in_(mine), PlanRun.state.in_(("queued", "running")))


def titles(plan_id: int) -> Select[*tuple[Any, ...]]:
    return select(PlanLine.id, PlanLine.title).where(PlanLine.plan_id == plan_id)


def teaching() -> Select[*tuple[Any, ...]]:
    """Select the names of all experts."""
    return select(Person.id, Person.display).join(Expert, Expert.person_id == Person.id)


def names_of(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return select(Person.id, Person.display).where(Person.id.in_(sorted(ids)))


def present(ids: Collection[int]) -> Select[int]:
    """Select which of some persons are still there: neither erased nor merged into another."""
    there = (Person.erased_at.is_(None), Person.merged_into_id.is_(None))
    return select(Person.id).where(Person.id.in_(sorted(ids)), *there)


def wishes(centre_id: int) -> Select[TimetableWishes]:
    return select(TimetableWishes).where(TimetableWishes.centre_id == centre_id)


SERIES_JOB = "planner.sessions"


def series_of(plan_id: int) -> Select[JobRow]:
    """Select the latest work on sessions of a plan."""
    mine = JobRow.args["plan_id"].as_integer() == plan_id
    return select(JobRow).where(JobRow.name == SERIES_JOB, mine).order_by(JobRow.id.desc()).limit(1)


def drop_moves(before: datetime) -> Delete:
    """Delete acts on the board that are older than a moment."""
    return delete(PlanMove).where(PlanMove.at < before)


def drop_runs(left: datetime, taken: datetime) -> Delete:
    """Delete searches that ended before a moment and were not taken over, and those taken over before another."""
    forgotten = and_(PlanRun.applied_at.is_(None), PlanRun.ended_at < left)
    return delete(PlanRun).where(or_(forgotten, PlanRun.applied_at < taken))
