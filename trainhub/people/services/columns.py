"""The register of what tables hold of a person: read off the models, stored at upgrade, used by merge and erasure.

A column that points at a person says so (`info={"person": policy}`); the rest follows. Rows that stay when the person
goes (policies anonymise and move), and rows that belong to them by a column that is never empty, are about that
person: their free texts are emptied, their files deleted, what the audit log says of them is emptied. A column says
otherwise by its `info`:

- `"about": False` beside `"person"`: the pointer names who did it or sees to it; the row is not about that person;
- `"erased": "keep"`: a text that says nothing of the person; `"erased": ("name", …)`: only these keys of a JSON value.

A column without foreign key that holds the number of an account is emptied with the account, and the `actor` beside it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table
from sqlalchemy.types import TypeDecorator

from ...kernel.db import Model, db
from .. import queries
from ..models import PersonColumn, PersonPolicy

ACCOUNT_COLUMNS = ("account_id", "confirmed_by", "nominated_by", "edited_by", "held_by", "decided_by")
CARED_FOR = ("nominated_by",)  # of these, whose account looks after the row, and goes on to do so
OF_ACCOUNT = "account.person_id"
SHORT = 60  # characters: what is no longer is a code
DEPTH = 4
SKIPPED = {"person", "person_column", "audit"}  # emptied by hand


@dataclass(frozen=True, slots=True, order=True)
class Declared:
    """One row of the register."""

    table: str
    column: str
    via: str
    policy: PersonPolicy
    blank: str = ""


def person_columns() -> dict[tuple[str, str], PersonPolicy | None]:
    """Return every column that points at a person, of core and loaded plugins, with its declared policy."""
    return {(column.table.name, column.name): _policy(column) for column in _columns() if _points_at(column, "person")}


def declared() -> list[Declared]:
    """Return the register as the models of core and loaded plugins say it."""
    return sorted({*_pointers(), *_of_accounts(), *_of_rows()})


def register_person_columns() -> None:
    """Store the declarations, so that merge and erasure hold with a plugin off or broken."""
    now = {(each.table, each.column, each.via): each for each in declared()}
    here = set(Model.metadata.tables)
    for row in db.session.scalars(queries.person_columns()):
        if row.table in here and (row.table, row.column, row.via) not in now:
            db.session.delete(row)
    for each in now.values():
        db.session.merge(
            PersonColumn(table=each.table, column=each.column, via=each.via, policy=each.policy.value, blank=each.blank)
        )
    db.session.flush()


def _columns() -> Iterator[Column[Any]]:
    for table in Model.metadata.tables.values():
        yield from table.columns


def _points_at(column: Column[Any], table: str) -> bool:
    return any(key.target_fullname == f"{table}.id" for key in column.foreign_keys)


def _policy(column: Column[Any]) -> PersonPolicy | None:
    """Return what the column declares; a plugin writes the word, which is the same value."""
    said = column.info.get("person")
    return PersonPolicy(said) if said else None


def _pointers() -> Iterator[Declared]:
    for (table, column), policy in person_columns().items():
        if policy is not None:
            yield Declared(table, column, "", policy)


def _of_accounts() -> Iterator[Declared]:
    """Declare the columns that hold the number of an account, and the name of who it was then."""
    for column in _columns():
        if column.name in ACCOUNT_COLUMNS and isinstance(column.type, Integer) and not column.foreign_keys:
            via = f"{column.name}>{OF_ACCOUNT}"
            yield Declared(column.table.name, column.name, via, PersonPolicy.ANONYMISE)
            if "actor" in column.table.columns:
                yield Declared(column.table.name, "actor", via, PersonPolicy.BLANK, blank_of(column.table.c.actor))


# --- rows about a person ------------------------------------------------------------------------------


def _of_rows() -> Iterator[Declared]:
    for table, via, stays in _ways():
        yield Declared(table.name, "*", via, PersonPolicy.LOG)
        if stays and table.name not in SKIPPED:
            for column in filter(holds_text, table.columns):
                yield Declared(table.name, column.name, via, PersonPolicy.BLANK, blank_of(column))


def _ways() -> Iterator[tuple[Table, str, bool]]:
    """Yield each table with rows about a person, the way to that person, and whether the rows stay after erasure."""
    found: list[tuple[Table, str, bool]] = []
    for column in _columns():
        policy = _policy(column) if _points_at(column, "person") else None
        if policy in (None, PersonPolicy.KEEP) or column.info.get("about") is False:
            continue
        found.append((column.table, column.name, policy is not PersonPolicy.ERASE))
    children = _children()
    for _level in range(DEPTH):
        yield from found
        found = [
            (column.table, f"{column.name}>{table.name}.{via}", stays)
            for table, via, stays in found
            for column in children[table.name]
        ]


def _children() -> dict[str, list[Column[Any]]]:
    """Return, by table, the columns that make a row belong to one of its rows."""
    found: dict[str, list[Column[Any]]] = defaultdict(list)
    for column in _columns():
        for key in column.foreign_keys:
            parent, _dot, target = key.target_fullname.partition(".")
            other = target == "id" and parent not in {"person", column.table.name}
            if other and column.info.get("about", not column.nullable):
                found[parent].append(column)
    return found


def holds_text(column: Column[Any]) -> bool:
    """Say whether a column of a row about a person may say something of that person."""
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if column.info.get("erased") == "keep" or column.foreign_keys or column.primary_key or column.unique:
        return False
    if isinstance(kind, String):
        return (kind.length is None or kind.length > SHORT) and "words" not in column.info
    return isinstance(kind, JSON | LargeBinary)


def blank_of(column: Column[Any]) -> str:
    """Return what an emptied text becomes: "null", a literal, or the keys of a JSON value that are emptied."""
    keys = column.info.get("erased")
    if keys:
        return f"keys:{','.join(keys)}"
    if column.nullable:
        return "null"
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if not isinstance(kind, JSON):
        return ""
    made = getattr(column.default, "arg", None)
    return "[]" if "list" in repr(made) else "{}"
