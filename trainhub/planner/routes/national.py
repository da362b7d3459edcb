"""The countries' own training plans: kept by focal points, shown to the others if they say so."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...people import queries as people_queries
from ...people.policies import focal_reach
from ...people.services import choices as people_choices
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Few, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import CountryMoneyForm, NationalForm, data_of_country_money, data_of_national
from ..forms.shared import NONE, offers
from ..models import FIRST_SHOWN, PARTS, SOURCES, STATES, CountryMoney, CountryPlan
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
        Column("state", _("State"), lambda row: STATES[row.state], CountryPlan.state),
        Column("first", _("First day"), lambda row: row.starts_on, CountryPlan.starts_on, named=True),
        Column("last", _("Last day"), lambda row: row.ends_on, CountryPlan.ends_on, named=True),
        Column("organisation", _("Institution"), _institution, shown=False),
        Column("modules", _("Modules"), _if_shown("modules", lambda row: len(row.modules)), numeric=True),
        Column("rights", _("Human rights"), _if_shown("themes", lambda row: _yes(row.human_rights)), named=True),
        Column("gender", _("Gender"), _if_shown("themes", lambda row: _yes(row.gender)), named=True),
        Column("budget", _("Budget"), _if_shown("budget", lambda row: _yes(row.has_budget)), shown=False, named=True),
        Column("shared", _("Shown to the others"), lambda row: _("yes") if row.shared else _("no"), named=True),
    ]
    table = Table(queries.country_plans(own, shared=True), columns, name="country-plans")
    return table.export() or render_template(
        "planner/national.html", table=table, whole=whole, states=STATES, may_read=_may_read
    )


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _institution(row: CountryPlan) -> str:
    return words(row.organisation.title) if row.organisation else ""


def _may_read(row: CountryPlan, part: str) -> bool:
    return policies.may_read_part(viewer(), row, part)


def _if_shown(part: str, value: Callable[[CountryPlan], object]) -> Callable[[CountryPlan], object]:
    """Return how a column reads a part of a plan: nothing where its country does not show it to this viewer."""
    return lambda row: value(row) if _may_read(row, part) else ""


@blueprint.get("/<public_id>/")
@require(policies.NATIONAL)
def show(public_id: str) -> ResponseReturnValue:
    plan = national.find(public_id, viewer())
    known = services.topics.read().modules
    shown = {part: _may_read(plan, part) for part in PARTS}
    return render_template(
        "planner/national_show.html",
        plan=plan,
        shown=shown,
        parts_of=PARTS,
        sources=SOURCES,
        wholes=national.wholes(plan.money) if shown["budget"] else [],
        modules=[(number, title) for number, title in known.items() if number in plan.modules],
        missing=[(number, title) for number, title in known.items() if number not in plan.modules],
        keeping=policies.may_keep(viewer(), plan),
        states=STATES,
    )


@blueprint.get("/<public_id>/beside/")
@require(policies.NATIONAL)
def beside(public_id: str) -> ResponseReturnValue:
    """Put the modules of a country's plan beside those of a plan of the centre in the same time."""
    plan = national.find(public_id, viewer())
    if not _may_read(plan, "modules"):
        raise NotFound
    others = national.meeting(plan, viewer())
    asked = request.args.get("plan", "")
    other = next((each for each in others if each.public_id == asked), others[0] if others else None)
    columns = [
        Column("module", _("Module"), lambda row: f"{row.number:02} {words(row.title)}"),
        Column("own", _("In the country’s plan"), lambda row: _yes(row.own), named=True),
        Column("events", _("Events of the centre for this country"), lambda row: row.events, numeric=True),
        Column("kind", _("Who covers it"), lambda row: kind_words()[row.kind], named=True),
    ]
    table = Few(national.beside(plan, other), columns, name="country-plan-beside", per_page=100)
    return table.export() or render_template(
        "planner/national_beside.html", plan=plan, other=other, others=others, table=table, kind_words=kind_words()
    )


def kind_words() -> dict[str, str]:
    """Return who covers a module."""
    return {
        "both": _("both"),
        "country": _("the country alone"),
        "centre": _("the centre alone"),
        "none": _("nobody"),
    }


