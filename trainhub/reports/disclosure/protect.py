"""Choosing what else to hide: as little as possible, so that nothing hidden can be worked out.

The smallest choice is found as Fischetti and Salazar-González do it (Management Science 47, 2001): a master
program chooses, an attacker looks for a hidden number that the choice leaves too narrow, and the dual of the
attack tells the master what it must hide more of. Where that takes too long, cells are hidden along the
cheapest ways in which numbers could be shifted, and shown again one by one as far as nothing becomes narrow.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from .guard import Guard
from .policy import Need
from .solver import SLACK, Nowhere, Program, Unsolved
from .system import Part, Relation, System

Tick = Callable[[], None]
EXACT = 260  # choices up to which the smallest choice is looked for
EFFORT = 800  # rounds of master and attacker, times choices, before that is given up
LEAST = 8  # rounds that are tried in any case
POLISH = 100  # nodes of the search for the most useful among the smallest choices


class Impossible(ValueError):
    """Even with everything hidden something could be worked out: from what is out already, and the marks themselves."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self.numbers = frozenset(numbers)  # the variables that hang together with it


@dataclass(frozen=True, slots=True)
class Protection:
    """Which variables are hidden, what must not be known of them, and whether fewer were proved impossible."""

    hidden: frozenset[int]
    needs: Mapping[int, Need]
    smallest: bool


def protect(system: System, *, complementary: bool = True, tick: Tick = lambda: None) -> Protection:
    """Choose what to hide of a system. Without `complementary` only what the policy names is hidden."""
    variables = system.variables
    hidden: set[int] = {number for number, each in enumerate(variables) if each.hidden}
    needs: dict[int, Need] = {}
    smallest = True
    for part in system.parts():
        if not any(each.weight for each in part.system.variables):
            continue  # nothing of it is to be published
        needs.update((part.numbers[n], each.need) for n, each in enumerate(part.system.variables) if each.need)
        if complementary and any(each.need and each.hidden for each in part.system.variables):
            guard, best = _protect_part(part, tick)
            hidden |= {part.numbers[number] for number in guard.chosen}
            needs.update((part.numbers[number], need) for number, need in guard.needs.items())
            smallest &= best
    return Protection(frozenset(hidden), needs, smallest)


def _protect_part(part: Part, tick: Tick) -> tuple[Guard, bool]:
    system = part.system
    guard = Guard(system, tick)
    choices = [number for number, each in enumerate(system.variables) if each.choice]
    guard.needs.update(_left_of_the_past(system, tick))
    guard.set(choices)
    guard.needs.update(_left_of_differences(guard))
    if guard.proofs(1):
        raise Impossible(part.numbers)
    guard.set(())
    _extend(guard)
    _trim(guard)
    return guard, len(choices) <= EXACT and _Master(guard, choices).improve()


def _left_of_the_past(system: System, tick: Tick) -> dict[int, Need]:
    """Return what may be asked for cells: what was left of their needs before this release."""
    cells = [number for number, each in enumerate(system.variables) if each.need and not each.unnamed]
    if not any(each.published for each in system.variables):
        return {}
    unknown = [replace(each, low=0.0, high=math.inf, hidden=True) if each.weight else each for each in system.variables]
    guard = Guard(System(unknown, system.relations), tick)
    return {number: _left(guard, number) for number in cells if unknown[number].hidden}


def _left_of_differences(guard: Guard) -> dict[int, Need]:
    """Return what may be asked for numbers nobody publishes: what is left with everything hidden."""
    return {number: _left(guard, number) for number, _ in guard.watched() if guard.variables[number].unnamed}


def left_of_needs(system: System, tick: Tick = lambda: None) -> dict[int, Need]:
    """Return of every need as much as is met with everything hidden that is."""
    guard = Guard(system, tick)
    return {number: _left(guard, number) for number, _ in list(guard.watched())}


def _left(guard: Guard, number: int) -> Need:
    """Return as much of a need as can be met."""
    need = guard.needs[number]
    if guard.weakness(number, need) is None:
        return need
    low, high = interval(guard.program, number)
    low = math.ceil(low - SLACK) if low > -math.inf else low
    high = math.floor(high + SLACK) if high < math.inf else high
    if need.width:
        return Need(width=high - low)
    low = max(need.low, low)
    return Need(low, max(min(need.high, high), low))


def interval(program: Program, number: int) -> tuple[float, float]:
    """Return between what a number lies for an attacker."""
    lowest, highest = (program.extreme(number, highest=each) for each in (False, True))
    return (-math.inf if lowest is None else lowest.value, math.inf if highest is None else highest.value)


# --- the smallest choice ------------------------------------------------------------------------------


