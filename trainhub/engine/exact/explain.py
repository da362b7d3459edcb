"""Why nothing fits: what bars refuse, an irreducible clash, and repairs to choose from. Keys and amounts, no words."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from ..judge import score
from ..language import Event, Plan, Problem, allowed
from . import core
from .core import Core
from .hitting import Hitting
from .improve import Improver
from .index import Index, never, nowhere
from .keys import Change, loosened, must

TRIED, STUBBORN = 3, 25
"""How often to solve anew around what is missing before a clash is looked for; and before giving up."""
SHOWN = 4
"""Parts to solve anew before a repair's plan is shown."""
REPAIRS = 3
TRIES = 12
WEIGHTS = {"stock": 2, "busy": 4, "must": 20}
RULE_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Barred:
    """An event that bars leave no start: how many starts each refuses, of how many."""

    event: str
    starts: int
    refused: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """Rules to loosen so that everything fits, and the plan that there would be, with its cost."""

    changes: tuple[Change, ...]
    problem: Problem
    plan: Plan
    cost: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why nothing fits. `rules` and `events` (keys) cannot hold together; `proven`: and any one less would fit."""

    barred: tuple[Barred, ...]
    rules: tuple[str, ...]
    events: tuple[str, ...]
    proven: bool
    repairs: tuple[Repair, ...]


def explain(problem: Problem, *, seed: int = 1, stop: Callable[[], bool] = never) -> Explanation | None:
    """Explain why not all that must be placed can be; None if it can (or no reason was found).

    Told to stop, it ends with what it has: a reason that may be longer than need be, fewer repairs, or None.
    """
    improver = _tried(problem, seed, stop)
    if improver.complete:
        return None
    found = core.find(improver) or _again(improver)
    if found is None:
        return None
    repairs = _Repairs(problem, improver.plan, seed, stop).found(found)
    return Explanation(
        tuple(_barred(event) for event in problem.events if not allowed(event)),
        found.rules,
        tuple(problem.events[number].key for number in found.events),
        found.proven,
        tuple(repairs),
    )


def _tried(problem: Problem, seed: int, stop: Callable[[], bool], plan: Plan | None = None) -> Improver:
    """Return a search that has tried to place all that must be placed."""
    improver = Improver(Index(problem, stop), seed, plan)
    improver.construct(optional=False)
    _insist(improver, TRIED)
    return improver


def _insist(improver: Improver, times: int) -> None:
    for _ in range(times):
        if improver.complete or improver.index.stop():
            break
        improver.insist()


def _again(improver: Improver) -> Core | None:
    """Try harder to place all; then look for a clash once more."""
    _insist(improver, STUBBORN)
    return None if improver.complete else core.find(improver)


def _barred(event: Event) -> Barred:
    refused = Counter({bar.key: len(set(bar.refused) & set(event.starts)) for bar in event.bars})
    return Barred(event.key, len(event.starts), tuple(sorted(refused.items())))


def _weight(key: str) -> int:
    """Return how unwelcome it is to loosen a rule."""
    return WEIGHTS.get(key.partition(":")[0], RULE_WEIGHT)


class _Repairs:
    """Looks for sets of rules that hit every clash, the least unwelcome first."""

    def __init__(self, problem: Problem, plan: Plan, seed: int, stop: Callable[[], bool]) -> None:
        self.problem, self.plan, self.seed, self.stop = problem, plan, seed, stop
        self.hitting = Hitting(_weight)

    def found(self, first: Core) -> list[Repair]:
        """Return up to three repairs of which none contains another, cheapest first."""
        self._learn(self.problem, first)
        repairs: dict[frozenset[str], Repair] = {}
        for _ in range(TRIES):
            keys = self.hitting.best(repairs)
            if keys is None or len(repairs) == REPAIRS or self.stop():
                break
            repair = self._repair(keys)
            if repair:
                repairs[keys] = repair
        return sorted(repairs.values(), key=lambda repair: (repair.cost, len(repair.changes)))

    def _learn(self, problem: Problem, found: Core) -> None:
        self.hitting.learn((*found.rules, *(must(problem.events[number]) for number in found.events)))

    def _repair(self, keys: frozenset[str]) -> Repair | None:
        """Return the repair; or None, having learnt of the clashes that it leaves."""
        lifted = [Change(key) for key in sorted(keys)]
        relaxed = loosened(self.problem, lifted)
        improver = _tried(relaxed, self.seed, self.stop, self._start(keys))
        if improver.complete:
            return self._priced(*self._least(lifted, improver.plan))
        self.hitting.failed.add(keys)
        for found in core.every(improver):
            self._learn(relaxed, found)
        return None

    def _start(self, keys: frozenset[str]) -> Plan:
        """Return the plan at hand, without what need not be placed any more."""
        pairs = zip(self.problem.events, self.plan.placements, strict=True)
        return Plan(tuple(nowhere(event) if must(event) in keys else placed for event, placed in pairs))

    def _least(self, lifted: list[Change], plan: Plan) -> tuple[list[Change], Plan]:
        """Return the changes with small amounts, one after the other, and a plan that there is with all of them."""
        changes = list(lifted)
        for place, change in enumerate(lifted):
            if numeric(self.problem, change.key):
                changes[place], plan = self._amount(changes, place, plan)
        return changes, plan

    def _amount(self, changes: list[Change], place: int, plan: Plan) -> tuple[Change, Plan]:
        """Return the smallest amount of one change that does beside the others, and a plan with it."""
        key = changes[place].key
        low, high = 1, max(1, dict(score(self.problem, plan).broken).get(key, 1))
        while low < high and not self.stop():
            middle = (low + high) // 2
            relaxed = loosened(self.problem, [*changes[:place], Change(key, middle), *changes[place + 1 :]])
            improver = _tried(relaxed, self.seed, self.stop, self.plan)
            if improver.complete:
                high, plan = middle, improver.plan
            else:
                low = middle + 1
        return Change(key, high), plan

    def _priced(self, changes: list[Change], plan: Plan) -> Repair:
        relaxed = loosened(self.problem, changes)
        improver = _tried(relaxed, self.seed, self.stop, self.plan)
        if not improver.complete:
            improver = Improver(Index(relaxed, self.stop), self.seed, plan)
        improver.construct()
        for _ in range(SHOWN):
            improver.turn(improver.choose())
        return Repair(tuple(changes), relaxed, improver.plan, score(relaxed, improver.plan).cost)


def numeric(problem: Problem, key: str) -> bool:
    """Say whether a rule has an amount: capacities, stocks and limits do."""
    return key.startswith(("busy:", "stock:")) or any(
        limit.key == key for resource in problem.resources for limit in resource.limits
    )
