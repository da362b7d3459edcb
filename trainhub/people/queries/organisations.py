"""What is asked of organisations."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, and_, false, func, or_, select, true, type_coerce
from sqlalchemy.orm import joinedload

from ...kernel.db import collation
from ...kernel.files import File
from ...kernel.text import search_words
from ..models import Organisation, OrganisationSlug
from ..policies import Reach
from .reference import categories_under


def organisation(slug: str) -> Select[Organisation]:
    """Select an organisation by its present or a former address."""
    former = select(OrganisationSlug.organisation_id).where(OrganisationSlug.slug == slug)
    return select(Organisation).where(or_(Organisation.slug == slug, Organisation.id.in_(former)))


def logo(public_id: str) -> Select[File]:
    """Select a file by its id, if it is the logo of an organisation."""
    return select(File).join(Organisation, Organisation.logo_id == File.id).where(File.public_id == public_id)


def former_slug(slug: str) -> Select[OrganisationSlug]:
    return select(OrganisationSlug).where(OrganisationSlug.slug == slug)


def slugs_like(slug: str) -> Select[str]:
    """Select present and former addresses that begin like one."""
    former = select(OrganisationSlug.slug).where(OrganisationSlug.slug.startswith(slug, autoescape=True))
    return select(Organisation.slug).where(Organisation.slug.startswith(slug, autoescape=True)).union_all(former)  # type: ignore[return-value]


def organisations(reach: Reach) -> Select[Organisation]:
    """Select the organisations a viewer may know of, archived ones too."""
    shown = joinedload(Organisation.category), joinedload(Organisation.parent)
    return select(Organisation).where(organisation_in(reach)).options(*shown).order_by(Organisation.id)


def organisation_in(reach: Reach) -> ColumnElement[bool]:
    """Say that an organisation is one that a viewer may know of."""
    if reach.everything:
        return true()
    places: list[ColumnElement[bool]] = [false()]
    if reach.countries:
        places.append(Organisation.country_code.in_(reach.countries))
    if reach.organisation_ids:
        places.append(Organisation.id.in_(with_departments(reach.organisation_ids)))
    return or_(*places)


def organisation_matches(words: str) -> ColumnElement[bool]:
    return and_(true(), *(Organisation.search.contains(word, autoescape=True) for word in search_words(words)))


def organisation_in_category(code: str) -> ColumnElement[bool]:
    return Organisation.category_code.in_(categories_under(code))


def organisation_is(state: str) -> ColumnElement[bool]:
    """Say that an organisation is "archived", or that it is in use and still "unchecked"."""
    if state == "archived":
        return Organisation.archived_at.is_not(None)
    return and_(Organisation.archived_at.is_(None), Organisation.verified_at.is_(None))


def with_departments(organisation_ids: Collection[int]) -> Select[int]:
    """Select the ids of organisations and of all bodies that are part of them."""
    tree = select(Organisation.id).where(Organisation.id.in_(organisation_ids)).cte(recursive=True)
    tree = tree.union(select(Organisation.id).join(tree, Organisation.parent_id == tree.c.id))
    return select(tree.c.id)


def departments(organisation_id: int, language: str) -> Select[Organisation]:
    """Select what is directly part of an organisation, in the order of a language's alphabet."""
    return (
        select(Organisation)
        .where(Organisation.parent_id == organisation_id, Organisation.archived_at.is_(None))
        .options(joinedload(Organisation.category))
        .order_by(by_title(language), Organisation.id)
    )


def open_organisations(*, checked: bool) -> Select[Organisation]:
    """Select the organisations in use; with `checked` those only that the centre has looked at."""
    query = select(Organisation).where(Organisation.archived_at.is_(None)).order_by(Organisation.id)
    return query.where(Organisation.verified_at.is_not(None)) if checked else query


def by_title(language: str) -> ColumnElement[str]:
    return by_text(Organisation.title, language, Organisation.native)


def by_text(column: Any, language: str, *else_: Any) -> ColumnElement[str]:
    """Return what sorts rows by a translated text, by the alphabet of a language.

    A translation is stored as [text, digest], the source as text; where the language is missing, English stands in.
    """
    stored = type_coerce(column, JSON)
    texts = (stored[(language, 0)], stored[language], stored[("en", 0)], stored["en"])
    return func.coalesce(*(each.as_string() for each in texts), *else_).collate(collation(language))
