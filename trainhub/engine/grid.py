"""Problems that fit a grid: events of one period, each in one cell (period, resource) that it has for itself.

Which problems fit is a matter of their features: every event must be placed, takes one period, and chooses exactly one
resource; its other resources are fixed. The search over cells is then free of clashes by construction, and many times
faster than the general one. This module turns such a problem into arrays.
"""

from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from .language import (
    Compact,
    Event,
    Exclusive,
    Placement,
    Plan,
    Problem,
    Resource,
    Role,
    Spread,
    Stable,
    allowed,
    eligible,
)

Array = Any  # numpy's arrays: the kernels know their types
NEVER = 1 << 20
"""The cost of a resource that may not be taken: beyond all others."""
BUCKET_MOST = 16


class Grid(NamedTuple):
    """The problem for the kernel. Events that cannot be told apart are of one class; `x_at` cuts list x by class."""

    of: Array  # class of each event
    closed: Array  # cell [period, resource] shut
    starts_at: Array
    starts: Array  # periods, by class
    free: Array  # [class, period] may be
    rivals: Array  # [class, class] never at once
    rivals_at: Array
    rival: Array
    when: Array  # cost [class, period]
    where: Array  # cost [class, resource]
    good_at: Array
    good: Array  # cheapest resources, by class
    compact_at: Array
    compact: Array  # groups, by class
    in_compact: Array
    compact_weight: Array
    spread_at: Array
    spread: Array
    in_spread: Array
    spread_weight: Array
    spread_least: Array
    stable_at: Array
    stable: Array
    in_stable: Array
    stable_weight: Array
    like_at: Array
    like: Array  # events that want the same resource, by class
    mates_at: Array
    mates: Array  # events of the same compact groups, by class
    block: Array  # compactness: bucket of each period
    bit: Array  # and its bit therein
    lonely: Array  # mask of a bucket -> isolated periods
    day: Array  # spread: bucket of each period
    logs: Array


class Shape(NamedTuple):
    """How the numbers of the grid lead back to the problem."""

    resources: tuple[int, ...]
    chooses: tuple[int, ...]
    """Which of its roles each event chooses for."""


def fits(problem: Problem) -> bool:
    """Say whether the problem is one for the grid."""
    if not all(isinstance(rule, Exclusive | Spread | Compact | Stable) for rule in problem.rules):
        return False
    if not all(_simple(event) for event in problem.events):
        return False
    chosen = {number for event in problem.events for role in event.roles for number in _open(role)}
    fixed = {number for event in problem.events for role in event.roles for number in _fixed(role)}
    used = chosen | fixed
    plain = all(_plain(problem.resources[number]) for number in used)
    return plain and not chosen & fixed and _rules_fit(problem)


def _simple(event: Event) -> bool:
    one = all(role.least == role.most == 1 and not role.uses and role.before == role.after == 0 for role in event.roles)
    sizes = [len(eligible(role)) for role in event.roles]
    choosing = all(sizes) and sum(size > 1 for size in sizes) == 1
    cheap = all(cost < NEVER for role in event.roles for cost in role.costs)
    return event.length == 1 and event.drop_cost is None and one and choosing and cheap and bool(allowed(event))


def _open(role: Role) -> tuple[int, ...]:
    found = eligible(role)
    return found if len(found) > 1 else ()


def _fixed(role: Role) -> tuple[int, ...]:
    found = eligible(role)
    return found if len(found) == 1 else ()


def _plain(resource: Resource) -> bool:
    return resource.capacity == 1 and resource.stock is None and not resource.limits


def _rules_fit(problem: Problem) -> bool:
    compact = {rule.bucket for rule in problem.rules if isinstance(rule, Compact)}
    spread = {rule.bucket for rule in problem.rules if isinstance(rule, Spread)}
    if len(compact) > 1 or len(spread) > 1:
        return False
    if not all(_runs(dict(problem.buckets)[name]) for name in compact) or not _apart(problem):
        return False
    chosen = [{role.key for role in event.roles if len(eligible(role)) > 1} for event in problem.events]
    stable = [rule for rule in problem.rules if isinstance(rule, Stable)]
    return all(rule.role in chosen[event] for rule in stable for event in rule.events)


def _runs(bucket: tuple[int, ...]) -> bool:
    """Say whether every bucket is one short run of periods: then a mask of bits tells who is alone."""
    cuts = [0, *(p for p in range(1, len(bucket)) if bucket[p] != bucket[p - 1]), len(bucket)]
    short = all(end - start <= BUCKET_MOST for start, end in pairwise(cuts))
    return short and len(cuts) - 1 == len(set(bucket))


def _apart(problem: Problem) -> bool:
    """Say whether no two events of a compact group may be at once."""
    found = np.zeros((len(problem.events), len(problem.events)), bool)
    for events in (*(rule.events for rule in problem.rules if isinstance(rule, Exclusive)), *_served(problem)):
        found[np.ix_(events, events)] = True
    groups = (rule.events for rule in problem.rules if isinstance(rule, Compact))
    return all(found[np.ix_(events, events)].all() for events in groups)


