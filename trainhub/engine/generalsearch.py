"""One walk over plans of any kind. Imports the compiled kernel: only `solving` may import this, when it solves."""

import numpy as np

from . import general
from .general import General
from .grid import logarithms
from .kernels import walk
from .kernels.effects import BEST, BROKEN, COST, WEIGHT, Year
from .language import Plan, Problem
from .numbers import begin
from .schedule import units

HEAVIEST = 1 << 32
APART = 16
"""As in the search over cells."""


class GeneralSearch:
    """The search on every problem that fits no grid."""

    settled = True

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem = problem
        self.arrays = general.prepared(problem, logarithms())
        self.state = _state(self.arrays, general.horizon(problem), seed)
        dearest = int(self.arrays.drop.max(initial=0))
        self.least = max(20, dearest // 4, *units(problem))
        self.state.figures[WEIGHT] = max(self.least, dearest + 1)  # the first plan leaves out rather than breaks
        walk.begin(self.arrays, self.state, _order(self.arrays))

    def settle(self) -> int:
        """Nothing is to be done before: broken rules are part of the walk."""
        return 1

    def advance(self, temperature: int, proposals: int, most: int) -> int:
        """Walk at one temperature; let broken rules weigh more while there are any, less while there are none."""
        done = walk.anneal(self.arrays, self.state, np.int64(temperature), proposals, most)
        figures = self.state.figures
        if figures[BROKEN]:
            figures[WEIGHT] = min(HEAVIEST, figures[WEIGHT] + figures[WEIGHT] // 8)
        else:
            figures[WEIGHT] = max(self.least, figures[WEIGHT] - figures[WEIGHT] // 32)
        return int(done)

    @property
    def cost(self) -> int | None:
        return int(self.state.figures[BEST]) if self.state.best_when[0] > -2 else None

    def plan(self) -> Plan:
        """Return the best plan so far, or where things stand if there is none."""
        if self.cost is None:
            return general.plan(self.problem, self.arrays, self.state.when, self.state.who)
        return general.plan(self.problem, self.arrays, self.state.best_when, self.state.best_who)


def _order(g: General) -> general.Array:
    """Order events: those that must be, then the dearest to leave out; among them, those with few starts first."""
    dear = np.where(g.drop < 0, general.ENDLESS, g.drop)
    return np.lexsort((np.arange(dear.size), np.diff(g.starts_at), -dear)).astype(np.int64)


def _state(g: General, periods: int, seed: int) -> Year:
    events, slots, resources = g.length.size, g.role.size, g.capacity.size

    def zeros(*shape: int) -> general.Array:
        return np.zeros(shape, np.int64)

    figures = zeros(APART)
    rng = np.zeros(APART, np.uint64)
    rng[0] = begin(seed)
    figures[BEST] = 1 << 60
    buckets = int(g.bucket.max(initial=0)) + 1
    exclusive = int(g.exclusive.max(initial=-1)) + 1
    state = Year(
        rng=rng,
        figures=figures,
        when=zeros(events) - 1,
        who=zeros(slots) - 1,
        best_when=zeros(events) - 2,
        best_who=zeros(slots) - 1,
        old_who=zeros(slots) - 1,
        busy=np.zeros((resources, periods + 2 * g.pad), np.int16),
        served=zeros(resources),
        spent=zeros(resources),
        used=zeros(g.limit_most.size),
        exclusive=np.zeros((exclusive, periods), np.int16),
        days=zeros(g.spread_least.size, buckets),
        distinct=zeros(g.spread_least.size),
        placed=zeros(g.spread_least.size),
        touching=zeros(g.members.size),
        share=zeros(g.stable_weight.size, resources),
        distinct_share=zeros(g.stable_weight.size),
        reached=zeros(max(0, g.steps_at.size - 1)),
    )
    for cover in range(state.reached.size):
        rows = slice(int(g.steps_at[cover]), int(g.steps_at[cover + 1]))
        figures[COST] += int((g.step_size[rows] * g.step_worth[rows]).sum())
    return state
