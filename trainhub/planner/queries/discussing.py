"""What is asked of plans that are discussed: who has not spoken yet, which comments nobody of the centre has read."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select

from ..models import Plan, PlanComment, PlanLine
from .plans import invented

UNREAD = and_(PlanComment.country_code.is_not(None), PlanComment.noted_at.is_(None))


def _invites(codes: Collection[str]) -> ColumnElement[bool]:
    """Say whether a line invites one of some countries; one that names none invites all."""
    named = cast(PlanLine.countries, String)
    return or_(named == "[]", *(named.contains(f'"{code}"', autoescape=True) for code in sorted(codes)))


def to_comment(countries: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Select address, title and since when, of the plans being discussed on which some countries said nothing since."""
    asked = exists().where(PlanLine.plan_id == Plan.id, _invites(countries))
    spoke = exists().where(
        PlanComment.line_id == PlanLine.id,
        PlanLine.plan_id == Plan.id,
        PlanComment.country_code.in_(sorted(countries)),
        PlanComment.at >= Plan.discussed_at,
    )
    return (
        select(Plan.public_id.label("plan"), Plan.title.label("title"), Plan.discussed_at.label("since"))
        .where(Plan.state == "discussed", Plan.scenario_of_id.is_(None), Plan.discussed_at.is_not(None), asked, ~spoke)
        .order_by(Plan.discussed_at, Plan.id)
    )


def with_unread(centres: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """Select address and title of the plans of centres (None: of all) with comments to be read, and how many."""
    found = (
        select(Plan.public_id.label("plan"), Plan.title.label("title"), func.count(PlanComment.id).label("number"))
        .join(PlanLine, PlanLine.plan_id == Plan.id)
        .join(PlanComment, PlanComment.line_id == PlanLine.id)
        .where(UNREAD, Plan.state != "closed", Plan.scenario_of_id.is_(None))
        .group_by(Plan.id, Plan.public_id)
        .order_by(Plan.id)
    )
    return found if centres is None else found.where(Plan.centre_id.in_(sorted(centres)))


def around(plan_id: int) -> Select[*tuple[Any, ...]]:
    """Select in one question whether the needs are invented, and how many comments on a plan are to be read."""
    return select(
        invented().scalar_subquery().label("invented"), unread_of(plan_id).scalar_subquery().label("comments")
    )


def unread_of(plan_id: int) -> Select[int]:
    """Select how many comments on lines of a plan are to be read."""
    return (
        select(func.count(PlanComment.id))
        .join(PlanLine, PlanLine.id == PlanComment.line_id)
        .where(PlanLine.plan_id == plan_id, UNREAD)
    )