@blueprint.get("/<public_id>/history")
@require(policies.NATIONAL)
def history(public_id: str) -> ResponseReturnValue:
    plan = national.find(public_id, viewer())
    if not policies.may_keep(viewer(), plan):
        raise NotFound
    return render_template(
        "sessions/office_history.html",
        rows=history_rows("country_plan", plan.id, request.args.get("page", 1, int)),
        name=plan.title,
        home=url_for(".index"),
        home_name=_("Plans of the countries"),
        url=url_for(".show", public_id=plan.public_id),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@require(policies.NATIONAL)
def new() -> ResponseReturnValue:
    year = clock.today().year + 1
    return _edit(
        None,
        NationalForm(
            data={
                "starts_on": clock.today().replace(year, 1, 1),
                "ends_on": clock.today().replace(year, 12, 31),
                "parts": FIRST_SHOWN,
            }
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
    form.organisation.choices = offers([NONE, *_institutions(plan)])
    form.parts.choices = offers(PARTS.items())
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
        history=url_for(".history", public_id=plan.public_id) if plan else None,
    )
    return page, 422 if form.errors else 200


def _institutions(plan: CountryPlan | None) -> list[tuple[str, str]]:
    """Return the institutions of the countries whose plans a viewer keeps, and the one that is named already."""
    found = {each.slug: each for each in db.session.scalars(people_queries.open_organisations(checked=True))}
    mine = {slug: each for slug, each in found.items() if policies.may_keep_of(viewer(), each.country_code or "")}
    if plan is not None and plan.organisation is not None:
        mine[plan.organisation.slug] = plan.organisation
    named = (
        (slug, f"{words(each.title)}, {i18n.country_name(each.country_code)}")
        for slug, each in mine.items()
        if each.country_code
    )
    return people_choices.alphabetically(named)


# --- its money ----------------------------------------------------------------------------------


@blueprint.route("/<public_id>/money/new", methods=["GET", "POST"])
@require(policies.NATIONAL)
def new_money(public_id: str) -> ResponseReturnValue:
    return _money(_own(public_id), None, CountryMoneyForm())


@blueprint.route("/<public_id>/money/<row_id>/edit", methods=["GET", "POST"])
@require(policies.NATIONAL)
def edit_money(public_id: str, row_id: str) -> ResponseReturnValue:
    plan = _own(public_id)
    row = national.find_money(plan, row_id)
    return _money(plan, row, CountryMoneyForm(data=data_of_country_money(row)))


def _own(public_id: str) -> CountryPlan:
    """Return a country's plan that the viewer keeps; raises NotFound."""
    plan = national.find(public_id, viewer())
    if not policies.may_keep(viewer(), plan):
        raise NotFound
    return plan


def _money(plan: CountryPlan, row: CountryMoney | None, form: CountryMoneyForm) -> ResponseReturnValue:
    home = url_for(".show", public_id=plan.public_id)
    if row is not None:
        form.hold(data_of_country_money(row))
    if form.validate_on_submit():
        saved = form.attempt(national.save_money, plan=plan, command=form.command(), by=viewer(), row=row)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(home, 303)
    page = render_template(
        "planner/record.html",
        form=form,
        title=row.title if row else _("Budget line"),
        home=home,
        home_name=plan.title,
        remove=url_for(".remove_money", public_id=plan.public_id, row_id=row.public_id) if row else None,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<public_id>/money/<row_id>/remove")
@require(policies.NATIONAL)
def remove_money(public_id: str, row_id: str) -> ResponseReturnValue:
    plan = _own(public_id)
    row = national.find_money(plan, row_id)
    if PlainForm().validate_on_submit():
        national.remove_money(plan=plan, row=row, by=viewer())
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/<public_id>/remove")
@require(policies.NATIONAL)
def remove(public_id: str) -> ResponseReturnValue:
    plan = national.find(public_id, viewer())
    if PlainForm().validate_on_submit():
        national.remove(plan=plan, by=viewer())
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(url_for(".index"), 303)
