"""The countries' own training plans, kept by their focal points (R-163 to R-166), and comments on lines (US-25)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people import queries as people_queries
from ...people.policies import focal_reach
from ...web.access import Viewer
from .. import policies, queries
from ..models import FIRST_SHOWN, PARTS, CountryMoney, CountryPlan, Plan, PlanComment, PlanLine
from . import coverage, discussing, topics
from .money import MOST


@dataclass(frozen=True, slots=True)
class NationalCommand:
    """What a focal point says of the country's plan."""

    country_code: str
    title: str
    starts_on: date
    ends_on: date
    state: str = "draft"
    organisation: str = ""  # its address
    human_rights: bool = False
    gender: bool = False
    checked: bool = False  # that human rights and gender were looked at
    has_budget: bool = False
    modules: tuple[int, ...] = ()
    shared: bool = False
    parts: tuple[str, ...] = tuple(FIRST_SHOWN)  # of those that are shared
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoneyCommand:
    """What a focal point says of a budget line of the country's plan."""

    title: str
    source: str = "state"
    amount: float = 0.0
    committed: float = 0.0
    spent: float = 0.0
    currency: str = "EUR"


def find(public_id: str, who: Viewer) -> CountryPlan:
    """Return a country's plan a viewer may read; raises NotFound."""
    found = db.session.scalar(queries.country_plan(public_id))
    if found is None or not policies.may_read(who, found):
        raise NotFound
    return found


def save(*, command: NationalCommand, by: Viewer, plan: CountryPlan | None = None) -> CountryPlan:
    """Add a country's plan or change it. Raises Invalid under the command's fields, NotFound for another country."""
    if not policies.may_keep_of(by, command.country_code):
        raise NotFound
    wrong: dict[str, str] = {}
    if not command.title.strip():
        wrong["title"] = _("The plan needs a title.")
    if command.ends_on < command.starts_on:
        wrong["ends_on"] = _("The plan ends before it begins. Change one of its days.")
    if not command.checked:
        wrong["checked"] = _("Look at the plan for human rights and gender first, and say so here.")
    body = people_queries.organisation(command.organisation) if command.organisation else None
    institution = db.session.scalar(body) if body is not None else None
    if command.organisation and (institution is None or institution.country_code != command.country_code):
        wrong["organisation"] = _("Choose an institution of the same country.")
    if wrong:
        raise Invalid(wrong)
    plan = plan or CountryPlan()
    for name in ("country_code", "starts_on", "ends_on", "state", "human_rights", "gender"):
        setattr(plan, name, getattr(command, name))
    plan.organisation_id = institution.id if institution else None
    plan.parts = [key for key in PARTS if key in command.parts]
    plan.has_budget, plan.shared, plan.note = command.has_budget, command.shared, command.note.strip()
    plan.title, plan.modules = command.title.strip(), sorted(set(command.modules))
    db.session.add(plan)
    db.session.flush()
    return plan


def remove(*, plan: CountryPlan, by: Viewer) -> None:
    if not policies.may_keep(by, plan):
        raise NotFound
    db.session.delete(plan)
    db.session.flush()


# --- its money ----------------------------------------------------------------------------------


def find_money(plan: CountryPlan, public_id: str) -> CountryMoney:
    """Return a budget line of a country's plan; raises NotFound."""
    found = next((row for row in plan.money if row.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def save_money(
    *, plan: CountryPlan, command: MoneyCommand, by: Viewer, row: CountryMoney | None = None
) -> CountryMoney:
    """Add a budget line to a country's plan or change one. Raises Invalid under the command's fields."""
    if not policies.may_keep(by, plan):
        raise NotFound
    wrong = {
        name: _("Write an amount from 0 on.")
        for name in ("amount", "committed", "spent")
        if not 0 <= getattr(command, name) <= MOST
    }
    if not command.title.strip():
        wrong["title"] = _("The budget line needs a title.")
    if wrong:
        raise Invalid(wrong)
    if row is None:
        row = CountryMoney(plan_id=plan.id)
        plan.money.append(row)
    for name in ("source", "amount", "committed", "spent", "currency"):
        setattr(row, name, getattr(command, name))
    row.title, plan.has_budget = command.title.strip(), True
    db.session.flush()
    return row


def remove_money(*, plan: CountryPlan, row: CountryMoney, by: Viewer) -> None:
    if not policies.may_keep(by, plan):
        raise NotFound
    plan.money.remove(row)
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Whole:
    """The money of a country's plan in one currency."""

    currency: str
    amount: float
    committed: float
    spent: float


def wholes(rows: Iterable[CountryMoney]) -> list[Whole]:
    """Add up budget lines, each currency for itself."""
    found: dict[str, list[CountryMoney]] = {}
    for row in rows:
        found.setdefault(row.currency, []).append(row)
    return [
        Whole(code, sum(row.amount for row in own), sum(row.committed for row in own), sum(row.spent for row in own))
        for code, own in sorted(found.items())
    ]


# --- beside the centre's plan --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Beside:
    """A module in a country's plan and in the centre's: whether it is in the one, how many events of the other."""

    number: int
    title: Texts
    own: bool
    events: int

    @property
    def kind(self) -> str:
        both = {(True, True): "both", (True, False): "country", (False, True): "centre", (False, False): "none"}
        return both[self.own, self.events > 0]


def meeting(plan: CountryPlan, by: Viewer) -> list[Plan]:
    """Return the plans of centres, known to a viewer, that fall into the time of a country's plan; newest first."""
    sees = policies.sight(by)
    rows = db.session.scalars(queries.plans_in(plan.starts_on, plan.ends_on))
    return [each for each in rows if sees.plan(each)]


def beside(plan: CountryPlan, other: Plan | None) -> list[Beside]:
    """Return all modules of the curriculum in a country's plan and in a plan of the centre."""
    known, modules = topics.read(), set(plan.modules)
    lines = list(db.session.scalars(queries.lines(other.id))) if other else []
    members: Collection[str] = (plan.country_code,)  # a line that names no country invites this one too
    reach = coverage.reach(lines, known, members)
    return [
        Beside(number, title, number in modules, reach.events.get((plan.country_code, number), 0))
        for number, title in known.modules.items()
    ]


# --- comments -----------------------------------------------------------------------------------


def comment(*, line: PlanLine, by: Viewer, text: str) -> PlanComment:
    """Say something about a line, for the own country or as the centre. Raises Invalid for nothing."""
    if not policies.may_comment(by, line):
        raise NotFound
    if line.plan.state == "closed":
        raise Refused(_("This plan is closed."))
    if not text.strip():
        raise Invalid({"text": _("Write what you want to say.")})
    own = sorted(country for country in focal_reach(by).countries if country in line.countries or not line.countries)
    country = None if policies.may_edit(by, line.plan) else next(iter(own), None)
    if country is None:
        discussing.mark_read(line.comments)  # who answers has read what was written
    row = PlanComment(country_code=country, text=text.strip()[:1000], account_id=work.actor().account_id)
    line.comments.append(row)
    db.session.flush()
    return row
