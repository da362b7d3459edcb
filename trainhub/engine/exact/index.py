"""Who touches what in a problem: looked up again and again while small parts of it are solved."""

from collections.abc import Iterable, Iterator

from ..judge import RULES
from ..language import (
    Balance,
    Choice,
    Cover,
    Event,
    Keep,
    Numbers,
    Order,
    Placement,
    Plan,
    Problem,
    Role,
    Rule,
)
from .keys import hard


class Index:
    """A problem with its cross-references."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.buckets = dict(problem.buckets)
        self.users: list[list[tuple[int, int]]] = [[] for _ in problem.resources]
        """By resource, the (event, role) that may use it."""
        for number, event in enumerate(problem.events):
            for place, role in enumerate(event.roles):
                for resource in role.candidates:
                    self.users[resource].append((number, place))
        self.rules: list[list[int]] = [[] for _ in problem.events]
        """By event, the rules that speak of it."""
        for number, rule in enumerate(problem.rules):
            for member in self.members(rule):
                self.rules[member].append(number)

    def members(self, rule: Rule) -> tuple[int, ...]:
        """Return the events that a rule speaks of, in ascending order."""
        if isinstance(rule, Balance):
            return tuple(sorted({event for resource in rule.resources for event, _ in self.users[resource]}))
        return tuple(sorted(set(_events(rule))))

    def touched(self, events: Iterable[int]) -> tuple[int, ...]:
        """Return the numbers of the rules that speak of any of the events."""
        return tuple(sorted({number for event in events for number in self.rules[event]}))

    def serves(self, plan: Plan, number: int) -> Iterator[tuple[int, int, Role]]:
        """Yield (start, length, role) of every use of a resource in a plan."""
        for event, place in self.users[number]:
            placement = plan.placements[event]
            if placement.start is not None and number in placement.teams[place]:
                entry = self.problem.events[event]
                yield placement.start, entry.length, entry.roles[place]

    def resources(self, events: Iterable[int]) -> tuple[int, ...]:
        """Return the resources that any of the events may use."""
        roles = (role for event in events for role in self.problem.events[event].roles)
        return tuple(sorted({number for role in roles for number in role.candidates}))


def _events(rule: Rule) -> Numbers:
    if isinstance(rule, Order):
        return rule.before, rule.after
    if isinstance(rule, Choice | Keep):
        return (rule.event,)
    if isinstance(rule, Cover):
        return tuple(event for event, _ in rule.targets)
    assert not isinstance(rule, Balance)
    return rule.events


def nowhere(event: Event) -> Placement:
    """Return the placement of an event that is left out."""
    return Placement(None, ((),) * len(event.roles))


def empty(problem: Problem) -> Plan:
    """Return the plan that leaves everything out."""
    return Plan(tuple(nowhere(event) for event in problem.events))


def changed(plan: Plan, others: dict[int, Placement]) -> Plan:
    """Return the plan with other placements for some events."""
    return Plan(tuple(others.get(number, placement) for number, placement in enumerate(plan.placements)))


def own_cost(event: Event, placement: Placement, must: int) -> int:
    """Return what the place of an event costs by itself; `must` for one left out that must be placed."""
    if placement.start is None:
        return must if event.drop_cost is None else event.drop_cost
    cost = event.start_costs[event.starts.index(placement.start)] if event.start_costs else 0
    return cost + sum(
        value_of(role, role.costs, number)
        for role, team in zip(event.roles, placement.teams, strict=True)
        for number in team
    )


def value_of(role: Role, values: Numbers, number: int) -> int:
    """Return a candidate's value in a list that may be empty."""
    return values[role.candidates.index(number)] if values and number in role.candidates else 0


def occupied(role: Role, number: int, start: int, length: int) -> tuple[int, int]:
    """Return the first period in which an event keeps a candidate from others, and the one after the last."""
    rest = value_of(role, role.rests, number)
    return start - role.before - rest, start + length + role.after + rest


def rule_cost(problem: Problem, plan: Plan, rule: Rule) -> int:
    """Return what a soft rule costs (a hard one: nothing)."""
    if hard(rule):
        return 0
    return int(RULES[type(rule)](problem, plan, rule)) * int(getattr(rule, "weight", 1))


def local_cost(index: Index, plan: Plan, events: Iterable[int], rules: Iterable[int], must: int) -> int:
    """Return what some events and rules cost."""
    problem = index.problem
    own = sum(own_cost(problem.events[event], plan.placements[event], must) for event in events)
    return own + sum(_rule_cost(index, plan, problem.rules[number]) for number in rules)


def _rule_cost(index: Index, plan: Plan, rule: Rule) -> int:
    """Return what a soft rule costs; for balance without going through all events, as the judge does."""
    if not isinstance(rule, Balance):
        return rule_cost(index.problem, plan, rule)
    served = (sum(length for _, length, _ in index.serves(plan, number)) for number in rule.resources)
    return rule.weight * sum(max(0, days - rule.most) for days in served)
