"""From tables to variables: every cell once, however many tables state it, and what may become of it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .boxes import Box, Leaves, World, periods
from .policy import HIDDEN, Need, Policy, Status
from .problem import NOTHING, TOTAL, Codes, Contradiction, Entry, Knowledge, Link, Mark, Marks, Table
from .solver import SLACK, Program
from .system import System, Variable, view
from .ties import Layer, tie_layers


class Numbers(NamedTuple):
    """One table's counts of one kind: how many people, or how many of them had what a share is about."""

    entry: Entry
    counts: str
    cells: Mapping[Codes, int]
    marks: Marks | None


@dataclass(slots=True)
class Place:
    """What is known of a variable that is a cell of some table."""

    counts: str
    fixed: Box
    box: Box
    marks: list[tuple[Mark, int]] = field(default_factory=list)  # how it was published, under which threshold
    seats: int = 0  # cells it fills in the tables to be published
    axes: int = 0  # of the largest of those tables
    veiled: bool = False
    hushed: bool = False


@dataclass(slots=True)
class Built:
    """A system, and where the cells of the tables to be published are in it."""

    system: System
    cells: dict[tuple[str, str, Codes], int] = field(default_factory=dict)  # (table, counts, codes) -> variable
    places: dict[int, Place] = field(default_factory=dict)
    status: dict[int, Status] = field(default_factory=dict)  # how a variable is marked if it is hidden


def build(entries: Sequence[Entry], policy: Policy, knowledge: Knowledge = NOTHING) -> Built:
    """Return all variables and relations of tables, those of periods that never meet apart."""
    built = Built(System())
    for group in _together([entry for entry in entries if entry.table.people]):
        _Builder(built, group, knowledge).run()
    built.system.derive()
    built.system.doubt()
    if built.system.contradictory:
        raise Contradiction
    _settle(built, policy)
    return built


