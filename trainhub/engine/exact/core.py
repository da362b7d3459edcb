"""An irreducible set of hard rules that cannot hold together, by plain runs only.

The solver's own cores are not used (open defects: they may name what is no assumption); QuickXplain asks instead
whether a set fits, again and again, each time of a small model.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

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
        if self.index.stop():
            self.sure = False
            return False
        found = run(Model(self.index, events, off=off, priced=False), WORK, self.seed, first=True, quick=True)
        self.sure &= found.verdict is not Verdict.UNKNOWN
        return found.verdict is Verdict.INFEASIBLE


def find(improver: Improver) -> Core | None:
    """Return an irreducible clash; None if none was found. The improver holds a plan that leaves out what clashes."""
    return _found(improver, missing(improver))


def every(improver: Improver) -> list[Core]:
    """Return clashes for all events that are missing, until one is not found; one may be of several events."""
    found: list[Core] = []
    wanted = away = missing(improver)
    while wanted and (core := _found(improver, wanted, frozenset(away).difference(wanted))):
        found.append(core)
        left = [event for event in wanted if event not in core.events]
        if left == wanted:
            break
        wanted = left
    return found


def missing(improver: Improver) -> list[int]:
    """Return the events that must be placed and are not."""
    events, placements = improver.index.problem.events, improver.plan.placements
    return [n for n, event in enumerate(events) if event.drop_cost is None and placements[n].start is None]


def _found(improver: Improver, missing: Sequence[int], besides: Set[int] = frozenset()) -> Core | None:
    """Return an irreducible clash that keeps one of some events out, with none of those `besides` in it."""
    index, doubt = improver.index, Doubt(improver.index, improver.seed)
    alone = next((number for number in missing if doubt.clash([number])), None)
    group = [alone] if alone is not None else _group(doubt, index, missing, besides)
    if group is None:
        return None
    events = minimal(group, doubt.clash)
    keys = hard_keys(index.problem, events)
    rules = minimal(keys, lambda on: doubt.clash(events, frozenset(keys) - frozenset(on)))
    return Core(tuple(sorted(events)), tuple(rules), doubt.sure)


def _group(doubt: Doubt, index: Index, missing: Sequence[int], besides: Set[int]) -> list[int] | None:
    """Return a set of events that clashes: it grows around a missing one until it does."""
    events = index.problem.events
    must = [number for number, event in enumerate(events) if event.drop_cost is None and number not in besides]
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
    """Return an irreducible part of the items that still clashes (QuickXplain); nothing if none is needed for that."""
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
