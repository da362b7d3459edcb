"""What a timetable is made of, read once: the plan's situation, rooms, trainers, money, needs, prerequisites."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ....kernel import clock
from ....kernel.db import db
from ....sessions.models import Expert, Room
from ... import queries
from ...models import BudgetLine, Plan, PlanLine
from .. import money, needs, situation, topics
from ..money import Estimate
from ..needs import Needs
from ..situation import Situation
from ..topics import Topics
from .grid import Grid, lay
from .wishes import Wishes


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

    @property
    def plan(self) -> Plan:
        return self.situation.plan

    def fixed(self, line: PlanLine) -> int | None:
        """Return the period on which a fixed line begins; None where it is not fixed, or on no working day."""
        if not is_fixed(line) or line.starts_on is None:
            return None
        return self.grid.numbers.get((line.starts_on, line.start_half))

    @property
    def lines(self) -> list[PlanLine]:
        return sorted(self.situation.lines, key=lambda line: line.id)


def is_fixed(line: PlanLine) -> bool:
    """Say whether a line may not be moved: fixed by hand, or a session already."""
    return line.starts_on is not None and (line.pinned or line.session_id is not None)


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
        spent=_elsewhere(plan, budgets, rates, found),
        zones={row.code: row.zone for row in db.session.execute(queries.zones())},
        before=_before(),
    )


def _elsewhere(plan: Plan, budgets: list[BudgetLine], rates: money.Rates, found: Situation) -> dict[int, float]:
    """Return what lines of other plans take out of the budget lines."""
    taken: dict[int, float] = defaultdict(float)
    own = [each for each in (plan.id, plan.scenario_of_id) if each is not None]
    for row, line in db.session.execute(queries.funded_elsewhere([each.id for each in budgets], own)):
        cost = money.estimate(line, rates, found.members, found.host).total
        taken[row.budget_line_id] += max(row.share * cost, row.committed, row.spent)
    return taken


def _before() -> dict[int, frozenset[int]]:
    """Return which activities of the curriculum in force come before which."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in db.session.execute(queries.prerequisites()):
        found[row.activity_id].add(row.before_id)
    return {activity: frozenset(first) for activity, first in found.items()}
