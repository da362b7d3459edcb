"""What events cost by country of participants, what budget lines hold, and where they do not fit together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...web.access import Viewer
from .. import policies, queries
from ..models import BudgetLine, CostRate, LineFund, Plan, PlanLine

TOT = "training-of-trainers"
MOST = 1e12  # of one amount, in any currency; with HIGHEST_RATE what a year's plan adds up stays an exact number
HIGHEST_RATE = 1e9
REACH = 15  # people whom a graduate of a training of trainers trains, where the plan says nothing else


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a centre: of a country in a format, else of the country, else of the format, else of all."""

    rows: Mapping[tuple[str | None, int | None], CostRate]

    def of(self, country: str, format_id: int | None) -> CostRate | None:
        ways = ((country, format_id), (country, None), (None, format_id), (None, None))
        return next((self.rows[way] for way in ways if way in self.rows), None)


def read_rates(centre_id: int) -> Rates:
    return Rates({(row.country_code, row.format_id): row for row in db.session.scalars(queries.rates(centre_id))})


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a line costs: `people` by country, the fixed part, and the sum for all its times a year."""

    people: Mapping[str, float]
    fixed: float
    total: float
    seats: int

    @property
    def each(self) -> float:
        return self.total / self.seats if self.seats else 0.0


def estimate(line: PlanLine, rates: Rates, members: Collection[str], host: str) -> Estimate:
    """Return what a line costs: its places are shared out evenly among the invited countries."""
    invited = sorted(line.countries or members)
    days = -(-line.half_days // 2)
    share = line.seats / len(invited) if invited else 0.0
    people = {}
    for code in invited:
        rate = rates.of(code, line.format_id)
        if rate is not None and line.mode != "online":
            travel = 0.0 if code == host else rate.travel
            people[code] = share * (travel + rate.daily * days)
    general = rates.of("", line.format_id)
    fixed = general.fixed * line.half_days if general else 0.0
    times = max(line.times_a_year, 1)
    return Estimate(people, fixed, times * (fixed + sum(people.values())), line.seats * times)


def estimates(plan: Plan, lines: Iterable[PlanLine]) -> dict[int, Estimate]:
    """Return what the lines of a plan cost, by row number."""
    rates, members = read_rates(plan.centre_id), list(db.session.scalars(queries.countries()))
    return {line.id: estimate(line, rates, members, plan.centre.country_code) for line in lines}


@dataclass(frozen=True, slots=True)
class Sums:
    """A budget line with what a plan counts on, what was promised and paid, and what all of it and others take."""

    budget: BudgetLine
    planned: float
    committed: float
    spent: float
    taken: float = 0.0  # line by line what is planned or booked, whichever is more
    others: float = 0.0  # what other plans take
    warnings: tuple[str, ...] = ()

    @property
    def left(self) -> float:
        """Return what nobody counts on; estimates in another currency do not count."""
        return self.budget.amount - self.taken - self.others


def takes(row: LineFund, line: PlanLine, cost: float) -> float:
    """Return what a line takes out of a budget line: what is planned or booked, whichever is more.

    Of a closed plan it is what was booked, and where nothing was, what was planned for an event that had its day.
    """
    booked = max(row.committed, row.spent)
    cancelled = line.session is not None and line.session.state == "cancelled"
    planned = 0.0 if cancelled or row.budget_line.currency != line.plan.currency else row.share * cost
    if line.plan.state == "closed":
        return row.spent or row.committed or (planned if line.starts_on else 0.0)
    return max(planned, booked)


def elsewhere(plan: Plan, budgets: Iterable[BudgetLine], rates: Rates, members: Collection[str]) -> dict[int, float]:
    """Return what lines of other plans take out of budget lines; a scenario stands for its plan."""
    found: dict[int, float] = defaultdict(float)
    own = [each for each in (plan.id, plan.scenario_of_id) if each is not None]
    for row, line in db.session.execute(queries.funded_elsewhere([each.id for each in budgets], own)):
        cost = estimate(line, rates, members, plan.centre.country_code).total
        found[row.budget_line_id] += takes(row, line, cost)
    return found


def sums(
    budgets: Sequence[BudgetLine],
    plan: Plan,
    lines: Iterable[PlanLine],
    costs: Mapping[int, Estimate],
    *,
    others: Mapping[int, float] | None = None,
    named: Collection[PlanLine] | None = None,
) -> list[Sums]:
    """Return what a plan takes out of budget lines beside others, with warnings.

    These name the lines in `named` (None: all).
    """
    found = []
    rows = [(line, row) for line in lines for row in line.funds]
    for budget in budgets:
        own = [(line, row) for line, row in rows if row.budget_line_id == budget.id]
        planned = sum(row.share * costs[line.id].total for line, row in own)
        committed, spent = (sum(getattr(row, name) for _line, row in own) for name in ("committed", "spent"))
        told = [line for line, _row in own if named is None or line in named]
        taken = sum(takes(row, line, costs[line.id].total) for line, row in own)
        each = Sums(budget, planned, committed, spent, taken, (others or {}).get(budget.id, 0.0))
        found.append(replace(each, warnings=tuple(_warnings(each, plan, told))))
    return found


def _warnings(sums: Sums, plan: Plan, lines: Sequence[PlanLine]) -> Iterable[str]:
    budget = sums.budget
    if budget.currency != plan.currency:
        yield _("Kept in %(currency)s: not compared with the plan’s estimates.", currency=budget.currency)
    elif sums.planned > budget.amount:
        yield _("The plan counts on more than there is.")
    elif sums.others and sums.left < 0:
        yield _("Together with other plans this is more than there is.")
    if budget.closes_on < clock.today():
        yield _("Its time is over.")
    late = [line for line in lines if line.starts_on and not budget.opens_on <= line.starts_on <= budget.closes_on]
    if late:
        yield _("Events outside its time: %(names)s.", names=_names(late))
    strange = [line for line in lines if budget.countries and set(line.countries or ("",)) - set(budget.countries)]
    if strange:
        yield _("Events for other countries than it may pay for: %(names)s.", names=_names(strange))
    project = budget.project
    if project is not None and project.ends_on and project.ends_on < budget.closes_on:
        yield _("Its project ends before it, on %(day)s.", day=i18n.day(project.ends_on))


def _names(lines: Sequence[PlanLine]) -> str:
    return ", ".join(shorten(line.title.text(i18n.language()), 40, placeholder="…") for line in lines[:3])


@dataclass(frozen=True, slots=True)
class PerTrainee:
    """What a trainee costs, without and with those whom graduates of trainings of trainers train on (R-176)."""

    cost: float
    seats: int
    reached: int

    @property
    def without(self) -> float:
        return self.cost / self.seats if self.seats else 0.0

    @property
    def with_cascade(self) -> float:
        return self.cost / (self.seats + self.reached) if self.seats else 0.0


def per_trainee(plan: Plan, lines: Iterable[PlanLine], costs: Mapping[int, Estimate]) -> PerTrainee:
    cost, seats, reached = 0.0, 0, 0
    for line in lines:
        cost += costs[line.id].total
        seats += costs[line.id].seats
        if line.format is not None and line.format.key == TOT:
            reached += costs[line.id].seats * int(plan.weights.get("reach", REACH))
    return PerTrainee(cost, seats, reached)


# --- records ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BudgetCommand:
    """What staff say of a budget line."""

    title: Texts
    opens_on: date
    closes_on: date
    amount: float
    currency: str = "EUR"
    source: str = "project"
    project_id: int | None = None
    countries: tuple[str, ...] = ()
    modules: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RateCommand:
    """What staff say of a rate."""

    country_code: str | None = None
    format_id: int | None = None
    travel: float = 0.0
    daily: float = 0.0
    fixed: float = 0.0


def find_budget(public_id: str, who: Viewer) -> BudgetLine:
    """Return a budget line of a centre whose staff the viewer is; raises NotFound."""
    found = db.session.scalar(queries.budget_line(public_id))
    if found is None or not who.may(policies.EDIT, centre_id=found.centre_id):
        raise NotFound
    return found


def save_budget(*, command: BudgetCommand, centre_id: int, budget: BudgetLine | None = None) -> BudgetLine:
    """Add a budget line or change one. Raises Invalid under the command's fields."""
    wrong: dict[str, str] = {}
    if not command.title:
        wrong["title"] = _("The budget line needs a title.")
    if command.closes_on < command.opens_on:
        wrong["closes_on"] = _("It closes before it opens. Change one of its days.")
    if not 0 <= command.amount <= MOST:
        wrong["amount"] = _("Write how much there is.")
    if wrong:
        raise Invalid(wrong)
    budget = budget or BudgetLine(centre_id=centre_id)
    for name in ("title", "opens_on", "closes_on", "amount", "currency", "source", "project_id"):
        setattr(budget, name, getattr(command, name))
    budget.countries, budget.modules = sorted(command.countries), sorted(command.modules)
    db.session.add(budget)
    db.session.flush()
    return budget


