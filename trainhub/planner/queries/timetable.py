"""What is asked for timetables: rooms, prerequisites, money elsewhere, searches and the names in them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...curriculum.models import ActivityText, Prerequisite
from ...people.models import Country, Person
from ...sessions.models import Expert, Room
from ..models import LineFund, Plan, PlanLine, PlanRun, TimetableWishes
from .plans import in_force


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


def funded_elsewhere(budget_ids: Collection[int], plan_id: int) -> Select[*tuple[Any, ...]]:
    """Select what budget lines carry in approved plans other than this one, with the line."""
    return (
        select(LineFund, PlanLine)
        .join(PlanLine, PlanLine.id == LineFund.line_id)
        .join(Plan, Plan.id == PlanLine.plan_id)
        .where(
            LineFund.budget_line_id.in_(sorted(budget_ids)),
            Plan.id != plan_id,
            Plan.state == "approved",
            Plan.scenario_of_id.is_(None),
        )
    )


def run(public_id: str) -> Select[PlanRun]:
    return select(PlanRun).where(PlanRun.public_id == public_id).options(joinedload(PlanRun.plan))


def runs(plan_id: int) -> Select[PlanRun]:
    return select(PlanRun).where(PlanRun.plan_id == plan_id).order_by(PlanRun.id.desc())


def going(plan_id: int) -> Select[PlanRun]:
    """Select the search of a plan that is not over."""
    return runs(plan_id).where(PlanRun.state.in_(("queued", "running"))).limit(1)


def titles(plan_id: int) -> Select[*tuple[Any, ...]]:
    return select(PlanLine.id, PlanLine.title).where(PlanLine.plan_id == plan_id)


def teaching() -> Select[*tuple[Any, ...]]:
    """Select the names of all experts."""
    return select(Person.id, Person.display).join(Expert, Expert.person_id == Person.id)


def names_of(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return select(Person.id, Person.display).where(Person.id.in_(sorted(ids)))


def wishes(centre_id: int) -> Select[TimetableWishes]:
    return select(TimetableWishes).where(TimetableWishes.centre_id == centre_id)
