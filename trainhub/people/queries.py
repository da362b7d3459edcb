"""What is asked of the tables of people."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from ..kernel import clock
from .models import Affiliation, Category, Centre, Country, CountryGroup, Organisation, Person


def country_codes() -> Select[tuple[str]]:
    return select(Country.code)


def group_codes() -> Select[tuple[str]]:
    return select(CountryGroup.code)


def category_codes() -> Select[tuple[str]]:
    return select(Category.code)


def categories() -> Select[tuple[Category]]:
    return select(Category).order_by(Category.order)


def category_parents() -> Select[tuple[str, str | None]]:
    return select(Category.code, Category.parent_code)


def centres() -> Select[tuple[Centre]]:
    """Select the centres, the eldest first: it gives the installation its name."""
    return select(Centre).order_by(Centre.id)


# --- affiliations and what they count for -------------------------------------------------------


def current() -> ColumnElement[bool]:
    """Say that an affiliation has begun and not ended."""
    today = clock.today()
    return and_(
        or_(Affiliation.since.is_(None), Affiliation.since <= today),
        or_(Affiliation.until.is_(None), Affiliation.until >= today),
    )


def standing_rows(person_id: int) -> Select[Any]:
    """Select country, organisation_id, category_code, level: a row for each confirmed, current affiliation.

    A person without one gives a row with the country only.
    """
    confirmed = and_(Affiliation.person_id == Person.id, Affiliation.confirmed_at.is_not(None), current())
    return (
        select(Person.country_code, Affiliation.organisation_id, Organisation.category_code, Affiliation.level)
        .select_from(Person)
        .outerjoin(Affiliation, confirmed)
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Person.id == person_id)
    )


def with_parents(organisation_ids: Collection[int]) -> Select[tuple[int]]:
    """Select the ids of organisations and of all bodies they are part of."""
    tree = (
        select(Organisation.id, Organisation.parent_id)
        .where(Organisation.id.in_(organisation_ids))
        .cte("with_parents", recursive=True)
    )
    tree = tree.union(select(Organisation.id, Organisation.parent_id).join(tree, Organisation.id == tree.c.parent_id))
    return select(tree.c.id)


def with_departments(organisation_ids: Collection[int]) -> Select[tuple[int]]:
    """Select the ids of organisations and of all bodies that are part of them."""
    tree = select(Organisation.id).where(Organisation.id.in_(organisation_ids)).cte("with_departments", recursive=True)
    tree = tree.union(select(Organisation.id).join(tree, Organisation.parent_id == tree.c.id))
    return select(tree.c.id)
