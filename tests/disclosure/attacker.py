"""An attacker of published statistics: shares no line with the protection, and reads only published pages.

He splits the people behind all tables into the smallest groups the tables can tell apart, one unknown for each
(for unique persons: one for each set of periods and modules they may have come to), states every number and
mark he reads as a constraint on sums of them, and asks a linear program for the least and the greatest number
behind every hidden cell.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs

from trainhub.reports.disclosure.problem import Codes, Link, Period

from .published import Page

TIME, ALL = "time", "_T"
Group = tuple[tuple[str, str], ...]  # (axis, leaf) pairs
Where = tuple[int, Codes]  # page, cell


@dataclass
class Attack:
    """Everything the attacker knows. `moments` of the records are known to grow: nobody is ever taken away."""

    pages: Sequence[Page]
    links: Sequence[Link] = ()
    limit: int = 5
    unchanged: Sequence[tuple[Where, Where]] = ()  # cells he is told to be the same at two moments
    columns: dict[tuple[str, int, Group, frozenset[Group]], int] = field(default_factory=dict)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.leaves = self._leaves()
        self.counts = sorted({page.counts for page in self.pages})
        self.overlaps = {
            each: frozenset().union(*(page.overlapping for page in self.pages if page.counts == each))
            for each in self.counts
        }
        self.moments = sorted({page.moment for page in self.pages})
        self._axes()
        self._people()
        for number, page in enumerate(self.pages):
            for codes in page.cells:
                self.rows.append((self.sum((number, codes)), *self._read(number, codes)))
            self._nobody_else(page)
        for link in self.links:
            self._link(link)
        for one, other in self.unchanged:
            self.rows.append((self.difference(one, other), 0, 0))
        self.solver = self._open()

    # --- the groups --------------------------------------------------------------------------------

    def _leaves(self) -> dict[str, list[str]]:
        found: dict[str, set[str]] = {}
        complete: set[str] = set()
        for page in self.pages:
            for axis in page.axes:
                if not axis.periods:
                    found.setdefault(axis.key, set()).update(axis.codes)
                    complete |= {axis.key} if axis.additive else set()
            for key, code in page.scope.items():
                found.setdefault(key, set()).add(code)
        spans = {span for page in self.pages for span in self._spans(page)}
        cuts = sorted({each.first for each in spans} | {each.until for each in spans})
        self.times = {str(n): Period(*pair) for n, pair in enumerate(pairwise(cuts))}
        rest = {key: set() if key in complete else {"others"} for key in found}
        return {**{key: sorted(codes | rest[key]) for key, codes in found.items()}, TIME: sorted(self.times)}

    @staticmethod
    def _spans(page: Page) -> Iterator[Period]:
        yield page.period
        for axis in page.axes:
            yield from axis.periods.values()

    def _axes(self) -> None:
        """Find which axes each kind of count is told apart by; linked kinds share theirs."""
        self.axes: dict[str, set[str]] = {each: {TIME} for each in self.counts}
        for page in self.pages:
            named = {axis.key for axis in page.axes if not axis.periods} | set(page.scope)
            self.axes[page.counts] |= named
        for _ in self.counts:
            for link in self.links:
                if link.part in self.axes and link.whole in self.axes:
                    both = self.axes[link.part] | self.axes[link.whole]
                    self.axes[link.part], self.axes[link.whole] = set(both), set(both)

    def plain(self, counts: str) -> list[str]:
        return sorted(self.axes[counts] - self.overlaps[counts])

    def regions(self, counts: str) -> list[Group]:
        """Return the smallest regions of the axes on which people may be counted more than once."""
        axes = sorted(self.axes[counts] & self.overlaps[counts])
        return [tuple(zip(axes, each, strict=True)) for each in product(*(self.leaves[axis] for axis in axes))]

    def groups(self, counts: str) -> list[Group]:
        axes = self.plain(counts)
        return [tuple(zip(axes, each, strict=True)) for each in product(*(self.leaves[axis] for axis in axes))]

    def _people(self) -> None:
        for counts in self.counts:
            regions = self.regions(counts)
            assert len(regions) <= 6, "too many regions for an exact attack"
            sets = [frozenset(each) for n in range(1, len(regions) + 1) for each in combinations(regions, n)]
            for moment in self.moments:
                for group, seen in product(self.groups(counts), sets):
                    self.columns[counts, moment, group, seen] = len(self.columns)
        self.by: dict[str, dict[Group, dict[frozenset[Group], list[int]]]] = {each: {} for each in self.counts}
        for (counts, _moment, group, seen), column in self.columns.items():
            self.by[counts].setdefault(group, {}).setdefault(seen, []).append(column)

    # --- sums of groups ------------------------------------------------------------------------------

    def box(self, where: Where) -> dict[str, set[str]]:
        """Return the leaves a cell is about, on every axis that is narrowed."""
        page, codes = self.pages[where[0]], where[1]
        sides = {key: {code} for key, code in page.scope.items()}
        period = page.period
        for axis, code in zip(page.axes, codes, strict=True):
            if code != ALL and axis.periods:
                period = axis.periods[code]
            elif code != ALL:
                sides[axis.key] = {code}
        sides[TIME] = {
            leaf for leaf, each in self.times.items() if period.first <= each.first and each.until <= period.until
        }
        return sides

    def sum(self, where: Where) -> dict[int, float]:
        """Return the groups a cell adds up, as of its page's moment."""
        page = self.pages[where[0]]
        return self.total(page.counts, page.moment, self.box(where))

    def total(self, counts: str, moment: int, sides: Mapping[str, set[str]]) -> dict[int, float]:
        until = sum(1 for each in self.moments if each <= moment)
        terms: dict[int, float] = {}
        for group, sets in self.by[counts].items():
            if all(leaf in sides[axis] for axis, leaf in group if axis in sides):
                for seen, columns in sets.items():
                    if any(all(leaf in sides[axis] for axis, leaf in one if axis in sides) for one in seen):
                        terms.update((column, 1.0) for column in columns[:until])  # those of later moments come on top
        return terms

    # --- what is read ----------------------------------------------------------------------------------

    def _read(self, number: int, codes: Codes) -> tuple[float, float]:
        """Return between what a cell lies by its number or mark alone."""
        found = self.pages[number].cells[codes]
        if not isinstance(found, str):
            return found, found
        return (1, self.limit - 1) if found == "<5" else (int(found.removeprefix(">=")), math.inf)

    def _nobody_else(self, page: Page) -> None:
        for axis in page.axes:
            missing = set(self.leaves.get(axis.key, ())) - set(axis.codes)
            if axis.additive and not axis.periods and missing:
                sides = {key: {code} for key, code in page.scope.items()} | {axis.key: missing}
                sides[TIME] = {
                    leaf
                    for leaf, each in self.times.items()
                    if page.period.first <= each.first and each.until <= page.period.until
                }
                self.rows.append((self.total(page.counts, page.moment, sides), 0, 0))

    def _link(self, link: Link) -> None:
        """State that the part lies in the whole: in every group, for every region."""
        if link.part not in self.counts or link.whole not in self.counts:
            return
        axes = sorted((self.axes[link.part] | self.axes[link.whole]) & self.leaves.keys())
        both = self.overlaps[link.part] & self.overlaps[link.whole]
        for moment in self.moments:
            for sides in self._pieces(axes, both):
                part = self.total(link.part, moment, sides)
                whole = self.total(link.whole, moment, sides)
                self.rows.append(({**part, **dict.fromkeys(whole, -1.0)}, -math.inf, 0))

    def _pieces(self, axes: Sequence[str], both: Iterable[str]) -> Iterator[dict[str, set[str]]]:
        """Yield every single leaf of the axes; where both overlap, every set of leaves."""
        choices: list[list[set[str]]] = []
        for axis in axes:
            leaves = self.leaves[axis]
            sizes = range(1, len(leaves) + 1) if axis in both else (1,)
            choices.append([set(each) for size in sizes for each in combinations(leaves, size)])
        for chosen in product(*choices):
            yield dict(zip(axes, chosen, strict=True))

    # --- the attack ------------------------------------------------------------------------------------

    def _open(self) -> Any:
        solver = _Highs()
        for name, value in {"output_flag": False, "threads": 1, "solver": "simplex"}.items():
            solver.setOptionValue(name, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.columns), len(self.rows)
        model.col_cost_ = np.zeros(len(self.columns))
        model.col_lower_, model.col_upper_ = np.zeros(len(self.columns)), np.full(len(self.columns), math.inf)
        model.row_lower_ = np.array([low for _, low, _ in self.rows], dtype=float)
        model.row_upper_ = np.array([high for _, _, high in self.rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in self.rows)]).astype(np.int32)
        model.a_matrix_.index_ = np.array([c for terms, _, _ in self.rows for c in terms], dtype=np.int32)
        model.a_matrix_.value_ = np.array([f for terms, _, _ in self.rows for f in terms.values()], dtype=float)
        solver.passModel(model)
        return solver

    def hidden(self) -> Iterator[Where]:
        """Yield every hidden cell of every page."""
        for number, page in enumerate(self.pages):
            for codes, found in page.cells.items():
                if isinstance(found, str):
                    yield number, codes

    def interval(self, terms: Mapping[int, float]) -> tuple[float, float]:
        """Return the least and the greatest whole number that a sum may be."""
        columns = np.array(list(terms), dtype=np.int32)
        ends = []
        for sign in (1.0, -1.0):
            self.solver.changeColsCost(len(columns), columns, sign * np.array(list(terms.values()), dtype=float))
            status = self._run()
            if status == "Optimal":
                ends.append(sign * self.solver.getObjectiveValue())
            else:
                assert "nbounded" in status, f"what was published is false: {status}"
                ends.append(-sign * math.inf)
        self.solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))
        low, high = ends
        return (
            math.ceil(low - 1e-6) if low > -math.inf else low,
            math.floor(high + 1e-6) if high < math.inf else high,
        )

    def _run(self) -> str:
        for _ in range(2):
            self.solver.run()
            status = str(self.solver.modelStatusToString(self.solver.getModelStatus()))
            if status != "Unknown":
                break
            self.solver.clearSolver()
        return status

    def difference(self, one: Where, other: Where) -> dict[int, float]:
        """Return the groups that one cell holds and the other does not, and the other way round."""
        terms = self.sum(one)
        for column, factor in self.sum(other).items():
            terms[column] = terms.get(column, 0.0) - factor
        return {column: factor for column, factor in terms.items() if factor}
