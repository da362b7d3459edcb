"""Fills every table there is with rows about one person, a marker in every text, and looks for it afterwards."""

import json
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Time,
    cast,
    func,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.types import TypeDecorator

from trainhub.kernel.db import Model, db
from trainhub.kernel.types import Translated, new_public_id
from trainhub.people.models import Person
from trainhub.people.services import columns

MARK = "zqxmarker"
NAMES = {
    "native": "Зюкмаркер Вуперсон",
    "latin": "ZQXMARKER VWPERSON",
    "display": "Zqxmarker Vwperson",
    "email": "zqxmarker@example.org",
}
TRACES = (MARK, "зюкмаркер", "вуперсон", "vwperson")
SENTENCE = f"Told by {NAMES['display']} ({NAMES['email']}), {NAMES['native']}а too."
GIVEN: dict[str, dict[str, Any]] = {  # what a CHECK wants that looks at several columns
    "published_cell": {"status": "shown", "value": 7, "n": 7},
    "material_version": {"url": None},
    "quota": {"seats": 9, "taken": 0},
    "certificate": {"assignment_id": None},
    "certificate_hold": {"assignment_id": None},
    "rollout": {"generation": 1, "parent_id": None},
    "assessment_round": {"lowest": 1, "highest": 4},
    "need_topic": {"parent_id": None},
    "other_training": {"year": 2026, "people": 9},
    "plan_line": {"half_days": 2},
    "holiday_decision": {"kind": "added", "moved_to": None},
}
KEPT = {"alembic_version", "person_column", "country", "country_group", "country_group_member", "category"}


class Filler:
    """Adds a row to each table that has none about the person, in an order that foreign keys allow."""

    def __init__(self, person: Person, account_id: int) -> None:
        self.person, self.account_id = person, account_id
        self.theirs = {each.table for each in columns.declared() if each.policy == "log"}
        self.number = 0

    def fill(self) -> list[str]:
        """Return the tables that could not be filled."""
        failed, there = [], set(inspect(db.session.connection()).get_table_names())
        for table in Model.metadata.sorted_tables:
            if table.name in KEPT or table.name in {"person", "account"} or not runs(table):
                continue
            if table.name not in there:
                continue
            try:
                with db.session.begin_nested():
                    self.put(table)
            except DatabaseError as error:
                failed.append(f"{table.name}: {str(error.orig)[:300]}")
        return failed

    def put(self, table: Table) -> None:
        """Add a row, or write into those that are there."""
        if db.session.scalar(select(func.count()).select_from(table)) and table.name != "job":
            texts = {each.name: self.made(table, each) for each in table.columns if self.writable(table, each)}
            if texts:
                db.session.execute(update(table).values(texts))
        else:
            db.session.execute(insert(table).values(self.row(table) | GIVEN.get(table.name, {})))

    def writable(self, table: Table, column: Column[Any]) -> bool:
        fixed = column.foreign_keys or column.primary_key or column.unique or choices(table, column)
        return not fixed and column.name != "public_id" and isinstance(column.type, String | JSON | Translated)

    def row(self, table: Table) -> dict[str, Any]:
        return {each.name: self.value(table, each) for each in table.columns if not numbered(each)}

    def value(self, table: Table, column: Column[Any]) -> Any:
        target = next((key.target_fullname for key in column.foreign_keys), "")
        if target:
            return self.pointed(table, column, target)
        if column.name in columns.ACCOUNT_COLUMNS:
            return self.account_id
        allowed = choices(table, column)
        if allowed:
            return allowed[-1] if table.name == "job" else allowed[0]
        return self.made(table, column)

    def pointed(self, table: Table, column: Column[Any], target: str) -> Any:
        name, _dot, key = target.partition(".")
        if name == "person":
            return (
                self.person.id
                if column.name not in {"merged_into_id", "other_id"}
                else db.session.scalar(select(Person.id).where(Person.id != self.person.id))
            )
        if name == "account":
            return self.account_id
        if name == table.name:
            return None
        if name == "file":  # each of its own, as uploads are
            return db.session.scalar(
                insert(Model.metadata.tables["file"])
                .values(self.row(Model.metadata.tables["file"]))
                .returning(Model.metadata.tables["file"].c.id)
            )
        other = Model.metadata.tables[name]
        return db.session.scalar(select(other.c[key]).order_by(next(iter(other.primary_key.columns)).desc()).limit(1))

    def made(self, table: Table, column: Column[Any]) -> Any:
        self.number += 1
        kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
        mark = f"{MARK}-{table.name}-{column.name}" if table.name in self.theirs else SENTENCE
        if isinstance(column.type, Translated):
            return None if column.nullable else columns_text(mark)
        if isinstance(kind, JSON):
            return self.json(table, column, mark)
        if isinstance(kind, String):
            return self.text(table, column, kind, mark)
        plain: tuple[tuple[type, Any], ...] = (
            (Boolean, False),
            (Integer, self.number),
            (Float, 0.5),
            (Numeric, 1),
            (DateTime, datetime(2027, 3, 1, 8, tzinfo=UTC)),
            (Date, date(2027, 3, 1)),
            (Time, time(8)),
            (LargeBinary, b"sealed"),
        )
        return next(value for type_, value in plain if isinstance(kind, type_))

    def json(self, table: Table, column: Column[Any], mark: str) -> Any:
        if table.name == "audit":
            return {"note": [None, SENTENCE], "language": ["en", NAMES["native"]]}
        if column.info.get("erased"):
            return {**dict.fromkeys(column.info["erased"], NAMES["native"]), "titles": {"en": "A training"}}
        return {"told": [mark], SENTENCE: {"deep": mark}}

    def text(self, table: Table, column: Column[Any], kind: String, mark: str) -> str:
        if column.name == "public_id" or (column.unique or column.primary_key):
            return new_public_id() if (kind.length or 99) >= 12 else str(self.number)
        if table.name in self.theirs:
            if columns.holds_text(column) or table.c.keys() == []:
                return mark[: kind.length]
            return "x"
        return SENTENCE if (kind.length or 999) >= len(SENTENCE) else "x"


