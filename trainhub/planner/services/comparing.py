"""A plan and its scenarios side by side: figures, countries, modules, trainers, money of donors, and line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people.reference import MEMBERS
from ...sessions.models import MODES
from .. import queries
from ..models import BudgetLine, Plan, PlanLine
from . import coverage, money, needs, reaching, topics

MUCH = 1.5  # times the mean that a trainer has to do


@dataclass(frozen=True, slots=True)
class Side:
    """A plan or scenario with its lines and what they come to."""

    plan: Plan
    lines: list[PlanLine]
    facts: coverage.Facts
    reach: coverage.Reach
    loads: list[coverage.Load]
    costs: Mapping[int, money.Estimate]

    @property
    def busiest(self) -> float:
        """Return how many times the mean the busiest trainer has to do."""
        return max((each.share for each in self.loads), default=0.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A country, module, trainer or donor, with a number for each plan."""

    title: Texts | str
    numbers: tuple[float, ...]
    plate: int | None = None

    @property
    def differs(self) -> bool:
        return len(set(self.numbers)) > 1


@dataclass(frozen=True, slots=True)
class Difference:
    """What is otherwise with a line in a scenario: `kind` is gone, new or other."""

    plan: Plan
    line: PlanLine
    kind: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Plans beside each other; the first one is the plan itself."""

    sides: list[Side]
    known: topics.Topics
    members: list[str]
    donors: Mapping[int, list[Texts]] = field(default_factory=dict)  # budget line -> who gives it
    against: needs.Needs | None = None
    invented: bool = False  # whether the needs are

    @property
    def base(self) -> Side:
        return self.sides[0]


def read(base: Plan, budgets: Sequence[BudgetLine] = (), *, against: needs.Needs | None = None) -> Comparison:
    """Read a plan with its scenarios, in the same number of questions however many there are.

    Where they are held `against` needs, only what they reach is read: nobody's load, and no money.
    """
    plans = [base, *db.session.scalars(queries.scenarios(base.id))]
    known, (members, invented) = topics.read(), _around(against)
    rates = money.read_rates(base.centre_id) if against is None else money.Rates({})
    lines: dict[int, list[PlanLine]] = {plan.id: [] for plan in plans}
    reading = queries.lines_of if against is None else queries.lines_reaching
    for line in db.session.scalars(reading(list(lines))).unique():
        lines[line.plan_id].append(line)
    host = base.centre.country_code
    sides = []
    for plan in plans:
        own = lines[plan.id]
        costs = {line.id: money.estimate(line, rates, members, host) for line in own}
        facts, reach = coverage.sum_up(plan, own, known, members, costs)
        loads = coverage.loads(own) if against is None else []
        sides.append(Side(plan, own, facts, reach, loads, costs))
    paying = {each.id: givers(each) for each in budgets}
    return Comparison(sides, known, members, paying, against, invented)


def _around(against: needs.Needs | None) -> tuple[list[str], bool]:
    """Return the countries of the centres, and whether the needs are invented."""
    if against is not None:
        return list(MEMBERS), against.invented
    rows = db.session.execute(queries.members()).all()
    return [row.code for row in rows], any(row.invented for row in rows)


def givers(budget: BudgetLine) -> list[Texts]:
    """Return who gives the money of a budget line; nobody where it is of no project."""
    return [row.donor.title for row in budget.project.donors] if budget.project else []


# --- rows ---------------------------------------------------------------------------------------


def countries(found: Comparison) -> list[Row]:
    """Return how many events reach each country."""
    rows = [
        Row(i18n.country_name(code), tuple(side.reach.countries.get(code, 0) for side in found.sides))
        for code in found.members
    ]
    return sorted(rows, key=lambda row: str(row.title))


def modules(found: Comparison) -> list[Row]:
    """Return how many events reach each module."""
    return [
        Row(title, tuple(side.reach.modules.get(number, 0) for side in found.sides), number)
        for number, title in found.known.modules.items()
    ]


def urgent(found: Comparison) -> list[reaching.Cell]:
    """Return the countries and modules with a need that presses and that not all plans reach."""
    return table(found).missed()


def table(found: Comparison) -> reaching.Table:
    """Return the needs beside all plans."""
    said = found.against or needs.read()
    codes = {*found.members, *said.table.countries}
    return reaching.table(said, found.known, codes, [side.reach for side in found.sides])


def trainers(found: Comparison) -> list[Row]:
    """Return the half-days of each trainer, whoever has most in any of the plans first."""
    names = {load.person_id: load.name for side in found.sides for load in side.loads}
    loads = [{load.person_id: load.half_days for load in side.loads} for side in found.sides]
    rows = [Row(name, tuple(each.get(key, 0) for each in loads)) for key, name in names.items()]
    return sorted(rows, key=lambda row: (-max(row.numbers), str(row.title)))


def donors(found: Comparison) -> list[Row]:
    """Return what each donor would pay, in the plan's currency; money of several donors is shared out evenly."""
    sums: dict[str, list[float]] = {}
    titles: dict[str, Texts | str] = {}
    for place, side in enumerate(found.sides):
        for title, amount in _paid(side, found.donors):
            key = str(title)
            titles[key] = title
            sums.setdefault(key, [0.0] * len(found.sides))[place] += amount
    nobody = _("Nobody pays for it yet")
    rows = [Row(titles[key], tuple(map(round, numbers))) for key, numbers in sums.items()]
    return sorted(rows, key=lambda row: (row.title == nobody, -max(row.numbers)))


