"""A measure split by breakdowns, as one statement; the sums over margins are made of its rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, func, select

from ...hooks.types import Breakdown, Gather, Indicator, Scope, Split

WHO = "who"


def cells(indicator: Indicator, breakdowns: Sequence[Breakdown], scope: Scope) -> Select[Any]:
    """Select the codes of every breakdown, then n and the sum of the values of those that are known.

    For an indicator that counts persons there is one row a person instead: codes and who it is.
    """
    measured = indicator.measure(scope).subquery("measured")
    splits = [split_of(measured, each) for each in breakdowns]
    source = _joined(measured, splits)
    codes = [split.column.label(f"code_{place}") for place, split in enumerate(splits)]
    if indicator.gather is Gather.PERSONS:
        return select(*codes, _who(measured).label(WHO)).select_from(source).distinct()
    grouped = select(*codes, func.count(measured.c.value), func.sum(measured.c.value)).select_from(source)
    return grouped.group_by(*(split.column for split in splits)) if splits else grouped


def split_of(measured: Subquery, breakdown: Breakdown) -> Split:
    """Return the column a measure has for a breakdown, or how the breakdown comes to one."""
    own: ColumnElement[Any] | None = measured.c.get(breakdown.key)
    return Split(own) if own is not None else breakdown.column(measured)


def _joined(measured: Subquery, splits: Sequence[Split]) -> FromClause:
    """Return the measure with every table that a breakdown needs, each joined once."""
    source: FromClause = measured
    seen: list[tuple[FromClause, str]] = []
    for table, condition in (join for split in splits for join in split.joins):
        if (table, str(condition)) not in seen:
            source = source.outerjoin(table, condition)
            seen.append((table, str(condition)))
    return source


def _who(measured: Subquery) -> ColumnElement[Any]:
    """Return who a row is about; whose record was erased counts once for each registration."""
    return func.coalesce(measured.c.person_id, -measured.c.registration_id)
