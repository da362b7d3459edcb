"""Hard rules by their keys: which there are, what lifting or loosening one makes of the problem."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..language import Balance, Bar, Choice, Cover, Event, Exclusive, Keep, Limit, Order, Problem, Resource, Rule


@dataclass(frozen=True, slots=True)
class Change:
    """A hard rule loosened: by an amount (of the stock, the limit, the capacity), or lifted (no amount)."""

    key: str
    amount: int | None = None


def hard(rule: Rule) -> bool:
    """Say whether a rule may not be broken."""
    return isinstance(rule, Exclusive) or (isinstance(rule, Choice | Order) and rule.weight is None)


def must(event: Event) -> str:
    """Return the key of the rule that an event must be placed."""
    return f"must:{event.key}"


def hard_keys(problem: Problem, events: Iterable[int]) -> list[str]:
    """Return the keys of all hard rules that some events may meet, but for those that they must be placed."""
    chosen = set(events)
    keys: dict[str, None] = {}
    resources: set[int] = set()
    for number in sorted(chosen):
        event = problem.events[number]
        keys.update((bar.key, None) for bar in event.bars)
        for role in event.roles:
            keys.update((bar.key, None) for bar in role.bars)
            resources.update(role.candidates)
    for number in sorted(resources):
        keys.update(dict.fromkeys(_resource_keys(problem.resources[number])))
    keys.update((rule.key, None) for rule in problem.rules if hard(rule) and chosen.intersection(members(rule)))
    return list(keys)


def _resource_keys(resource: Resource) -> list[str]:
    found = [bar.key for bar in resource.bars] + [limit.key for limit in resource.limits]
    if resource.capacity is not None:
        found.append(f"busy:{resource.key}")
    if resource.stock is not None:
        found.append(f"stock:{resource.key}")
    return found


def members(rule: Rule) -> tuple[int, ...]:
    """Return the events that a rule names; balance names none."""
    if isinstance(rule, Order):
        return rule.before, rule.after
    if isinstance(rule, Choice | Keep):
        return (rule.event,)
    if isinstance(rule, Cover):
        return tuple(event for event, _ in rule.targets)
    return () if isinstance(rule, Balance) else rule.events


def loosened(problem: Problem, changes: Iterable[Change]) -> Problem:
    """Return the problem with some hard rules loosened or lifted."""
    amounts = {change.key: change.amount for change in changes}
    return replace(
        problem,
        resources=tuple(_resource(entry, amounts) for entry in problem.resources),
        events=tuple(_event(event, amounts) for event in problem.events),
        rules=tuple(rule for rule in problem.rules if not hard(rule) or rule.key not in amounts),
    )


def _resource(entry: Resource, amounts: dict[str, int | None]) -> Resource:
    limits = tuple(_limit(limit, amounts) for limit in entry.limits if amounts.get(limit.key, 0) is not None)
    return replace(
        entry,
        bars=_bars(entry.bars, amounts),
        limits=limits,
        capacity=_more(entry.capacity, f"busy:{entry.key}", amounts),
        stock=_more(entry.stock, f"stock:{entry.key}", amounts),
    )


def _limit(limit: Limit, amounts: dict[str, int | None]) -> Limit:
    return replace(limit, most=limit.most + (amounts.get(limit.key) or 0))


def _more(amount: int | None, key: str, amounts: dict[str, int | None]) -> int | None:
    more = amounts.get(key, 0)
    return None if amount is None or more is None else amount + more


def _bars(bars: tuple[Bar, ...], amounts: dict[str, int | None]) -> tuple[Bar, ...]:
    return tuple(bar for bar in bars if bar.key not in amounts)


def _event(event: Event, amounts: dict[str, int | None]) -> Event:
    roles = tuple(replace(role, bars=_bars(role.bars, amounts)) for role in event.roles)
    lifted: dict[str, Any] = {"drop_cost": 0} if event.drop_cost is None and must(event) in amounts else {}
    return replace(event, bars=_bars(event.bars, amounts), roles=roles, **lifted)
