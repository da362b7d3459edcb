"""What every installation begins with, and the register of columns that point at a person."""

from typing import Any

from sqlalchemy import Column

from ...kernel.db import Model, db
from ...kernel.types import Texts
from .. import queries, reference
from ..models import Category, Country, CountryGroup, CountryGroupMember, PersonColumn, PersonPolicy
from .privacy import ensure_notice


def ensure_reference_data() -> None:
    """Add countries, groups, categories and the privacy notice where they are missing; leave what is there."""
    _ensure_countries()
    _ensure_groups()
    have = set(db.session.scalars(queries.category_codes()))
    for order, (code, (parent, titles)) in enumerate(reference.CATEGORIES.items()):
        if code not in have:
            db.session.add(Category(code=code, parent_code=parent, title=Texts.of(titles), order=order))
            db.session.flush()  # a child names its parent
    ensure_notice()


def _ensure_countries() -> None:
    have = set(db.session.scalars(queries.country_codes()))
    for code, zone in (reference.MEMBERS | reference.OTHERS).items():
        if code not in have:
            weekend = reference.WEEKENDS.get(code, [5, 6])
            db.session.add(Country(code=code, zone=zone, weekend=weekend, member=code in reference.MEMBERS))
    db.session.flush()


def _ensure_groups() -> None:
    have = set(db.session.scalars(queries.group_codes()))
    for code, (titles, members) in reference.GROUPS.items():
        if code not in have:
            rows = [
                CountryGroupMember(country_code=country, since=since, until=until)
                for country, (since, until) in members.items()
            ]
            db.session.add(CountryGroup(code=code, title=Texts.of(titles), members=rows))


def person_columns() -> dict[tuple[str, str], PersonPolicy | None]:
    """Return every column that points at a person, of core and loaded plugins, with its declared policy."""
    columns = (column for table in Model.metadata.tables.values() for column in table.columns)
    pointing = filter(_points_at_person, columns)
    return {(column.table.name, column.name): _policy(column) for column in pointing}


def _policy(column: Column[Any]) -> PersonPolicy | None:
    """Return what the column declares; a plugin writes the word, which is the same value."""
    declared = column.info.get("person")
    return PersonPolicy(declared) if declared else None


def _points_at_person(column: Column[Any]) -> bool:
    return any(key.target_fullname == "person.id" for key in column.foreign_keys)


def register_person_columns() -> None:
    """Store the declarations, so that merge and erasure hold with a plugin off or broken."""
    for (table, column), policy in person_columns().items():
        if policy is not None:
            db.session.merge(PersonColumn(table=table, column=column, policy=policy.value))
