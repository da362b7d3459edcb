"""The whole search of the exact half: a first plan, a bound, and improvement part by part until it is told to stop."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from ..language import Plan, Problem
from . import parts
from .crew import Act, Crew
from .improve import Improver
from .index import Index, changed, empty, local_cost
from .model import Model
from .solver import run

BOUND_EVENTS = 300
"""Up to so many events the whole is worth a model, for a bound; beyond, they are solved in parts."""
BOUND_WORK = 0.7
PART_SHARE = 0.1
"""In a network: so many rounds per event of a part, and as many per event that parts share."""
AGAIN = 5
"""Rounds that a part gets when its turn comes again."""


Stop = Callable[[int | None], bool]
"""Told the cost after every round, or None while something that must be placed is not; True: the budget is spent, or
somebody said stop."""


class Result:
    """What the search has so far."""

    def __init__(self, problem: Problem, stop: Stop) -> None:
        self.index, self.stop = Index(problem), stop
        self.must = tuple(number for number, event in enumerate(problem.events) if event.drop_cost is None)
        self.plan, self.cost = empty(problem), 0
        self.bound: int | None = None
        self.stopped = False

    def over(self, plan: Plan, cost: int) -> bool:
        """Take the plan; say whether to stop: told to, or nothing can be better."""
        self.plan, self.cost = plan, cost
        complete = all(plan.placements[number].start is not None for number in self.must)
        known = cost if complete else None
        self.stopped = self.stopped or self.stop(known)
        return self.stopped or (self.bound is not None and known is not None and known <= self.bound)

    def improve(self, crew: Crew, rounds: int | None = None) -> bool:
        """Improve for so many rounds, or until it is over; say whether it is."""
        done = 0
        while rounds is None or done < rounds:
            gain = crew.round()
            if self.over(crew.plan, self.cost - gain):
                return True
            done += 1
        return False


def search(problem: Problem, seeds: Sequence[int], stop: Stop) -> Result:
    """Search until stopped, or until no plan can be better; one member of the crew for each seed."""
    result = Result(problem, stop)
    with ThreadPoolExecutor(len(seeds)) as pool:
        _search(result, seeds, pool.map if len(seeds) > 1 else map)
    return result


def _search(result: Result, seeds: Sequence[int], act: Act) -> None:
    lead = Improver(result.index, seeds[0], result.plan)
    network = len(result.index.problem.events) > BOUND_EVENTS
    groups = parts.parts(result.index) if network else []
    lead.construct(lambda: result.over(lead.plan, lead.cost), groups)
    if result.over(lead.plan, lead.cost):
        return
    if network:
        _network(result, lead, groups, seeds, act)
        return
    result.bound = whole(lead, BOUND_WORK)
    if not result.over(lead.plan, lead.cost):
        result.improve(Crew([lead, *(lead.within(lead.scope, seed) for seed in seeds[1:])], act))


def whole(improver: Improver, work: float) -> int | None:
    """Solve all at once for a while: take the plan if it is better, and return the bound."""
    index, scope = improver.index, improver.scope
    before = local_cost(index, improver.plan, scope, index.touched(scope), index.must)
    model = Model(index, scope, improver.plan, must=None if improver.complete else index.must)
    model.hint(dict(enumerate(improver.plan.placements)))
    found = run(model, work, improver.seed)
    if found and found.cost < before:
        improver.take(changed(improver.plan, found.placements))
    return found.bound if improver.complete else None


def _network(result: Result, lead: Improver, groups: Sequence[Sequence[int]], seeds: Sequence[int], act: Act) -> None:
    """Part by part, each with what the others leave; then what several parts may use, across them."""
    index = result.index
    order = _apart(groups, len(seeds))
    for number, some in enumerate(order):
        if _turn(result, lead, some, number, act, max(round(len(group) * PART_SHARE) for group in some)):
            return
    common = parts.shared(index, groups) or range(len(index.problem.events))
    lead.take(result.plan)
    if result.improve(Crew([lead.within(common, seed) for seed in seeds], act), round(len(common) * PART_SHARE)):
        return
    for number in range(len(order), 10**6):  # what is left of the budget
        if _turn(result, lead, order[number % len(order)], number, act, AGAIN):
            return


def _apart(groups: Sequence[Sequence[int]], seats: int) -> list[list[Sequence[int]]]:
    """Return the groups some at a time, far from each other: neighbours share most."""
    rows = -(-len(groups) // seats)
    return [list(groups[number::rows]) for number in range(rows)]


def _turn(result: Result, lead: Improver, groups: Iterable[Sequence[int]], number: int, act: Act, rounds: int) -> bool:
    """Let each of some parts be solved by a member of its own; say whether the search is over."""
    lead.plan = result.plan
    members = [lead.within(group, lead.seed + number) for group in groups]
    return result.improve(Crew(members, act), rounds)
