"""What people do without a solver: the event with most points first, each where it costs least, as early as can be."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from trainhub.engine.language import (
    Choice,
    Exclusive,
    Numbers,
    Order,
    Placement,
    Plan,
    Problem,
    Role,
    allowed,
    eligible,
)


class Greedy:
    """A plan that grows event by event and never breaks a hard rule."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.placements = [Placement(None, ((),) * len(event.roles)) for event in problem.events]
        self.busy: list[Counter[int]] = [Counter() for _ in problem.resources]
        self.served: list[Counter[int]] = [Counter() for _ in problem.resources]
        self.spent: Counter[int] = Counter()
        self.barred = [{day for bar in entry.bars for day in bar.refused} for entry in problem.resources]
        self.choices = {rule.event: rule for rule in problem.rules if isinstance(rule, Choice) and rule.weight is None}

    def plan(self, order: list[int]) -> Plan:
        """Place the events in that order."""
        for number in order:
            self._place(number)
        return Plan(tuple(self.placements))

    def _place(self, number: int) -> None:
        event = self.problem.events[number]
        prices = dict(zip(event.starts, event.start_costs or (0,) * len(event.starts), strict=True))
        for start in sorted(allowed(event), key=lambda start: (prices[start], start)):
            if self._clear(number, start):
                teams = self._teams(number, start)
                if teams is not None:
                    self.placements[number] = Placement(start, teams)
                    self._book(number, start, teams)
                    return

    def _clear(self, number: int, start: int) -> bool:
        return all(self._keeps(rule, number, start) for rule in self.problem.rules)

    def _keeps(self, rule: object, number: int, start: int) -> bool:
        length = self.problem.events[number].length
        if isinstance(rule, Exclusive) and number in rule.events:
            return all(self._apart(other, start, length) for other in rule.events if other != number)
        if isinstance(rule, Order) and rule.weight is None and number in (rule.before, rule.after):
            first, second = (start if n == number else self.placements[n].start for n in (rule.before, rule.after))
            end = self.problem.events[rule.before].length + rule.gap
            return first is None or second is None or second >= first + end
        return True

    def _apart(self, other: int, start: int, length: int) -> bool:
        at = self.placements[other].start
        return at is None or at >= start + length or at + self.problem.events[other].length <= start

    def _teams(self, number: int, start: int) -> tuple[Numbers, ...] | None:
        """Return one resource for each role, the cheapest first; only roles of one are known here."""
        event = self.problem.events[number]
        options = [list(self._free(role, start, event.length)) for role in event.roles]
        choice = self.choices.get(number)
        for team in product(*options):
            doubled = len(set(team)) < len(team)
            if not doubled and (choice is None or sum(team[role] == n for role, n in choice.any_of) >= choice.least):
                return tuple((member,) for member in team)
        return None

    def _free(self, role: Role, start: int, length: int) -> Iterator[int]:
        prices = dict(zip(role.candidates, role.costs or (0,) * len(role.candidates), strict=True))
        for number in sorted(eligible(role), key=lambda number: (prices[number], number)):
            if self._can(role, number, start, length):
                yield number

    def _can(self, role: Role, number: int, start: int, length: int) -> bool:
        entry = self.problem.resources[number]
        served = range(start, start + length)
        busy = range(start - role.before, start + length + role.after)
        if not self.barred[number].isdisjoint(served):
            return False
        if entry.capacity is not None and any(self.busy[number][day] >= entry.capacity for day in busy):
            return False
        if entry.stock is not None and self.spent[number] + _use(role, number) > entry.stock:
            return False
        mine = self.served[number]
        return all(
            sum(mine[day] + (day in served) for day in range(limit.first, limit.last + 1)) <= limit.most
            for limit in entry.limits
            if served.start <= limit.last and limit.first < served.stop
        )

    def _book(self, number: int, start: int, teams: tuple[Numbers, ...]) -> None:
        event = self.problem.events[number]
        for role, (member,) in zip(event.roles, teams, strict=True):
            self.busy[member].update(range(start - role.before, start + event.length + role.after))
            self.served[member].update(range(start, start + event.length))
            self.spent[member] += _use(role, member)


def _use(role: Role, number: int) -> int:
    return role.uses[role.candidates.index(number)] if role.uses else 0


def by_points(problem: Problem) -> Plan:
    """Take the events that bring most first."""
    order = sorted(range(len(problem.events)), key=lambda number: (-(problem.events[number].drop_cost or 0), number))
    return Greedy(problem).plan(order)


def by_worth(problem: Problem) -> Plan:
    """Take the events first that bring most for their money: what a careful planner would do."""

    def worth(number: int) -> float:
        event = problem.events[number]
        money = max((use for role in event.roles for use in role.uses), default=1)
        return -(event.drop_cost or 0) / money

    return Greedy(problem).plan(sorted(range(len(problem.events)), key=worth))
