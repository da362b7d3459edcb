"""What ties the cells of tables together: sums, unions, parts of a whole, and the same cell at another time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

from .boxes import Box, Grid, Leaves, World, coarsest, cover, groups, inside, tree
from .problem import TIME, Link
from .system import System, Variable


class Layer(NamedTuple):
    """Cells that add up: what they count, as of when, and where on the axes that do not add up."""

    counts: str
    version: str
    fixed: Box


Layers = Mapping[Layer, Mapping[Box, int]]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation: a grid, narrowed on some axes, on others only as far as pieces lie wholly within."""

    factor: float
    grid: Grid
    narrowed: Mapping[str, Leaves]
    wholly: frozenset[str] = frozenset()


def tie_layers(
    system: System,
    world: World,
    layers: Layers,
    links: Sequence[Link],
    overlapping: Mapping[str, set[str]],
) -> None:
    """State everything that a reader may conclude from how the tables are made."""
    grids = {layer: _grids(system, world, cells) for layer, cells in layers.items()}
    for layer, cells in layers.items():
        _name_rests(system, world, cells, grids[layer])
    _tie_unions(system, world, grids, layers)
    for link in links:
        _tie_link(system, grids, link, overlapping)
    _tie_versions(system, layers)


# --- sums -------------------------------------------------------------------------------------------


def _grids(system: System, world: World, cells: Mapping[Box, int]) -> list[Grid]:
    """Return the base cells of a layer, tied to its cells and to each other."""
    edges = cover((frozenset(axis for axis, _ in box) for box in cells), _sizes(world, cells))
    homes: list[list[Box]] = [[] for _ in edges]
    for box in cells:
        axes = {axis for axis, _ in box}
        homes[next(n for n, edge in enumerate(edges) if axes <= edge)].append(box)
    grids = [_grid(system, world, edge, home, cells) for edge, home in zip(edges, homes, strict=True)]
    for one, other in tree(edges):
        _relate(system, [Side(1, grids[one], {}), Side(-1, grids[other], {})])
    return grids


def _sizes(world: World, cells: Mapping[Box, int]) -> dict[str, int]:
    sides: dict[str, list[Leaves]] = defaultdict(list)
    for box in cells:
        for axis, side in box:
            sides[axis].append(side)
    return {axis: len(groups(world.leaves[axis], found)) for axis, found in sides.items()}


def _grid(system: System, world: World, edge: frozenset[str], home: Sequence[Box], cells: Mapping[Box, int]) -> Grid:
    pieces = {axis: groups(world.leaves[axis], [dict(box)[axis] for box in home if axis in dict(box)]) for axis in edge}
    grid = Grid(pieces)
    for box in grid.boxes():
        grid.variables[box] = cells[box] if box in cells else system.add(Variable())
    for box in home:
        if box not in grid.variables:
            system.relate([(cells[box], 1.0), *((number, -1.0) for number in grid.within(dict(box)))])
    return grid


def _relate(system: System, sides: Sequence[Side], below: bool = False, believed: bool = False) -> None:
    """State for every common piece of several grids that their numbers add up to zero, or to zero at most."""
    axes = set.intersection(*(set(side.grid.pieces) - set(side.narrowed) for side in sides))
    order = sorted(axes)
    pieces = [coarsest([side.grid.pieces[axis] for side in sides]) for axis in order]
    for chosen in product(*pieces):
        common = dict(zip(order, chosen, strict=True))
        terms: dict[int, float] = defaultdict(float)
        for side in sides:
            for number in side.grid.within({**side.narrowed, **common}, side.wholly):
                terms[number] += side.factor
        system.relate(((number, factor) for number, factor in terms.items() if factor), below, believed)


