"""Invented centres: people with country, gender, module and quarter, and the tables made of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from trainhub.reports.disclosure.problem import TOTAL, Axis, Cell, Codes, Period, Table

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
QUARTERS = {
    "Q1": Period(date(2026, 1, 1), date(2026, 4, 1)),
    "Q2": Period(date(2026, 4, 1), date(2026, 7, 1)),
    "Q3": Period(date(2026, 7, 1), date(2026, 10, 1)),
    "Q4": Period(date(2026, 10, 1), date(2027, 1, 1)),
}
SPANS = {
    **QUARTERS,
    "H1": Period(date(2026, 1, 1), date(2026, 7, 1)),
    "9M": Period(date(2026, 1, 1), date(2026, 10, 1)),
    "Y": YEAR,
}
INSIDE = {"H1": ("Q1", "Q2"), "9M": ("Q1", "Q2", "Q3"), "Y": ("Q1", "Q2", "Q3", "Q4"), **{q: (q,) for q in QUARTERS}}


@dataclass(frozen=True)
class Row:
    """One participation: whose it was, and where it counts."""

    person: int
    values: Mapping[str, str]  # axis -> code
    quarter: str
    certified: bool = False


@dataclass
class Centre:
    """The records of a centre."""

    axes: dict[str, tuple[str, ...]]
    rows: list[Row] = field(default_factory=list)

    def table(
        self,
        key: str,
        axes: Sequence[str],
        span: str = "Y",
        *,
        counts: str = "attended",
        scope: Mapping[str, str] | None = None,
        share: bool = False,
        overlaps: Sequence[str] = (),
    ) -> Table:
        """Make a table with all totals. `counts`: attended, certified, or persons (each counted once)."""
        persons = counts.startswith("persons")
        rows = [row for row in self.rows if row.quarter in INSIDE[span]]
        rows = [row for row in rows if all(row.values[axis] == code for axis, code in (scope or {}).items())]
        if counts.endswith("certified"):
            rows = [row for row in rows if row.certified]
        made = tuple(Axis(axis, self.axes[axis], axis not in overlaps) for axis in axes)
        cells = {codes: self._cell(rows, axes, codes, persons, share) for codes in self._codes(axes)}
        return Table(
            f"{key} {span}",
            counts,
            made,
            SPANS[span],
            cells,
            scope or {},
            hits="certified" if share else "",
            splits_time=not persons,
        )

    def _codes(self, axes: Sequence[str]) -> list[Codes]:
        return list(product(*((*self.axes[axis], TOTAL) for axis in axes)))

    @staticmethod
    def _cell(rows: Sequence[Row], axes: Sequence[str], codes: Codes, persons: bool, share: bool) -> Cell:
        chosen = [
            row
            for row in rows
            if all(code in (TOTAL, row.values[axis]) for axis, code in zip(axes, codes, strict=True))
        ]
        n = len({row.person for row in chosen}) if persons else len(chosen)
        hits = sum(row.certified for row in chosen)
        return Cell(n, hits / n if share and n else None, hits if share else None)


def centre(
    random_: random.Random, sizes: Mapping[str, int], people: float, quarters: Sequence[str] = ("Q1",)
) -> Centre:
    """Invent a centre: `people` is how many rows a cell holds on average, very unevenly."""
    axes = {axis: tuple(f"{axis}{number}" for number in range(size)) for axis, size in sizes.items()}
    found = Centre(axes)
    weights = {axis: {code: random_.choice([0.15, 0.5, 1, 1, 2, 3]) for code in codes} for axis, codes in axes.items()}
    person = 0
    for codes in product(*axes.values()):
        values = dict(zip(axes, codes, strict=True))
        expected = people
        for axis, code in values.items():
            expected *= weights[axis][code]
        for _ in range(min(int(random_.expovariate(1 / expected)), 60)):
            person += 1
            for quarter in random_.sample(list(quarters), random_.choice([1, 1, 1, min(2, len(quarters))])):
                found.rows.append(Row(person, values, quarter, random_.random() < 0.7))
    return found


def grown(random_: random.Random, before: Centre, more: int, quarters: Sequence[str] = ("Q1",)) -> Centre:
    """Return the same centre some registrations later."""
    rows = list(before.rows)
    for number in range(more):
        values = {axis: random_.choice(codes) for axis, codes in before.axes.items()}
        rows.append(Row(1_000_000 + len(rows) + number, values, random_.choice(list(quarters)), random_.random() < 0.7))
    return Centre(before.axes, rows)


def grid(rows: Sequence[Sequence[int]], key: str = "table", counts: str = "attended", span: str = "Y") -> Table:
    """Make a table by hand: rows of countries, columns of genders, totals added."""
    countries = tuple(f"country{number}" for number in range(len(rows)))
    genders = tuple(f"gender{number}" for number in range(len(rows[0])))
    cells: dict[Codes, Cell] = {}
    for country, gender in product((*countries, TOTAL), (*genders, TOTAL)):
        chosen = [
            n
            for name, row in zip(countries, rows, strict=True)
            for column, n in zip(genders, row, strict=True)
            if country in (name, TOTAL) and gender in (column, TOTAL)
        ]
        cells[country, gender] = Cell(sum(chosen))
    return Table(key, counts, (Axis("country", countries), Axis("gender", genders)), SPANS[span], cells)
