"""The countries' own training plans, kept by their focal points (R-163 to R-165), and comments on lines (US-25)."""

from dataclasses import dataclass
from datetime import date

from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...people.policies import focal_reach
from ...web.access import Viewer
from .. import policies, queries
from ..models import CountryPlan, PlanComment, PlanLine


@dataclass(frozen=True, slots=True)
class NationalCommand:
    """What a focal point says of the country's plan."""

    country_code: str
    title: str
    starts_on: date
    ends_on: date
    state: str = "draft"
    organisation_id: int | None = None
    human_rights: bool = False
    gender: bool = False
    checked: bool = False  # that human rights and gender were looked at
    has_budget: bool = False
    modules: tuple[int, ...] = ()
    shared: bool = False
    note: str = ""


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
    if wrong:
        raise Invalid(wrong)
    plan = plan or CountryPlan()
    for name in ("country_code", "starts_on", "ends_on", "state", "organisation_id", "human_rights", "gender"):
        setattr(plan, name, getattr(command, name))
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
    row = PlanComment(
        line_id=line.id, country_code=country, text=text.strip()[:1000], account_id=work.actor().account_id
    )
    db.session.add(row)
    db.session.flush()
    return row