def may_pay(budget: BudgetLine, countries: Collection[str], modules: Collection[int]) -> bool:
    """Say whether a budget line may pay for an event: for all whom it invites and all that it teaches."""
    whom = not budget.countries or set(countries) <= set(budget.countries)
    what = not budget.modules or (bool(modules) and set(modules) <= set(budget.modules))
    return whom and what


def meets(budget: BudgetLine, plan: Plan) -> bool:
    """Say whether a budget line is open on some day of a plan."""
    return budget.opens_on <= plan.ends_on and budget.closes_on >= plan.starts_on


def remove_budget(*, budget: BudgetLine) -> None:
    """Delete a budget line. Raises Refused where a plan, a scenario or an amount speaks of it."""
    used = list(db.session.scalars(queries.plans_with(budget.id)))
    if used:
        names = ", ".join(each.title.text(i18n.language()) for each in used[:3])
        raise Refused(_("It pays for events in plans: %(names)s. Take it out of them first.", names=names))
    db.session.delete(budget)
    db.session.flush()


def find_rate(public_id: str, who: Viewer) -> CostRate:
    """Return a rate of a centre whose staff the viewer is; raises NotFound."""
    found = db.session.scalar(queries.rate(public_id))
    if found is None or not who.may(policies.EDIT, centre_id=found.centre_id):
        raise NotFound
    return found


def save_rate(*, command: RateCommand, centre_id: int, rate: CostRate | None = None) -> CostRate:
    """Add a rate or change one; there is one for each country and format. Raises Invalid."""
    same = read_rates(centre_id).rows.get((command.country_code, command.format_id))
    if same is not None and same is not rate:
        raise Invalid({"country": _("There is a rate for this country and format already.")})
    rate = rate or CostRate(centre_id=centre_id)
    for name in ("country_code", "format_id", "travel", "daily", "fixed"):
        setattr(rate, name, getattr(command, name))
    db.session.add(rate)
    db.session.flush()
    return rate


def book(*, line: PlanLine, said: Mapping[str, tuple[float, float]]) -> PlanLine:
    """Enter what was promised and paid for a line, by budget line (public id). Raises Invalid for what is no amount."""
    if line.plan.state == "closed":
        raise Refused(_("This plan is closed."))
    for row in line.funds:
        if row.budget_line.public_id in said:
            committed, spent = said[row.budget_line.public_id]
            if not (0 <= committed <= MOST and 0 <= spent <= MOST):  # what is no number is neither
                raise Invalid(_("Write amounts as numbers from 0 on, such as 1250.50."))
            row.committed, row.spent = committed, spent
    db.session.flush()
    return line
