"""Scenarios of a plan: made with one click or by the form, put side by side, searched for, taken over, thrown away."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.i18n import ngettext
from ...web.access import require
from ...web.forms import PlainForm
from ...web.tables import Column, Few
from ...web.templating import words
from .. import policies, queries
from ..forms import ScenarioForm, TakeForm
from ..forms.shared import offers
from ..models import BudgetLine, Plan
from ..services import comparing, coverage, needs, scenarios
from ..services.timetable import running
from .blueprint import blueprint, own_plan, remark

PARTS: dict[str, str] = {
    "figures": _l("Figures"),
    "countries": _l("Countries"),
    "modules": _l("Modules"),
    "needs": _l("Urgent needs"),
    "trainers": _l("Trainers"),
    "donors": _l("Money"),
    "lines": _l("Lines"),
}
ROWS = {
    "countries": (_l("Country"), comparing.countries),
    "modules": (_l("Module"), comparing.modules),
    "trainers": (_l("Trainer"), comparing.trainers),
    "donors": (_l("Who pays"), comparing.donors),
}


def kind_words() -> dict[str, str]:
    """Return how a line of a scenario stands against the plan."""
    return {"gone": _("only in the plan"), "new": _("only in the scenario"), "other": _("otherwise")}


@blueprint.route("/<public_id>/compare/", methods=["GET", "POST"])
@require(policies.EDIT)
def compare(public_id: str) -> ResponseReturnValue:
    """Put a plan and its scenarios side by side, and make another one."""
    plan = own_plan(public_id)
    base = plan.scenario_of or plan
    budgets = _budgets(base)
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
            return _made(base)
    return _page(base, budgets, form)


def _budgets(base: Plan) -> dict[str, BudgetLine]:
    rows = db.session.scalars(queries.budget_lines([base.centre_id], donors=True))
    return {each.public_id: each for each in rows if each.opens_on <= base.ends_on and each.closes_on >= base.starts_on}


def _made(base: Plan) -> ResponseReturnValue:
    work.commit()
    flash(_("The scenario was made."), "ok")
    return redirect(url_for(".compare", public_id=base.public_id), 303)


def _page(base: Plan, budgets: dict[str, BudgetLine], form: ScenarioForm) -> ResponseReturnValue:
    asked = request.args.get("part", "")
    part = asked if asked in PARTS else "figures"
    said = needs.read() if part == "needs" else None
    found = comparing.read(base, list(budgets.values()), against=said)
    table = _table(part, found)
    used = {row.budget_line_id for line in found.base.lines for row in line.funds}
    paying = [(key, donor) for key, (donor, ids) in scenarios.donors(budgets.values()).items() if ids & used]
    return table.export() or (
        render_template(
            "planner/compare.html",
            plan=base,
            part=part,
            parts_of=PARTS,
            found=found,
            table=table,
            form=form,
            donors=paying,
            kinds=kind_words(),
            available=running.available(),
            command=running.INSTALL,
            much=comparing.MUCH,
            reached=comparing.table(found) if said else None,
            said=said,
            invented=found.invented and part in {"figures", "needs"},
        ),
        422 if form.errors else 200,
    )


def _table(part: str, found: comparing.Comparison) -> Few:
    if part == "figures":
        return _figures(found)
    if part == "needs":
        return _urgent(found)
    if part == "lines":
        columns = [
            Column("title", _("Line"), lambda row: words(row.line.title)),
            Column("plan", _("Scenario"), lambda row: words(row.plan.title)),
            Column("kind", _("Against the plan"), lambda row: kind_words()[row.kind]),
            Column("said", _("What is different"), lambda row: " ".join(row.sentences)),
        ]
        return Few(comparing.differences(found), columns, name="scenarios-lines", per_page=200)
    label, rows = ROWS[part]
    columns = [
        Column("title", str(label), lambda row: row.title if isinstance(row.title, str) else words(row.title)),
        *(_number(place, side.plan) for place, side in enumerate(found.sides)),
    ]
    return Few(rows(found), columns, name=f"scenarios-{part}", per_page=200)


def _urgent(found: comparing.Comparison) -> Few:
    columns = [
        Column("title", _("Module"), lambda row: f"{row.module:02} {words(row.title)}"),
        Column("country", _("Country"), lambda row: i18n.country_name(row.country), named=True),
        Column("need", _("Priority"), lambda row: needs.told(row.need), numeric=True),
        *(_events(place, side.plan) for place, side in enumerate(found.sides)),
        *remark(found.invented, "need"),
    ]
    return Few(comparing.urgent(found), columns, name="scenarios-needs", per_page=500)


def _events(place: int, plan: Plan) -> Column:
    return Column(f"p{place}", words(plan.title), lambda row: row.events[place], numeric=True)


def _number(place: int, plan: Plan) -> Column:
    return Column(f"p{place}", words(plan.title), lambda row: row.numbers[place], numeric=True)


def _figures(found: comparing.Comparison) -> Few:
    columns = [
        Column("title", _("Plan"), lambda row: words(row.plan.title)),
        Column("lines", _("Lines"), lambda row: row.facts.lines, numeric=True),
        Column("placed", _("With a day"), lambda row: row.facts.placed, numeric=True),
        Column("half_days", _("Half-days"), lambda row: row.facts.half_days, numeric=True),
        Column("modules", _("Modules"), lambda row: row.facts.modules, numeric=True),
        Column("pairs", _("Countries and modules reached"), lambda row: row.facts.pairs, numeric=True, shown=False),
        Column("seats", _("Seats"), lambda row: row.facts.seats, numeric=True),
        Column("cost", _("Estimated cost"), lambda row: round(row.facts.cost), numeric=True),
        Column("currency", _("Currency"), lambda row: row.plan.currency, within="cost"),
        Column("need", _("Need answered"), lambda row: row.facts.need, numeric=True),
        *remark(found.invented, "need"),
        Column("busiest", _("Busiest trainer, times the mean"), lambda row: round(row.busiest, 1), numeric=True),
    ]
    return Few(found.sides, columns, name="scenarios")


# --- acts ---------------------------------------------------------------------------------------


@blueprint.post("/<public_id>/scenario")
@require(policies.EDIT)
def quick_scenario(public_id: str) -> ResponseReturnValue:
    """Make a scenario with one click: without a donor, or online only."""
    plan = own_plan(public_id)
    base, donor = plan.scenario_of or plan, request.form.get("donor", "")
    if PlainForm().validate_on_submit():
        if donor:
            scenarios.without_donor(plan=base, key=donor, budgets=_budgets(base).values())
        else:
            scenarios.online_only(plan=base)
        return _made(base)
    return redirect(url_for(".compare", public_id=base.public_id), 303)


@blueprint.post("/<public_id>/solve")
@require(policies.EDIT)
def solve_scenario(public_id: str) -> ResponseReturnValue:
    """Begin the usual search for a plan or scenario with one click."""
    plan = own_plan(public_id)
    if PlainForm().validate_on_submit():
        try:
            run = running.queue(plan=plan)
        except Refused as error:
            work.rollback()
            flash(str(error), "stop")
        else:
            work.commit()
            return redirect(url_for(".search", public_id=public_id, run_id=run.public_id), 303)
    return redirect(url_for(".compare", public_id=public_id), 303)


@blueprint.route("/<public_id>/take", methods=["GET", "POST"])
@require(policies.EDIT)
def take_scenario(public_id: str) -> ResponseReturnValue:
    """Make the plan what a scenario is; what would change is told before."""
    plan, form = own_plan(public_id), TakeForm()
    base = plan.scenario_of
    if base is None:
        flash(_("Only a scenario is taken over."), "stop")
        return redirect(url_for(".compare", public_id=public_id), 303)
    if form.validate_on_submit():
        done = form.attempt(scenarios.take, scenario=plan, reason=form.reason.data or "", by=form.by.data or "")
        if done is not None:
            work.commit()
            _tell(done)
            return redirect(url_for(".show", public_id=base.public_id), 303)
        work.rollback()
    sides = comparing.read(base).sides
    own = next(side for side in sides if side.plan.id == plan.id)
    rows = comparing.between(sides[0].lines, plan, own.lines)
    page = render_template(
        "planner/take.html", plan=plan, base=base, form=form, rows=rows, kinds=kind_words(), approved=not base.open
    )
    return page, 422 if form.errors else 200


def _tell(done: scenarios.Taken) -> None:
    said = [
        ngettext("%(num)s line was changed.", "%(num)s lines were changed.", done.changed),
        ngettext("%(num)s line was added.", "%(num)s lines were added.", done.added),
        ngettext("%(num)s line was taken out.", "%(num)s lines were taken out.", done.removed),
    ]
    if done.kept:
        said.append(ngettext("%(num)s line stays as it is.", "%(num)s lines stay as they are.", done.kept))
    flash(" ".join(said), "ok")


@blueprint.post("/<public_id>/discard")
@require(policies.EDIT)
def discard(public_id: str) -> ResponseReturnValue:
    """Throw a scenario away."""
    plan, form = own_plan(public_id), PlainForm()
    base = plan.scenario_of
    if form.validate_on_submit() and form.done(coverage.remove_scenario, plan=plan):
        work.commit()
        flash(_("The scenario is gone."), "ok")
    else:
        flash(" ".join(form.form_errors), "stop")
    return redirect(url_for(".compare", public_id=(base or plan).public_id), 303)
