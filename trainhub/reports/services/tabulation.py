"""An indicator split by breakdowns: cells, and sums that count everything once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from ...hooks.host import CORE, host
from ...hooks.types import Breakdown, Gather, Indicator, Scope, Sorting
from ...kernel import i18n
from ...kernel.db import db
from ...kernel.text import alphabetical, whole
from .. import periods, queries
from . import memo
from .memo import State
from .registry import owner

ALL = "_T"  # the code of a margin: everything on this axis
NOT_STATED = "_U"  # the code of what has none; both as SDMX writes them
Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: how many things it is made of, and the value; None where there is nothing to tell a value of."""

    n: int = 0
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """One breakdown of a table: its codes in the reader's order, and their names."""

    key: str
    title: str
    codes: Codes
    labels: Mapping[str, str]
    many: bool = False  # a thing may count under several codes: they do not add up to the total
    period: bool = False

    def __len__(self) -> int:
        return len(self.codes)

    def label(self, code: str) -> str:
        return self.labels.get(code, code)


@dataclass(frozen=True)
class Tabulation:
    """A table of one to three axes (or none: then one figure), in the language of the page."""

    indicator: Indicator
    scope: Scope
    axes: tuple[Axis, ...]
    cells: Mapping[Codes, Cell] = field(repr=False)

    def cell(self, *codes: str) -> Cell:
        """Return one figure; codes that are left out are the margin. What is not there is none: 0, or no mean."""
        place = codes + (ALL,) * (len(self.axes) - len(codes))
        return self.cells.get(place) or Cell(0, 0 if self.adds_up or self.counts_persons else None)

    @cached_property
    def total(self) -> Cell:
        return self.cell()

    @property
    def adds_up(self) -> bool:
        """Say whether the values are sums: parts of a whole, unless an axis says otherwise."""
        return self.indicator.gather is Gather.SUM

    @property
    def counts_persons(self) -> bool:
        """Say whether the values count different persons, who may stand in several cells."""
        return self.indicator.gather is Gather.PERSONS

    def rows(self) -> Iterator[tuple[Codes, Cell]]:
        """Yield every cell that is no margin, in the reader's order."""
        for codes in product(*(axis.codes for axis in self.axes)):
            yield codes, self.cell(*codes)


def tabulate(
    indicator: Indicator, breakdowns: Sequence[Breakdown], scope: Scope, state: State | None = None
) -> Tabulation:
    """Measure an indicator in a scope, split by up to three breakdowns, with every margin.

    A margin counts everything once: different persons, and what belongs to several modules, are never added up.
    Who makes several tables asks for the `state` of the data once.
    """
    keys = tuple(each.key for each in breakdowns)
    state = state or memo.state()
    lasting = indicator.kept and scope.project_id is None and indicator.splits.issuperset(keys)
    found = memo.remembered(
        "cells",
        state.mark if lasting else None,
        (indicator.key, keys, scope),
        lambda: _cells(indicator, breakdowns, scope),
    )
    axes = tuple(
        _axis(each, frozenset(codes[place] for codes in found), state) for place, each in enumerate(breakdowns)
    )
    return Tabulation(indicator, scope, axes, found)


def tabulated(
    indicator: Indicator, breakdowns: Sequence[Breakdown], scope: Scope, state: State | None = None
) -> Tabulation | None:
    """Tabulate; None where a plugin's part in it fails, which is reported as its own."""
    theirs = [owner(indicator), *map(owner, breakdowns)]
    found: list[Tabulation] = []
    with host().guarded(next((name for name in theirs if not name.startswith(CORE)), ""), "register_indicators"):
        found.append(tabulate(indicator, breakdowns, scope, state))
    return found[0] if found else None


def _cells(indicator: Indicator, breakdowns: Sequence[Breakdown], scope: Scope) -> dict[Codes, Cell]:
    rows = db.session.execute(queries.tabulating.cells(indicator, breakdowns, scope)).all()
    if indicator.gather is Gather.PERSONS:
        return _of_persons(rows, breakdowns)
    return _of_sums(rows, breakdowns, indicator.gather)


