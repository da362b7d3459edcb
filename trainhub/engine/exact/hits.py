"""What a changed problem breaks in the plan there was: which events, and how many of them must change at least."""

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, combinations
from typing import NamedTuple

from ..judge import value_of
from ..language import Choice, Exclusive, Order, Placement, Plan, Resource, allowed, eligible
from .index import Index, occupied


class Crowd(NamedTuple):
    """Events that break a rule together, and how many of them must change at least."""

    events: frozenset[int]
    least: int


class Stay(NamedTuple):
    """An event's use of a resource: when it is busy, when it serves, what it takes."""

    event: int
    busy: range
    served: range
    taken: int


def alone(index: Index, plan: Plan) -> frozenset[int]:
    """Return the events whose placement breaks something by itself."""
    return frozenset(number for number in range(len(plan.placements)) if _broken(index, plan, number))


def together(index: Index, plan: Plan) -> list[Crowd]:
    """Return the groups that break something together."""
    groups: list[Crowd] = []
    for number, resource in enumerate(index.problem.resources):
        groups.extend(_crowds(resource, list(_uses(index, plan, number))))
    for rule in index.problem.rules:
        if isinstance(rule, Exclusive):
            groups.extend(_overlaps(index, plan, rule))
        elif isinstance(rule, Order) and rule.weight is None and _early(index, plan, rule):
            groups.append(Crowd(frozenset((rule.before, rule.after)), 1))
    return groups


def fewest(single: frozenset[int], groups: list[Crowd]) -> int:
    """Return how many events any mended plan changes at least: groups that share no event add up."""
    count, counted = len(single), set(single)
    for group in sorted(groups, key=lambda group: (-group.least, sorted(group.events))):
        rest = group.least - len(group.events & single)
        if rest > 0 and counted.isdisjoint(group.events - single):
            count += rest
            counted |= group.events
    return count


def _broken(index: Index, plan: Plan, number: int) -> bool:
    event, placement = index.problem.events[number], plan.placements[number]
    if placement.start is None:
        return event.drop_cost is None
    if placement.start not in allowed(event):
        return True
    for role, team in zip(event.roles, placement.teams, strict=True):
        if not role.least <= len(team) <= role.most or not set(team) <= set(eligible(role)):
            return True
    return _barred(index, placement, event.length) or _unchosen(index, placement, number)


def _barred(index: Index, placement: Placement, length: int) -> bool:
    assert placement.start is not None
    span = range(placement.start, placement.start + length)
    resources = [index.problem.resources[number] for team in placement.teams for number in team]
    return any(not set(bar.refused).isdisjoint(span) for resource in resources for bar in resource.bars)


def _unchosen(index: Index, placement: Placement, number: int) -> bool:
    rules = (index.problem.rules[rule] for rule in index.rules[number])
    choices = (rule for rule in rules if isinstance(rule, Choice) and rule.weight is None)
    return any(sum(n in placement.teams[role] for role, n in rule.any_of) < rule.least for rule in choices)


def _uses(index: Index, plan: Plan, number: int) -> Iterator[Stay]:
    for event, start, role in index.uses(plan, number):
        length = index.problem.events[event].length
        busy = range(*occupied(role, number, start, length))
        yield Stay(event, busy, range(start, start + length), value_of(role, role.uses, number))


def _crowds(resource: Resource, uses: list[Stay]) -> Iterator[Crowd]:
    if resource.capacity is not None:
        yield from _peaks([(use.event, use.busy) for use in uses], resource.capacity)
    if resource.stock is not None:
        yield from _spent([(use.event, use.taken) for use in uses], resource.stock)
    for limit in resource.limits:
        window = range(limit.first, limit.last + 1)
        days = [(use.event, len(set(use.served) & set(window))) for use in uses] if uses else []
        yield from _spent(days, limit.most)


def _spent(amounts: list[tuple[int, int]], most: int) -> Iterator[Crowd]:
    """Yield the events that take too much of something together, if they do."""
    taken: Counter[int] = Counter()
    for event, amount in amounts:
        taken[event] += amount
    over = taken.total() - most
    if over > 0:
        yield Crowd(frozenset(event for event in taken if taken[event]), _least(taken, over))


def _least(taken: Counter[int], over: int) -> int:
    """Return how many events must give up what they take, at least, until no more is taken too much."""
    sums = accumulate(amount for _, amount in taken.most_common())
    return next((count for count, given in enumerate(sums, 1) if given >= over), len(taken))


def _peaks(spans: list[tuple[int, range]], capacity: int) -> Iterator[Crowd]:
    """Yield the groups that want more than a capacity at once."""
    busy = Counter(period for _, span in spans for period in span)
    seen: set[frozenset[int]] = set()
    for period in sorted(period for period, count in busy.items() if count > capacity):
        taken = Counter(event for event, span in spans if period in span)
        if frozenset(taken) not in seen:
            seen.add(frozenset(taken))
            yield Crowd(frozenset(taken), _least(taken, busy[period] - capacity))


def _overlaps(index: Index, plan: Plan, rule: Exclusive) -> Iterator[Crowd]:
    spans = [
        (number, range(start, start + index.problem.events[number].length))
        for number in rule.events
        if (start := plan.placements[number].start) is not None
    ]
    if any(one.start < other.stop and other.start < one.stop for (_, one), (_, other) in combinations(spans, 2)):
        yield from _peaks(spans, 1)


def _early(index: Index, plan: Plan, rule: Order) -> bool:
    before, after = plan.placements[rule.before].start, plan.placements[rule.after].start
    if before is None or after is None:
        return False
    return after < before + index.problem.events[rule.before].length + rule.gap
