"""From tables to variables: every cell once, however many tables state it, and what may become of it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from .boxes import Box, Leaves, World, inside, periods
from .policy import HIDDEN, Need, Policy, Status
from .problem import TOTAL, Codes, Contradiction, Entry, Link, Mark, Marks, Table
from .system import System, Variable
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


@dataclass(slots=True)
class Built:
    """A system, and where the cells of the tables to be published are in it."""

    system: System
    cells: dict[tuple[str, str, Codes], int] = field(default_factory=dict)  # (table, counts, codes) -> variable
    places: dict[int, Place] = field(default_factory=dict)
    status: dict[int, Status] = field(default_factory=dict)  # how a variable is marked if it is hidden


def build(entries: Sequence[Entry], policy: Policy, links: Sequence[Link] = ()) -> Built:
    """Return all variables and relations of tables, those of periods that never meet apart."""
    built = Built(System())
    for group in _together([entry for entry in entries if entry.table.people]):
        _Builder(built, policy, group, links).run()
    built.system.derive()
    if built.system.contradictions():
        raise Contradiction
    _need_of_differences(built, policy)
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

    def __init__(self, built: Built, policy: Policy, entries: Sequence[Entry], links: Sequence[Link]) -> None:
        self.built, self.policy, self.entries = built, policy, entries
        self.links = [*links, *_links_of_shares(entries)]
        self.world = World.of([entry.table for entry in entries])
        self.layers: dict[Layer, dict[Box, int]] = defaultdict(dict)
        self.known: dict[tuple[str, Box, Box, int], int] = {}
        self.overlapping = _overlapping(entries)

    def run(self) -> None:
        for numbers in _numbers(self.entries):
            self._table(numbers)
        sums = self._sums()
        for number in sorted(set(self.known.values())):
            self._settle(number, number in sums)
        tie_layers(self.built.system, self.world, self.layers, self.links, self.overlapping)

    def _table(self, numbers: Numbers) -> None:
        entry, table = numbers.entry, numbers.entry.table
        for codes, n in numbers.cells.items():
            number = self._variable(*self._where(numbers, self.world.sides(table, codes)), n)
            place = self.built.places[number]
            if numbers.marks is not None:
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
                number = self._variable(*self._where(numbers, {**whole, axis.key: missing}), 0)
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

    def _sums(self) -> set[int]:
        """Return the cells that are sums of cells somebody sees, or that by the zeros around them equal such a sum."""
        seen: dict[tuple[str, Box], set[Box]] = defaultdict(set)
        for place in self.built.places.values():
            if place.marks or place.seats:
                seen[place.counts, place.fixed].add(place.box)
        holds = {key: _holds(boxes) for key, boxes in seen.items()}
        sums = {n for n, place in self.built.places.items() if place.box in holds.get((place.counts, place.fixed), ())}
        for layer, cells in self.layers.items():
            values = {box: self.built.system.variables[number].value or 0 for box, number in cells.items()}
            sums |= {cells[box] for box in _wholes(values, holds.get((layer.counts, layer.fixed), {}))}
        return sums

    def _settle(self, number: int, is_sum: bool) -> None:
        """Decide what an attacker knows of a cell that is hidden, and what he must not find out."""
        variable, place = self.built.system.variables[number], self.built.places[number]
        if place.marks:
            _settle_published(self.built, number)
        elif place.seats:
            self._settle_candidate(number, is_sum)
            variable.weight = place.seats + _preference(place, variable.value or 0)

    def _settle_candidate(self, number: int, is_sum: bool) -> None:
        variable, n = self.built.system.variables[number], self.built.system.variables[number].value or 0
        small, limit = self.policy.small(n), self.policy.threshold
        veiled = self.built.places[number].veiled
        variable.hidden, variable.choice = small, limit > 0 and (n >= limit or (veiled and n == 0))
        plain = small and not is_sum and not veiled
        self.built.status[number] = Status.PRIMARY if plain else Status.SECONDARY
        variable.low, variable.high = (
            (0 if veiled else 1 if is_sum or small else limit),
            limit - 1 if plain else math.inf,
        )
        variable.need = _need(n, limit, plain or veiled)


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


def _need_of_differences(built: Built, policy: Policy) -> None:
    """Protect what nobody published and everybody could subtract: the quarter left over, the person added."""
    for number, variable in enumerate(built.system.variables):
        if number not in built.places and policy.small(variable.value or 0):
            variable.need = Need(1, policy.threshold - 1)


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


def _holds(boxes: set[Box]) -> dict[Box, list[Box]]:
    """Return for every box that holds others which they are."""
    wider = _wider_sides(boxes)
    holds: dict[Box, list[Box]] = defaultdict(list)
    for box in boxes:
        for outer in _around(box, wider):
            if outer in boxes:
                holds[outer].append(box)
    return holds


def _wholes(values: Mapping[Box, int], holds: Mapping[Box, Sequence[Box]]) -> Iterator[Box]:
    """Yield boxes that are all of a box that holds others besides: zeros around them say so."""
    for outer, inner in holds.items():
        others = [box for box in inner if values.get(box)]
        for box in others:
            if values[box] == values.get(outer) and any(_apart(box, each) for each in others):
                yield box


def _apart(one: Box, other: Box) -> bool:
    return not inside(one, other) and not inside(other, one)


def _wider_sides(boxes: Iterable[Box]) -> dict[str, set[Leaves]]:
    sides: dict[str, set[Leaves]] = defaultdict(set)
    for box in boxes:
        for axis, side in box:
            sides[axis].add(side)
    return sides


def _around(box: Box, sides: Mapping[str, set[Leaves]]) -> Iterator[Box]:
    """Yield every box that could be made of these sides and that holds this one without being it."""
    choices = [[(axis, side), None, *((axis, each) for each in sides[axis] if side < each)] for axis, side in box]
    for chosen in product(*choices):
        outer = tuple(each for each in chosen if each is not None)
        if outer != box and inside(box, outer):
            yield outer


def _preference(place: Place, n: int) -> float:
    """Return by how little it is better to hide another cell: row totals go first, the total of all last."""
    sides = len(place.box) + len(place.fixed)
    steps = abs(sides - (place.axes - 1)) + (3 if sides == 0 else 0)
    return 0.002 * steps + 0.000_01 * min(n, 100)
