"""Findings, recommendations with the activities that answer them, trainings of other providers."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...curriculum.models import ActivityText, Module, Version
from ...kernel.text import search_words
from ...sessions.models import Part, SessionActivity, TrainingSession
from ..models import Finding, FindingModule, OtherTraining, Pillar, Recommendation, RecommendationModule
from ..policies import Sight

Rows = Select[*tuple[Any, ...]]


def pillars() -> Select[Pillar]:
    return select(Pillar).order_by(Pillar.no)


def recommendations() -> Select[Recommendation]:
    """Select all recommendations in the order of their codes."""
    return (
        select(Recommendation)
        .options(joinedload(Recommendation.pillar), selectinload(Recommendation.modules))
        .order_by(Recommendation.code)
    )


def recommendations_with_modules() -> Select[Recommendation]:
    """Select all recommendations with their modules in one question: ask for unique rows."""
    return select(Recommendation).options(joinedload(Recommendation.modules)).order_by(Recommendation.code)


def recommendation(code: str) -> Select[Recommendation]:
    return recommendations().where(Recommendation.code == code)


def recommendation_links() -> Rows:
    """Select code, state and the keys of activities mapped by hand, of every recommendation."""
    return select(Recommendation.code, Recommendation.state, Recommendation.answered_by).order_by(Recommendation.code)


def recommendations_in(codes: Collection[str]) -> Select[Recommendation]:
    return select(Recommendation).where(Recommendation.code.in_(codes)).order_by(Recommendation.code)


def recommendations_for(codes: Collection[str], activity: str) -> Select[Recommendation]:
    """Select the recommendations with some codes, and those mapped to an activity, by its key, by hand."""
    mapped = cast(Recommendation.answered_by, String).contains(f'"{activity}"', autoescape=True)
    return select(Recommendation).where(or_(Recommendation.code.in_(codes), mapped)).order_by(Recommendation.code)


def of_module(model: type[Any], number: int) -> ColumnElement[bool]:
    """Say that a recommendation or a finding belongs to a module."""
    link: Any = RecommendationModule if model is Recommendation else FindingModule
    column = link.recommendation_id if model is Recommendation else link.finding_id
    return exists().where(column == model.id, link.module_id == Module.id, Module.number == number).correlate(model)


def of_type(key: str) -> ColumnElement[bool]:
    """Say that a recommendation is of a type; types stand in a list of words."""
    return cast(Recommendation.types, String).contains(f'"{key}"', autoescape=True)


def saying(model: type[Any], words: str) -> list[ColumnElement[bool]]:
    """Say that a text has all the words."""
    return [model.search.contains(word, autoescape=True) for word in search_words(words)]


def activities_answering(version_id: int) -> Select[ActivityText]:
    """Select the activities of a version with what the links to recommendations need."""
    return (
        select(ActivityText)
        .where(ActivityText.version_id == version_id)
        .options(joinedload(ActivityText.module_text))
        .order_by(ActivityText.key)
    )


def activities_in_force() -> Select[ActivityText]:
    """Select the activities of the versions in force with their modules: one statement."""
    return (
        select(ActivityText)
        .join(ActivityText.module_text)
        .join(ActivityText.version)
        .where(Version.state == "approved")
        .options(contains_eager(ActivityText.module_text))
        .order_by(ActivityText.key)
    )


def sessions_answering(
    code: str, activities: Collection[int], seen: Select[TrainingSession]
) -> Select[TrainingSession]:
    """Select the trainings that answer a recommendation by a part or an activity, of those seen, the latest first."""
    here = TrainingSession.id
    ids = sorted(activities)
    part = exists().where(Part.session_id == here, or_(Part.recommendation == code, Part.activity_id.in_(ids)))
    covers = exists().where(SessionActivity.session_id == here, SessionActivity.activity_id.in_(ids))
    found = seen.where(TrainingSession.state != "cancelled", or_(part, covers))
    return found.order_by(TrainingSession.first_day.is_(None), TrainingSession.first_day.desc(), TrainingSession.id)


def findings() -> Select[Finding]:
    return (
        select(Finding)
        .options(joinedload(Finding.pillar), selectinload(Finding.modules), joinedload(Finding.assessment))
        .order_by(Finding.id)
    )


def seen_findings(sight: Sight) -> Select[Finding]:
    """Select the findings that a viewer sees: of the region and of the own countries, and practices that are shared."""
    return _seen(findings(), sight)


def told_findings(sight: Sight) -> Select[Finding]:
    """Select the same without what stands around them."""
    return _seen(select(Finding).order_by(Finding.id), sight)


def _seen(query: Select[Finding], sight: Sight) -> Select[Finding]:
    if sight.countries is None:
        return query
    everybody = cast(Finding.countries, String).in_(("[]", "null"))
    own = [_about(code) for code in sorted(sight.countries)]
    return query.where(or_(everybody, (Finding.kind == "practice") & Finding.shared, *own))


def _about(code: str) -> ColumnElement[bool]:
    return cast(Finding.countries, String).contains(f'"{code}"', autoescape=True)


def about_country(code: str) -> ColumnElement[bool]:
    """Say that a finding concerns a country: by its name, or the whole region."""
    return or_(_about(code), cast(Finding.countries, String).in_(("[]", "null")))


def other_trainings() -> Select[OtherTraining]:
    return (
        select(OtherTraining)
        .options(joinedload(OtherTraining.module))
        .order_by(OtherTraining.year.desc(), OtherTraining.id)
    )


def other_trainings_of(code: str, since: int) -> Select[OtherTraining]:
    """Select what others gave to people of a country since a year."""
    return other_trainings().where(OtherTraining.country_code == code, OtherTraining.year >= since)
