"""One walk over the cells of a grid. Imports the compiled kernel: only `solving` may import this, when it solves."""

import numpy as np

from . import grid
from .kernels import cell_first, cell_walk, cells
from .kernels.cells import BEST, CONFLICTS, COST, State
from .language import Plan, Problem
from .numbers import begin

CHAINS, PLACES, LONGEST, NEAR = 200, 60, 6, 200
"""Of 1024 proposals: those into a period with a rival that try a chain; those that look for another resource. The
events in a chain at most: longer ones are nearly never accepted. Of 1024: those that go beside an event of a compact
group of theirs."""
APART = 16
"""Numbers in the arrays that are written to all the time: islands side by side must not share a line of the cache."""
ROUNDS = 20_000
WORK = 200
"""Steps that a round of untangling counts for: about its time."""


class GridSearch:
    """The search on a problem that fits a grid."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem = problem
        self.grid, self.shape = grid.prepared(problem)
        self.state = _state(self.grid, problem.periods, seed)
        self.tabu = np.zeros((len(problem.events), problem.periods), np.int64)
        self.filled = bool(cell_first.place(self.grid, self.state, _order(self.grid)))
        base = int((self.grid.spread_weight * self.grid.spread_least).sum()) - int(self.grid.stable_weight.sum())
        self.state.figures[COST] += base
        if self.filled and self.settled:
            cells.keep_best(self.state)

    @property
    def settled(self) -> bool:
        """Say whether no two rivals are together: from then on none ever will be."""
        return bool(self.state.figures[CONFLICTS] == 0)

    def settle(self) -> int:
        """Untangle for a while; return the steps that it counts for."""
        turns = cell_first.untangle(self.grid, self.state, self.tabu, ROUNDS)
        self.tabu[:] = 0
        if self.settled:
            cells.keep_best(self.state)
        return WORK * (ROUNDS if turns < 0 else max(1, turns))

    def advance(self, temperature: int, proposals: int, most: int) -> int:
        """Walk at one temperature; return the steps made."""
        walk = cell_walk.anneal
        return int(walk(self.grid, self.state, np.int64(temperature), proposals, most, CHAINS, PLACES, LONGEST, NEAR))

    @property
    def cost(self) -> int | None:
        return int(self.state.figures[BEST]) if self.settled else None

    def plan(self) -> Plan:
        """Return the best plan so far, or where things stand if there is none."""
        found = self.state.best_when[0] >= 0
        when, where = (self.state.best_when, self.state.best_where) if found else (self.state.when, self.state.where)
        return grid.plan(self.problem, self.shape, when, where)


def _order(g: grid.Grid) -> grid.Array:
    """Order events by how hard they are to place: few starts, many rivals."""
    room = 10 * np.diff(g.starts_at) - 3 * np.diff(g.rivals_at)
    return np.argsort(room[g.of], kind="stable")


def _largest(g: grid.Grid, inside: grid.Array) -> int:
    """Return how many events the largest of some groups has; `inside` says which classes are in each."""
    return int((np.bincount(g.of) @ inside.astype(np.int64)).max(initial=0))


def _state(g: grid.Grid, periods: int, seed: int) -> State:
    events, classes, resources = g.of.size, g.free.shape[0], g.where.shape[1]

    def zeros(*shape: int, kind: type = np.int64) -> grid.Array:
        return np.zeros(shape, kind)

    def counters(*shape: int, kind: type, most: int) -> grid.Array:
        return np.zeros(shape, kind if most <= np.iinfo(kind).max else np.int32)

    figures = zeros(APART)
    rng = np.zeros(APART, np.uint64)
    rng[0] = begin(seed)
    figures[BEST] = 1 << 60
    return State(
        rng=rng,
        figures=figures,
        when=zeros(events) - 1,
        where=zeros(events) - 1,
        best_when=zeros(events) - 1,
        best_where=zeros(events) - 1,
        cell=counters(periods, resources, kind=np.int16, most=events),
        here=counters(classes, periods, kind=np.int8, most=min(resources, int(np.bincount(g.of).max()))),
        clash=counters(classes, periods, kind=np.int16, most=resources),
        count=counters(g.compact_weight.size, periods, kind=np.int8, most=min(resources, _largest(g, g.in_compact))),
        mask=zeros(g.compact_weight.size, int(g.block.max()) + 1, kind=np.int32),
        days=counters(g.spread_weight.size, int(g.day.max()) + 1, kind=np.int8, most=_largest(g, g.in_spread)),
        distinct=zeros(g.spread_weight.size),
        used=counters(g.stable_weight.size, resources, kind=np.int16, most=events),
        chain=zeros(3, 2 * resources + 2),
        stamp=zeros(events),
    )
