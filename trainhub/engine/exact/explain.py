"""Why nothing fits: what bars refuse, a smallest clash, and repairs to choose from. Keys and amounts, no words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ..judge import score
from ..language import Event, Plan, Problem, allowed
from . import core
from .core import Core
from .improve import Improver
from .index import Index, nowhere
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


def explain(
    problem: Problem, *, seed: int = 1, weights: Mapping[str, int] | None = None, never: frozenset[str] = frozenset()
) -> Explanation | None:
    """Explain why not all that must be placed can be; None if it can (or no reason was found).

    `weights`: how unwelcome it is to loosen a rule, by key; `never`: keys that nobody can loosen.
    """
    improver = _tried(problem, seed)
    if improver.complete:
        return None
    found = core.find(problem, improver.index, improver, seed) or _again(improver)
    if found is None:
        return None
    wanted = _Repairs(problem, improver.plan, seed, weights or {}, never)
    return Explanation(
        tuple(_barred(event) for event in problem.events if not allowed(event)),
        found.rules,
        tuple(problem.events[number].key for number in found.events),
        found.proven,
        tuple(wanted.found(found)),
    )


def _tried(problem: Problem, seed: int, plan: Plan | None = None) -> Improver:
    """Return a search that has tried to place all that must be placed."""
    improver = Improver(Index(problem), seed, plan)
    improver.construct(optional=False)
    _insist(improver, TRIED)
    return improver


def _insist(improver: Improver, times: int) -> None:
    for _ in range(times):
        if improver.complete:
            break
        improver.insist()


def _again(improver: Improver) -> Core | None:
    """Try harder to place all; then look for a clash once more."""
    _insist(improver, STUBBORN)
    return None if improver.complete else core.find(improver.index.problem, improver.index, improver, improver.seed)


def _barred(event: Event) -> Barred:
    refused = Counter({bar.key: len(set(bar.refused) & set(event.starts)) for bar in event.bars})
    return Barred(event.key, len(event.starts), tuple(sorted(refused.items())))


class _Repairs:
    """Looks for sets of rules that hit every clash, the least unwelcome first."""

    def __init__(
        self, problem: Problem, plan: Plan, seed: int, weights: Mapping[str, int], never: frozenset[str]
    ) -> None:
        self.problem, self.plan, self.seed, self.weights, self.never = problem, plan, seed, weights, never

    def found(self, first: Core) -> list[Repair]:
        """Return up to three repairs of which none contains another, cheapest first."""
        clashes = [self._keys(self.problem, first)]
        repairs: list[Repair] = []
        taken: list[frozenset[str]] = []
        for _ in range(TRIES):
            keys = self._next(clashes, taken)
            if keys is None or len(repairs) == REPAIRS:
                break
            repair = self._repair(keys, clashes)
            if repair:
                repairs.append(repair)
                taken.append(keys)
        return sorted(repairs, key=lambda repair: (repair.cost, len(repair.changes)))

    def _keys(self, problem: Problem, found: Core) -> tuple[str, ...]:
        musts = (must(problem.events[number]) for number in found.events)
        return tuple(key for key in (*found.rules, *musts) if key not in self.never)

    def _next(self, clashes: list[tuple[str, ...]], taken: list[frozenset[str]]) -> frozenset[str] | None:
        hits = {frozenset(keys) for keys in product(*clashes)}
        fresh = [keys for keys in hits if not any(keys >= other for other in taken)]
        return min(fresh, key=lambda keys: (sum(map(self._weight, keys)), sorted(keys)), default=None)

    def _weight(self, key: str) -> int:
        return self.weights.get(key, WEIGHTS.get(key.partition(":")[0], RULE_WEIGHT))

    def _repair(self, keys: frozenset[str], clashes: list[tuple[str, ...]]) -> Repair | None:
        """Return the repair; or None, having learnt of another clash that it leaves."""
        lifted = [Change(key) for key in sorted(keys)]
        relaxed = loosened(self.problem, lifted)
        improver = _tried(relaxed, self.seed, self._start(keys))
        if not improver.complete:
            found = core.find(relaxed, improver.index, improver, self.seed)
            clashes.append(self._keys(relaxed, found) if found else tuple(keys))
            return None
        changes = tuple(self._least(change, lifted, improver.plan) for change in lifted)
        return self._priced(changes, improver.plan)

    def _start(self, keys: frozenset[str]) -> Plan:
        """Return the plan at hand, without what need not be placed any more."""
        pairs = zip(self.problem.events, self.plan.placements, strict=True)
        return Plan(tuple(nowhere(event) if must(event) in keys else placed for event, placed in pairs))

    def _least(self, change: Change, lifted: list[Change], plan: Plan) -> Change:
        """Return the change with the smallest amount that does, where it has one."""
        if not numeric(self.problem, change.key):
            return change
        low, high = 1, max(1, dict(score(self.problem, plan).broken).get(change.key, 1))
        others = [other for other in lifted if other is not change]
        while low < high:
            middle = (low + high) // 2
            relaxed = loosened(self.problem, [*others, Change(change.key, middle)])
            if _tried(relaxed, self.seed, self.plan).complete:
                high = middle
            else:
                low = middle + 1
        return Change(change.key, high)

    def _priced(self, changes: tuple[Change, ...], plan: Plan) -> Repair:
        relaxed = loosened(self.problem, changes)
        improver = _tried(relaxed, self.seed, self.plan)
        if not improver.complete:  # amounts found one by one need not do together
            relaxed = loosened(self.problem, [Change(change.key) for change in changes])
            improver = Improver(Index(relaxed), self.seed, plan)
        improver.construct()
        for _ in range(SHOWN):
            improver.turn(improver.choose())
        return Repair(changes, relaxed, improver.plan, score(relaxed, improver.plan).cost)


def numeric(problem: Problem, key: str) -> bool:
    """Say whether a rule has an amount: capacities, stocks and limits do."""
    return key.startswith(("busy:", "stock:")) or any(
        limit.key == key for resource in problem.resources for limit in resource.limits
    )


def unplaced(problem: Problem, plan: Plan) -> Iterator[str]:
    """Yield the keys of the events that must be placed and are not."""
    for event, placement in zip(problem.events, plan.placements, strict=True):
        if event.drop_cost is None and placement.start is None:
            yield event.key