def _of_persons(rows: Sequence[Any], breakdowns: Sequence[Breakdown]) -> dict[Codes, Cell]:
    """Count the different persons of every cell and margin; rows are codes and who it is."""
    people: dict[tuple[Any, ...], set[int]] = {}
    for *codes, who in rows:
        if who is not None:
            people.setdefault(tuple(codes), set()).add(who)
    for place, each in _by_size(breakdowns):
        folded: dict[tuple[Any, ...], set[int]] = {}
        for codes, persons in people.items():
            for code in _codes(codes[place], each):
                folded.setdefault((*codes[:place], code, *codes[place + 1 :]), set()).update(persons)
        people = folded
    return {codes: Cell(len(persons), len(persons)) for codes, persons in people.items()}


def _of_sums(rows: Sequence[Any], breakdowns: Sequence[Breakdown], gather: Gather) -> dict[Codes, Cell]:
    """Add up n and values of every cell and margin; rows are codes, n and sum."""
    sums: dict[tuple[Any, ...], tuple[int, float]] = {}
    for *codes, n, value in rows:
        _add(sums, tuple(codes), n, value if isinstance(value, int) else float(value or 0))
    for place, each in _by_size(breakdowns):
        folded: dict[tuple[Any, ...], tuple[int, float]] = {}
        for codes, (n, value) in sums.items():
            for code in _codes(codes[place], each):
                _add(folded, (*codes[:place], code, *codes[place + 1 :]), n, value)
        sums = folded
    if gather is Gather.SUM:
        return {codes: Cell(n, value) for codes, (n, value) in sums.items()}
    return {codes: Cell(n, value / n if n else None) for codes, (n, value) in sums.items()}


def _add(sums: dict[tuple[Any, ...], tuple[int, float]], place: tuple[Any, ...], n: int, value: float) -> None:
    have = sums.get(place)
    sums[place] = (n, value) if have is None else (have[0] + n, have[1] + value)


def _by_size(breakdowns: Sequence[Breakdown]) -> list[tuple[int, Breakdown]]:
    """Return the breakdowns with their places, those first of whose many combinations few codes remain."""
    return sorted(enumerate(breakdowns), key=lambda pair: not pair[1].many)


def _codes(raw: Any, breakdown: Breakdown) -> tuple[str, ...]:
    """Return the codes a value of the database counts under, the margin last: there it counts once."""
    if raw is None or raw == "":
        return NOT_STATED, ALL
    if breakdown.many:
        return *dict.fromkeys(str(raw).split(",")), ALL
    return str(raw), ALL


def _axis(breakdown: Breakdown, seen: frozenset[str], state: State) -> Axis:
    """Return an axis with the codes seen; core's names are remembered until any record changes, which may name one."""
    own = owner(breakdown).startswith(CORE) and state.mark
    asked = (breakdown.key, i18n.language(), seen)
    return memo.remembered(
        "axes", (state.mark, state.number) if own else None, asked, lambda: _new_axis(breakdown, seen)
    )


def _new_axis(breakdown: Breakdown, seen: frozenset[str]) -> Axis:
    """Return an axis with the codes seen, those of a closed list, and "not stated" wherever that can be."""
    given = breakdown.codes() if breakdown.codes else ()
    closed = [str(code) for code in given]
    found = seen - {ALL, NOT_STATED}
    codes = [*closed, *(found - set(closed))]
    if breakdown.period:
        codes = periods.between(codes)  # a year in which nothing happened is a nought, not a gap
    known = given if isinstance(given, Mapping) else {}
    unnamed = [code for code in codes if code not in known]
    named = {**known, **(breakdown.labels(unnamed) if unnamed else {})}
    labels = {code: str(label) for code, label in named.items()}
    unknown = str(breakdown.unknown)
    if unknown or NOT_STATED in seen:
        labels[NOT_STATED] = unknown or i18n.gettext("Not stated")
    ordered = _ordered(breakdown.sorting, codes, closed, labels)
    if NOT_STATED in labels:
        ordered.append(NOT_STATED)
    return Axis(breakdown.key, str(breakdown.title), tuple(ordered), labels, breakdown.many, breakdown.period)


def _ordered(sorting: Sorting, codes: list[str], closed: list[str], labels: Mapping[str, str]) -> list[str]:
    if sorting is Sorting.CODE:
        return sorted(codes, key=lambda code: (not code.isdigit(), whole(code, 0), code))
    by_alphabet = alphabetical(i18n.language())

    def named(code: str) -> tuple[str, str]:
        return by_alphabet(labels.get(code, code))

    if sorting is Sorting.LABEL:
        return sorted(codes, key=named)
    return [*closed, *sorted(set(codes) - set(closed), key=named)]