def _name_rests(system: System, world: World, cells: Mapping[Box, int], grids: Sequence[Grid]) -> None:
    """Name what is left of a cell when its published parts are taken away: the fourth quarter, all but one country."""
    lines: dict[tuple[str, Box], dict[Leaves, int]] = defaultdict(dict)
    for box, number in cells.items():
        for axis in world.leaves:
            rest = tuple((key, side) for key, side in box if key != axis)
            lines[axis, rest][dict(box).get(axis, world.leaves[axis])] = number
    for (axis, rest), line in lines.items():
        if len(line) > 1:
            _name_rest(system, axis, rest, line, grids)


def _name_rest(system: System, axis: str, rest: Box, line: Mapping[Leaves, int], grids: Sequence[Grid]) -> None:
    pieces = groups(frozenset().union(*line), line)
    names = {piece: line.get(piece, -1) for piece in pieces}
    if -1 not in names.values():
        return
    axes = {axis, *(key for key, _ in rest)}
    grid = next(each for each in grids if axes <= set(each.pieces))
    for piece in pieces:
        if names[piece] < 0:
            base = grid.within({**dict(rest), axis: piece})
            names[piece] = base[0] if len(base) == 1 else system.add(Variable())
            if len(base) > 1:
                system.relate([(names[piece], 1.0), *((number, -1.0) for number in base)])
    for side, number in line.items():
        if side not in names:
            system.relate([(number, 1.0), *((names[piece], -1.0) for piece in pieces if piece <= side)])


# --- unions: persons over modules and periods --------------------------------------------------------


def _tie_unions(system: System, world: World, grids: Mapping[Layer, list[Grid]], layers: Layers) -> None:
    families: dict[tuple[str, str], list[Layer]] = defaultdict(list)
    for layer in grids:
        families[layer.counts, layer.version].append(layer)
    for family in families.values():
        for part, whole in _nested(family):
            _tie_grids(system, grids[part], grids[whole])
            if _differ_in(part, whole) == {TIME}:
                _tie_difference(system, layers[part], layers[whole])
        for whole in family:
            for parts in _coverings(world, whole, family):
                _tie_cover(system, grids[whole], [grids[part] for part in parts])


def _nested(family: Sequence[Layer]) -> Iterator[tuple[Layer, Layer]]:
    """Yield pairs of layers of which one holds the other with none between."""
    for part in family:
        outer = [each for each in family if each != part and inside(part.fixed, each.fixed)]
        for whole in outer:
            if not any(each != whole and inside(each.fixed, whole.fixed) for each in outer):
                yield part, whole


def _differ_in(part: Layer, whole: Layer) -> set[str]:
    one, other = dict(part.fixed), dict(whole.fixed)
    return {axis for axis in one if one[axis] != other.get(axis)}


def _coverings(world: World, whole: Layer, family: Sequence[Layer]) -> Iterator[list[Layer]]:
    """Yield the ways in which other layers, split along one axis, make up a layer."""
    for axis in sorted({axis for each in family for axis, _ in each.fixed}):
        rest = {key: side for key, side in whole.fixed if key != axis}
        goal = dict(whole.fixed).get(axis, world.leaves[axis])
        options = [
            (each, dict(each.fixed)[axis])
            for each in family
            if axis in dict(each.fixed)
            and {key: side for key, side in each.fixed if key != axis} == rest
            and dict(each.fixed)[axis] < goal
        ]
        yield from _covers(goal, options)


def _covers(goal: Leaves, options: Sequence[tuple[Layer, Leaves]], most: int = 200) -> list[list[Layer]]:
    """Return covers of a set of which no member can be left out, up to so many."""
    found: list[list[Layer]] = []

    def search(left: Leaves, chosen: list[tuple[Layer, Leaves]]) -> None:
        if len(found) >= most:
            return
        if not left:
            sides = [side for _, side in chosen]
            if all(frozenset().union(*sides[:n], *sides[n + 1 :]) < goal for n in range(len(sides))):
                found.append([layer for layer, _ in chosen])
            return
        first = min(left)
        for layer, side in options:
            if first in side:
                search(left - side, [*chosen, (layer, side)])

    search(goal, [])
    return found


