"""The judge: what a plan breaks and what it costs, straight from the definitions. Slow, plain, and the last word.

No search may be trusted with its own figures: whatever the engine returns was scored here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .language import (
    Balance,
    Choice,
    Compact,
    Cover,
    Event,
    Exclusive,
    Keep,
    Order,
    Placement,
    Plan,
    Problem,
    Role,
    Rule,
    Spread,
    Stable,
)

Amounts = Iterator[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Score:
    """How often each hard rule is broken, and what each soft rule costs; both by key, sorted, without zeros."""

    broken: tuple[tuple[str, int], ...]
    costs: tuple[tuple[str, int], ...]

    @property
    def hard(self) -> int:
        return sum(amount for _, amount in self.broken)

    @property
    def cost(self) -> int:
        return sum(amount for _, amount in self.costs)


def score(problem: Problem, plan: Plan) -> Score:
    """Judge a plan."""
    if len(plan.placements) != len(problem.events):
        raise ValueError("a plan has one placement per event")
    broken: Counter[str] = Counter()
    costs: Counter[str] = Counter()
    for event, placement in zip(problem.events, plan.placements, strict=True):
        _add(broken, _event_breaks(event, placement))
        _add(costs, _event_costs(event, placement))
    _add(broken, _resource_breaks(problem, plan))
    for rule in problem.rules:
        amount = RULES[type(rule)](problem, plan, rule)
        weight = getattr(rule, "weight", 1)
        if type(rule) is Exclusive or weight is None:
            broken[rule.key] += amount
        else:
            costs[rule.key] += amount * weight
    return Score(_sorted(broken), _sorted(costs))


def _add(counts: Counter[str], amounts: Amounts) -> None:
    for key, amount in amounts:
        counts[key] += amount


def _sorted(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((key, amount) for key, amount in counts.items() if amount))


def _event_breaks(event: Event, placement: Placement) -> Amounts:
    if placement.start is None:
        yield f"must:{event.key}", event.drop_cost is None
        yield f"role:{event.key}", sum(len(team) for team in placement.teams)
        return
    yield f"start:{event.key}", placement.start not in event.starts
    for bar in event.bars:
        yield bar.key, placement.start in bar.refused
    for role, team in zip(event.roles, placement.teams, strict=True):
        yield from _role_breaks(event, role, team)


def _role_breaks(event: Event, role: Role, team: tuple[int, ...]) -> Amounts:
    key = f"role:{event.key}:{role.key}"
    yield key, max(role.least - len(team), len(team) - role.most, 0)
    yield key, len(team) - len(set(team) & set(role.candidates))
    for bar in role.bars:
        yield bar.key, len(set(team) & set(bar.refused))


def _event_costs(event: Event, placement: Placement) -> Amounts:
    if placement.start is None:
        yield f"drop:{event.key}", event.drop_cost or 0
        return
    if event.start_costs and placement.start in event.starts:
        yield f"when:{event.key}", event.start_costs[event.starts.index(placement.start)]
    for role, team in zip(event.roles, placement.teams, strict=True):
        if role.costs:
            yield f"who:{event.key}:{role.key}", sum(value_of(role, role.costs, number) for number in team)


def value_of(role: Role, values: tuple[int, ...], number: int) -> int:
    """Return a candidate's value in a list that may be empty."""
    return values[role.candidates.index(number)] if values and number in role.candidates else 0


def _uses(problem: Problem, plan: Plan) -> Iterator[tuple[int, int, Event, Role]]:
    """Yield every use of a resource: resource, start, event, role."""
    for event, placement in zip(problem.events, plan.placements, strict=True):
        if placement.start is not None:
            for role, team in zip(event.roles, placement.teams, strict=True):
                for number in team:
                    yield number, placement.start, event, role


