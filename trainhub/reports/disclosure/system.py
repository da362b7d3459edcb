"""Variables and relations: all that ties the cells of many tables together, for protecting and for attacking alike."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .policy import Need

Bounds = list[tuple[float, float]]
Term = tuple[int, float]  # variable, coefficient


@dataclass(slots=True)
class Variable:
    """One number an attacker may be after.

    `value` is the truth where it follows from the tables. While the number is hidden an attacker knows it to
    lie in [low, high]. `choice` says that the protection may hide or show it, `hidden` that it is not shown.
    `weight` is what hiding it costs, for the cells of tables to be published; `published` marks cells of earlier
    ones. What is neither is nobody's cell: a difference, or what is left over.
    """

    value: int | None = None
    low: float = 0.0
    high: float = math.inf
    choice: bool = False
    hidden: bool = True
    need: Need | None = None
    weight: float = 0.0
    published: bool = False

    @property
    def unnamed(self) -> bool:
        return not self.weight and not self.published

    def bounds(self, hidden: bool) -> tuple[float, float]:
        """Return what an attacker knows of it before thinking."""
        return (self.low, self.high) if hidden or self.value is None else (self.value, self.value)


@dataclass(frozen=True, slots=True)
class Relation:
    """A sum of terms that is zero, or (`below`) at most zero; `believed` where it is not true by construction."""

    terms: tuple[Term, ...]
    below: bool = False
    believed: bool = False


@dataclass(slots=True)
class System:
    """All variables and the relations that every reader of the tables knows."""

    variables: list[Variable] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def add(self, variable: Variable) -> int:
        self.variables.append(variable)
        return len(self.variables) - 1

    def relate(self, terms: Iterable[Term], below: bool = False, believed: bool = False) -> None:
        """State that the terms add up to zero, or to zero at most."""
        kept = tuple(terms)
        if kept:
            self.relations.append(Relation(kept, below, believed))

    def derive(self) -> None:
        """Give a value to whatever follows from the others: the quarter that a year less three quarters leaves."""
        waiting = [each for each in self.relations if not each.below]
        while waiting:
            left = [each for each in waiting if not self._derive_one(each)]
            if len(left) == len(waiting):
                return
            waiting = left

    def _derive_one(self, relation: Relation) -> bool:
        """Solve a relation with one unknown; say whether it has none left."""
        unknown = [term for term in relation.terms if self.variables[term[0]].value is None]
        if len(unknown) > 1:
            return False
        if unknown:
            number, factor = unknown[0]
            rest = sum(c * (self.variables[v].value or 0) for v, c in relation.terms if v != number)
            self.variables[number].value = round(-rest / factor)
        return True

    def doubt(self) -> None:
        """Forget what is believed of the tables and not true of them."""
        self.relations = [each for each in self.relations if not (each.believed and self._broken(each))]

    @property
    def contradictory(self) -> bool:
        """Say whether the true values break a relation: such tables do not describe the same records."""
        below = any((each.value or 0) < 0 for each in self.variables)
        return below or any(self._broken(each) for each in self.relations)

    def _broken(self, relation: Relation) -> bool:
        values = [(self.variables[v].value, c) for v, c in relation.terms]
        if any(value is None for value, _ in values):
            return False
        total = sum((value or 0) * c for value, c in values)
        return total > 0 if relation.below else total != 0

    def parts(self) -> Iterator["Part"]:
        """Yield the pieces that have nothing to do with each other, each a system of its own."""
        root = _union(len(self.variables), (relation.terms for relation in self.relations))
        members: dict[int, list[int]] = {}
        for number in range(len(self.variables)):
            members.setdefault(root[number], []).append(number)
        rows: dict[int, list[Relation]] = {}
        for relation in self.relations:
            rows.setdefault(root[relation.terms[0][0]], []).append(relation)
        for first, numbers in members.items():
            place = {number: index for index, number in enumerate(numbers)}
            moved = [Relation(tuple((place[v], c) for v, c in row.terms), row.below) for row in rows.get(first, ())]
            yield Part(System([self.variables[number] for number in numbers], moved), numbers)


def view(system: System, hidden: Iterable[int] | None = None) -> Bounds:
    """Return what the published tables say of every variable: its number where it is shown, else its mark."""
    covered = {n for n, each in enumerate(system.variables) if each.hidden} if hidden is None else set(hidden)
    return [each.bounds(number in covered) for number, each in enumerate(system.variables)]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a system; `numbers` gives each of its variables' place in the whole."""

    system: System
    numbers: Sequence[int]


def _union(size: int, groups: Iterable[Sequence[Term]]) -> list[int]:
    """Return for each of `size` things the first of those that the groups join it with."""
    parent = list(range(size))

    def find(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for group in groups:
        first = find(group[0][0])
        for number, _ in group[1:]:
            other = find(number)
            if other != first:
                parent[max(first, other)] = min(first, other)
                first = min(first, other)
    return [find(number) for number in range(size)]
