"""The whole search of the exact half: a first plan, a bound, and improvement part by part until it is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass

from ..language import Plan, Problem
from . import parts
from .improve import MUST, Improver
from .index import Index, changed, local_cost
from .model import Model
from .solver import run

BOUND_EVENTS = 300
"""Up to so many events the whole is worth a model, for a bound; beyond, they are solved in parts."""
BOUND_WORK = 0.7
PART_SHARE = 0.1
"""In a network: so many steps per event of a part, and as many per event that parts share."""


@dataclass(frozen=True, slots=True)
class Report:
    """How far the search is. `cost` is None while something that must be placed is not."""

    cost: int | None
    bound: int | None
    plan: Plan


Stop = Callable[[Report], bool]
"""Told after every step; True: the budget is spent, or somebody said stop."""


class Result:
    """What the search has so far."""

    def __init__(self, problem: Problem, start: Plan | None, stop: Stop) -> None:
        self.index, self.stop = Index(problem), stop
        self.plan, self.bound = start, None if problem.events else 0
        self.stopped = False

    def over(self, improver: Improver) -> bool:
        """Say whether to stop: told to, or nothing can be better."""
        self.plan = improver.plan
        cost = improver.cost if improver.complete else None
        self.stopped = self.stopped or self.stop(Report(cost, self.bound, improver.plan))
        return self.stopped or (self.bound is not None and cost is not None and cost <= self.bound)


def search(problem: Problem, seed: int, stop: Stop, *, start: Plan | None = None, bounded: bool = True) -> Result:
    """Search until stopped, or until no plan can be better."""
    result = Result(problem, start, stop)
    if len(problem.events) > BOUND_EVENTS:
        _network(result, seed)
        return result
    improver = Improver(result.index, seed, start)
    improver.construct(lambda: result.over(improver))
    if bounded and not result.stopped:
        result.bound = whole(improver, BOUND_WORK)
    improved(result, improver)
    return result


def improved(result: Result, improver: Improver, steps: int | None = None) -> None:
    """Improve for so many steps, or until stopped."""
    done = 0
    while not result.over(improver) and (steps is None or done < steps):
        if improver.complete or not improver.insist():
            improver.step()
        done += 1


def whole(improver: Improver, work: float) -> int | None:
    """Solve all at once for a while: take the plan if it is better, and return the bound."""
    index, scope = improver.index, improver.scope
    before = local_cost(index, improver.plan, scope, index.touched(scope), MUST)
    model = Model(index, scope, improver.plan, must=None if improver.complete else MUST)
    model.hint(dict(enumerate(improver.plan.placements)))
    found = run(model, work, improver.seed)
    if found and found.cost < before:
        improver.take(changed(improver.plan, found.placements))
    return found.bound if improver.complete else None


def _network(result: Result, seed: int) -> None:
    """Part by part, each with what the others leave; then what several parts may use, across them."""
    index = result.index
    groups = parts.parts(index)
    improver = Improver(index, seed, result.plan)
    improver.construct(lambda: result.over(improver), groups)
    for number, group in enumerate(groups):
        local = improver.within(group, seed + number)
        improved(result, local, round(len(group) * PART_SHARE))
        improver.take(local.plan, local.cost - local.first_cost)
    common = parts.shared(index, groups)
    across = improver.within(common or range(len(index.problem.events)), seed)
    improved(result, across, round(len(common) * PART_SHARE))
    improver.take(across.plan, across.cost - across.first_cost)
    for number in range(10**6):  # what is left of the budget
        if result.over(improver):
            break
        local = improver.within(groups[number % len(groups)], seed + number + 1)
        improved(result, local, 5)
        improver.take(local.plan, local.cost - local.first_cost)
