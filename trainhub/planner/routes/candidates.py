"""Candidates of a plan: ranked with every part of the score, picked by ticks, put on another place with a reason."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Few, Filter
from ...web.templating import words
from .. import policies, services
from ..forms import RankForm
from ..models import Plan
from ..services.ranking import COMPONENTS, EXPLAINED, Candidate
from .blueprint import blueprint, found_plan, own_plan, remark


def _table(plan: Plan, said: services.needs.Needs) -> Few:
    def part(key: str) -> Column:
        return Column(key, COMPONENTS[key], lambda row: _round(row.parts[key]), numeric=True)

    columns = [
        Column("title", _("Activity"), lambda row: f"{row.key} {words(row.text.title)}"),
        Column("rank", _("Place"), lambda row: row.rank, numeric=True),
        Column("calculated", _("Calculated place"), lambda row: row.calculated, numeric=True, shown=False),
        Column("module", _("Module"), lambda row: row.module, numeric=True, shown=False),
        Column("score", _("Score"), lambda row: round(row.score), numeric=True),
        *(part(key) for key in COMPONENTS),
        Column("estimate", _("Estimated cost"), lambda row: _round(row.cost), numeric=True, shown=False),
        Column("currency", _("Currency"), lambda _row: plan.currency, within="estimate"),
        Column("sure", _("How sure the need is"), lambda row: i18n.percent(row.sure), numeric=True),
        Column("last", _("Last held"), lambda row: row.last, shown=False),
        Column("planned", _("In the plan"), lambda row: row.planned, numeric=True),
        Column("reason", _("Reason"), lambda row: row.override.reason if row.override else "", within="title"),
        *remark(said.invented),
    ]
    found = services.ranking.candidates(plan, said)
    return Few(found, columns, name="candidates", per_page=100, filters=[_by_module(found)])


def _by_module(found: Sequence[Candidate]) -> Filter:
    def apply(rows: Sequence[Candidate], number: str) -> list[Candidate]:
        return [row for row in rows if str(row.module) == number]

    def choices() -> list[tuple[str, str]]:
        modules = {row.module: row.text.module_text.title for row in found}
        return [(str(number), f"{number:02} {words(title)}") for number, title in sorted(modules.items())]

    return Filter("module", _("Module"), apply, choices)


def _round(value: float | None) -> Any:
    return _("not known") if value is None else round(value)


@blueprint.get("/<public_id>/candidates/")
@require(policies.VIEW)
def candidates(public_id: str) -> ResponseReturnValue:
    plan = found_plan(public_id)
    needs = services.needs.read()
    table = _table(plan, needs)
    return table.export() or render_template(
        "planner/candidates.html",
        plan=plan,
        table=table,
        components=COMPONENTS,
        explained=EXPLAINED,
        weights=services.ranking.weights(plan),
        invented=needs.invented,
        editing=policies.may_change(viewer(), plan),
    )


@blueprint.get("/<public_id>/candidates/approved/")
@require(policies.VIEW)
def approved_ranking(public_id: str) -> ResponseReturnValue:
    """Show the ranking as it was when the plan was approved, with every part of the score."""
    plan = found_plan(public_id)
    titles = services.ranking.titles() if plan.ranking else {}

    def part(key: str) -> Column:
        return Column(key, COMPONENTS[key], lambda row: _round(row.get("parts", {}).get(key)), numeric=True)

    columns = [
        Column("title", _("Activity"), lambda row: f"{row['key']} {words(titles.get(row['key']))}".strip()),
        Column("rank", _("Place"), lambda row: row["rank"], numeric=True),
        Column("calculated", _("Calculated place"), lambda row: row["calculated"], numeric=True),
        Column("score", _("Score"), lambda row: row["score"], numeric=True),
        *(part(key) for key in COMPONENTS),
        Column("reason", _("Reason"), lambda row: row["reason"], within="title"),
    ]
    table = Few(plan.ranking, columns, name="ranking-approved", per_page=60)
    return table.export() or render_template(
        "planner/ranking.html",
        plan=plan,
        table=table,
        titles=titles,
        components=COMPONENTS,
        editing=policies.may_change(viewer(), plan),
    )


@blueprint.post("/<public_id>/pick")
@require(policies.EDIT)
def pick(public_id: str) -> ResponseReturnValue:
    """Put the ticked activities into the plan, one by one or merged."""
    plan = own_plan(public_id)
    if PlainForm().validate_on_submit():
        try:
            keys = request.form.getlist("pick")
            made = services.pick(plan=plan, keys=keys, merge=request.form.get("act") == "merge")
            work.commit()
            flash(ngettext("%(num)s line was added.", "%(num)s lines were added.", len(made)), "ok")
            if len(made) == 1:
                return redirect(url_for(".line", public_id=public_id, line_id=made[0].public_id), 303)
        except (Refused, Invalid) as error:
            work.rollback()
            flash(str(error), "stop")
    return redirect(url_for(".candidates", public_id=public_id), 303)


@blueprint.route("/<public_id>/candidates/<key>", methods=["GET", "POST"])
@require(policies.EDIT)
def rank(public_id: str, key: str) -> ResponseReturnValue:
    """Put an activity on another place than the calculated one, and say why."""
    plan = own_plan(public_id)
    text = services.ranking.find_text(key)
    needs = services.needs.read()
    found = next(each for each in services.ranking.candidates(plan, needs) if each.key == text.key)
    form = RankForm(data={"rank": found.rank, "reason": found.override.reason if found.override else ""})
    if request.method == "POST" and request.form.get("back"):
        services.ranking.override(plan=plan, key=text.key, rank=None, reason="")
        work.commit()
        return redirect(url_for(".candidates", public_id=public_id), 303)
    if form.validate_on_submit() and form.done(
        services.ranking.override, plan=plan, key=text.key, rank=form.rank.data, reason=form.reason.data or ""
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".candidates", public_id=public_id), 303)
    page = render_template(
        "planner/rank.html",
        plan=plan,
        row=found,
        form=form,
        components=COMPONENTS,
        explained=EXPLAINED,
        invented=needs.invented,
    )
    return page, 422 if form.errors else 200
