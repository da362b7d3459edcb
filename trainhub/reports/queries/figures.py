"""What lists, exports and the pages of head-counts ask."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, select
from sqlalchemy.orm import contains_eager

from ...hooks.types import Scope
from ...people.models import Centre
from ...sessions.models import Format, TrainingSession
from ..models import Headcount, Participation
from . import measures


def of_sessions(scope: Scope) -> Select[Any]:
    """Select the sessions in a scope, in the order of time, each with the figures of its registrations."""
    figures = (
        select(
            Participation.session_id,
            func.count().label("registrations"),
            *(_times(name) for name in ("selected", "attended", "completed", "certified")),
            func.sum(Participation.minutes).label("minutes"),
            func.max(Participation.module).label("module"),
        )
        .group_by(Participation.session_id)
        .subquery()
    )
    return (
        select(
            TrainingSession.title,
            TrainingSession.slug,
            TrainingSession.first_day,
            TrainingSession.hours,
            Format.title.label("format"),
            Format.counts_as_trainees.label("counts"),
            Centre.title.label("centre"),
            figures.c.module,
            figures.c.minutes,
            *(
                func.coalesce(figures.c[name], 0).label(name)
                for name in ("registrations", "selected", "attended", "completed", "certified")
            ),
        )
        .join(TrainingSession.format)
        .join(TrainingSession.centre)
        .outerjoin(figures, figures.c.session_id == TrainingSession.id)
        .where(*measures.of_sessions(scope))
        .order_by(TrainingSession.first_day, TrainingSession.id)
    )


def _times(name: str) -> ColumnElement[int]:
    return func.sum(cast(getattr(Participation, name), Integer)).label(name)


def headcounts(scope: Scope) -> Select[Headcount]:
    """Select the head-counts in a scope with their sessions, in the order of time."""
    return (
        select(Headcount)
        .join(Headcount.session)
        .join(TrainingSession.format)
        .options(contains_eager(Headcount.session))
        .where(Headcount.removed_at.is_(None), *measures.of_sessions(scope, by_country=False))
        .order_by(TrainingSession.first_day, Headcount.id)
    )


def headcounts_of(session_id: int) -> Select[Headcount]:
    """Select the head-counts of a session that stand."""
    return (
        select(Headcount)
        .where(Headcount.session_id == session_id, Headcount.removed_at.is_(None))
        .order_by(Headcount.id)
    )


def headcount(session_id: int, public_id: str) -> Select[Headcount]:
    return headcounts_of(session_id).where(Headcount.public_id == public_id)
