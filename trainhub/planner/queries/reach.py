"""What is asked for needs against plans: candidates with all they are measured by, lines by what they reach."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ...curriculum.models import ActivityText
from ...sessions.models import TrainingSession
from ..models import LineActivity, LinePart, Plan, PlanLine, RankOverride
from ..policies import Sight
from .plans import activity_texts, countries, given, invented, planned, seen


def candidates(plan_id: int, today: date) -> Select[*tuple[Any, ...]]:
    """Select the activities in force with when each was last held, how often it stands in a plan, and the place that
    it was given by hand: one statement, to be made unique."""
    last, times = given(today).subquery(), planned(plan_id).subquery()
    here = and_(RankOverride.activity_id == ActivityText.activity_id, RankOverride.plan_id == plan_id)
    return (
        activity_texts()
        .add_columns(last.c.last, func.coalesce(times.c.times, 0).label("times"), RankOverride)
        .select_from(ActivityText)
        .outerjoin(last, last.c.activity_id == ActivityText.activity_id)
        .outerjoin(times, times.c.activity_id == ActivityText.activity_id)
        .outerjoin(RankOverride, here)
    )


def lines_reaching(plan_ids: Collection[int]) -> Select[PlanLine]:
    """Select the lines of plans with their activities and who pays for them: one statement, to be made unique."""
    return (
        select(PlanLine)
        .where(PlanLine.plan_id.in_(sorted(plan_ids)))
        .options(joinedload(PlanLine.activities), joinedload(PlanLine.funds))
        .order_by(PlanLine.starts_on, PlanLine.start_half, PlanLine.id)
    )


def lines_answering(code: str, activities: Collection[int], sees: Sight) -> Select[PlanLine]:
    """Select the lines, of plans a viewer knows of, that answer a recommendation by a part or an activity: to be made
    unique."""
    here, ids = PlanLine.id, sorted(activities)
    part = select(LinePart.id).where(LinePart.line_id == here, LinePart.recommendation == code)
    covers = select(LineActivity.id).where(LineActivity.line_id == here, LineActivity.activity_id.in_(ids))
    return (
        select(PlanLine)
        .join(PlanLine.plan)
        .where(Plan.scenario_of_id.is_(None), seen(sees), or_(part.exists(), covers.exists()))
        .options(contains_eager(PlanLine.plan), joinedload(PlanLine.parts))
        .order_by(Plan.starts_on.desc(), PlanLine.starts_on.is_(None), PlanLine.starts_on, PlanLine.id)
    )


def members() -> Select[*tuple[Any, ...]]:
    """Select the countries of the centres, each with whether the needs that plans go by are invented."""
    return countries().add_columns(invented().scalar_subquery().label("invented"))


def plans_ahead(sees: Sight, today: date) -> Select[Plan]:
    """Select the plans a viewer knows of that are not over yet, the next first."""
    ahead = and_(Plan.scenario_of_id.is_(None), Plan.state != "closed", Plan.ends_on >= today)
    return select(Plan).where(seen(sees), ahead).order_by(Plan.starts_on, Plan.id)


def session_titles(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Select id, address and title of sessions."""
    columns = (TrainingSession.id, TrainingSession.slug, TrainingSession.title)
    return select(*columns).where(TrainingSession.id.in_(sorted(ids)))
