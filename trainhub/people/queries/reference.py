"""What is asked of countries, categories and centres."""

from sqlalchemy import Select, exists, select, true

from ..models import Category, Centre, Country, CountryGroup


def country_codes() -> Select[str]:
    return select(Country.code)


def group_codes() -> Select[str]:
    return select(CountryGroup.code)


def category_codes() -> Select[str]:
    return select(Category.code)


def categories() -> Select[Category]:
    return select(Category).order_by(Category.order)


def category_parents() -> Select[str, str | None]:
    return select(Category.code, Category.parent_code)


def categories_under(code: str) -> Select[str]:
    """Select a category's code and the codes of all that belong to it."""
    tree = select(Category.code).where(Category.code == code).cte("categories_under", recursive=True)
    tree = tree.union(select(Category.code).join(tree, Category.parent_code == tree.c.code))
    return select(tree.c.code)


def centres(ids: set[int] | None = None) -> Select[Centre]:
    """Select the centres (all, or some by row number), the eldest first: it gives the installation its name."""
    query = select(Centre).order_by(Centre.id)
    return query if ids is None else query.where(Centre.id.in_(ids))


def centre(slug: str) -> Select[Centre]:
    return select(Centre).where(Centre.slug == slug)


def centre_names() -> Select[str, str]:
    return select(Centre.slug, Centre.prefix)


def no_centre() -> Select[bool]:
    return select(true().label("none")).where(~exists().select_from(Centre))
