"""A problem, or a part of it while the rest stays as it is, as a model for CP-SAT.

Events that are not free keep the placement of the plan at hand (or are away, where there is none) and enter as
constants. Hard rules whose keys are `off` do not hold.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from dataclasses import dataclass

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import CpModel, Domain, IntVar

from ..language import Event, Numbers, Placement, Plan, Role
from .index import Index, nowhere

Expression = cp_model.LinearExprT
Literal = cp_model.LiteralT


@dataclass(slots=True)
class Face:
    """An event in the model."""

    event: Event
    free: bool
    here: IntVar
    start: IntVar
    starts: Numbers
    teams: list[dict[int, IntVar]]


class Model:
    """The model with its events, and what its plan costs."""

    def __init__(
        self,
        index: Index,
        free: Iterable[int],
        plan: Plan | None = None,
        *,
        must: int | None = None,
        off: frozenset[str] = frozenset(),
        priced: bool = True,
        limits: Set[str] | None = None,
    ) -> None:
        """Build it. `must`: what it costs to leave out what must be placed; None: that is forbidden.

        `limits`: keys of the limits to look at; None: all.
        """
        from . import terms, usage  # slow import: ortools

        self.index, self.plan, self.must, self.off, self.priced = index, plan, must, off, priced
        self.cp = CpModel()
        self.limits = limits
        self.one, self.zero = self.cp.new_constant(1), self.cp.new_constant(0)
        self.costs: list[tuple[IntVar, int]] = []
        self.constant = 0
        self.goal: cp_model.LinearExpr | None = None
        """What to make small instead of the cost."""
        self.free_set = frozenset(free)
        self.free = tuple(sorted(self.free_set))
        self.faces: dict[int, Face] = {}
        self._classes: dict[tuple[int, Hashable], dict[int, IntVar]] = {}
        for number in self.free:
            self.faces[number] = self._free_face(index.problem.events[number], number)
        for number in self.free:
            self._own_costs(number)
        usage.add(self)
        self.rules = tuple(index.problem.rules[number] for number in index.touched(self.free))
        terms.add(self)

    def objective(self) -> cp_model.LinearExpr:
        """Return what the free events and the rules that touch them cost."""
        variables = [variable for variable, _ in self.costs]
        weights = [weight for _, weight in self.costs]
        return cp_model.LinearExpr.weighted_sum(variables, weights) + self.constant

    def cost(self, expression: IntVar, weight: int) -> None:
        """Let each unit of something cost the weight."""
        if not weight or not self.priced:
            return
        if expression is self.one:
            self.constant += weight
        elif expression is not self.zero:
            self.costs.append((expression, weight))

    def holds(self, key: str) -> bool:
        """Say whether the hard rule of that key holds."""
        return key not in self.off

    def face(self, number: int) -> Face:
        """Return the face of an event; constants if it is not free."""
        found = self.faces.get(number)
        if found is None:
            found = self.faces[number] = self._fixed_face(number)
        return found

    def placed(self, number: int) -> Placement:
        """Return where an event that is not free stays."""
        return self.plan.placements[number] if self.plan else nowhere(self.index.problem.events[number])

    def classes(self, number: int, name: Hashable, value: Callable[[int], int]) -> dict[int, IntVar]:
        """Return, for each value that a start can have, the literal that the event starts at such.

        The name is the value's: it is told apart once for an event.
        """
        found = self._classes.get((number, name))
        if found is None:
            face = self.face(number)
            values = tuple(map(value, face.starts))
            alike = len(set(values)) <= 1
            found = dict.fromkeys(values, face.here) if alike else self._told_apart(face, values)
            self._classes[number, name] = found
        return found

    def in_bucket(self, number: int, name: str) -> dict[int, IntVar]:
        """Return, for each bucket that the event can start in, the literal that it does."""
        return self.classes(number, ("bucket", name), self.index.buckets[name].__getitem__)

    def stayed(self, number: int, start: int) -> IntVar:
        """Return the literal that the event starts there."""
        return self.classes(number, ("kept", start), lambda at: int(at == start)).get(1, self.zero)

    def any_of(self, literals: list[IntVar]) -> IntVar:
        """Return a literal that can be true only if one of them is."""
        if len(literals) == 1:
            return literals[0]
        found = self.boolean()
        self.cp.add_bool_or([~found, *literals])
        return found

    def same_team(self, here: IntVar, team: dict[int, IntVar], before: Numbers) -> IntVar:
        """Return a literal that can be true only if the event is placed with exactly that team."""
        if not set(before) <= team.keys():
            return self.zero
        same = self.boolean()
        self.cp.add_implication(same, here)
        for number, literal in team.items():
            self.cp.add_implication(same, literal if number in before else ~literal)
        return same

    def boolean(self) -> IntVar:
        """Return a new literal."""
        return self.cp.new_bool_var("")

    def _told_apart(self, face: Face, values: tuple[int, ...]) -> dict[int, IntVar]:
        starts: dict[int, list[int]] = {}
        for start, value in zip(face.starts, values, strict=True):
            starts.setdefault(value, []).append(start)
        literals = {value: self.boolean() for value in starts}
        for value, literal in literals.items():
            within = Domain.from_values(starts[value])
            self.cp.add_linear_expression_in_domain(face.start, within).only_enforce_if(literal)
        self.cp.add(sum(literals.values()) == face.here)
        return literals

    def _free_face(self, event: Event, number: int) -> Face:
        refused = {start for bar in event.bars if self.holds(bar.key) for start in bar.refused}
        starts = tuple(sorted(set(event.starts) - refused))
        here = self._presence(event, number, bool(starts))
        start = self.cp.new_int_var_from_domain(Domain.from_values(starts or (0,)), "")
        return Face(event, True, here, start, starts or (0,), [self._team(role, here) for role in event.roles])

    def _presence(self, event: Event, number: int, can: bool) -> IntVar:
        if event.drop_cost is None and self.must is None:
            if not can:
                self.cp.add_bool_or([self.zero])
            return self.one
        return self.boolean() if can else self.zero

    def _team(self, role: Role, here: IntVar) -> dict[int, IntVar]:
        refused = {number for bar in role.bars if self.holds(bar.key) for number in bar.refused}
        can = sorted(set(role.candidates) - refused)
        if len(can) == role.least == role.most:
            return dict.fromkeys(can, here)
        team = {number: self.boolean() for number in can}
        if role.least == role.most:
            self.cp.add(sum(team.values()) == role.least * here)
        else:
            self.cp.add(sum(team.values()) >= role.least * here)
            self.cp.add(sum(team.values()) <= role.most * here)
        if role.most > 1:
            for literal in team.values():
                self.cp.add_implication(literal, here)
        return team

    def _fixed_face(self, number: int) -> Face:
        placement = self.placed(number)
        here = self.zero if placement.start is None else self.one
        start = placement.start or 0
        teams = [dict.fromkeys(team, self.one) for team in placement.teams]
        return Face(self.index.problem.events[number], False, here, self.cp.new_constant(start), (start,), teams)

    def _own_costs(self, number: int) -> None:
        face = self.faces[number]
        drop = self.must if face.event.drop_cost is None else face.event.drop_cost
        if drop and self.priced and face.here is not self.one:
            self.constant += drop
            self.cost(face.here, -drop)
        if face.event.start_costs and self.priced:
            prices = dict(zip(face.event.starts, face.event.start_costs, strict=True))
            for price, literal in self.classes(number, ("price",), lambda start: prices.get(start, 0)).items():
                self.cost(literal, price)
        for role, team in zip(face.event.roles, face.teams, strict=True):
            for resource, price in zip(role.candidates, role.costs, strict=False):
                self.cost(team.get(resource, self.zero), price)

    def hint(self, placements: Mapping[int, Placement]) -> None:
        """Propose placements to begin from."""
        for number in self.free:
            placement, face = placements[number], self.faces[number]
            if face.here is not self.one and face.here is not self.zero:
                self.cp.add_hint(face.here, placement.start is not None)
            if placement.start is not None:
                self.cp.add_hint(face.start, placement.start)
            for team, chosen in zip(face.teams, placement.teams, strict=True):
                for resource, literal in team.items():
                    if literal is not face.here:
                        self.cp.add_hint(literal, resource in chosen)

    def read(self, value: Callable[[IntVar], int]) -> dict[int, Placement]:
        """Return the placements of the free events in a solution."""
        return {number: _placement(self.faces[number], value) for number in self.free}


def _placement(face: Face, value: Callable[[IntVar], int]) -> Placement:
    if not value(face.here):
        return nowhere(face.event)
    teams = tuple(tuple(number for number, literal in team.items() if value(literal)) for team in face.teams)
    return Placement(value(face.start), teams)
