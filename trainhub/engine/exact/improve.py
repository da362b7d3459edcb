"""Improving a plan by solving small parts of it exactly, one after the other."""

from collections.abc import Callable, Iterable, Sequence, Set

from ..language import Event, Plan, Problem
from .index import Index, changed, empty, local_cost
from .model import Model
from .neighbours import KINDS, Neighbours
from .solver import Found, Verdict, run
from .usage import overdrawn

BLOCK = 10
SMALL, LARGE = 6, 60
BLOCK_WORK, PART_WORK = 0.25, 0.6
"""Deterministic time for a block of the first plan, and for a part that is solved anew."""

Group = tuple[int, tuple[int, ...]]
"""The kind of neighbourhood, and events of it."""


class Improver:
    """A plan that becomes better: it never breaks a hard rule, except that events may still be missing."""

    def __init__(self, index: Index, seed: int, plan: Plan | None = None, scope: Iterable[int] | None = None) -> None:
        self.index = index
        self.scope = tuple(range(len(index.problem.events)) if scope is None else sorted(scope))
        self.plan = plan or empty(index.problem)
        self.draw = Neighbours(index, self.scope, seed)
        self.seed = seed
        self.cost = local_cost(index, self.plan, self.scope, index.touched(self.scope), index.must)
        self.binding: set[str] = set()
        self.sizes = [20.0] * len(KINDS)
        self.gains = [1.0] * len(KINDS)
        self.steps = 0

    @property
    def complete(self) -> bool:
        """Say whether every event of the scope that must be placed is."""
        events = self.index.problem.events
        return all(events[n].drop_cost is not None or self.plan.placements[n].start is not None for n in self.scope)

    def construct(
        self, over: Callable[[], bool] | None = None, groups: Sequence[Sequence[int]] = (), optional: bool = True
    ) -> None:
        """Place the events in blocks: first what must be placed, then what brings much for what it takes.

        Groups take turns. `over`: asked after each block whether to stop; what must be placed is tried before.
        """
        events = self.index.problem.events
        away = [n for n in self.draw.left_out(self.plan) if optional or events[n].drop_cost is None]
        order = sorted(away, key=lambda event: _priority(self.index.problem, event))
        blocks = interleaved(order, groups or (self.scope,), BLOCK)
        last = max((n for n, block in enumerate(blocks) if any(events[e].drop_cost is None for e in block)), default=0)
        for number, block in enumerate(blocks):
            self.solve(block, BLOCK_WORK)
            if (over and over() and number >= last) or self.index.stop():
                break

    def within(self, scope: Iterable[int], seed: int) -> "Improver":
        """Return a search on some of the events that begins where this one is."""
        found = Improver(self.index, seed, self.plan, scope)
        found.binding = set(self.binding)
        return found

    def take(self, plan: Plan, cost: int | None = None) -> None:
        """Go on from a plan; its cost is looked up where it is not known."""
        rules = self.index.touched(self.scope) if cost is None else ()
        self.cost = local_cost(self.index, plan, self.scope, rules, self.index.must) if cost is None else cost
        self.plan = plan

    def choose(self, besides: Set[int] = frozenset()) -> Group:
        """Draw events to solve anew together, none of them in `besides`."""
        kind = self.draw.chance.choices(range(len(KINDS)), self.gains)[0]
        return kind, self.draw.draw(kind, self.plan, round(self.sizes[kind]), besides)

    def turn(self, group: Group) -> None:
        """Bring in an event that must be placed and is not; where that cannot be helped, solve the group anew."""
        if not self.complete and self.insist():
            return
        kind, events = group
        before = self.cost
        found = self.solve(events, PART_WORK)
        self._learn(kind, found, self.cost < before)

    def insist(self) -> bool:
        """Solve anew around an event that must be placed and is not; say whether it helped."""
        events = self.index.problem.events
        missing = [n for n in self.draw.left_out(self.plan) if events[n].drop_cost is None]
        if not missing:
            return False
        event = missing[self.steps % len(missing)]
        before = self.cost
        self.solve(self.draw.around(self.plan, event, round(max(self.sizes))), 2 * BLOCK_WORK)
        return self.cost < before

    def _learn(self, kind: int, found: Found, better: bool) -> None:
        factor = 1.05 if found.verdict is Verdict.OPTIMAL else 0.93
        self.sizes[kind] = min(LARGE, len(self.scope), max(SMALL, self.sizes[kind] * factor))
        self.gains[kind] = max(0.15, self.gains[kind] * 0.95 + 0.05 * (4.0 if better else 0.0))

    def solve(self, events: tuple[int, ...], work: float) -> Found:
        """Solve a group of events anew and take the result if it is no worse."""
        rules = self.index.touched(events)
        before = local_cost(self.index, self.plan, events, rules, self.index.must)
        found = self._solved(events, before, work)
        self.steps += 1
        if found:
            plan = changed(self.plan, found.placements)
            self.cost += local_cost(self.index, plan, events, rules, self.index.must) - before
            self.plan = plan
        return found

    def _solved(self, events: tuple[int, ...], before: int, work: float) -> Found:
        """Solve a group as long as limits turn up that were not looked at: few of them ever bind."""
        while True:
            model = Model(self.index, events, self.plan, must=self.index.must, limits=self.binding)
            model.cp.add(model.objective() <= before)
            found = run(model, work, self.seed * 7919 + self.steps, quick=True)
            broken = overdrawn(self.index, changed(self.plan, found.placements), events) if found else set()
            if not broken - self.binding:
                return found
            self.binding |= broken


def _priority(problem: Problem, number: int) -> tuple[bool, float, int]:
    event = problem.events[number]
    if event.drop_cost is None:
        return False, len(event.starts), number
    return True, -event.drop_cost / _share(problem, event), number


def _share(problem: Problem, event: Event) -> float:
    """Return how much of what is scarce an event takes."""
    taken = event.length / max(1, problem.periods)
    for role in event.roles:
        for number, use in zip(role.candidates[:1], role.uses[:1], strict=False):
            taken += use / max(1, problem.resources[number].stock or use)
    return taken + 1e-6


def interleaved(order: Sequence[int], groups: Sequence[Sequence[int]], block: int) -> list[tuple[int, ...]]:
    """Return blocks of events in order, each from one group, the groups taking turns."""
    part = {event: number for number, events in enumerate(groups) for event in events}
    queues: list[list[int]] = [[] for _ in groups]
    for event in order:
        queues[part[event]].append(event)
    longest = max(map(len, queues), default=0)
    cuts = range(0, longest, block)
    return [tuple(queue[first : first + block]) for first in cuts for queue in queues if queue[first : first + block]]
