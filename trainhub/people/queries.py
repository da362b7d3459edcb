"""What is asked of the tables of people."""

from sqlalchemy import Select, select

from .models import Category, Centre, Country, CountryGroup


def country_codes() -> Select[tuple[str]]:
    return select(Country.code)


def group_codes() -> Select[tuple[str]]:
    return select(CountryGroup.code)


def category_codes() -> Select[tuple[str]]:
    return select(Category.code)


def categories() -> Select[tuple[Category]]:
    return select(Category).order_by(Category.order)


def centres() -> Select[tuple[Centre]]:
    """Select the centres, the eldest first: it gives the installation its name."""
    return select(Centre).order_by(Centre.id)
