"""The countries' own training plans: kept by focal points, shown to the others if they say so."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n, work
from ...kernel.i18n import gettext as _
from ...people.policies import focal_reach
from ...people.services import choices as people_choices
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import NationalForm, data_of_national
from ..forms.shared import offers
from ..models import STATES, CountryPlan
from ..services import national

blueprint = Blueprint("country_plans", __name__, url_prefix="/plan/countries")


@blueprint.get("/")
@require(policies.NATIONAL)
def index() -> ResponseReturnValue:
    whole = len(services.topics.read().modules)
    own = None if viewer().may(policies.EDIT) else focal_reach(viewer()).countries
    columns = [
        Column("title", _("Plan"), lambda row: row.title),
        Column("country", _("Country"), lambda row: i18n.country_name(row.country_code), CountryPlan.country_code),
        Column("first", _("First day"), lambda row: row.starts_on, CountryPlan.starts_on),
        Column("last", _("Last day"), lambda row: row.ends_on, CountryPlan.ends_on),
        Column("modules", _("Modules"), lambda row: len(row.modules), numeric=True),
        Column("rights", _("Human rights"), lambda row: _("yes") if row.human_rights else _("no")),
        Column("gender", _("Gender"), lambda row: _("yes") if row.gender else _("no")),
        Column("budget", _("Budget"), lambda row: _("yes") if row.has_budget else _("no"), shown=False),
        Column("shared", _("Shown to the others"), lambda row: _("yes") if row.shared else _("no")),
        Column("state", _("State"), lambda row: STATES[row.state], CountryPlan.state),
    ]
    table = Table(queries.country_plans(own, shared=True), columns, name="country-plans")
    return table.export() or render_template("planner/national.html", table=table, whole=whole, states=STATES)


@blueprint.get("/<public_id>/")
@require(policies.NATIONAL)
def show(public_id: str) -> ResponseReturnValue:
    plan = national.find(public_id, viewer())
    known = services.topics.read().modules
    return render_template(
        "planner/national_show.html",
        plan=plan,
        modules=[(number, title) for number, title in known.items() if number in plan.modules],
        missing=[(number, title) for number, title in known.items() if number not in plan.modules],
        keeping=policies.may_keep(viewer(), plan),
        states=STATES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@require(policies.NATIONAL)
def new() -> ResponseReturnValue:
    year = clock.today().year + 1
    return _edit(
        None,
        NationalForm(
            data={"starts_on": clock.today().replace(year, 1, 1), "ends_on": clock.today().replace(year, 12, 31)}
        ),
    )


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@require(policies.NATIONAL)
def edit(public_id: str) -> ResponseReturnValue:
    plan = national.find(public_id, viewer())
    if not policies.may_keep(viewer(), plan):
        return redirect(url_for(".show", public_id=public_id), 303)
    return _edit(plan, NationalForm(data=data_of_national(plan)))


def _edit(plan: CountryPlan | None, form: NationalForm) -> ResponseReturnValue:
    form.modules.choices = offers(
        [(str(number), f"{number:02} {words(title)}") for number, title in services.topics.read().modules.items()]
    )
    offered = people_choices.country_choices()
    form.country.choices = offers([each for each in offered if policies.may_keep_of(viewer(), each[0])])
    if plan is not None:
        form.hold(data_of_national(plan))
    if form.validate_on_submit():
        saved = form.attempt(national.save, command=form.command(), by=viewer(), plan=plan)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".show", public_id=saved.public_id), 303)
    page = render_template(
        "planner/record.html",
        form=form,
        title=plan.title if plan else _("Training plan of a country"),
        home=url_for(".index"),
        home_name=_("Plans of the countries"),
        remove=url_for(".remove", public_id=plan.public_id) if plan else None,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<public_id>/remove")
@require(policies.NATIONAL)
def remove(public_id: str) -> ResponseReturnValue:
    plan = national.find(public_id, viewer())
    if PlainForm().validate_on_submit():
        national.remove(plan=plan, by=viewer())
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(url_for(".index"), 303)
