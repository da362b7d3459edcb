"""Rounds, their topics, and what institutions said."""

from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...curriculum.models import Module
from ..models import (
    Annex,
    Assessment,
    Cell,
    Instrument,
    NeedAnswer,
    Remark,
    Response,
    Round,
    RoundCountry,
    Topic,
)
from ..policies import Sight

Rows = Select[*tuple[Any, ...]]


def assessments() -> Select[Assessment]:
    return select(Assessment).order_by(Assessment.id)


def rounds(sight: Sight) -> Rows:
    """Select the rounds a viewer sees, the latest first, with how many institutions were asked and answered."""
    answered = func.sum(case((Response.state == "answered", 1), else_=0))
    here = Response.round_id == Round.id
    query = (
        select(
            Round,
            select(func.count(Response.id)).where(here).correlate(Round).scalar_subquery().label("asked"),
            select(answered).where(here).correlate(Round).scalar_subquery().label("answered"),
            select(func.count(RoundCountry.id))
            .where(RoundCountry.round_id == Round.id)
            .correlate(Round)
            .scalar_subquery()
            .label("columns"),
        )
        .join(Round.assessment)
        .options(contains_eager(Round.assessment).joinedload(Assessment.centre))
        .order_by(Round.first_day.desc(), Round.id.desc())
    )
    if sight.centres is None:
        return query
    return query.where(or_(Round.state != "draft", Assessment.centre_id.in_(sorted(sight.centres))))


def round_(public_id: str) -> Select[Round]:
    """Select a round with its assessment and its countries."""
    return (
        select(Round)
        .where(Round.public_id == public_id)
        .options(
            joinedload(Round.assessment).joinedload(Assessment.centre),
            selectinload(Round.countries),
        )
    )


def current_round() -> Select[Round]:
    """Select the newest round that runs or is closed, with its countries in the same question: ask for unique rows."""
    return (
        select(Round)
        .where(Round.state != "draft")
        .options(joinedload(Round.assessment), joinedload(Round.countries))
        .order_by(Round.first_day.desc(), Round.id.desc())
        .limit(1)
    )


def topics(round_id: int) -> Select[Topic]:
    """Select the rows of a matrix: modules by number, then free topics; sub-needs come with their place."""
    return (
        select(Topic)
        .outerjoin(Topic.module)
        .where(Topic.round_id == round_id)
        .options(contains_eager(Topic.module))
        .order_by(Module.number.is_(None), Module.number, Topic.place, Topic.id)
    )


def topic(public_id: str) -> Select[Topic]:
    return select(Topic).where(Topic.public_id == public_id).options(joinedload(Topic.module), joinedload(Topic.round))


def said(round_id: int) -> Rows:
    """Select institution, country, topic, state and number of everything that was said; a row of an institution that
    said nothing has no topic."""
    return (
        select(Response.id, Response.country_code, NeedAnswer.topic_id, NeedAnswer.state, NeedAnswer.value)
        .outerjoin(NeedAnswer, NeedAnswer.response_id == Response.id)
        .where(Response.round_id == round_id, Response.state == "answered")
        .order_by(Response.id, NeedAnswer.id)
    )


def cells(round_id: int) -> Select[Cell]:
    return select(Cell).where(Cell.round_id == round_id)


def responses(round_id: int) -> Rows:
    """Select the institutions of a round with how many topics each answered."""
    told = select(func.count(NeedAnswer.id)).where(NeedAnswer.response_id == Response.id)
    return (
        select(Response, told.correlate(Response).scalar_subquery().label("told"))
        .where(Response.round_id == round_id)
        .options(joinedload(Response.category), joinedload(Response.instrument))
        .order_by(Response.country_code, Response.id)
    )


def response(public_id: str) -> Select[Response]:
    """Select an institution's answer with all it says."""
    return (
        select(Response)
        .where(Response.public_id == public_id)
        .options(
            joinedload(Response.round).joinedload(Round.assessment),
            joinedload(Response.category),
            joinedload(Response.instrument),
            selectinload(Response.answers),
        )
    )


def answers_of_round(round_id: int) -> Select[Response]:
    """Select the institutions of a round that an import may meet, with their answers."""
    return (
        select(Response)
        .where(Response.round_id == round_id)
        .options(selectinload(Response.answers))
        .order_by(Response.id)
    )


def answers_of_cell(round_id: int, country: str, topic_id: int) -> Rows:
    """Select the institutions of a country, each with what it says of a topic or with nothing."""
    return (
        select(Response, NeedAnswer)
        .outerjoin(NeedAnswer, (NeedAnswer.response_id == Response.id) & (NeedAnswer.topic_id == topic_id))
        .where(Response.round_id == round_id, Response.country_code == country)
        .options(joinedload(Response.category), joinedload(Response.instrument))
        .order_by(Response.id)
    )


def remarks(round_id: int, country: str, topic_id: int) -> Select[Remark]:
    return (
        select(Remark)
        .where(Remark.round_id == round_id, Remark.country_code == country, Remark.topic_id == topic_id)
        .options(joinedload(Remark.person))
        .order_by(Remark.id)
    )


def annex(public_id: str) -> Select[Annex]:
    whole = joinedload(Annex.round).joinedload(Round.assessment)
    return select(Annex).where(Annex.public_id == public_id).options(joinedload(Annex.file), whole)


def part_of(model: type[Any], round_id: int) -> Select[Any]:
    """Select the approvals, milestones, risks, annexes or instruments of a round."""
    query: Select[Any] = select(model).where(model.round_id == round_id).order_by(model.id)
    if model is Instrument:
        return query.options(joinedload(Instrument.category), joinedload(Instrument.wave))
    if model is Annex:
        return query.options(joinedload(Annex.file), joinedload(Annex.round))
    return query


def remarks_of(person_id: int) -> Select[Remark]:
    """Select what a person remarked on the needs of countries."""
    return select(Remark).where(Remark.person_id == person_id).order_by(Remark.id)
