"""Money, coverage, trainers' load and scenarios of a plan."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...people.services import choices as people_choices
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Few
from ...web.templating import words
from .. import policies, queries, services
from ..forms import ScenarioForm
from ..forms.shared import offers
from ..models import SOURCES, Plan
from ..services import coverage, money
from .blueprint import blueprint, found_plan, own_plan


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
        Column("currency", _("Currency"), lambda row: row.budget.currency),
        Column("amount", _("Amount"), lambda row: row.budget.amount, numeric=True),
        Column("planned", _("Planned"), lambda row: round(row.planned), numeric=True),
        Column("committed", _("Committed"), lambda row: row.committed, numeric=True),
        Column("spent", _("Spent"), lambda row: row.spent, numeric=True),
        Column("left", _("Left"), lambda row: round(row.left), numeric=True),
        Column("warnings", _("Remark"), lambda row: " ".join(row.warnings)),
    ]
    table = Few(money.sums(budgets, plan, lines, costs, named=seen), columns, name="plan-money")
    return table.export() or render_template(
        "planner/money.html",
        plan=plan,
        table=table,
        unpaid=[line for line in seen if not line.funds and costs[line.id].total],
        trainee=money.per_trainee(plan, lines, costs),
        staff=policies.may_edit(viewer(), plan),
        sources=SOURCES,
    )


@blueprint.get("/<public_id>/coverage/")
@require(policies.VIEW)
def plan_coverage(public_id: str) -> ResponseReturnValue:
    """Show which countries and modules the plan reaches."""
    plan, sees = found_plan(public_id), policies.sight(viewer())
    known, members = services.topics.read(), list(db.session.scalars(queries.countries()))
    lines = list(db.session.scalars(queries.lines(plan.id)))
    found, others = coverage.reach(lines, known, members), services.needs.given_by_others()
    codes = [code for code, _name in people_choices.alphabetically((code, i18n.country_name(code)) for code in members)]
    columns = [
        Column("module", _("Module"), lambda row: f"{row[0]:02} {words(row[1])}"),
        Column("all", _("Events"), lambda row: found.modules.get(row[0], 0), numeric=True),
        Column("others", _("Held by others of late"), lambda row: others.get(row[0], 0), numeric=True),
        *(_country(code, found) for code in codes),
    ]
    table = Few(list(known.modules.items()), columns, name="plan-coverage", per_page=100)
    return table.export() or render_template(
        "planner/coverage.html",
        plan=plan,
        table=table,
        reach=found,
        others=others,
        codes=codes,
        loads=coverage.loads(line for line in lines if sees.line(plan, line.countries)),
        staff=policies.may_edit(viewer(), plan),
    )


def _country(code: str, found: coverage.Reach) -> Column:
    return Column(code, code, lambda row: found.events.get((code, row[0]), 0), numeric=True)


@blueprint.route("/<public_id>/compare/", methods=["GET", "POST"])
@require(policies.EDIT)
def compare(public_id: str) -> ResponseReturnValue:
    """Put a plan and its scenarios side by side, and make another one."""
    plan = own_plan(public_id)
    base = plan.scenario_of or plan
    budgets = {each.public_id: each for each in db.session.scalars(queries.budget_lines([plan.centre_id]))}
    form = ScenarioForm()
    form.without.choices = offers([("", "—"), *((key, words(each.title)) for key, each in budgets.items())])
    if form.validate_on_submit():
        left_out = budgets.get(form.without.data or "")
        made = form.attempt(
            coverage.scenario,
            plan=base,
            title=form.title.data,
            budget_id=left_out.id if left_out else None,
            online=bool(form.online.data),
        )
        if made is not None:
            work.commit()
            flash(_("The scenario was made."), "ok")
            return redirect(url_for(".compare", public_id=base.public_id), 303)
    table = _side_by_side(base)
    return table.export() or (
        render_template("planner/compare.html", plan=base, table=table, form=form),
        422 if form.errors else 200,
    )


def _side_by_side(base: Plan) -> Few:
    known, members = services.topics.read(), list(db.session.scalars(queries.countries()))
    rates = money.read_rates(base.centre_id)
    plans = [base, *db.session.scalars(queries.scenarios(base.id))]
    found = [coverage.figures(each, known, members, rates)[0] for each in plans]
    columns = [
        Column("title", _("Plan"), lambda row: words(row.plan.title)),
        Column("lines", _("Lines"), lambda row: row.lines, numeric=True),
        Column("placed", _("With a day"), lambda row: row.placed, numeric=True),
        Column("half_days", _("Half-days"), lambda row: row.half_days, numeric=True),
        Column("modules", _("Modules"), lambda row: row.modules, numeric=True),
        Column("pairs", _("Countries and modules reached"), lambda row: row.pairs, numeric=True),
        Column("seats", _("Seats"), lambda row: row.seats, numeric=True),
        Column("cost", _("Estimated cost"), lambda row: round(row.cost), numeric=True),
        Column("need", _("Need answered"), lambda row: row.need, numeric=True),
    ]
    return Few(found, columns, name="scenarios")


@blueprint.post("/<public_id>/discard")
@require(policies.EDIT)
def discard(public_id: str) -> ResponseReturnValue:
    """Throw a scenario away."""
    plan, form = own_plan(public_id), PlainForm()
    base = plan.scenario_of
    if request.method == "POST" and form.validate_on_submit() and form.done(coverage.remove_scenario, plan=plan):
        work.commit()
        flash(_("The scenario is gone."), "ok")
    else:
        flash(" ".join(form.form_errors), "stop")
    return redirect(url_for(".compare", public_id=(base or plan).public_id), 303)
