"""The geometry of tables: leaves of axes, boxes of leaves, and covers of tables that miss no relation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from math import prod

from .problem import TIME, TOTAL, Codes, Period, Table

Leaves = frozenset[str]
Box = tuple[tuple[str, Leaves], ...]  # per axis its leaves, sorted by axis; an axis that is not there is whole
REST = "_rest"  # whatever an axis holds beside the codes that any table names
LARGEST = 40_000  # base cells of one cover; more cannot be protected in reasonable time


class TooLarge(ValueError):
    """So many tables are tied in circles that no exact protection is possible in reasonable time."""


@dataclass(frozen=True, slots=True)
class World:
    """The leaves of every axis, over all tables that have to do with each other."""

    leaves: Mapping[str, Leaves]
    moments: Sequence[Period] = field(default=())  # the elementary periods; leaf "3" of TIME is the fourth

    @classmethod
    def of(cls, tables: Sequence[Table]) -> "World":
        leaves: dict[str, set[str]] = {}
        whole: set[str] = set()
        for table in tables:
            for axis in table.axes:
                leaves.setdefault(axis.key, set()).update(axis.codes)
                whole |= {axis.key} if axis.additive and axis.key not in table.overlaps else set()
            for key, code in table.scope.items():
                leaves.setdefault(key, set()).add(code)
        for key, codes in leaves.items():
            codes |= set() if key in whole else {REST}
        moments = _moments(period for table in tables for period in periods(table))
        named = {key: frozenset(codes) for key, codes in leaves.items() if key not in _time_axes(tables)}
        return cls({**named, TIME: frozenset(map(str, range(len(moments))))}, moments)

    def time(self, period: Period) -> Leaves:
        """Return the elementary periods inside a period."""
        return frozenset(
            str(n) for n, each in enumerate(self.moments) if period.first <= each.first and each.until <= period.until
        )

    def box(self, sides: Mapping[str, Leaves]) -> Box:
        """Return the box with these sides; whole axes are left out."""
        return tuple(sorted((key, side) for key, side in sides.items() if side != self.leaves[key]))

    def sides(self, table: Table, codes: Codes) -> dict[str, Leaves]:
        """Return the sides of a cell: its codes, the table's scope, and its period."""
        sides = {key: frozenset({code}) for key, code in table.scope.items()}
        period = table.period
        for axis, code in zip(table.axes, codes, strict=True):
            if code != TOTAL and axis.periods:
                period = axis.periods[code]
            elif code != TOTAL:
                sides[axis.key] = frozenset({code})
        return {**sides, TIME: self.time(period)}


def _time_axes(tables: Iterable[Table]) -> set[str]:
    return {axis.key for table in tables for axis in table.axes if axis.periods}


def periods(table: Table) -> Iterator[Period]:
    """Yield every period that cells of a table are about."""
    yield table.period
    for axis in table.axes:
        yield from axis.periods.values()


def _moments(found: Iterable[Period]) -> list[Period]:
    spans = set(found)
    cuts = sorted({each.first for each in spans} | {each.until for each in spans})
    pieces = [Period(first, until) for first, until in pairwise(cuts)]
    return [each for each in pieces if any(one.first <= each.first and each.until <= one.until for one in spans)]


def inside(inner: Box, outer: Box) -> bool:
    """Say whether one box lies in another."""
    sides = dict(inner)
    return all(key in sides and sides[key] <= side for key, side in outer)


# --- covers: which base cells are needed so that no relation between the tables is missed -------------


def cover(edges: Iterable[frozenset[str]], size: Mapping[str, int]) -> list[frozenset[str]]:
    """Return sets of axes that hold all given ones and hang together as a tree.

    Cells over a tree of axis sets that agree where they meet belong to one joint table, so an attacker who
    knows the relations of these sets knows all there is. Sets tied in circles are merged.
    """
    sets = _maximal(edges)
    while True:
        circle = _circle(sets)
        if not circle:
            return sets
        pairs = [(one, other) for n, one in enumerate(circle) for other in circle[n + 1 :] if one & other]
        one, other = min(pairs, key=lambda pair: prod(size[axis] for axis in pair[0] | pair[1]))
        if prod(size[axis] for axis in one | other) > LARGEST:
            raise TooLarge
        sets = _maximal([*(each for each in sets if each not in (one, other)), one | other])


