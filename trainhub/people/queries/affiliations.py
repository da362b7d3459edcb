"""What is asked of where people work, and of what it counts for."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, cast, null, or_, select
from sqlalchemy.orm import joinedload

from ...kernel import clock
from ..models import Affiliation, Category, Organisation, Person, Statistic
from ..policies import Reach
from .organisations import organisation_in


def current() -> ColumnElement[bool]:
    """Say that an affiliation has begun and not ended."""
    today = clock.today()
    return and_(
        or_(Affiliation.since.is_(None), Affiliation.since <= today),
        or_(Affiliation.until.is_(None), Affiliation.until >= today),
    )


def standing_rows(person_ids: Collection[int]) -> Select[int, str | None, int, str, str]:
    """Select person_id, country, organisation_id, category_code, level: a row for each confirmed, current affiliation.

    Persons stand together, the latest confirmed first. A person without one gives a row with the country only.
    """
    confirmed = and_(Affiliation.person_id == Person.id, Affiliation.confirmed_at.is_not(None), current())
    return (
        select(
            Person.id.label("person_id"),
            Person.country_code,
            Affiliation.organisation_id,
            Organisation.category_code,
            Affiliation.level,
        )
        .select_from(Person)
        .outerjoin(Affiliation, confirmed)
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Person.id.in_(person_ids))
        .order_by(Person.id, Affiliation.confirmed_at.desc(), Affiliation.id.desc())
    )


def standing_and_answers(person_id: int) -> Select[Any]:
    """Select the same of one person, with what they answered for statistics."""
    query = standing_rows((person_id,)).outerjoin(Statistic, Statistic.person_id == Person.id)
    return query.add_columns(Statistic.gender, Statistic.age_band)


def standing_trees(organisation_ids: Collection[int]) -> Select[int | None, int | None, str | None, str | None]:
    """Select organisations with all bodies they are part of, and every category with what it belongs to.

    Rows of the first kind have id and parent_id, the others code and parent_code: one statement for both.
    """
    start = select(Organisation.id, Organisation.parent_id).where(Organisation.id.in_(organisation_ids))
    tree = start.cte("with_parents", recursive=True)
    tree = tree.union(select(Organisation.id, Organisation.parent_id).join(tree, Organisation.id == tree.c.parent_id))
    no_id, no_code = cast(null(), Integer), cast(null(), String)
    bodies = select(tree.c.id, tree.c.parent_id, no_code.label("code"), no_code.label("parent_code"))
    both = bodies.union_all(select(no_id, no_id, Category.code, Category.parent_code)).subquery()
    return select(both.c.id, both.c.parent_id, both.c.code, both.c.parent_code)


def affiliation(person_id: int, public_id: str) -> Select[Affiliation]:
    return (
        select(Affiliation)
        .where(Affiliation.person_id == person_id, Affiliation.public_id == public_id)
        .options(joinedload(Affiliation.organisation), joinedload(Affiliation.person))
    )


def affiliations_in(person_id: int, reach: Reach) -> Select[int]:
    """Select the ids of a person's affiliations with organisations that a viewer may know of."""
    place = select(Affiliation.id).join(Organisation, Organisation.id == Affiliation.organisation_id)
    return place.where(Affiliation.person_id == person_id, organisation_in(reach))