def columns_text(mark: str) -> Any:
    from trainhub.kernel.types import Texts

    return Texts.of({"en": mark, "az": mark})


def numbered(column: Column[Any]) -> bool:
    return column is column.table.autoincrement_column


def choices(table: Table, column: Column[Any]) -> list[str]:
    """Return what a CHECK of the table allows in a column."""
    for check in table.constraints:
        if isinstance(check, CheckConstraint):
            found = re.search(rf"\b{column.name} IN \(([^)]*)\)", str(check.sqltext))
            if found:
                return [each.strip().strip("'") for each in found.group(1).split(",")]
    return []


def runs(table: Table) -> bool:
    return not table.name.startswith("sample_")


def standing() -> dict[str, list[str]]:
    """Return where a trace stands in the database, by table: reflected, so plugins' tables count without plugins."""
    found: dict[str, list[str]] = {}
    tables = MetaData()
    tables.reflect(db.session.connection())
    pieces = {
        form
        for trace in TRACES
        for word in (trace, trace.upper(), trace.title())
        for form in (word, json.dumps(word)[1:-1])
    }
    for table in tables.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | JSON):
                text = cast(column, String)
                here = db.session.scalars(
                    select(text).where(or_(*(text.contains(piece, autoescape=True) for piece in pieces)))
                ).all()
                if here:
                    found.setdefault(table.name, []).append(f"{column.name}: {here[0][:160]}")
    return found


def in_bytes(folder: Path) -> list[str]:
    """Return the files under a folder in whose bytes a trace stands."""
    pieces = [
        form.encode()
        for trace in TRACES
        for word in (trace, trace.upper(), trace.title())
        for form in (word, json.dumps(word)[1:-1])
    ]
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(piece in path.read_bytes() for piece in pieces)
    ]
