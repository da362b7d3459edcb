"""People behind answers, who is asked before a training, and what is to be looked at again."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ...people.models import Affiliation, Organisation, Person
from ...questionnaires.models import Wave
from ..models import Assessment, Consultation, Contributor, Response, Round, RoundCountry

Rows = Select[*tuple[Any, ...]]


def contributors(response_id: int) -> Select[Contributor]:
    return select(Contributor).where(Contributor.response_id == response_id).order_by(Contributor.id)


def contributions_of(person_id: int) -> Select[Contributor]:
    """Select for which institutions a person spoke, with their rounds."""
    return (
        select(Contributor)
        .where(Contributor.person_id == person_id)
        .options(joinedload(Contributor.response).joinedload(Response.round))
        .order_by(Contributor.id)
    )


def contributors_over(today: date) -> Select[Contributor]:
    """Select the names that have been kept as long as they may be."""
    return select(Contributor).where(Contributor.until < today).order_by(Contributor.id)


def consultations(session_id: int) -> Select[Consultation]:
    return (
        select(Consultation)
        .where(Consultation.session_id == session_id)
        .options(joinedload(Consultation.wave).joinedload(Wave.version))
        .order_by(Consultation.id.desc())
    )


def people_to_ask(categories: Collection[str], countries: Collection[str], today: date) -> Select[Person]:
    """Select the people of organisations of some categories, and countries if any are named, who can be written to."""
    query = (
        select(Person)
        .join(Affiliation, Affiliation.person_id == Person.id)
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(
            Organisation.category_code.in_(categories),
            Organisation.archived_at.is_(None),
            Affiliation.confirmed_at.is_not(None),
            or_(Affiliation.until.is_(None), Affiliation.until >= today),
            Person.email.is_not(None),
            Person.merged_into_id.is_(None),
            Person.erased_at.is_(None),
        )
        .distinct()
        .order_by(Person.id)
    )
    return query.where(Organisation.country_code.in_(countries)) if countries else query


def to_revalidate(until: date, countries: Collection[str] | None = None) -> Rows:
    """Select countries of rounds whose values are to be looked at again up to a day, with that day; a round that was
    followed by another one of its assessment has had its time."""
    later = aliased(Round)
    wanted = func.coalesce(RoundCountry.revalidate_by, Round.revalidate_by)
    followed = select(later.id).where(
        later.assessment_id == Round.assessment_id, later.no > Round.no, later.state != "draft"
    )
    query = (
        select(RoundCountry, wanted.label("until"))
        .join(RoundCountry.round)
        .join(Assessment, Assessment.id == Round.assessment_id)
        .where(
            Round.state != "draft",
            RoundCountry.revalidated_on.is_(None),
            wanted <= until,
            ~followed.correlate(Round).exists(),
        )
        .options(contains_eager(RoundCountry.round).joinedload(Round.assessment))
        .order_by(wanted, RoundCountry.country_code, RoundCountry.id)
    )
    return query if countries is None else query.where(RoundCountry.country_code.in_(sorted(countries)))


def waiting(until: date, countries: Collection[str]) -> Rows:
    """Select country, last day and round of what waits for a focal point; plain columns."""
    return to_revalidate(until, countries).with_only_columns(
        RoundCountry.country_code.label("country"),
        func.coalesce(RoundCountry.revalidate_by, Round.revalidate_by).label("until"),
        Round.title.label("title"),
    )
