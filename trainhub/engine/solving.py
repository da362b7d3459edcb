"""The one door of the engine: `solve`. The same defaults serve every problem; only features make a difference."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.util import find_spec
from typing import Protocol

from .judge import Score, score
from .language import Compact, Event, Exclusive, Plan, Problem, Resource, Role, Rule
from .schedule import ONE, Budget, Seconds, Steps, temperatures, units

STEPS = 40_000_000
LAST = Decimal("0.1")
"""The last temperature of every phase, in the smallest unit of cost."""
PART = 200_000
"""So many steps a part counts that is solved exactly: about as long as they take."""
CUT = 7
"""A level ends early when one of so many of its proposals was accepted."""


@dataclass(frozen=True, slots=True)
class Phase:
    """From warm to cold once: its levels, its first temperature in the largest unit of cost."""

    levels: int
    first: Decimal


PHASES = (Phase(300, Decimal("1.2")), Phase(300, Decimal("1.2")))
"""Two searches, each anew: two runs differ more than twice the time helps. Warming the best a little found nothing."""


class EngineMissing(RuntimeError):
    """The compiled engine is not installed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What an island says of itself from time to time."""

    island: int
    done: float
    cost: int | None
    """Of the best plan so far; None while there is none that breaks no hard rule."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best plan of all islands, and the judge's word on it."""

    plan: Plan
    score: Score
    seed: int
    bound: int | None = None
    """No plan costs less, as far as is known."""


Watch = Callable[[Progress], bool]
"""Told of progress; True means: stop, the best so far will do."""


class Search(Protocol):
    """What solving needs of a search."""

    @property
    def settled(self) -> bool: ...
    @property
    def cost(self) -> int | None: ...
    def settle(self) -> int: ...
    def advance(self, temperature: int, proposals: int, most: int) -> int: ...
    def plan(self) -> Plan: ...


def solve(
    problem: Problem,
    *,
    seeds: Sequence[int] = (1, 2),
    steps: int = STEPS,
    seconds: float | None = None,
    watch: Watch | None = None,
) -> Outcome:
    """Search with one island per seed, each of so many steps, and return the best plan.

    Where a problem is solved in exact parts the islands work on one plan, in rounds. The same problem, seeds and steps
    give the same plan on every machine. `seconds` cuts by the clock instead, which no plan of a centre may do. A
    plan that breaks hard rules comes back only if no other was found.
    """
    ready()
    if not problem.events:
        judged = score(problem, Plan(()))
        return Outcome(Plan(()), judged, seeds[0], judged.cost)
    if in_parts(problem):
        return _in_parts(problem, seeds, _budget(steps, seconds), watch or _never)

    def island(number: int) -> Outcome:
        budget = _budget(steps, seconds)
        plan = _walk(problem, _search(problem, seeds[number]), budget, number, watch or _never)
        return Outcome(plan, score(problem, plan), seeds[number])

    if len(seeds) == 1:
        return island(0)
    with ThreadPoolExecutor(len(seeds)) as pool:  # the kernels let go of Python's lock
        found = list(pool.map(island, range(len(seeds))))
    return min(found, key=lambda outcome: (outcome.score.hard, outcome.score.cost))


def _budget(steps: int, seconds: float | None) -> Budget:
    return Steps(steps) if seconds is None else Seconds(seconds)


def in_parts(problem: Problem) -> bool:
    """Say whether a problem is solved in exact parts: where something is optional or used up, or people rest."""
    optional = any(event.drop_cost is not None for event in problem.events)
    rests = any(role.rests for event in problem.events for role in event.roles)
    return optional or rests or any(entry.stock is not None or entry.limits for entry in problem.resources)


def ready() -> None:
    """Raise EngineMissing, saying what to install, where the compiled engine is not."""
    if find_spec("numba") is None or find_spec("ortools") is None:
        raise EngineMissing("The planner's engine is not installed. Install it with: pip install 'trainhub[planner]'")


def warm() -> None:
    """Load the compiled engine, or compile it where that was not done yet, so that no budget of time pays for it."""
    ready()
    day = (("day", (0, 0, 0, 1, 1, 1)),)
    events = tuple(Event(str(number), tuple(range(6)), roles=(Role("room", (0, 1)),)) for number in range(4))
    rules: tuple[Rule, ...] = (Exclusive("all", (0, 1, 2, 3)), Compact("all", (0, 1, 2, 3), "day", 2))
    cells = Problem(6, day, (Resource("a"), Resource("b")), events, rules)
    pool = replace(cells, resources=(Resource("a", capacity=2), Resource("b")))
    for problem in (cells, pool):
        search = _search(problem, 1)
        search.settle()
        search.advance(ONE, 100, 50)
    solve(replace(cells, events=tuple(replace(event, drop_cost=1) for event in events)), seeds=(1,), steps=PART)


def _never(_: Progress) -> bool:
    return False


def _search(problem: Problem, seed: int) -> Search:
    from . import grid  # slow import: numpy
    from .generalsearch import GeneralSearch  # slow import: numba
    from .gridsearch import GridSearch  # slow import: numba

    if grid.fits(problem):
        search = GridSearch(problem, seed)
        if search.filled:
            return search
    return GeneralSearch(problem, seed)


def _in_parts(problem: Problem, seeds: Sequence[int], budget: Budget, watch: Watch) -> Outcome:
    from .exact.search import search  # slow import: ortools

    whole = max(1, budget.share(1))

    def stop(cost: int | None) -> bool:
        if isinstance(budget, Steps):  # a part says nothing of how fast steps are
            budget.spend(PART)
        left = budget.share(1)
        done = min(1.0, max(0.0, 1 - left / whole))
        return watch(Progress(0, done, cost)) or not left

    found = search(problem, seeds, stop)
    return Outcome(found.plan, score(problem, found.plan), seeds[0], found.bound)


def _walk(problem: Problem, search: Search, budget: Budget, island: int, watch: Watch) -> Plan:
    while not search.settled:
        if not budget.share(1) or watch(Progress(island, 0, None)):
            return search.plan()
        budget.spend(search.settle())
    levels = _levels(problem)
    for level, temperature in enumerate(levels):
        if watch(Progress(island, level / len(levels), search.cost)):
            break
        steps = budget.share(len(levels) - level)
        if not steps:
            break
        budget.spend(search.advance(temperature, steps, max(50, steps // CUT)))
    return search.plan()


def _levels(problem: Problem) -> list[int]:
    """Return the temperature of every level."""
    least, most = units(problem)
    return [
        temperature for phase in PHASES for temperature in temperatures(most * phase.first, least * LAST, phase.levels)
    ]


if __name__ == "__main__":
    warm()
