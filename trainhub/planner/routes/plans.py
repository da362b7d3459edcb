"""The list of plans, the year board of one, its own data."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...people.models import Centre
from ...sessions import queries as sessions_queries
from ...web.access import require, viewer
from ...web.history import history_rows
from ...web.tables import Column, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import PlanForm, WeightForm, data_of_plan
from ..forms.shared import offers
from ..models import KINDS, STATES, Plan
from ..services.board import WAYS
from .blueprint import blueprint, found_plan, own_plan


@blueprint.get("/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    columns = [
        Column("title", _("Plan"), lambda row: row.Plan.title),
        Column("centre", _("Centre"), lambda row: words(row.Plan.centre.short)),
        Column("kind", _("Kind of plan"), lambda row: KINDS[row.Plan.kind], Plan.kind),
        Column("first", _("First day"), lambda row: row.Plan.starts_on, Plan.starts_on),
        Column("last", _("Last day"), lambda row: row.Plan.ends_on, Plan.ends_on),
        Column("lines", _("Lines"), lambda row: row.lines, numeric=True),
        Column("placed", _("With a day"), lambda row: row.placed, numeric=True),
        Column("state", _("State"), lambda row: STATES[row.Plan.state], Plan.state),
    ]
    table = Table(queries.plans(policies.sight(viewer())), columns, name="plans")
    editing = viewer().may(policies.EDIT)
    return table.export() or render_template("planner/index.html", table=table, kinds=KINDS, editing=editing)


@blueprint.get("/<public_id>/")
@require(policies.VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show the year board."""
    plan = found_plan(public_id)
    asked = request.args.get("by", "module")
    way = asked if asked in WAYS else "module"
    editing, page = policies.may_change(viewer(), plan), request.args.get("from", "")
    board = services.board.read(plan, policies.sight(viewer()), way=way, page=page, editing=editing)
    invented, comments = services.discussing.around(plan)
    return render_template(
        "planner/show.html",
        plan=plan,
        board=board,
        editing=editing,
        staff=policies.may_edit(viewer(), plan),
        invented=invented,
        kinds=KINDS,
        new_comments=comments if policies.may_edit(viewer(), plan) else 0,
        under=services.nested.under(plan, policies.sight(viewer())),
    )


# --- its own data -------------------------------------------------------------------------------


def _own_centres() -> list[Centre]:
    return list(db.session.scalars(sessions_queries.centres_of(viewer().centres(policies.EDIT))))


@blueprint.route("/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new() -> ResponseReturnValue:
    centres = _own_centres()
    wanted = request.values.get("centre", "")
    centre = next((each for each in centres if not wanted or each.slug == wanted), None)
    if centre is None:
        return render_template("sessions/no_centre.html"), 409
    year = clock.today(centre.zone).year + 1
    data = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    return _edit(None, centre, PlanForm(data=data), WeightForm(data=services.ranking.DEFAULTS, prefix="weight-"))


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit(public_id: str) -> ResponseReturnValue:
    plan = own_plan(public_id)
    weights = WeightForm(data=services.ranking.weights(plan), prefix="weight-")
    return _edit(plan, plan.centre, PlanForm(data=data_of_plan(plan)), weights)


def _edit(plan: Plan | None, centre: Centre, form: PlanForm, weights: WeightForm) -> ResponseReturnValue:
    above = list(db.session.scalars(queries.parents(centre.id, plan.id if plan else None)))
    form.parent.choices = offers([("", "—"), *((each.public_id, words(each.title)) for each in above)])
    if plan is not None:
        form.hold((data_of_plan(plan), plan.weights))
    if form.validate_on_submit() & weights.validate_on_submit():
        parent = next((each.id for each in above if each.public_id == form.parent.data), None)
        command = form.command(weights.weights(), parent)
        saved = form.attempt(services.save_plan, command=command, centre=centre, plan=plan)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".show", public_id=saved.public_id), 303)
    wrong = bool(form.errors or weights.errors)
    return (
        render_template("planner/edit.html", form=form, weights=weights, plan=plan, centre=centre),
        422 if wrong else 200,
    )


@blueprint.get("/<public_id>/history")
@require(policies.EDIT)
def history(public_id: str) -> ResponseReturnValue:
    plan = own_plan(public_id)
    return render_template(
        "sessions/office_history.html",
        rows=history_rows("plan", plan.id, request.args.get("page", 1, int)),
        name=plan.title,
        home=url_for(".index"),
        home_name=_("Year plan"),
        url=url_for(".show", public_id=plan.public_id),
    )
