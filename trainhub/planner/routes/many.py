"""One thing said of many ticked lines: on a page of its own what they have in common, fixed or loosened at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...web.access import require
from ...web.forms import PlainForm
from ...web.templating import words
from .. import policies, queries, services
from ..forms import ManyForm
from ..forms.shared import NONE, offers
from ..models import Plan
from ..services import money
from ..services.many import Said
from .attempt import attempt
from .blueprint import blueprint, own_plan
from .lines import invited, spoken

Named = list[tuple[str, str, int]]


@blueprint.post("/<public_id>/lines/many")
@require(policies.EDIT)
def many(public_id: str) -> ResponseReturnValue:
    """Ask what is to be said of the ticked lines."""
    return _asked(own_plan(public_id))


@blueprint.post("/<public_id>/lines/say")
@require(policies.EDIT)
def say(public_id: str) -> ResponseReturnValue:
    """Give the ticked lines a format, money, countries, languages, seats, or a place in the programme."""
    plan = own_plan(public_id)
    form, formats, budgets = _form(plan, ManyForm())
    said = form.said(_number(formats, form.format.data), _number(budgets, form.fund.data))
    keys = request.form.getlist("pick")
    if form.validate_on_submit():
        done = form.attempt(services.many.say, plan=plan, keys=keys, said=said)
        if done is not None:
            return _done(plan, done)
    return _asked(plan, form), 422


@blueprint.post("/<public_id>/lines/fix")
@require(policies.EDIT)
def fix(public_id: str) -> ResponseReturnValue:
    """Fix the ticked lines where they stand, or loosen them."""
    plan, fixed = own_plan(public_id), request.form.get("act") != "loosen"
    if PlainForm().validate_on_submit():
        keys = request.form.getlist("pick")
        done = attempt(lambda: services.many.say(plan=plan, keys=keys, said=Said(fixed=fixed)))
        if done is not None:
            return _done(plan, done)
    return redirect(url_for(".all_lines", public_id=public_id), 303)


def _done(plan: Plan, done: tuple[int, list[str]]) -> ResponseReturnValue:
    work.commit()
    changed, left = done
    flash(ngettext("%(num)s line was changed.", "%(num)s lines were changed.", changed), "ok")
    if left:
        flash(_("Left as they are: %(names)s.", names=", ".join(left)), "warn")
    return redirect(url_for(".all_lines", public_id=plan.public_id), 303)


def _asked(plan: Plan, form: ManyForm | None = None) -> str:
    keys = set(request.form.getlist("pick"))
    lines = [line for line in db.session.scalars(queries.above(plan.id)) if line.public_id in keys]
    form = form or _form(plan, ManyForm(formdata=None))[0]
    return render_template("planner/many.html", plan=plan, form=form, lines=lines)


def _form(plan: Plan, form: ManyForm) -> tuple[ManyForm, Named, Named]:
    """Return the form with its lists, and the formats and budget lines they offer: key, title, number."""
    formats = [(row.key, words(row.title), row.id) for row in db.session.scalars(queries.formats())]
    found = db.session.scalars(queries.budget_lines([plan.centre_id]))
    budgets = [(row.public_id, words(row.title), row.id) for row in found if money.meets(row, plan)]
    for field, named in ((form.format, formats), (form.fund, budgets)):
        field.choices = offers([NONE, *((key, title) for key, title, _number in named)])
    form.countries.choices, form.languages.choices = offers(invited()), offers(spoken())
    return form, formats, budgets


def _number(offered: Named, chosen: str | None) -> int | None:
    return next((number for key, _title, number in offered if key == chosen), None)
