"""What is asked of budget lines, what they pay for, and rates."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import joinedload

from ...attendance import queries as attendance
from ...attendance.models import Attendance
from ...registration.models import Registration
from ...sessions.models import Project, ProjectDonor, Slot
from ..models import BudgetLine, CostRate, LineFund, Plan, PlanLine


def budget_lines(centres: Collection[int] | None, *, donors: bool = False) -> Select[BudgetLine]:
    given = (joinedload(BudgetLine.project).selectinload(Project.donors).joinedload(ProjectDonor.donor),)
    found = (
        select(BudgetLine)
        .options(*(given if donors else (joinedload(BudgetLine.project),)))
        .order_by(BudgetLine.closes_on.desc(), BudgetLine.id)
    )
    return found if centres is None else found.where(BudgetLine.centre_id.in_(sorted(centres)))


def budget_line(public_id: str) -> Select[BudgetLine]:
    return select(BudgetLine).where(BudgetLine.public_id == public_id)


def booked() -> Select[*tuple[Any, ...]]:
    """Select what was promised and paid of every budget line, in plans that are no scenarios."""
    return (
        select(
            LineFund.budget_line_id.label("id"),
            func.sum(LineFund.committed).label("committed"),
            func.sum(LineFund.spent).label("spent"),
        )
        .join(PlanLine, PlanLine.id == LineFund.line_id)
        .join(Plan, Plan.id == PlanLine.plan_id)
        .where(Plan.scenario_of_id.is_(None))
        .group_by(LineFund.budget_line_id)
    )


def plans_with(budget_id: int) -> Select[Plan]:
    """Select the plans and scenarios in which a budget line pays for something."""
    paid = select(PlanLine.plan_id).join(LineFund, LineFund.line_id == PlanLine.id)
    return select(Plan).where(Plan.id.in_(paid.where(LineFund.budget_line_id == budget_id))).order_by(Plan.id)


def rates(centre_id: int) -> Select[CostRate]:
    return (
        select(CostRate)
        .where(CostRate.centre_id == centre_id)
        .options(joinedload(CostRate.format))
        .order_by(CostRate.id)
    )


def rate(public_id: str) -> Select[CostRate]:
    return select(CostRate).where(CostRate.public_id == public_id)


def came(plan_id: int) -> Select[*tuple[Any, ...]]:
    """Select how many people have a confirmed place in the session of each line, and how many of them were there."""
    present = exists().where(
        Attendance.registration_id == Registration.id,
        Slot.id == Attendance.slot_id,
        Slot.cancelled_at.is_(None),
        attendance.there(),
    )
    return (
        select(
            PlanLine.id.label("line_id"),
            func.count(Registration.id).label("confirmed"),
            func.sum(case((present, 1), else_=0)).label("attended"),
        )
        .join(Registration, Registration.session_id == PlanLine.session_id)
        .where(PlanLine.plan_id == plan_id, Registration.state == "confirmed")
        .group_by(PlanLine.id)
    )