def _together(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield entries in groups whose periods hang together."""
    waiting = list(entries)
    while waiting:
        group, spans = [waiting.pop(0)], []
        while True:
            spans = [each for entry in group for each in periods(entry.table)]
            more = [each for each in waiting if _meets(each.table, spans)]
            if not more:
                break
            group += more
            waiting = [each for each in waiting if each not in more]
        yield group


def _meets(table: Table, spans: Sequence[object]) -> bool:
    return any(
        one.first < other.until and other.first < one.until  # type: ignore[attr-defined]
        for one in periods(table)
        for other in spans
    )


class _Builder:
    """Builds the part of a system that belongs to one stretch of time."""

    def __init__(self, built: Built, entries: Sequence[Entry], knowledge: Knowledge) -> None:
        self.built, self.entries, self.nested = built, entries, knowledge.nested
        self.links = [*knowledge.links, *_links_of_shares(entries)]
        self.world = World.of([entry.table for entry in entries])
        self.layers: dict[Layer, dict[Box, int]] = defaultdict(dict)
        self.known: dict[tuple[str, Box, Box, int], int] = {}
        self.overlapping = _overlapping(entries)

    def run(self) -> None:
        for numbers in _numbers(self.entries):
            self._table(numbers)
        for layer in list(self.layers):
            self._nest(layer)
        tie_layers(self.built.system, self.world, self.layers, self.links, self.overlapping)

    def _table(self, numbers: Numbers) -> None:
        entry, table = numbers.entry, numbers.entry.table
        for codes, n in numbers.cells.items():
            number = self._variable(*self._where(numbers, self.world.sides(table, codes)), n)
            place = self.built.places[number]
            if entry.hushed and numbers.marks is not None:
                place.hushed |= numbers.marks[codes].status in HIDDEN
            elif numbers.marks is not None:
                place.marks.append((numbers.marks[codes], entry.threshold))
            if entry.candidate:
                place.seats += 1
                place.axes = max(place.axes, len(table.axes))
                place.veiled |= entry.veiled
                self.built.cells[table.key, numbers.counts, codes] = number

        self._nobody_else(numbers)

    def _where(self, numbers: Numbers, sides: Mapping[str, Leaves]) -> tuple[Layer, Box]:
        split = self.overlapping[numbers.counts]
        fixed = self.world.box({axis: side for axis, side in sides.items() if axis in split})
        box = self.world.box({axis: side for axis, side in sides.items() if axis not in split})
        return Layer(numbers.counts, numbers.entry.version, fixed), box

    def _nobody_else(self, numbers: Numbers) -> None:
        """State that nobody is under a code that a table does not list though its codes add up to all."""
        table = numbers.entry.table
        whole = self.world.sides(table, (TOTAL,) * len(table.axes))
        for axis in table.axes:
            missing = self.world.leaves.get(axis.key, frozenset()) - set(axis.codes)
            if missing and axis.key not in self.overlapping[numbers.counts]:
                self._nobody(*self._where(numbers, {**whole, axis.key: missing}))

    def _nest(self, layer: Layer) -> None:
        """State that nobody under a code of one axis is under other codes of another than the given ones."""
        axes = {axis for box in self.layers[layer] for axis, _ in box}
        for each in self.nested:
            if {each.axis, each.other} <= axes and each.code in self.world.leaves[each.axis]:
                others = self.world.leaves[each.other] - each.codes
                if others:
                    self._nobody(layer, self.world.box({each.axis: frozenset({each.code}), each.other: others}))

    def _nobody(self, layer: Layer, box: Box) -> None:
        if box not in self.layers[layer]:
            number = self._variable(layer, box, 0)
            self.built.places[number].marks.append((Mark(Status.SHOWN, 0, 0), 0))

    def _variable(self, layer: Layer, box: Box, n: int) -> int:
        """Return the variable of a cell; what did not change between two versions is one variable in both."""
        key = (layer.counts, layer.fixed, box, n)
        if key not in self.known:
            self.known[key] = self.built.system.add(Variable(value=n))
            self.built.places[self.known[key]] = Place(layer.counts, layer.fixed, box)
        if self.layers[layer].setdefault(box, self.known[key]) != self.known[key]:
            raise Contradiction
        return self.known[key]


def _settle_candidate(built: Built, number: int, limit: int, sums: set[int]) -> None:
    """Decide what an attacker knows of a cell to be published if it is hidden, and what he must not find out."""
    variable, place, n = built.system.variables[number], built.places[number], built.system.variables[number].value or 0
    small = 0 < n < limit
    free = n >= limit or (place.veiled and n == 0)
    variable.hidden = small or (place.hushed and free)
    variable.choice = limit > 0 and free and not place.hushed
    variable.weight = place.seats + _preference(place, n)
    plain = small and number not in sums and not place.veiled
    built.status[number] = Status.PRIMARY if plain else Status.SECONDARY
    variable.low = 0 if place.veiled else 1 if small or number in sums else limit
    variable.high = limit - 1 if plain else math.inf
    variable.need = _need(n, limit, plain or place.veiled)


def _settle_published(built: Built, number: int) -> None:
    """A cell that was published is as it was published."""
    variable, marks = built.system.variables[number], built.places[number].marks
    variable.published = True
    hidden = [(mark, limit) for mark, limit in marks if mark.status in HIDDEN]
    variable.hidden = len(hidden) == len(marks)
    if not variable.hidden:
        return
    variable.low, variable.high = max(m.low for m, _ in hidden), min(m.high for m, _ in hidden)
    mark, limit = min(hidden, key=lambda each: (each[0].high, each[1]))
    built.status[number] = mark.status
    variable.need = _need(variable.value or 0, limit, mark.status == Status.PRIMARY or mark.low == 0)


def _need(n: int, limit: int, by_value: bool) -> Need | None:
    """Return what must stay possible of a hidden cell; `by_value` says that its mark tells of no sum."""
    if by_value and 0 < n < limit:
        return Need(1, limit - 1)
    return Need(width=max(limit - 2, 0)) if n else None


def _settle(built: Built, policy: Policy) -> None:
    """Decide for every variable what is known of it while it is hidden, and what must not become known."""
    variables = built.system.variables
    for number, place in built.places.items():
        if place.marks:
            _settle_published(built, number)
        elif place.seats:  # for the moment only what zeros say: that everything else is none
            variables[number].low, variables[number].hidden = 0 if place.veiled else 1, bool(variables[number].value)
    new = [number for number, place in built.places.items() if place.seats and not place.marks]
    sums = _sums(built.system, [number for number in new if variables[number].value])
    for number in new:
        _settle_candidate(built, number, policy.threshold, sums)
    for number, variable in enumerate(variables):
        if number not in built.places and policy.small(variable.value or 0):
            variable.need = Need(1, policy.threshold - 1)  # the quarter left over, the person added


def _sums(system: System, numbers: Sequence[int]) -> set[int]:
    """Return the cells that must be greater than one because others are not zero.

    Such a cell is hidden with the eye and never as "<5", be it small or great: "<5" for a sum of two cells
    that are at least one each would bound both.
    """
    if not numbers:
        return set()
    costs = [1.0 if each.weight or not each.published else 0.0 for each in system.variables]
    least = Program(view(system), system.relations, costs).solve()
    assert least is not None  # nobody is counted less than zero times
    program = Program(view(system), system.relations)
    doubtful = [number for number in numbers if least.point[number] > 1 + SLACK]
    return {number for number in doubtful if (program.extreme(number, highest=False) or least).value > 1 + SLACK}


def _numbers(entries: Iterable[Entry]) -> Iterator[Numbers]:
    for entry in entries:
        table = entry.table
        yield Numbers(entry, table.counts, {codes: cell.n for codes, cell in table.cells.items()}, entry.marks)
        if table.hits:
            hits = {codes: cell.hits or 0 for codes, cell in table.cells.items()}
            yield Numbers(entry, table.hits, hits, entry.hit_marks)


def _links_of_shares(entries: Iterable[Entry]) -> set[Link]:
    return {Link(entry.table.hits, entry.table.counts) for entry in entries if entry.table.hits}


def _overlapping(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """Return for every kind of count the axes on which somebody may be counted more than once."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for counts in filter(None, (entry.table.counts, entry.table.hits)):
            found[counts] |= entry.table.overlapping
    return found


def _preference(place: Place, n: int) -> float:
    """Return by how little it is better to hide another cell: row totals go first, the total of all last."""
    sides = len(place.box) + len(place.fixed)
    steps = abs(sides - (place.axes - 1)) + (3 if sides == 0 else 0)
    return 0.002 * steps + 0.000_01 * min(n, 100)
