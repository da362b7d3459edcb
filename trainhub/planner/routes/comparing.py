"""Money of a plan."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.tables import Column, Few
from ...web.templating import words
from .. import policies, queries
from ..models import SOURCES
from ..services import actual, money
from .blueprint import blueprint, found_plan


@blueprint.get("/<public_id>/money/")
@require(policies.VIEW)
def plan_money(public_id: str) -> ResponseReturnValue:
    """Show what the plan takes out of each budget line, and what a trainee costs."""
    plan, sees = found_plan(public_id), policies.sight(viewer())
    lines = list(db.session.scalars(queries.lines(plan.id)))
    seen = [line for line in lines if sees.line(plan, line.countries)]  # sums are of all, titles of these only
    rates, members = money.read_rates(plan.centre_id), list(db.session.scalars(queries.countries()))
    costs = {line.id: money.estimate(line, rates, members, plan.centre.country_code) for line in lines}
    budgets = [each for each in db.session.scalars(queries.budget_lines([plan.centre_id])) if money.meets(each, plan)]
    columns = [
        Column("title", _("Budget line"), lambda row: words(row.budget.title)),
        Column("source", _("Source"), lambda row: SOURCES[row.budget.source], shown=False),
        Column("window", _("Can be spent"), lambda row: i18n.dates(row.budget.opens_on, row.budget.closes_on)),
        Column("amount", _("Amount"), lambda row: row.budget.amount, numeric=True),
        Column("currency", _("Currency"), lambda row: row.budget.currency, within="amount"),
        Column("planned", _("Planned"), lambda row: round(row.planned), numeric=True),
        Column("committed", _("Committed"), lambda row: row.committed, numeric=True, shown=False),
        Column("spent", _("Spent"), lambda row: row.spent, numeric=True),
        Column("others", _("Other plans"), lambda row: round(row.others), numeric=True),
        Column("left", _("Left"), lambda row: round(row.left), numeric=True),
        Column("warnings", _("Remark"), lambda row: " ".join(row.warnings)),
    ]
    others = money.elsewhere(plan, budgets, rates, members)
    table = Few(money.sums(budgets, plan, lines, costs, others=others, named=seen), columns, name="plan-money")
    return table.export() or render_template(
        "planner/money.html",
        plan=plan,
        table=table,
        unpaid=[line for line in seen if not line.funds and costs[line.id].total],
        trainee=money.per_trainee(plan, lines, costs),
        sums=actual.totals(actual.read(plan, lines, beside=False)),
        staff=policies.may_edit(viewer(), plan),
        sources=SOURCES,
    )
