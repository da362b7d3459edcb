"""A tabulation as a page and a file show it: lines under heads, the last axis across, sums at the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ...hooks.types import Gather
from ...kernel import i18n
from ...kernel.i18n import gettext as _
from .tabulation import ALL, NOT_STATED, Cell, Codes, Tabulation

EVERYTHING, PART = "all", "part"  # kinds of lines that are sums: of everything, or of one code of the first axis


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line: the names of its codes, its figures, and whether it is a sum."""

    labels: tuple[str, ...]
    cells: tuple[float | None, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Heads of the names, heads of the figures with how each is told (number, percent), and the lines."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[GridLine, ...]
    unknown: frozenset[int] = frozenset()  # places of the columns of what is not stated

    def text(self, place: int, value: float | None) -> str:
        """Return a figure as a reader sees it; what cannot be told is a dash, which is not nought."""
        if value is None:
            return "–"
        return i18n.percent(value) if self.columns[place][1] == "percent" else i18n.number(value)

    def sheet(self) -> Iterator[list[object]]:
        """Yield the lines of a file: real numbers, shares as fractions."""
        yield [*self.names, *(head for head, _kind in self.columns)]
        for line in self.lines:
            yield [*line.labels, *(None if cell is None else round(cell, 4) for cell in line.cells)]


def grid(table: Tabulation, *, as_shares: bool = False) -> Grid:
    """Lay a tabulation out. `as_shares` tells figures as parts of their line, with one axis as parts of all."""
    across = table.axes[-1] if len(table.axes) > 1 else None
    down = table.axes[:-1] if across else table.axes
    sums = table.indicator.gather in {Gather.SUM, Gather.PERSONS}
    kind = "percent" if as_shares or table.indicator.gather is Gather.SHARE else "number"
    lines = tuple(_lines(table, len(down), as_shares))
    heads = [(across.label(code), kind) for code in across.codes] if across else []
    last = _("All") if across else str(table.indicator.title)
    columns = [*heads, (last, "number" if as_shares and across else kind), *([] if sums else [("n", "number")])]
    unknown = frozenset([across.codes.index(NOT_STATED)] if across and NOT_STATED in across.codes else [])
    return Grid(tuple(axis.title for axis in down), tuple(columns), lines, unknown)


def _lines(table: Tabulation, depth: int, as_shares: bool) -> Iterator[GridLine]:
    axes = table.axes[:depth]
    if depth == 2:
        for code in axes[0].codes:
            inner = [line for each in axes[1].codes if (line := _line(table, (code, each), as_shares, depth))]
            full = [line for line in inner if any(line.cells)]
            if full:
                yield from full
                yield _line(table, (code, ALL), as_shares, depth, PART)
    else:
        for codes in product(*(axis.codes for axis in axes)):
            if codes:
                yield _line(table, codes, as_shares, depth)
    yield _line(table, (ALL,) * depth, as_shares, depth, EVERYTHING)


def _line(table: Tabulation, codes: Codes, as_shares: bool, depth: int, kind: str = "") -> GridLine:
    across = table.axes[depth:]
    total = table.cell(*codes)
    cells = [table.cell(*codes, code) for code in across[0].codes] if across else []
    values = [cell.value for cell in (*cells, total)]
    if as_shares:
        whole = total.value if across else table.total.value
        values = [_part(cell, whole) for cell in cells] + [total.value if across else _part(total, whole)]
    if table.indicator.gather in {Gather.MEAN, Gather.SHARE}:
        values.append(total.n)
    return GridLine(_labels(table, codes), tuple(values), kind)


def _part(cell: Cell, whole: float | None) -> float | None:
    return (cell.value or 0) / whole if whole else None


def _labels(table: Tabulation, codes: Codes) -> tuple[str, ...]:
    named = [axis.label(code) if code != ALL else "" for axis, code in zip(table.axes, codes, strict=False)]
    if codes and all(code == ALL for code in codes):
        named[0] = _("All")
    elif ALL in codes:
        named[codes.index(ALL)] = _("All")
    return tuple(named) if codes else ()