class _Master:
    """Looks for a smaller choice than a given one, by what it has been told of choices that failed."""

    def __init__(self, guard: Guard, choices: list[int]) -> None:
        self.guard, self.choices, self.best = guard, choices, guard.chosen
        self.place = {number: index for index, number in enumerate(choices)}
        self.costs = [guard.variables[number].weight for number in choices]
        self.program = Program([(0, 1)] * len(choices), (), self.costs, whole=True)
        self.cheaper = self.program.at_least([(place, -cost) for place, cost in enumerate(self.costs)], -math.inf)
        for relation in guard.system.relations:
            if not relation.below:
                self._never_alone(relation)

    def improve(self) -> bool:
        """Leave the best choice that was found hidden; say whether it was proved to be a smallest one."""
        if not self.choices:
            return True
        rounds = max(LEAST, EFFORT // len(self.choices))
        proved = self._search(rounds, step=0.9, options={"mip_abs_gap": 0.9})  # a whole cell less, or nothing
        if proved:  # among the smallest, take what readers miss least
            self._search(min(rounds, LEAST), step=0.001, options={"mip_abs_gap": 0.001, "mip_max_nodes": POLISH})
        self.guard.set(self.best)
        return proved

    def _search(self, rounds: int, *, step: float, options: Mapping[str, float]) -> bool:
        """Choose, listen to the attacker, choose again; say whether nothing better by a step is left to find."""
        for name, value in options.items():
            self.program.option(name, value)
        for _ in range(rounds):
            self.program.row(self.cheaper, step - sum(self.costs[self.place[number]] for number in self.best))
            try:
                found = self.program.solve()
            except Nowhere:
                return True
            except Unsolved:
                return False
            point = found.point if found else ()
            self.guard.set(n for n, value in zip(self.choices, point, strict=True) if value > 0.5)
            proofs = self.guard.proofs()
            if not proofs:
                self.best = self.guard.chosen
            for proof in proofs:
                self._learn(proof.gains, proof.number if proof.only_if else None)
        return False

    def _learn(self, gains: Mapping[int, float], only_if: int | None) -> None:
        terms = [(self.place[number], gain) for number, gain in gains.items()]
        if only_if is None:
            self.program.at_least(terms, 1.0)
        else:
            self.program.at_least([*terms, (self.place[only_if], -1.0)], 0.0)

    def _never_alone(self, relation: Relation) -> None:
        """Tell what is plain without an attack: nothing hidden stands alone in a sum."""
        numbers = [number for number, _ in relation.terms]
        always = [n for n in numbers if self.guard.variables[n].hidden and n not in self.place]
        choices = {n: 1.0 for n in numbers if n in self.place}
        if len(always) == 1 and always[0] in self.guard.needs:
            self._learn(choices, None)
        elif not always:
            for number in choices:
                self._learn({n: gain for n, gain in choices.items() if n != number}, number)


# --- a good choice ------------------------------------------------------------------------------------


def _extend(guard: Guard) -> None:
    """Hide more, along the cheapest ways to shift what is too narrow, until everything is safe."""
    carrier = _Carrier(guard)
    while True:
        proofs = guard.proofs()
        if not proofs:
            return
        for proof in proofs:
            need = guard.needs[proof.number]
            if guard.weakness(proof.number, need) is not None:
                carrier.widen(proof.number, need)


def _trim(guard: Guard) -> None:
    """Show again what need not be hidden, the most wanted first."""
    order = sorted(guard.chosen, key=lambda number: -guard.variables[number].weight)
    for number in order:
        guard.show(number)
        if not guard.safe():
            guard.hide(number)


class _Carrier:
    """Finds for a number the cheapest shift of all others that lets it reach what it must be able to be."""

    def __init__(self, guard: Guard) -> None:
        self.guard, variables = guard, guard.variables
        self.choices = [number for number, each in enumerate(variables) if each.choice]
        size, one = len(variables), len(variables) + 2 * len(self.choices)
        self.up = {number: size + 2 * index for index, number in enumerate(self.choices)}
        bounds = [each.bounds(each.choice or n in guard.hidden) for n, each in enumerate(variables)]
        bounds += [(0.0, math.inf)] * (2 * len(self.choices)) + [(1.0, 1.0)]
        shifts = [
            Relation(((n, 1.0), (self.up[n], -1.0), (self.up[n] + 1, 1.0), (one, -float(variables[n].value or 0))))
            for n in self.choices
        ]
        self.program = Program(bounds, [*guard.system.relations, *shifts])
        self.bounds = bounds

    def widen(self, number: int, need: Need) -> None:
        """Hide what must move so that a number may be all that its need says."""
        value = self.guard.variables[number].value or 0
        if need.width:
            low, high = self.bounds[number]
            goals = [each for each in (value + need.width, value - need.width) if low <= each <= high] or [high]
            found = min((self._shift(number, goal) for goal in goals), key=lambda each: each[0])
            self._hide(found[1])
            return
        for goal in (need.low, need.high):
            self._hide(self._shift(number, goal)[1])

    def _shift(self, number: int, goal: float) -> tuple[float, list[int]]:
        for each in self.choices:
            cost = 0.0 if each in self.guard.hidden else self.guard.variables[each].weight
            self.program.cost(self.up[each], cost)
            self.program.cost(self.up[each] + 1, cost)
        self.program.bound(number, goal, goal)
        try:
            found = self.program.solve()
        except Unsolved:
            return math.inf, []
        finally:
            self.program.bound(number, *self.bounds[number])
        assert found is not None  # costs are never below zero
        moved = [n for n in self.choices if found.point[self.up[n]] + found.point[self.up[n] + 1] > SLACK]
        return found.value, moved

    def _hide(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number not in self.guard.hidden:
                self.guard.hide(number)
