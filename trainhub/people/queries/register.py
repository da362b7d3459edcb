"""What is asked through the register of columns that hold something of a person."""

from collections.abc import Collection

from sqlalchemy import Select, column, func, select, table, union_all

from ..models import PersonColumn


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
