"""Who touches what in a problem: looked up again and again while small parts of it are solved."""

from collections.abc import Callable, Iterable, Iterator, Set
from functools import cached_property

from ..judge import RULES, value_of
from ..language import Balance, Event, Placement, Plan, Problem, Role, Rule
from .ceiling import ceiling
from .keys import hard, members

MUST = 1_000_000
"""What leaving out an event that must be placed costs at least while searching."""


def never() -> bool:
    """Nobody says stop."""
    return False


class Index:
    """A problem with its cross-references. `stop`: asked by what takes long whether to give up."""

    def __init__(self, problem: Problem, stop: Callable[[], bool] = never) -> None:
        self.problem, self.stop = problem, stop
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

    @cached_property
    def must(self) -> int:
        """Return what leaving out an event that must be placed costs while searching: more than all else together."""
        return max(MUST, ceiling(self.problem) + 1)

    def members(self, rule: Rule) -> tuple[int, ...]:
        """Return the events that a rule speaks of, in ascending order."""
        if isinstance(rule, Balance):
            return tuple(sorted({event for resource in rule.resources for event, _ in self.users[resource]}))
        return tuple(sorted(set(members(rule))))

    def touched(self, events: Iterable[int]) -> tuple[int, ...]:
        """Return the numbers of the rules that speak of any of the events."""
        return tuple(sorted({number for event in events for number in self.rules[event]}))

    def uses(self, plan: Plan, number: int) -> Iterator[tuple[int, int, Role]]:
        """Yield (event, start, role) of every use of a resource in a plan."""
        for event, place in self.users[number]:
            placement = plan.placements[event]
            if placement.start is not None and number in placement.teams[place]:
                yield event, placement.start, self.problem.events[event].roles[place]

    def serves(self, plan: Plan, number: int, without: Set[int] = frozenset()) -> Iterator[tuple[int, int, Role]]:
        """Yield (start, length, role) of every use of a resource in a plan, without those by some events."""
        events = self.problem.events
        uses = (use for use in self.uses(plan, number) if use[0] not in without)
        return ((start, events[event].length, role) for event, start, role in uses)

    def resources(self, events: Iterable[int]) -> tuple[int, ...]:
        """Return the resources that any of the events may use."""
        roles = (role for event in events for role in self.problem.events[event].roles)
        return tuple(sorted({number for role in roles for number in role.candidates}))


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


def occupied(role: Role, number: int, start: int, length: int) -> tuple[int, int]:
    """Return the first period in which an event keeps a candidate from others, and the one after the last."""
    rest = value_of(role, role.rests, number)
    return start - role.before - rest, start + length + role.after + rest


def local_cost(index: Index, plan: Plan, events: Iterable[int], rules: Iterable[int], must: int) -> int:
    """Return what some events and rules cost."""
    problem = index.problem
    own = sum(own_cost(problem.events[event], plan.placements[event], must) for event in events)
    return own + sum(_rule_cost(index, plan, problem.rules[number]) for number in rules)


def _rule_cost(index: Index, plan: Plan, rule: Rule) -> int:
    """Return what a soft rule costs (a hard one: nothing); balance without going through all events as the judge."""
    if hard(rule):
        return 0
    if not isinstance(rule, Balance):
        return int(RULES[type(rule)](index.problem, plan, rule)) * int(getattr(rule, "weight", 1))
    served = (sum(length for _, length, _ in index.serves(plan, number)) for number in rule.resources)
    return rule.weight * sum(max(0, days - rule.most) for days in served)