def _tie_grids(system: System, parts: Sequence[Grid], wholes: Sequence[Grid]) -> None:
    """State that every number of one layer is at most that of another."""
    pairs = [(part, whole) for part in parts for whole in wholes]
    for part, whole in pairs:
        common = set(part.pieces) & set(whole.pieces)
        if not any(common < (set(one.pieces) & set(other.pieces)) for one, other in pairs):
            _relate(system, [Side(1, part, {}), Side(-1, whole, {})], below=True)


def _tie_cover(system: System, whole: Sequence[Grid], parts: Sequence[Sequence[Grid]]) -> None:
    """State that a union is at most the sum of what it is made of."""
    for grid in whole:
        nearest = [max(each, key=lambda other: len(set(other.pieces) & set(grid.pieces))) for each in parts]
        _relate(system, [Side(1, grid, {}), *(Side(-1, other, {}) for other in nearest)], below=True)


def _tie_difference(system: System, part: Mapping[Box, int], whole: Mapping[Box, int]) -> None:
    """Name the people who came only later: the difference of two periods of which one holds the other."""
    for box in part.keys() & whole.keys():
        _difference(system, whole[box], part[box])


def _difference(system: System, greater: int, less: int) -> None:
    values = system.variables[greater].value, system.variables[less].value
    if None not in values and greater != less:
        number = system.add(Variable(value=(values[0] or 0) - (values[1] or 0)))
        system.relate([(greater, 1.0), (less, -1.0), (number, -1.0)])


# --- parts of a whole, and versions --------------------------------------------------------------------


def _tie_link(
    system: System, grids: Mapping[Layer, list[Grid]], link: Link, overlapping: Mapping[str, set[str]]
) -> None:
    parts = [layer for layer in grids if layer.counts == link.part]
    wholes = [layer for layer in grids if layer.counts == link.whole]
    for part in parts:
        fitting = [each for each in wholes if each.version == part.version and _fits(part, each, overlapping)]
        for whole in fitting:
            if not any(each != whole and inside(each.fixed, whole.fixed) for each in fitting):
                _tie_part(system, part, grids[part], whole, grids[whole])


def _fits(part: Layer, whole: Layer, overlapping: Mapping[str, set[str]]) -> bool:
    """Say whether a layer of the part lies within one of the whole on the axes that do not add up."""
    mine = dict(part.fixed)
    for axis, side in whole.fixed:
        if axis in mine:
            if not mine[axis] <= side:
                return False
        elif axis in overlapping[part.counts]:
            return False
    return True


def _tie_part(system: System, part: Layer, parts: Sequence[Grid], whole: Layer, wholes: Sequence[Grid]) -> None:
    inner = {axis: side for axis, side in whole.fixed if axis not in dict(part.fixed)}
    outer = {axis: side for axis, side in part.fixed if axis not in dict(whole.fixed)}
    pairs = [(one, other) for one in parts if set(inner) <= set(one.pieces) for other in wholes]
    for one, other in pairs:
        common = set(one.pieces) & set(other.pieces)
        if not any(common < (set(a.pieces) & set(b.pieces)) for a, b in pairs):
            sides = [Side(1, one, inner, frozenset(inner)), Side(-1, other, outer)]
            _relate(system, sides, below=True, believed=True)


def _tie_versions(system: System, layers: Layers) -> None:
    """Name what was added or taken away between two states of the records; everybody may know which it was."""
    states: dict[tuple[str, Box, Box], set[int]] = defaultdict(set)
    for layer, cells in layers.items():
        for box, number in cells.items():
            states[layer.counts, layer.fixed, box].add(number)
    for numbers in states.values():
        for one, other in combinations(sorted(numbers), 2):
            less, greater = sorted((one, other), key=lambda number: system.variables[number].value or 0)
            _difference(system, greater, less)