def _paid(side: Side, known: Mapping[int, list[Texts]]) -> Iterator[tuple[Texts | str, float]]:
    for line in side.lines:
        total, paid = side.costs[line.id].total, 0.0
        for row in line.funds:
            amount = row.share * total
            paid += row.share
            names: list[Texts] = known.get(row.budget_line_id) or [row.budget_line.title]
            for name in names:
                yield name, amount / len(names)
        if total and paid < 1:
            yield _("Nobody pays for it yet"), (1 - paid) * total


# --- line by line -------------------------------------------------------------------------------


def differences(found: Comparison) -> list[Difference]:
    """Return what each scenario has otherwise than the plan, scenario by scenario."""
    rows: list[Difference] = []
    for side in found.sides[1:]:
        rows += between(found.base.lines, side.plan, side.lines)
    return rows


def between(base: Sequence[PlanLine], plan: Plan, lines: Sequence[PlanLine]) -> list[Difference]:
    """Return what a scenario has otherwise: lines that are only in one, at other dates, in other rooms."""
    copies = {line.copy_of: line for line in lines if line.copy_of}
    rows = []
    for line in base:
        other = copies.get(line.public_id)
        if other is None:
            rows.append(Difference(plan, line, "gone"))
        elif sentences := tuple(_changes(line, other)):
            rows.append(Difference(plan, other, "other", sentences))
    known = {line.public_id for line in base}
    return [*rows, *(Difference(plan, line, "new") for line in lines if line.copy_of not in known)]


def _changes(line: PlanLine, other: PlanLine) -> Iterator[str]:
    if (line.starts_on, line.start_half) != (other.starts_on, other.start_half):
        yield _("%(day)s instead of %(before)s.", day=_when(other), before=_when(line))
    if line.mode != other.mode:
        yield _("%(now)s instead of %(before)s.", now=MODES[other.mode], before=MODES[line.mode])
    elif line.room_id != other.room_id:
        yield _("%(now)s instead of %(before)s.", now=_room(other), before=_room(line))
    if {row.person_id for row in line.trainers} != {row.person_id for row in other.trainers}:
        yield _("Other trainers.")
    if _shares(line) != _shares(other):
        yield _("Paid from elsewhere.")
    if (line.half_days, line.seats) != (other.half_days, other.seats):
        yield _("Another length or other places.")


def _shares(line: PlanLine) -> set[tuple[int, float]]:
    return {(row.budget_line_id, round(row.share, 3)) for row in line.funds}


def _when(line: PlanLine) -> str:
    if line.starts_on is None:
        return _("no day")
    day = i18n.day(line.starts_on)
    return _("%(day)s, afternoon", day=day) if line.start_half else day


def _room(line: PlanLine) -> str:
    return line.room.title.text(i18n.language()) if line.room else _("No room")