def _maximal(edges: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    found = set(edges)
    kept = [each for each in found if not any(each < other for other in found)]
    return sorted(kept, key=lambda each: (-len(each), sorted(each)))


def _circle(sets: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return the sets that are left when all ears are cut off (Graham, Yu and Özsoyoğlu); none of a tree."""
    left = {number: set(each) for number, each in enumerate(sets)}
    while True:
        before = sum(map(len, left.values())) + len(left)
        for each in left.values():
            alone = {axis for axis in each if sum(axis in other for other in left.values()) == 1}
            each -= alone
        for number in list(left):
            others = [other for key, other in left.items() if key != number]
            if any(left[number] <= other for other in others) or not left[number]:
                del left[number]
        if sum(map(len, left.values())) + len(left) == before:
            return [sets[number] for number in left]


def tree(sets: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Return the pairs of neighbours by which the sets of a cover hang together: the heaviest spanning tree."""
    joined, pairs = {0}, []
    while len(joined) < len(sets):
        reach = [(one, other) for one in joined for other in range(len(sets)) if other not in joined]
        best = max(reach, key=lambda pair: (len(sets[pair[0]] & sets[pair[1]]), -pair[1], -pair[0]))
        pairs.append(best)
        joined.add(best[1])
    return pairs


# --- grids: the base cells of one set of axes ---------------------------------------------------------


def groups(leaves: Leaves, sides: Iterable[Leaves]) -> list[Leaves]:
    """Return the pieces into which sides cut an axis: leaves that every side holds, or leaves out, together."""
    cuts = list(set(sides))
    pieces: dict[tuple[bool, ...], set[str]] = {}
    for leaf in sorted(leaves):
        pieces.setdefault(tuple(leaf in cut for cut in cuts), set()).add(leaf)
    return [frozenset(piece) for piece in pieces.values()]


def coarsest(partitions: Sequence[Sequence[Leaves]]) -> list[Leaves]:
    """Return the pieces that are unions of pieces of every one of several partitions of an axis."""
    pieces: list[set[str]] = []
    for each in (piece for partition in partitions for piece in partition):
        touching = [piece for piece in pieces if piece & each]
        pieces = [piece for piece in pieces if not piece & each] + [set(each).union(*touching)]
    return [frozenset(piece) for piece in sorted(pieces, key=sorted)]


@dataclass(slots=True)
class Grid:
    """The base cells over one set of axes: each axis in pieces, a variable for every combination."""

    pieces: dict[str, list[Leaves]]
    variables: dict[Box, int] = field(default_factory=dict)

    def boxes(self) -> Iterator[Box]:
        axes = sorted(self.pieces)
        for sides in product(*(self.pieces[axis] for axis in axes)):
            yield tuple(zip(axes, sides, strict=True))

    def within(self, sides: Mapping[str, Leaves], wholly: frozenset[str] = frozenset()) -> list[int]:
        """Return the variables that touch a box given by its sides; axes that are not there are whole.

        On the axes of `wholly` only pieces count that lie within the side.
        """
        chosen = []
        for axis in sorted(self.pieces):
            side = sides.get(axis)
            if side is None:
                chosen.append(self.pieces[axis])
            elif axis in wholly:
                chosen.append([piece for piece in self.pieces[axis] if piece <= side])
            else:
                chosen.append([piece for piece in self.pieces[axis] if piece & side])
        axes = sorted(self.pieces)
        return [self.variables[tuple(zip(axes, each, strict=True))] for each in product(*chosen)]