def _resource_breaks(problem: Problem, plan: Plan) -> Amounts:
    busy: dict[int, Counter[int]] = defaultdict(Counter)
    spent: Counter[int] = Counter()
    served: dict[int, Counter[int]] = defaultdict(Counter)
    for number, start, event, role in _uses(problem, plan):
        rest = value_of(role, role.rests, number)
        busy[number].update(range(start - role.before - rest, start + event.length + role.after + rest))
        served[number].update(range(start, start + event.length))
        spent[number] += value_of(role, role.uses, number)
    for number, resource in enumerate(problem.resources):
        periods = served[number]
        if resource.capacity is not None:
            yield f"busy:{resource.key}", sum(max(0, used - resource.capacity) for used in busy[number].values())
        if resource.stock is not None:
            yield f"stock:{resource.key}", max(0, spent[number] - resource.stock)
        for bar in resource.bars:
            yield bar.key, sum(periods[period] for period in set(bar.refused))
        for limit in resource.limits:
            used = sum(count for period, count in periods.items() if limit.first <= period <= limit.last)
            yield limit.key, max(0, used - limit.most)


def _placed(problem: Problem, plan: Plan, events: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return (first period, period after the last) of the events that are placed."""
    spans = ((plan.placements[number].start, problem.events[number].length) for number in events)
    return [(start, start + length) for start, length in spans if start is not None]


def _bucket(problem: Problem, name: str) -> tuple[int, ...]:
    return dict(problem.buckets)[name]


def _exclusive(problem: Problem, plan: Plan, rule: Exclusive) -> int:
    spans = _placed(problem, plan, rule.events)
    pairs = ((a, b) for number, a in enumerate(spans) for b in spans[:number])
    return sum(a[0] < b[1] and b[0] < a[1] for a, b in pairs)


def _choice(problem: Problem, plan: Plan, rule: Choice) -> int:
    placement = plan.placements[rule.event]
    if placement.start is None:
        return 0
    return max(0, rule.least - sum(number in placement.teams[role] for role, number in rule.any_of))


def _order(problem: Problem, plan: Plan, rule: Order) -> int:
    before, after = plan.placements[rule.before].start, plan.placements[rule.after].start
    if before is None or after is None:
        return 0
    return int(after < before + problem.events[rule.before].length + rule.gap)


def _spread(problem: Problem, plan: Plan, rule: Spread) -> int:
    bucket = _bucket(problem, rule.bucket)
    spans = _placed(problem, plan, rule.events)
    return max(0, min(rule.least, len(spans)) - len({bucket[start] for start, _ in spans}))


def _compact(problem: Problem, plan: Plan, rule: Compact) -> int:
    bucket = _bucket(problem, rule.bucket)
    spans = _placed(problem, plan, rule.events)

    def touched(number: int) -> bool:
        start, end = spans[number]
        others = (span for other, span in enumerate(spans) if other != number and bucket[span[0]] == bucket[start])
        return any(other_start <= end and start <= other_end for other_start, other_end in others)

    return sum(not touched(number) for number in range(len(spans)))


def _stable(problem: Problem, plan: Plan, rule: Stable) -> int:
    used = {
        number
        for event in rule.events
        for role, team in zip(problem.events[event].roles, plan.placements[event].teams, strict=True)
        if role.key == rule.role
        for number in team
    }
    return max(0, len(used) - 1)


def _balance(problem: Problem, plan: Plan, rule: Balance) -> int:
    served: Counter[int] = Counter()
    for number, _, event, _ in _uses(problem, plan):
        served[number] += event.length
    return sum(max(0, served[number] - rule.most) for number in rule.resources)


def _cover(problem: Problem, plan: Plan, rule: Cover) -> int:
    return open_worth(rule, sum(amount for event, amount in rule.targets if plan.placements[event].start is not None))


def open_worth(rule: Cover, reached: int) -> int:
    """Return what is left open where so much is reached, each unit at its worth."""
    missing = 0
    for size, worth in rule.steps:
        filled = min(size, reached)
        reached -= filled
        missing += (size - filled) * worth
    return missing


def _keep(problem: Problem, plan: Plan, rule: Keep) -> int:
    now = plan.placements[rule.event]
    if now.start is None or rule.start is None:
        return rule.moved * (now.start != rule.start)
    other = sum(a != b for a, b in zip(now.teams, rule.teams, strict=True))
    return rule.moved * (now.start != rule.start) + rule.changed * other


RULES: dict[type[Rule], Callable[[Problem, Plan, Any], int]] = {
    Exclusive: _exclusive,
    Choice: _choice,
    Order: _order,
    Spread: _spread,
    Compact: _compact,
    Stable: _stable,
    Balance: _balance,
    Cover: _cover,
    Keep: _keep,
}
