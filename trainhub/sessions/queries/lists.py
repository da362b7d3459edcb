"""What lists, the calendar and the feeds ask."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Select,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...curriculum.models import Activity, Module
from ...kernel.text import whole
from ...people.models import Centre
from ..models import (
    Assignment,
    SessionActivity,
    Slot,
    TrainingSession,
)


def for_list() -> tuple[Any, ...]:
    """Return what a row of a list shows of a session, loaded in four statements."""
    return (
        joinedload(TrainingSession.format),
        joinedload(TrainingSession.centre),
        selectinload(TrainingSession.activities).joinedload(SessionActivity.activity),
        selectinload(TrainingSession.slots).joinedload(Slot.room),
        selectinload(TrainingSession.assignments).joinedload(Assignment.person),
    )


def of_centres(centres: set[int] | None) -> Select[TrainingSession]:
    """Select the sessions of some centres (None: of all), for lists of staff."""
    query = select(TrainingSession).options(*for_list()).order_by(TrainingSession.id.desc())
    return query if centres is None else query.where(TrainingSession.centre_id.in_(sorted(centres)))


def of_module(query: Select[Any], number: str) -> Select[Any]:
    """Narrow sessions to those that deliver an activity of a module."""
    prefix = f"m{whole(number, 0):02d}-"
    return query.where(TrainingSession.activities.any(SessionActivity.activity.has(Activity.key.startswith(prefix))))


def of_centre(query: Select[Any], slug: str) -> Select[Any]:
    return query.where(TrainingSession.centre.has(Centre.slug == slug))


def of_country(query: Select[Any], code: str) -> Select[Any]:
    """Narrow sessions to those held by a centre in a country."""
    return query.where(TrainingSession.centre.has(Centre.country_code == code.upper()))


def module_numbers() -> Select[int]:
    return select(Module.number).order_by(Module.number)


def between(query: Select[Any], first: date, last: date) -> Select[Any]:
    """Narrow sessions to those with a day in a span, in the order of time."""
    return query.where(TrainingSession.first_day <= last, TrainingSession.last_day >= first).order_by(
        TrainingSession.first_day, TrainingSession.id
    )


def closed_days(first: date, last: date, visible: Select[TrainingSession]) -> Select[Slot]:
    """Select the slots in a span of closed sessions that are not among the visible: only their days may be shown."""
    return (
        select(Slot)
        .join(Slot.session)
        .options(contains_eager(Slot.session))
        .where(
            TrainingSession.closed.is_(True),
            TrainingSession.id.not_in(visible.with_only_columns(TrainingSession.id)),
            TrainingSession.state.in_(("published", "completed")),
            Slot.cancelled_at.is_(None),
            Slot.local_date.between(first, last),
        )
        .order_by(Slot.utc_start, Slot.id)
    )


def public_events(since: datetime) -> Select[str, str, datetime]:
    """Select what the public feed tells: VEVENT, zone and last change of the slots of open sessions."""
    return (
        select(Slot.vevent, Slot.zone, Slot.modified_at)
        .join(Slot.session)
        .where(
            TrainingSession.state != "draft",
            TrainingSession.closed.is_(False),
            Slot.utc_start >= since,
            Slot.vevent != "",
        )
        .order_by(Slot.utc_start, Slot.id)
    )
