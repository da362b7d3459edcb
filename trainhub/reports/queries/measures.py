"""The selects that core's indicators measure with; each gives the columns that `hooks.types.Indicator` names."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    true,
)

from ...curriculum.models import Activity
from ...hooks.types import Scope
from ...people.models import Person, Statistic
from ...sessions.models import Assignment, Format, SessionActivity, SessionProject, TrainingSession
from ...sessions.policies import TEACHING
from ..models import Headcount, Participation
from .facts import COUNTED

ONE = literal(1, Integer)
FACTS = ("gender", "country", "module", "category", "level", "age_band", "format", "year", "quarter", "month")
TRAINING = Participation.counts.is_(True)


def participations(scope: Scope, value: ColumnElement[Any] = ONE, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select the facts of registrations in a scope, with a column for each breakdown that they know."""
    return (
        select(
            Participation.person_id,
            Participation.registration_id,
            Participation.session_id,
            _none("slot_id"),
            Participation.day,
            value.label("value"),
            *(getattr(Participation, name) for name in FACTS),
        )
        .where(Participation.day >= scope.first, Participation.day < scope.until, *_narrowed(scope))
        .where(*conditions)
    )


def attended(scope: Scope) -> Select[Any]:
    """Select who was there for one half-day at least, in what counts as training."""
    return participations(scope, ONE, TRAINING, Participation.attended.is_(True))


def attended_otherwise(scope: Scope) -> Select[Any]:
    """Select who was there in what does not count as training."""
    return participations(scope, ONE, Participation.counts.is_(False), Participation.attended.is_(True))


def reached(scope: Scope, state: str) -> Select[Any]:
    """Select the registrations for training that came to a state: a flag of the facts; "" for all of them."""
    flag = true() if not state else getattr(Participation, state).is_(True)
    return participations(scope, ONE, TRAINING, flag)


def hours(scope: Scope) -> Select[Any]:
    """Select the hours everybody was there."""
    return participations(scope, cast(Participation.minutes, Float) / 60, TRAINING, Participation.attended.is_(True))


def completion(scope: Scope) -> Select[Any]:
    """Select of everybody who was there whether they completed: 1 or 0, NULL as long as the session is not closed."""
    done = case((Participation.final.is_(False), None), (Participation.completed.is_(True), 1), else_=0)
    return participations(scope, done, TRAINING, Participation.attended.is_(True))


def sessions(scope: Scope, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select the sessions in a scope by their first day: those that took place or are going to."""
    return (
        select(
            _none("person_id"),
            _none("registration_id"),
            TrainingSession.id.label("session_id"),
            _none("slot_id"),
            TrainingSession.first_day.label("day"),
            ONE.label("value"),
            Format.key.label("format"),
        )
        .join(TrainingSession.format)
        .where(*of_sessions(scope), *conditions)
    )


def trainings(scope: Scope) -> Select[Any]:
    return sessions(scope, Format.counts_as_trainees.is_(True))


def other_sessions(scope: Scope) -> Select[Any]:
    return sessions(scope, Format.counts_as_trainees.is_(False))


def trainers(scope: Scope) -> Select[Any]:
    """Select who stood in front of the group: one row a person and session, with what is known of the person."""
    return (
        select(
            Assignment.person_id,
            _none("registration_id"),
            Assignment.session_id,
            _none("slot_id"),
            TrainingSession.first_day.label("day"),
            ONE.label("value"),
            func.coalesce(func.max(Statistic.gender), "").label("gender"),
            func.coalesce(func.max(Person.country_code), "").label("country"),
            func.max(Format.key).label("format"),
        )
        .join(Assignment.session)
        .join(Assignment.person)
        .join(TrainingSession.format)
        .outerjoin(Statistic, Statistic.person_id == Assignment.person_id)
        .where(
            Assignment.role.in_(TEACHING),
            Assignment.state == "accepted",
            Format.counts_as_trainees.is_(True),
            *of_sessions(scope),
        )
        .group_by(Assignment.person_id, Assignment.session_id, TrainingSession.first_day)
    )


def heads(scope: Scope) -> Select[Any]:
    """Select the head-counts in a scope: not one of them is a person."""
    return (
        select(
            _none("person_id"),
            _none("registration_id"),
            Headcount.session_id,
            _none("slot_id"),
            TrainingSession.first_day.label("day"),
            Headcount.number.label("value"),
            Headcount.gender,
            Headcount.heads,
            Format.key.label("format"),
        )
        .join(Headcount.session)
        .join(TrainingSession.format)
        .where(Headcount.removed_at.is_(None), *of_sessions(scope, by_country=False))
    )


def _none(name: str) -> ColumnElement[Any]:
    return cast(null(), Integer).label(name)


def _narrowed(scope: Scope) -> list[ColumnElement[bool]]:
    """Return what a scope says of facts beside its days."""
    found: list[ColumnElement[bool]] = []
    if scope.centres is not None:
        found.append(Participation.centre_id.in_(scope.centres))
    if scope.centre_id is not None:
        found.append(Participation.centre_id == scope.centre_id)
    if scope.country is not None:
        found.append(Participation.country == scope.country)
    if scope.module is not None:
        numbers = literal(",").concat(Participation.module).concat(",")
        found.append(numbers.contains(f",{scope.module},"))
    if scope.project_id is not None:
        found.append(Participation.session_id.in_(_paid_by(scope.project_id)))
    if scope.session_id is not None:
        found.append(Participation.session_id == scope.session_id)
    if scope.format_key is not None:
        found.append(Participation.format == scope.format_key)
    return found


def of_sessions(scope: Scope, *, by_country: bool = True) -> list[ColumnElement[bool]]:
    """Return what a scope says of sessions; a country means those with participants from there."""
    found: list[ColumnElement[bool]] = [
        TrainingSession.state.in_(COUNTED),
        TrainingSession.first_day >= scope.first,
        TrainingSession.first_day < scope.until,
    ]
    if scope.centres is not None:
        found.append(TrainingSession.centre_id.in_(scope.centres))
    if scope.centre_id is not None:
        found.append(TrainingSession.centre_id == scope.centre_id)
    if scope.country is not None and by_country:
        found.append(_with_participants(scope.country))
    if scope.module is not None:
        found.append(TrainingSession.id.in_(_of_module(scope.module)))
    if scope.project_id is not None:
        found.append(TrainingSession.id.in_(_paid_by(scope.project_id)))
    if scope.session_id is not None:
        found.append(TrainingSession.id == scope.session_id)
    if scope.format_key is not None:
        found.append(Format.key == scope.format_key)
    return found


def _with_participants(country: str) -> ColumnElement[bool]:
    return exists().where(
        Participation.session_id == TrainingSession.id,
        Participation.country == country,
        Participation.attended.is_(True),
    )


def _of_module(number: int) -> Select[int]:
    return (
        select(SessionActivity.session_id)
        .join(SessionActivity.activity)
        .where(Activity.key.startswith(f"m{number:02d}-"))
    )


def _paid_by(project_id: int) -> Select[int]:
    return select(SessionProject.session_id).where(SessionProject.project_id == project_id)
