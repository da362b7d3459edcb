"""The fewest cells that must be hidden, found another way than the protection finds them.

For any choice that fails, all cells are looked for that could be hidden besides without mending it; of the
others at least one is needed. The smallest set that meets all such demands, and fails no more, is the optimum.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs

from trainhub.reports.disclosure.problem import Codes, Table

from .attacker import Attack, Where
from .published import PUBLIC, Page

LIMIT = PUBLIC.threshold


class Puzzle:
    """One table of two dimensions: what must be hidden, what may be, and whether a choice is safe."""

    def __init__(self, table: Table) -> None:
        self.value = {codes: cell.n for codes, cell in table.cells.items()}
        self.must = [codes for codes, n in self.value.items() if 0 < n < LIMIT]
        self.may = [codes for codes, n in self.value.items() if n >= LIMIT]
        marks: dict[Codes, int | str] = {codes: self._mark(codes) for codes in self.value}
        page = Page(table.counts, table.axes, table.period, {}, frozenset(), marks, 1, 0, veiled=False)
        self.attack = Attack([page])
        self.row = {codes: number for number, codes in enumerate(self.value)}
        self.bounds = {codes: self.attack.rows[number][1:] for codes, number in self.row.items()}
        self.hidden: set[Codes] = set(self.value)
        self.primary = {codes for codes, mark in marks.items() if mark == "<5"}

    def _mark(self, codes: Codes) -> int | str:
        """Return how a cell is marked if it is hidden: sums of two that are not zero never say how small they are."""
        parts = [
            other
            for other, n in self.value.items()
            if n and "_T" not in other and all(code in ("_T", part) for code, part in zip(codes, other, strict=True))
        ]
        if len(parts) > 1:
            return ">=1"
        return 0 if not parts else "<5" if self.value[codes] < LIMIT else ">=5"

    def hide(self, chosen: Iterable[Codes]) -> None:
        """Hide the small cells and these, show all others."""
        wanted = {*self.must, *chosen}
        for codes in wanted ^ self.hidden:
            low, high = self.bounds[codes] if codes in wanted else (self.value[codes],) * 2
            self.attack.solver.changeRowBounds(self.row[codes], low, high)
        self.hidden = wanted

    def weak(self, codes: Codes) -> bool:
        """Say whether a hidden cell is known too well."""
        where: Where = (0, codes)
        low, high = self.attack.interval(self.attack.sum(where))
        if codes in self.primary:
            return low > 1 or high < LIMIT - 1
        return high - low < LIMIT - 2

    def found_out(self) -> list[Codes]:
        return [codes for codes in sorted(self.hidden) if self.value[codes] and self.weak(codes)]

    def safe(self, chosen: Iterable[Codes]) -> bool:
        self.hide(chosen)
        return not any(self.weak(codes) for codes in sorted(self.hidden) if self.value[codes])


def optimum(table: Table) -> int:
    """Return the least number of cells that can be hidden besides the small ones."""
    puzzle = Puzzle(table)
    demands: list[tuple[frozenset[Codes], Codes | None]] = []
    while True:
        chosen = _meeting(puzzle.may, demands)
        puzzle.hide(chosen)
        weak = puzzle.found_out()
        if not weak:
            return len(chosen)
        demands += [(_needed(puzzle, chosen, codes), codes if codes in chosen else None) for codes in weak]


def by_trying(table: Table) -> int:
    """Return the same by trying every set of cells, the small sets first; for small tables only."""
    puzzle = Puzzle(table)
    for size in range(len(puzzle.may) + 1):
        if any(puzzle.safe(chosen) for chosen in combinations(puzzle.may, size)):
            return size
    raise AssertionError("everything hidden is not safe")


def _needed(puzzle: Puzzle, chosen: Sequence[Codes], weak: Codes) -> frozenset[Codes]:
    """Return cells of which one more must be hidden for this one to be safe: as few as can be named."""
    more = list(chosen)
    for codes in puzzle.may:
        if codes not in more:
            puzzle.hide([*more, codes])
            if puzzle.weak(weak):
                more.append(codes)
    return frozenset(puzzle.may) - set(more)


def _meeting(may: Sequence[Codes], demands: Sequence[tuple[frozenset[Codes], Codes | None]]) -> list[Codes]:
    """Return the smallest choice that meets all demands: one of the cells, if the other is chosen."""
    if not demands:
        return []
    place = {codes: number for number, codes in enumerate(may)}
    solver: Any = _Highs()
    for name, value in {"output_flag": False, "threads": 1, "mip_abs_gap": 0.9}.items():
        solver.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(may), len(demands)
    model.col_cost_, model.col_lower_, model.col_upper_ = np.ones(len(may)), np.zeros(len(may)), np.ones(len(may))
    model.row_lower_ = np.array([0.0 if condition else 1.0 for _, condition in demands])
    model.row_upper_ = np.full(len(demands), math.inf)
    rows = [
        {**{place[codes]: 1.0 for codes in cells}, **({place[condition]: -1.0} if condition else {})}
        for cells, condition in demands
    ]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([column for row in rows for column in row], dtype=np.int32)
    model.a_matrix_.value_ = np.array([factor for row in rows for factor in row.values()])
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(may)
    solver.passModel(model)
    solver.run()
    point = solver.getSolution().col_value
    return [codes for codes in may if point[place[codes]] > 0.5]
