"""Which events to solve anew together: those that could make room for each other."""

from collections.abc import Callable, Set
from random import Random

from ..language import Plan
from .index import Index

Kind = Callable[["Neighbours", Plan, int], list[int]]


class Neighbours:
    """Draws groups of events, by its own row of random numbers."""

    def __init__(self, index: Index, scope: tuple[int, ...], seed: int) -> None:
        self.index, self.scope, self.chance = index, scope, Random(seed)  # noqa: S311
        self.inside = frozenset(scope)
        self.resources = index.resources(scope)
        self.rules = [number for number in index.touched(scope) if len(index.members(index.problem.rules[number])) > 1]

    def draw(self, kind: int, plan: Plan, size: int, besides: Set[int] = frozenset()) -> tuple[int, ...]:
        """Return about so many events that have something to do with each other, none of them in `besides`."""
        found = KINDS[kind](self, plan, size)
        inside = self.inside - besides
        chosen = list(dict.fromkeys(event for event in found if event in inside))[:size]
        missing = min(size, len(inside)) - len(chosen)
        if missing > 0:
            chosen += self.chance.sample(sorted(inside.difference(chosen)), missing)
        return tuple(sorted(chosen))

    def around(self, plan: Plan, event: int, size: int) -> tuple[int, ...]:
        """Return an event with those that stand in its way."""
        rivals = [other for other in _rivals(self, plan, event) if other in self.inside]
        return tuple(sorted([event, *rivals[: size - 1]]))

    def mixed(self, events: list[int]) -> list[int]:
        """Return the events in an order by chance."""
        return self.chance.sample(events, len(events))

    def left_out(self, plan: Plan) -> list[int]:
        """Return the events of the scope that are not placed."""
        return [event for event in self.scope if plan.placements[event].start is None]


def _by_time(draw: Neighbours, plan: Plan, size: int) -> list[int]:
    """Events close to each other in time, and some that are left out."""
    placed = [event for event in draw.scope if plan.placements[event].start is not None]
    if not placed:
        return []
    middle = plan.placements[draw.chance.choice(placed)].start or 0
    placed.sort(key=lambda event: abs((plan.placements[event].start or 0) - middle))
    return draw.mixed(draw.left_out(plan))[: size // 4] + placed


def _by_resource(draw: Neighbours, plan: Plan, size: int) -> list[int]:
    """Events that share one or two resources."""
    chosen = draw.chance.sample(draw.resources, min(2, len(draw.resources)))
    using = {event for number in chosen for event, role in draw.index.users[number] if _uses(plan, event, role, number)}
    could = sorted({event for number in chosen for event, _ in draw.index.users[number]} - using)
    away = [event for event in could if plan.placements[event].start is None]
    return draw.mixed(sorted(using))[: size // 2] + draw.mixed(away)[: size // 4] + draw.mixed(could)


def _uses(plan: Plan, event: int, role: int, number: int) -> bool:
    return number in plan.placements[event].teams[role]


def _by_rule(draw: Neighbours, plan: Plan, size: int) -> list[int]:
    """Events that rules bind together."""
    found: list[int] = []
    for _ in range(3):
        if draw.rules and len(found) < size:
            rule = draw.index.problem.rules[draw.chance.choice(draw.rules)]
            found += draw.mixed(list(draw.index.members(rule)))[: size // 2]
    return found


def _by_absence(draw: Neighbours, plan: Plan, size: int) -> list[int]:
    """An event that is left out, and what stands in its way."""
    away = draw.left_out(plan)
    if not away:
        return _by_time(draw, plan, size)
    event = draw.chance.choice(away)
    rivals = _rivals(draw, plan, event)
    others = [other for other in away if other != event]
    return [event, *draw.mixed(others)[: size // 6], *rivals]


def _rivals(draw: Neighbours, plan: Plan, event: int) -> list[int]:
    """Return placed events that share resources or rules with one, the closest to a start by chance first."""
    entry = draw.index.problem.events[event]
    near = draw.chance.choice(entry.starts) if entry.starts else 0
    weight: dict[int, int] = {}
    for role in entry.roles:
        for number in role.candidates:
            for other, place in draw.index.users[number]:
                if _uses(plan, other, place, number):
                    weight[other] = weight.get(other, 0) + 1
    for rule in draw.index.rules[event]:
        for other in draw.index.members(draw.index.problem.rules[rule]):
            weight[other] = weight.get(other, 0) + 1
    weight.pop(event, None)
    key = {other: _distance(draw, plan, other, near) - 8 * min(3, count) for other, count in weight.items()}
    return sorted(key, key=lambda other: (key[other], other))


def _distance(draw: Neighbours, plan: Plan, other: int, near: int) -> int:
    start = plan.placements[other].start
    away = draw.index.problem.periods if start is None else abs(start - near)
    return away + draw.chance.randrange(20)


def _by_chance(draw: Neighbours, plan: Plan, size: int) -> list[int]:
    """Any events: what no relation explains."""
    return draw.mixed(list(draw.scope))


KINDS: tuple[Kind, ...] = (_by_time, _by_resource, _by_rule, _by_absence, _by_chance)
