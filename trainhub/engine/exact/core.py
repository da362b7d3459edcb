"""The smallest set of hard rules that cannot hold together, by plain runs only.

The solver's own cores are not used (open defects: they may name what is no assumption); QuickXplain asks instead
whether a set fits, again and again, each time of a small model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..language import Problem
from .improve import Improver
from .index import Index
from .keys import hard_keys
from .model import Model
from .solver import Verdict, run

Item = TypeVar("Item")
WORK = 2.0
"""Deterministic time for one question."""


@dataclass(frozen=True, slots=True)
class Core:
    """Events that must be placed and rules that do not let them. `proven`: without any one of them it fits."""

    events: tuple[int, ...]
    rules: tuple[str, ...]
    proven: bool


class Doubt:
    """Asks whether sets of events fit under sets of rules, and remembers whether an answer was missing."""

    def __init__(self, index: Index, seed: int) -> None:
        self.index, self.seed, self.sure = index, seed, True

    def clash(self, events: Sequence[int], off: frozenset[str] = frozenset()) -> bool:
        """Say whether the events surely cannot all be placed, with some rules off."""
        found = run(Model(self.index, events, off=off, priced=False), WORK, self.seed, first=True, quick=True)
        self.sure &= found.verdict is not Verdict.UNKNOWN
        return found.verdict is Verdict.INFEASIBLE


def find(problem: Problem, index: Index, improver: Improver, seed: int) -> Core | None:
    """Return a smallest clash; None if none was found. The improver holds a plan that leaves out what clashes."""
    doubt = Doubt(index, seed)
    must = [number for number, event in enumerate(problem.events) if event.drop_cost is None]
    missing = [number for number in must if improver.plan.placements[number].start is None]
    alone = next((number for number in missing if doubt.clash([number])), None)
    group = [alone] if alone is not None else _group(doubt, index, must, missing)
    if group is None:
        return None
    events = minimal(group, doubt.clash)
    keys = hard_keys(problem, events)
    rules = minimal(keys, lambda on: doubt.clash(events, frozenset(keys) - frozenset(on)))
    return Core(tuple(sorted(events)), tuple(rules), doubt.sure)


def _group(doubt: Doubt, index: Index, must: list[int], missing: list[int]) -> list[int] | None:
    """Return a set of events that clashes: it grows around a missing one until it does."""
    orders = [[event, *near(index, event, must)] for event in missing]
    size = 2
    while orders and size < 2 * len(must):
        for order in orders:
            if doubt.clash(order[:size]):
                return order[:size]
        size *= 2
    return None


def near(index: Index, event: int, others: Sequence[int]) -> list[int]:
    """Return other events, those first that share most with one."""
    entry = index.problem.events[event]
    weight: dict[int, int] = dict.fromkeys(others, 0)
    mine = {number for role in entry.roles for number in role.candidates}
    span = (min(entry.starts, default=0), max(entry.starts, default=0) + entry.length)
    for other in weight:
        theirs = index.problem.events[other]
        shared = len(mine & {number for role in theirs.roles for number in role.candidates})
        meet = min(theirs.starts, default=0) < span[1] and span[0] < max(theirs.starts, default=0) + theirs.length
        bound = len(set(index.rules[event]) & set(index.rules[other]))
        weight[other] = 20 * bound + shared + 2 * meet
    weight.pop(event, None)
    return sorted(weight, key=lambda other: (-weight[other], other))


def minimal(items: Sequence[Item], clash: Callable[[list[Item]], bool]) -> list[Item]:
    """Return a smallest part of the items that still clashes (QuickXplain); nothing if even none of them does."""
    if clash([]):
        return []
    found = _split([], [], list(items), clash)
    return [item for item in items if item in found]


def _split(ground: list[Item], added: list[Item], items: list[Item], clash: Callable[[list[Item]], bool]) -> list[Item]:
    if added and clash(ground):
        return []
    if len(items) == 1:
        return items
    half = len(items) // 2
    first, second = items[:half], items[half:]
    of_second = _split([*ground, *first], first, second, clash)
    of_first = _split([*ground, *of_second], of_second, first, clash)
    return of_first + of_second
