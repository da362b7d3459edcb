"""What is asked and done through the register of what tables hold of a person.

Tables are those of the database (reflected), not of the models: a plugin's may be there while the plugin is not.
"""

from collections.abc import Collection, Iterable
from functools import reduce
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    FromClause,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Update,
    and_,
    cast,
    column,
    delete,
    func,
    or_,
    select,
    table,
    union_all,
    update,
)

from ...kernel.audit import AuditEntry
from ...kernel.files import File
from ...kernel.text import fold
from ..models import Person, PersonColumn


def person_columns() -> Select[PersonColumn]:
    """Select every column of any table that points at a person, plugins' too."""
    return select(PersonColumn).order_by(PersonColumn.table, PersonColumn.column)


def rows_about(person_id: int, columns: Collection[tuple[str, str]]) -> Select[int]:
    """Count the rows that point at a person in some columns (table, column)."""
    counts = [
        select(func.count().label("n")).select_from(table(name, column(pointer))).where(column(pointer) == person_id)
        for name, pointer in columns
    ]
    parts = union_all(*counts).subquery()
    return select(func.sum(parts.c.n))


# --- rows about a person, found by the register ---------------------------------------------------------


def about(tables: MetaData, name: str, via: str, ids: Collection[int]) -> ColumnElement[bool]:
    """Say that a row is about one of some persons; `via` leads there (see models.PersonColumn)."""
    first, _next, rest = via.partition(">")
    pointer = tables.tables[name].c[first]
    if not rest:
        return pointer.in_(ids)
    parent, _dot, way = rest.partition(".")
    return pointer.in_(select(tables.tables[parent].c.id).where(about(tables, parent, way, ids)))


def tombstones(ids: Collection[int]) -> Select[int]:
    """Select the persons who were merged into some persons."""
    return select(Person.id).where(Person.merged_into_id.in_(ids))


def names_of(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return select(Person.native, Person.latin, Person.display, Person.email, Person.search).where(Person.id.in_(ids))


def names_logged(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Select what the audit log says of changes of persons: their former names."""
    return select(AuditEntry.changes, AuditEntry.label).where(AuditEntry.kind == "person", AuditEntry.row_id.in_(ids))


def values(of: Table, names: Iterable[str], where: ColumnElement[bool]) -> Select[Any]:
    """Select some columns of the rows that meet a condition."""
    return select(*(of.c[name] for name in names)).where(where)


def change(of: Table, where: ColumnElement[bool], **new: Any) -> Update:
    return update(of).where(where).values(**new)


def drop(of: Table, where: ColumnElement[bool]) -> Delete:
    return delete(of).where(where)


def is_row(of: Table, row: Any) -> ColumnElement[bool]:
    """Say that a row of a table is the one whose primary key was read as `row`."""
    return and_(*(column == getattr(row, column.name) for column in of.primary_key.columns))


def belonging(child: Table, pointer: str, parent: Table, where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a row belongs to a row of another table that meets a condition."""
    return child.c[pointer].in_(select(parent.c.id).where(where))


# --- what the audit log says of them ---------------------------------------------------------------------


def logged_of(of: Table, where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select the entries about rows that meet a condition, or that belong to them."""
    ids = select(of.c.id).where(where)
    own = and_(AuditEntry.kind == of.name, AuditEntry.row_id.in_(ids))
    part = and_(AuditEntry.subject_kind == of.name, AuditEntry.subject_id.in_(ids))
    return select(AuditEntry.id, AuditEntry.changes).where(or_(own, part))


def has_number(of: FromClause) -> bool:
    """Say whether rows of a table have a number that the audit log knows them by."""
    return "id" in of.c and isinstance(of.c["id"].type, Integer)


def rewrite_entry(number: int, **new: Any) -> Update:
    return update(AuditEntry).where(AuditEntry.id == number).values(**new)


# --- texts in which names may stand ----------------------------------------------------------------------


def naming(of: Table, names: Collection[str], pieces: Collection[str]) -> Select[Any]:
    """Select primary key and some columns of the rows in which one of some pieces stands."""
    texts: list[ColumnElement[Any]] = [func.coalesce(cast(of.c[name], String), "") for name in names]
    whole = reduce(lambda one, other: one.op("||")(other), texts)  # one text a row: SQLite allows no deep conditions
    rows = select(*of.primary_key.columns, *(of.c[name] for name in names), func.lower(whole).label("whole")).subquery()
    found = or_(*(rows.c.whole.contains(piece, autoescape=True) for piece in sorted(pieces)))
    return select(*(each for each in rows.c if each.name != "whole")).where(found)


def others_named(name: str, ids: Collection[int]) -> Select[int]:
    """Select a living person who is not one of some persons and in whose names a name stands."""
    alive = Person.merged_into_id.is_(None), Person.erased_at.is_(None), Person.id.not_in(ids)
    return select(Person.id).where(*alive, Person.search.contains(fold(name), autoescape=True)).limit(1)


# --- files -----------------------------------------------------------------------------------------------


def files(policies: Collection[str]) -> Select[File]:
    """Select the files that came in under some policies."""
    return select(File).where(File.policy.in_(policies))


def files_numbered(ids: Collection[int]) -> Select[File]:
    return select(File).where(File.id.in_(ids))


def file_of(sha256: str) -> Select[int]:
    return select(File.id).where(File.sha256 == sha256).limit(1)


def pointing(of: Table, name: str, number: int) -> Select[int]:
    """Count the rows that point at a row by a column."""
    return select(func.count()).select_from(of).where(of.c[name] == number)
