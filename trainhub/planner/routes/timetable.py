"""Searches for a timetable: begun, watched, stopped, compared with the plan, taken over; and their rules."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...web.access import require
from ...web.forms import PlainForm
from .. import policies, queries
from ..forms import SearchForm, wishes_form
from ..models import RUN_STATES
from ..services.timetable import proposals, running, telling
from ..services.timetable.wishes import Wishes
from .attempt import attempt
from .blueprint import blueprint, own_plan


@blueprint.route("/<public_id>/timetable/", methods=["GET", "POST"])
@require(policies.EDIT)
def timetable(public_id: str) -> ResponseReturnValue:
    """List the searches of a plan; begin one."""
    plan = own_plan(public_id)
    kind = "again" if request.args.get("kind") == "again" else "solve"
    form = SearchForm(data={"kind": kind, "effort": "usual"})
    if form.validate_on_submit():
        asked = {"kind": form.kind.data, "effort": form.effort.data}
        run = attempt(lambda: running.queue(plan=plan, occasion=form.occasion.data or "", **asked))
        if run is not None:
            return redirect(url_for(".search", public_id=plan.public_id, run_id=run.public_id), 303)
        return redirect(url_for(".timetable", public_id=plan.public_id), 303)
    runs = list(db.session.scalars(queries.runs(plan.id).limit(running.SHOWN)))
    page = render_template(
        "planner/timetable.html",
        plan=plan,
        form=form,
        runs=runs,
        states=RUN_STATES,
        available=running.available(),
        command=running.INSTALL,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>/timetable/<run_id>/")
@require(policies.EDIT)
def search(public_id: str, run_id: str) -> ResponseReturnValue:
    """Show how far a search is; when it is over, what it proposes, or why nothing fits."""
    plan = own_plan(public_id)
    run = running.find(plan, run_id)
    table = telling.table(plan, run) if run.state == "done" else None
    if table is not None and (file := table.export()):
        return file
    return render_template(
        "planner/search.html",
        plan=plan,
        run=run,
        states=RUN_STATES,
        table=table,
        told=None if run.going else telling.told(plan, run),
        kinds=telling.KINDS,
    )


@blueprint.post("/<public_id>/timetable/<run_id>/stop")
@require(policies.EDIT)
def stop_search(public_id: str, run_id: str) -> ResponseReturnValue:
    run = running.find(own_plan(public_id), run_id)
    if PlainForm().validate_on_submit():
        attempt(lambda: running.stop(run))
    return redirect(url_for(".search", public_id=public_id, run_id=run_id), 303)


@blueprint.post("/<public_id>/timetable/<run_id>/take")
@require(policies.EDIT)
def take_search(public_id: str, run_id: str) -> ResponseReturnValue:
    """Take a proposal over into the plan; where nothing fits, the proposal of a repair."""
    run = running.find(own_plan(public_id), run_id)
    if PlainForm().validate_on_submit():
        repair, seen = request.form.get("repair", type=int), request.form.get("seen", "")
        changed = attempt(lambda: proposals.apply(run=run, repair=repair, seen=seen))
        if changed is not None:
            flash(ngettext("%(num)s line was changed.", "%(num)s lines were changed.", changed), "ok")
            return redirect(url_for(".show", public_id=public_id), 303)
    return redirect(url_for(".search", public_id=public_id, run_id=run_id), 303)


@blueprint.route("/<public_id>/rules/", methods=["GET", "POST"])
@require(policies.EDIT)
def rules(public_id: str) -> ResponseReturnValue:
    """Show and change what timetables of the centre keep to and wish for."""
    plan = own_plan(public_id)
    form = wishes_form(running.wishes_of(plan.centre_id))
    if form.validate_on_submit():
        running.keep_wishes(plan.centre_id, form.numbers())
        work.commit()
        flash(_("Saved. The next search keeps to it."), "ok")
        return redirect(url_for(".timetable", public_id=plan.public_id), 303)
    page = render_template("planner/rules.html", plan=plan, form=form, bounds=Wishes.BOUNDS, weights=Wishes.WEIGHTS)
    return page, 422 if form.is_submitted() else 200
