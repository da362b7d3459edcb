"""What makes an order total: columns that no two rows have alike. Else the database chooses, now so, now so."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, Index, Table, UniqueConstraint
from sqlalchemy.sql.elements import UnaryExpression

Names = set[tuple[str, str]]  # table and column


def total(clauses: Iterable[Any], alike: Iterable[Any] = ()) -> bool:
    """Say whether an ORDER BY leaves nothing to chance among rows that have the columns `alike` in common."""
    columns = [*alike, *(clause.element if isinstance(clause, UnaryExpression) else clause for clause in clauses)]
    bases = [base for column in columns for base in column.base_columns if isinstance(base, Column)]
    ordered = {_name(base) for base in bases}
    return any(key <= ordered for table in {base.table for base in bases} for key in _keys(table))


def _keys(table: Any) -> Iterator[Names]:
    """Yield the sets of columns that no two rows of a table have alike."""
    if isinstance(table, Table):
        yield {_name(column) for column in table.primary_key}
        unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        whole = [each for each in table.indexes if each.unique and not _narrowed(each)]
        for each in (*unique, *whole):
            yield {_name(column) for column in each.columns}


def _name(column: Any) -> tuple[str, str]:
    return column.table.name, column.name


def _narrowed(index: Index) -> bool:
    """Say whether an index is unique among some rows only."""
    return any(each is not None for name, each in index.dialect_kwargs.items() if name.endswith("_where"))
