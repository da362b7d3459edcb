"""Values from the registry: one figure, or one divided by another, narrowed by breakdowns. Nothing is stored here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.reports import (
    ALL,
    Cell,
    Gather,
    Period,
    Scope,
    Tabulation,
    breakdown,
    breakdowns,
    breakdowns_of,
    indicators,
    tabulated,
    version,
)

from ..models import Sheet
from ..spans import step_code
from ..vocabulary import COMPUTED, KNOWN, UNAVAILABLE

MOST = 3  # breakdowns of one table


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, or why there is none. A nought is a known value."""

    state: str = UNAVAILABLE
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    why: str = ""  # in a sentence, where it is not known

    @property
    def known(self) -> bool:
        return self.state == KNOWN


@dataclass(frozen=True, slots=True)
class Leg:
    """The upper or lower part of an indicator: a figure of the registry and what it is narrowed to."""

    key: str
    filters: Mapping[str, str] = field(default_factory=dict)


def legs(sheet: Sheet) -> tuple[Leg, Leg | None]:
    """Return what a sheet is computed from."""
    lower = Leg(sheet.denominator, sheet.denominator_filters) if sheet.denominator else None
    return Leg(sheet.numerator, sheet.numerator_filters), lower


def is_computed(sheet: Sheet) -> bool:
    return sheet.source == COMPUTED


def compute(sheet: Sheet, scope: Scope) -> Figure:
    """Compute a sheet's value in a scope."""
    return _divided(*(_alone(leg, scope) if leg else None for leg in legs(sheet)))


def series(sheet: Sheet, scope: Scope, spans: Sequence[Period]) -> list[Figure]:
    """Compute a sheet's value in several years or quarters that follow each other, by one question for each leg."""
    columns = [_along(leg, scope, spans) if leg else [None] * len(spans) for leg in legs(sheet)]
    return [_divided(upper, lower) for upper, lower in zip(*columns, strict=True)]


def split(sheet: Sheet, scope: Scope, key: str) -> Tabulation | None:
    """Return the numerator of a sheet split by one breakdown; None where it cannot be, or failed."""
    upper = legs(sheet)[0]
    return _table(upper, scope, (*upper.filters, key)) if key in splits_of(sheet) else None


def split_below(sheet: Sheet, scope: Scope, key: str) -> Tabulation | None:
    """Return what the numerator is divided by, split the same way; None where there is nothing, or it cannot be."""
    lower = legs(sheet)[1]
    found = indicators().get(lower.key) if lower else None
    if lower is None or found is None or key not in {each.key for each in breakdowns_of(found)} - set(lower.filters):
        return None
    table = _table(lower, scope, (*lower.filters, key))
    return table if isinstance(table, Tabulation) else None


def divided(upper: Cell, lower: Cell) -> float | None:
    """Return one part of a ratio; None where it would be divided by nought."""
    return (upper.value or 0) / lower.value if lower.value else None


def splits_of(sheet: Sheet) -> list[str]:
    """Return the breakdowns that the figure of a sheet knows, of those there are at present."""
    found = indicators().get(sheet.numerator)
    return [each.key for each in breakdowns_of(found)] if found and is_computed(sheet) else []


def cell_of(table: Tabulation, filters: Mapping[str, str], *more: str) -> Cell:
    """Return the cell of a table whose first axes are what a figure is narrowed to."""
    return table.cell(*filters.values(), *more)


def snapshot(sheet: Sheet, scope: Scope) -> dict[str, Any]:
    """Return the tabulated data that a value is made of, as it is kept when a period is locked."""
    parts = [_kept(leg, scope, sheet.by if place == 0 else []) for place, leg in enumerate(legs(sheet)) if leg]
    return {"figures": parts, "facts": version().mark}


# --- inside -------------------------------------------------------------------------------------------


def _alone(leg: Leg, scope: Scope) -> Cell | Figure:
    table = _table(leg, scope, tuple(leg.filters))
    return table if isinstance(table, Figure) else _cell(table, leg)


def _along(leg: Leg, scope: Scope, spans: Sequence[Period]) -> list[Cell | Figure | None]:
    step = "year" if spans[0].years else "quarter"
    found = indicators().get(leg.key)
    if found is None or "day" not in found.splits or len(leg.filters) >= MOST:
        return [_alone(leg, _within(scope, span)) for span in spans]
    whole = replace(scope, first=spans[0].first, until=spans[-1].until)
    table = _table(leg, whole, (*leg.filters, step))
    if isinstance(table, Figure):
        return [table] * len(spans)
    return [_cell(table, leg, step_code(span)) for span in spans]


def _within(scope: Scope, span: Period) -> Scope:
    return replace(scope, first=span.first, until=span.until)


def _table(leg: Leg, scope: Scope, keys: tuple[str, ...]) -> Any:
    """Return a tabulation, or the figure that says why there is none."""
    found, known = indicators().get(leg.key), breakdowns()
    if found is None:
        return Figure(why=_("The figure %(key)s is not there at present: its plugin is off.", key=leg.key))
    missing = [key for key in keys if key not in known]
    if missing:
        return Figure(why=_("The breakdown %(key)s is not there at present: its plugin is off.", key=missing[0]))
    table = tabulated(found, [breakdown(key) for key in keys], scope)
    return (
        Figure(why=_("The figure %(key)s failed. The page Plugins says how.", key=leg.key)) if table is None else table
    )


def _cell(table: Tabulation, leg: Leg, *more: str) -> Cell | Figure:
    cell = cell_of(table, leg.filters, *more)
    if cell.value is None:
        return Figure(why=_("There is nothing in this period to measure it by."))
    return cell


def _divided(upper: Cell | Figure | None, lower: Cell | Figure | None) -> Figure:
    for part in (upper, lower):
        if isinstance(part, Figure):
            return part
    assert isinstance(upper, Cell)
    if not isinstance(lower, Cell):
        return Figure(KNOWN, upper.value, upper.value, None, upper.n)
    if not lower.value:
        return Figure(
            numerator=upper.value, denominator=lower.value, n=lower.n, why=_("It would be divided by nought.")
        )
    return Figure(KNOWN, (upper.value or 0) / lower.value, upper.value, lower.value, lower.n)


def _kept(leg: Leg, scope: Scope, by: Sequence[str]) -> dict[str, Any]:
    found = indicators().get(leg.key)
    kept: dict[str, Any] = {"key": leg.key, "only": dict(leg.filters), "tables": []}
    if found is None:
        return kept
    kept |= {"title": str(found.title), "definition": str(found.definition)}
    possible = {each.key for each in breakdowns_of(found)}
    for key in ("", *(key for key in by if key in possible)):
        table = _table(leg, scope, (*leg.filters, *([key] if key else [])))
        if not isinstance(table, Figure):
            kept["tables"].append(_cells(table, leg, key))
    return kept


def _cells(table: Tabulation, leg: Leg, key: str) -> dict[str, Any]:
    codes = [*table.axes[-1].codes, ALL] if key else [ALL]
    label = table.axes[-1].label if key else str
    cells = [(code, cell_of(table, leg.filters, *([code] if key else []))) for code in codes]
    lines = [["" if code == ALL else label(code), code, cell.n, cell.value] for code, cell in cells]
    return {"by": key, "title": table.axes[-1].title if key else "", "cells": lines}


def is_mean(sheet: Sheet) -> bool:
    """Say whether the figure of a sheet is a mean or share, so that n tells what it is worth."""
    found = indicators().get(sheet.numerator)
    return found is not None and found.gather in {Gather.MEAN, Gather.SHARE}
