"""What no plan costs more than: whatever weighs more is avoided before all else."""

from collections.abc import Callable
from typing import Any

from ..language import Balance, Choice, Compact, Cover, Event, Keep, Order, Problem, Role, Rule, Spread, Stable
from .keys import hard


def ceiling(problem: Problem) -> int:
    """Return an upper bound of what a plan costs that keeps all hard rules, but for events that are missing."""
    rules = (COSTS[type(rule)](problem, rule) for rule in problem.rules if not hard(rule))
    return sum(map(_event, problem.events)) + sum(rules)


def _event(event: Event) -> int:
    placed = max((0, *event.start_costs)) + sum(map(_role, event.roles))
    return max(event.drop_cost or 0, placed)


def _role(role: Role) -> int:
    return sum(sorted((max(0, cost) for cost in role.costs), reverse=True)[: role.most])


def _balance(problem: Problem, rule: Balance) -> int:
    watched = set(rule.resources)
    roles = ((event.length, role) for event in problem.events for role in event.roles)
    most = sum(length * min(role.most, len(watched.intersection(role.candidates))) for length, role in roles)
    return rule.weight * most


def _stable(problem: Problem, rule: Stable) -> int:
    roles = (role for event in rule.events for role in problem.events[event].roles if role.key == rule.role)
    return rule.weight * sum(role.most for role in roles)


COSTS: dict[type[Rule], Callable[[Problem, Any], int]] = {
    Choice: lambda problem, rule: rule.weight * rule.least,
    Order: lambda problem, rule: rule.weight,
    Spread: lambda problem, rule: rule.weight * rule.least,
    Compact: lambda problem, rule: rule.weight * len(rule.events),
    Stable: _stable,
    Balance: _balance,
    Cover: lambda problem, rule: sum(size * worth for size, worth in rule.steps),
    Keep: lambda problem, rule: rule.moved + rule.changed * len(rule.teams),
}
