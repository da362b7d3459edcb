"""Selects of different columns asked as one: each row comes packed as a JSON object and is read by its own types."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CompoundSelect,
    Date,
    DateTime,
    Dialect,
    Select,
    String,
    Time,
    TypeDecorator,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

Rows = Select[*tuple[Any, ...]]
MOST = 50  # things of one kind that are shown


class _Packed(FunctionElement[Any]):
    """A JSON object of columns under their names."""

    name = "packed"
    type = JSON()
    inherit_cache = True


@compiles(_Packed, "sqlite")
def _on_sqlite(element: _Packed, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_object({_named(element, compiler, options)})"


@compiles(_Packed, "postgresql")
def _on_postgresql(element: _Packed, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_build_object({_named(element, compiler, options)})"


def _named(element: _Packed, compiler: SQLCompiler, options: dict[str, Any]) -> str:
    """Return names and columns in turn. The names are written out: each parameter would cost as much as a column."""
    columns = ((compiler.render_literal_value(each.key, String()), each) for each in element.clauses)
    return ", ".join(f"{name}, {compiler.process(each, **options)}" for name, each in columns)


def together(queries: Sequence[Rows]) -> CompoundSelect[int, int, Any]:
    """Select the first rows of every query: the query's number, the row's place, and the row packed."""
    return union_all(*(_few(number, query) for number, query in enumerate(queries)))


def _few(number: int, query: Rows) -> Select[int, int, Any]:
    few = query.limit(MOST).subquery()
    return select(literal(number), func.row_number().over(), _Packed(*few.c)).select_from(few)


def unpacked(query: Rows, row: Mapping[str, Any], dialect: Dialect) -> dict[str, Any]:
    """Return a packed row as the values that the query alone would give."""
    columns = query.selected_columns.items()
    return {name: _read(column.type, row[name], dialect) for name, column in columns}


def _read(kind: TypeEngine[Any], stored: Any, dialect: Dialect) -> Any:
    """Return what JSON made of a value as what its column holds."""
    if isinstance(kind, TypeDecorator):
        return kind.process_result_value(_read(kind.impl_instance, stored, dialect), dialect)
    if stored is None:
        return None
    if isinstance(kind, DateTime | Date | Time):
        return kind.python_type.fromisoformat(stored)
    if isinstance(kind, JSON):
        return json.loads(stored) if isinstance(stored, str) else stored
    return bool(stored) if isinstance(kind, Boolean) else stored
