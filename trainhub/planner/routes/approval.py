"""A plan's way to approval, and what became of what was approved."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Few
from ...web.templating import words
from .. import policies
from ..forms import ApprovalForm, PartyForm
from ..models import STATES, Plan
from ..services import approving
from .blueprint import blueprint, found_plan, own_plan

STEPS = {
    "discuss": approving.discuss,
    "draft": approving.back_to_draft,
    "freeze": approving.freeze,
    "close": approving.close,
}
KINDS = {"same": "quiet", "changed": "warn", "added": "info", "dropped": "stop"}


def kind_words() -> dict[str, str]:
    """Return how a line stands against the approved plan."""
    return {"same": _("as approved"), "changed": _("changed"), "added": _("added"), "dropped": _("dropped")}


@blueprint.get("/<public_id>/approval/")
@require(policies.VIEW)
def approval(public_id: str) -> ResponseReturnValue:
    return _page(found_plan(public_id))


def _page(plan: Plan, *, party: PartyForm | None = None, enter: ApprovalForm | None = None) -> ResponseReturnValue:
    sees = policies.sight(viewer())
    found = approving.differences(plan) if plan.frozen_at else []
    found = [each for each in found if sees.line(plan, each.countries)]
    columns = [
        Column("title", _("Line"), lambda row: words(row.title)),
        Column("kind", _("Against the approved plan"), lambda row: kind_words()[row.kind]),
        Column("said", _("What is different"), lambda row: " ".join(row.sentences)),
    ]
    table = Few(found, columns, name="plan-differences", per_page=200)
    exported = table.export()
    if exported is not None:
        return exported
    page = render_template(
        "planner/approval.html",
        plan=plan,
        table=table,
        kinds=KINDS,
        kind_words=kind_words(),
        states=STATES,
        party=party or PartyForm(formdata=None),
        enter=enter or ApprovalForm(formdata=None),
        staff=policies.may_edit(viewer(), plan),
    )
    return page, 422 if (party and party.errors) or (enter and enter.errors) else 200


@blueprint.post("/<public_id>/step")
@require(policies.EDIT)
def step(public_id: str) -> ResponseReturnValue:
    """Take the plan to its next state, or back to the draft."""
    plan, form = own_plan(public_id), PlainForm()
    act = STEPS.get(request.form.get("act", ""))
    if act is not None and form.validate_on_submit():
        if form.done(act, plan=plan):
            work.commit()
            flash(_("The plan is now: %(state)s.", state=STATES[plan.state]), "ok")
        else:
            work.rollback()
            flash(" ".join(form.form_errors), "stop")
    return redirect(url_for(".approval", public_id=public_id), 303)


@blueprint.post("/<public_id>/parties")
@require(policies.EDIT)
def add_party(public_id: str) -> ResponseReturnValue:
    plan, form = own_plan(public_id), PartyForm()
    if form.validate_on_submit() and form.attempt(approving.add_party, plan=plan, party=form.party.data or ""):
        work.commit()
        return redirect(url_for(".approval", public_id=public_id), 303)
    return _page(plan, party=form)


@blueprint.post("/<public_id>/parties/<int:number>")
@require(policies.EDIT)
def enter_approval(public_id: str, number: int) -> ResponseReturnValue:
    """Enter that a party approved, or take the party off the list."""
    plan = own_plan(public_id)
    row = approving.find_party(plan, number)
    if request.form.get("act") == "remove":
        form = PlainForm()
        if form.validate_on_submit() and form.done(approving.remove_party, plan=plan, row=row):
            work.commit()
        return redirect(url_for(".approval", public_id=public_id), 303)
    enter = ApprovalForm()
    if enter.validate_on_submit() and enter.done(
        approving.enter_approval, plan=plan, row=row, on=enter.approved_on.data, note=enter.note.data or ""
    ):
        work.commit()
        return redirect(url_for(".approval", public_id=public_id), 303)
    return _page(plan, enter=enter)