def prepared(problem: Problem) -> tuple[Grid, Shape]:
    """Turn a problem that fits into arrays."""
    chooses = tuple(
        next(number for number, role in enumerate(event.roles) if len(eligible(role)) > 1) for event in problem.events
    )
    shape = Shape(tuple(sorted(_chosen(problem, chooses))), chooses)
    cliques = [rule.events for rule in problem.rules if isinstance(rule, Exclusive)] + _served(problem)
    compact = _merged((rule.events, rule.weight) for rule in problem.rules if isinstance(rule, Compact))
    spread = [rule for rule in problem.rules if isinstance(rule, Spread) and rule.least > 1]
    stable = [rule for rule in problem.rules if isinstance(rule, Stable) and len(rule.events) > 1]
    groups = [cliques, [events for events, _ in compact], [r.events for r in spread], [r.events for r in stable]]
    of, firsts = _classes(problem, shape, groups)
    block, bit = _blocks(problem, Compact)
    return Grid(
        of=of,
        **_cells(problem, shape, firsts),
        **_clashes(of, firsts, cliques),
        **_group("compact", of, firsts, groups[1]),
        compact_weight=np.array([weight for _, weight in compact], np.int64),
        **_group("spread", of, firsts, groups[2]),
        spread_weight=np.array([rule.weight for rule in spread], np.int64),
        spread_least=np.array([min(rule.least, len(rule.events)) for rule in spread], np.int64),
        **_group("stable", of, firsts, groups[3]),
        stable_weight=np.array([rule.weight for rule in stable], np.int64),
        **_cut("like", [_like(first, of, stable) for first in firsts]),
        **_cut("mates", [_mates(first, groups[1]) for first in firsts]),
        block=block,
        bit=bit,
        lonely=_lonely(),
        day=_blocks(problem, Spread)[0],
        logs=logarithms(),
    ), shape


def _cells(problem: Problem, shape: Shape, firsts: list[int]) -> dict[str, Array]:
    """Return where each class may be, and what that costs."""
    starts = [_starts(problem, problem.events[first]) for first in firsts]
    where = np.array([_where(problem, shape, first) for first in firsts], np.int64)
    return {
        "closed": _closed(problem, shape),
        **_cut("starts", starts),
        "free": _table(starts, problem.periods),
        "when": np.array([_when(problem, problem.events[first]) for first in firsts], np.int64),
        "where": where,
        **_cut("good", [[int(r) for r in np.flatnonzero(row == row.min())] for row in where]),
    }


def _clashes(of: Array, firsts: list[int], cliques: list[tuple[int, ...]]) -> dict[str, Array]:
    rivals = _rivals(of, len(firsts), cliques)
    return {"rivals": rivals, **_cut("rival", [list(np.flatnonzero(row)) for row in rivals], "rivals_at")}


def _group(name: str, of: Array, firsts: list[int], sets: list[tuple[int, ...]]) -> dict[str, Array]:
    """Return which groups each class is in, as lists and as a table."""
    inside = _members(of, firsts, sets)
    return {f"in_{name}": inside, **_cut(name, [list(np.flatnonzero(row)) for row in inside])}


def plan(problem: Problem, shape: Shape, when: Iterable[int], where: Iterable[int]) -> Plan:
    """Turn cells back into a plan."""
    placements = []
    for event, chooses, start, cell in zip(problem.events, shape.chooses, when, where, strict=True):
        teams = [eligible(role) for role in event.roles]
        teams[chooses] = (shape.resources[int(cell)],)
        placements.append(Placement(int(start), tuple(teams)))
    return Plan(tuple(placements))


def _chosen(problem: Problem, chooses: tuple[int, ...]) -> set[int]:
    return {n for event, role in zip(problem.events, chooses, strict=True) for n in eligible(event.roles[role])}


def _served(problem: Problem) -> list[tuple[int, ...]]:
    """Return, for each fixed resource, the events that need it."""
    found: dict[int, list[int]] = {}
    for number, event in enumerate(problem.events):
        for role in event.roles:
            for resource in _fixed(role):
                found.setdefault(resource, []).append(number)
    return [tuple(found[resource]) for resource in sorted(found)]


def _merged(rules: Iterable[tuple[tuple[int, ...], int]]) -> list[tuple[tuple[int, ...], int]]:
    found: dict[tuple[int, ...], int] = {}
    for events, weight in rules:
        found[tuple(sorted(events))] = found.get(tuple(sorted(events)), 0) + weight
    return list(found.items())


