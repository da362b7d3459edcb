"""What a timetable is made of, read once: the plan's situation, rooms, trainers, money, needs, prerequisites."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ....kernel import clock
from ....kernel.db import db
from ....sessions.models import Expert, Room
from ... import queries
from ...models import BudgetLine, Plan, PlanLine
from .. import money, needs, situation, topics
from ..money import Estimate
from ..needs import Needs
from ..situation import Placed, Situation
from ..topics import Topics
from . import held
from .grid import Grid, lay
from .wishes import Wishes

ASIDE = {"begun", "fixed-outside"}  # reasons why lines are left out that take place all the same


@dataclass(frozen=True)
class Facts:
    """Everything the compiler reads; the lists are in an order that does not change from run to run."""

    situation: Situation
    wishes: Wishes
    grid: Grid
    topics: Topics
    needs: Needs
    rooms: list[Room]
    experts: list[Expert]
    budgets: list[BudgetLine]
    costs: Mapping[int, Estimate]
    spent: Mapping[int, float]  # of budget lines: what other plans count on
    zones: Mapping[str, str] = field(default_factory=dict)  # of countries
    before: Mapping[int, frozenset[int]] = field(default_factory=dict)  # activity -> those that come first
    along: Mapping[int, held.Cells] = field(default_factory=dict)  # lines whose session moves along: its half-days
    again: bool = False  # planning again: what stands is changed as little as can be

    @property
    def plan(self) -> Plan:
        return self.situation.plan

    def stays(self, line: PlanLine) -> bool:
        """Say whether a line may not be moved: fixed by hand, soon to begin, or a session that nothing moves along."""
        if line.starts_on is None:
            return False
        soon = (line.starts_on - clock.today()).days <= self.wishes.freeze
        return line.pinned or soon or (held.held(line) and not (self.again and line.id in self.along))

    def fixed(self, line: PlanLine) -> int | None:
        """Return the period on which a line begins that stays; None where it does not, or on no working day."""
        if not self.stays(line) or line.starts_on is None:
            return None
        return self.grid.numbers.get((line.starts_on, line.start_half))

    def present(self, line: PlanLine) -> int | None:
        """Return the period on which a line begins now; where nobody works on its day by now, the next one."""
        if line.starts_on is None:
            return None
        wanted = (line.starts_on, line.start_half)
        return next((number for number, cell in enumerate(self.grid.cells) if cell >= wanted), None)

    @property
    def lines(self) -> list[PlanLine]:
        return sorted(self.situation.lines, key=lambda line: line.id)

    def left(self, line: PlanLine) -> str:
        """Return why a line is no part of the problem; empty where it is."""
        if line.condition and not line.condition_met:
            return "condition"
        if line.starts_on and self.grid.cells and line.starts_on < self.grid.day(0):
            return "begun"
        if self.stays(line) and self.fixed(line) is None:
            return "fixed-outside"
        return "" if self.grid.starts(line.half_days) else "no-time"

    @cached_property
    def aside(self) -> list[Placed]:
        """Return the lines that are no part of the problem and take place all the same: they take what they take."""
        found = [line for line in self.lines if self.left(line) in ASIDE and (line.session is None or held.held(line))]
        return [self.situation.place(line, line.starts_on, line.start_half) for line in found if line.starts_on]

    @cached_property
    def used(self) -> Mapping[int, float]:
        """Return what lines that are no part of the problem take out of budget lines."""
        found: dict[int, float] = defaultdict(float)
        for line, why in ((line, self.left(line)) for line in self.lines):
            for row in line.funds if why else ():
                cost = self.costs[line.id].total if why in ASIDE else 0.0
                found[row.budget_line_id] += money.takes(row, line, cost)
        return found


def read(plan: Plan, wishes: Wishes) -> Facts:
    """Read all that a plan's timetable depends on; asks as often for a hundred lines as for one."""
    found = situation.read(plan)
    rates = money.read_rates(plan.centre_id)
    every = db.session.scalars(queries.budget_lines([plan.centre_id])).unique()
    budgets = sorted((row for row in every if row.id not in plan.without), key=lambda row: row.id)
    return Facts(
        situation=found,
        wishes=wishes,
        grid=lay(max(plan.starts_on, clock.today()), plan.ends_on, found.off, found.host),
        topics=topics.read(),
        needs=needs.read(),
        rooms=list(db.session.scalars(queries.rooms(plan.centre_id))),
        experts=sorted(db.session.scalars(queries.trainers()), key=lambda row: row.person_id),
        budgets=budgets,
        costs={line.id: money.estimate(line, rates, found.members, found.host) for line in found.lines},
        spent=money.elsewhere(plan, budgets, rates, found.members),
        zones={row.code: row.zone for row in db.session.execute(queries.zones())},
        before=_before(),
        along=held.along(found.lines),
    )


def _before() -> dict[int, frozenset[int]]:
    """Return which activities of the curriculum in force come before which."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in db.session.execute(queries.prerequisites()):
        found[row.activity_id].add(row.before_id)
    return {activity: frozenset(first) for activity, first in found.items()}