def _classes(problem: Problem, shape: Shape, groups: list[list[tuple[int, ...]]]) -> tuple[Array, list[int]]:
    member: list[list[tuple[int, int]]] = [[] for _ in problem.events]
    for kind, sets in enumerate(groups):
        for number, events in enumerate(sets):
            for one in events:
                member[one].append((kind, number))
    known: dict[Any, int] = {}
    firsts: list[int] = []
    of = np.zeros(len(problem.events), np.int64)
    for number, event in enumerate(problem.events):
        role = event.roles[shape.chooses[number]]
        mark = (allowed(event), event.starts, event.start_costs, eligible(role), role.candidates, role.costs)
        rest = (tuple(_fixed(other) for other in event.roles), tuple(member[number]))
        if (mark, rest) not in known:
            known[mark, rest] = len(firsts)
            firsts.append(number)
        of[number] = known[mark, rest]
    return of, firsts


def _members(of: Array, firsts: list[int], sets: list[tuple[int, ...]]) -> Array:
    found = np.zeros((len(firsts), len(sets)), np.uint8)
    for number, events in enumerate(sets):
        found[of[list(events)], number] = 1
    return found


def _rivals(of: Array, classes: int, cliques: list[tuple[int, ...]]) -> Array:
    found = np.zeros((classes, classes), np.uint8)
    for events in cliques:
        kinds, counts = np.unique(of[list(events)], return_counts=True)
        alone = {int(kind) for kind, count in zip(kinds, counts, strict=True) if count == 1}
        mine = np.ix_(kinds, kinds)
        before = found[mine].copy()
        found[mine] = 1
        for place, kind in enumerate(kinds):
            if int(kind) in alone:
                found[kind, kind] = before[place, place]
    return found


def _starts(problem: Problem, event: Event) -> list[int]:
    shut = {
        period
        for role in event.roles
        for number in _fixed(role)
        for bar in problem.resources[number].bars
        for period in bar.refused
    }
    return [start for start in allowed(event) if start not in shut]


def _table(starts: list[list[int]], periods: int) -> Array:
    found = np.zeros((len(starts), periods), np.uint8)
    for number, mine in enumerate(starts):
        found[number, mine] = 1
    return found


def _when(problem: Problem, event: Event) -> list[int]:
    costs = dict(zip(event.starts, event.start_costs or (0,) * len(event.starts), strict=True))
    return [costs.get(period, 0) for period in range(problem.periods)]


def _where(problem: Problem, shape: Shape, number: int) -> list[int]:
    role = problem.events[number].roles[shape.chooses[number]]
    costs = dict(zip(role.candidates, role.costs or (0,) * len(role.candidates), strict=True))
    may = set(eligible(role))
    return [costs[resource] if resource in may else NEVER for resource in shape.resources]


def _closed(problem: Problem, shape: Shape) -> Array:
    found = np.zeros((problem.periods, len(shape.resources)), np.uint8)
    for place, number in enumerate(shape.resources):
        for bar in problem.resources[number].bars:
            found[list(bar.refused), place] = 1
    return found


def _like(first: int, of: Array, stable: list[Stable]) -> list[int]:
    found = {event for rule in stable if first in rule.events for event in rule.events}
    return sorted(found) or [int(number) for number in np.flatnonzero(of == of[first])]


def _mates(first: int, groups: list[tuple[int, ...]]) -> list[int]:
    return sorted({event for events in groups if first in events for event in events} - {first})


def _blocks(problem: Problem, kind: type[Compact] | type[Spread]) -> tuple[Array, Array]:
    name = next((rule.bucket for rule in problem.rules if isinstance(rule, kind)), None)
    buckets = dict(problem.buckets)[name] if name is not None else (0,) * problem.periods
    names = {bucket: number for number, bucket in enumerate(sorted(set(buckets)))}
    bits = [buckets[:period].count(buckets[period]) for period in range(problem.periods)]
    return np.array([names[bucket] for bucket in buckets], np.int64), np.array(bits, np.int64)


@cache
def _lonely() -> Array:
    masks = np.arange(1 << BUCKET_MOST, dtype=np.int64)
    alone = masks & ~(masks << 1) & ~(masks >> 1)
    return sum((alone >> bit) & 1 for bit in range(BUCKET_MOST)).astype(np.int8)  # type: ignore[union-attr]


@cache
def logarithms() -> Array:
    """Return -ln of the middles of 4096 parts of (0, 1), in 4096ths: from exact arithmetic, the same everywhere."""
    with localcontext() as exact:
        exact.prec = 20
        return np.array([int(-(Decimal(2 * i + 1) / 8192).ln() * 4096) for i in range(4096)], np.int64)


def _cut(name: str, lists: list[list[int]], cuts: str = "") -> dict[str, Array]:
    lengths = np.cumsum([0, *(len(items) for items in lists)])
    flat = [int(item) for items in lists for item in items]
    return {cuts or f"{name}_at": lengths.astype(np.int64), name: np.array(flat, np.int64)}
