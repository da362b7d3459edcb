"""Budget lines of the centre's projects, and the rates that estimates are made with."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...people.services import choices as people_choices
from ...sessions import queries as sessions_queries
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Few, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import BudgetForm, RateForm, data_of_budget, data_of_rate
from ..forms.shared import offers
from ..models import SOURCES, BudgetLine, CostRate
from ..services import money

budgets = Blueprint("budgets", __name__, url_prefix="/budgets")
rates = Blueprint("rates", __name__, url_prefix="/rates")
EDIT = require(policies.EDIT)


def _centre_id() -> int | None:
    found = db.session.scalars(sessions_queries.centres_of(viewer().centres(policies.EDIT))).first()
    return found.id if found else None


# --- budget lines -------------------------------------------------------------------------------


@budgets.get("/", endpoint="index")
@EDIT
def all_budgets() -> ResponseReturnValue:
    columns = [
        Column("title", _("Budget line"), lambda row: row.title),
        Column("project", _("Project"), lambda row: words(row.project.title) if row.project else ""),
        Column("donors", _("Donors"), donors, shown=False),
        Column("source", _("Source"), lambda row: SOURCES[row.source], BudgetLine.source),
        Column("opens", _("Can be spent from"), lambda row: row.opens_on, BudgetLine.opens_on),
        Column("closes", _("Can be spent until"), lambda row: row.closes_on, BudgetLine.closes_on),
        Column("amount", _("Amount"), lambda row: row.amount, BudgetLine.amount, numeric=True),
        Column("currency", _("Currency"), lambda row: row.currency, within="amount"),
        Column("committed", _("Committed"), lambda row: booked()[row.id][0], numeric=True),
        Column("spent", _("Spent"), lambda row: booked()[row.id][1], numeric=True),
    ]
    table = Table(queries.budget_lines(viewer().centres(policies.EDIT), donors=True), columns, name="budgets")
    sums: dict[int, tuple[float, float]] = {}

    def booked() -> dict[int, tuple[float, float]]:
        """Return what was promised and paid of every budget line, asked for once."""
        if not sums:
            sums.update({row.id: (row.committed, row.spent) for row in db.session.execute(queries.booked())})
        return _Nothing(sums)

    return table.export() or render_template(
        "planner/budgets.html", table=table, sources=SOURCES, donors=donors, booked=booked
    )


class _Nothing(dict[int, tuple[float, float]]):
    """Sums of which those that are not there are nothing."""

    def __missing__(self, key: int) -> tuple[float, float]:
        return 0.0, 0.0


def donors(row: BudgetLine) -> str:
    """Return who gives the money."""
    return ", ".join(words(each.donor.title) for each in row.project.donors) if row.project else ""


def module_choices() -> list[tuple[str, str]]:
    """Return the modules of the curriculum in force by number and title."""
    return [(str(number), f"{number:02} {words(title)}") for number, title in services.topics.read().modules.items()]


@budgets.route("/new", methods=["GET", "POST"])
@EDIT
def new() -> ResponseReturnValue:
    return _budget(None, BudgetForm())


@budgets.route("/<public_id>/edit", methods=["GET", "POST"])
@EDIT
def edit(public_id: str) -> ResponseReturnValue:
    budget = money.find_budget(public_id, viewer())
    return _budget(budget, BudgetForm(data=data_of_budget(budget)))


def _budget(budget: BudgetLine | None, form: BudgetForm) -> ResponseReturnValue:
    projects = {
        each.public_id: each for each in db.session.scalars(sessions_queries.projects(viewer().centres(policies.EDIT)))
    }
    form.project.choices = offers([("", "—"), *((key, words(each.title)) for key, each in projects.items())])
    members = [(code, i18n.country_name(code)) for code in db.session.scalars(queries.countries())]
    form.countries.choices = offers(people_choices.alphabetically(members))
    form.modules.choices = offers(module_choices())
    centre_id = budget.centre_id if budget else _centre_id()
    if centre_id is None:
        return render_template("sessions/no_centre.html"), 409
    if budget is not None:
        form.hold(data_of_budget(budget))
    if form.validate_on_submit():
        command = form.command({key: each.id for key, each in projects.items()})
        if form.attempt(money.save_budget, command=command, centre_id=centre_id, budget=budget):
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for("budgets.index"), 303)
    page = render_template(
        "planner/record.html",
        form=form,
        title=_("Budget line"),
        home=url_for("budgets.index"),
        home_name=_("Budget lines"),
        remove=url_for("budgets.remove", public_id=budget.public_id) if budget else None,
        history=url_for("budgets.history", public_id=budget.public_id) if budget else None,
    )
    return page, 422 if form.errors else 200


@budgets.post("/<public_id>/remove", endpoint="remove")
@EDIT
def remove_budget(public_id: str) -> ResponseReturnValue:
    """Delete a budget line that pays for nothing."""
    budget, form = money.find_budget(public_id, viewer()), PlainForm()
    if form.validate_on_submit() and form.done(money.remove_budget, budget=budget):
        work.commit()
        flash(_("Removed."), "ok")
        return redirect(url_for("budgets.index"), 303)
    flash(" ".join(form.form_errors), "stop")
    return redirect(url_for("budgets.edit", public_id=public_id), 303)


@budgets.get("/<public_id>/history", endpoint="history")
@EDIT
def budget_history(public_id: str) -> ResponseReturnValue:
    budget = money.find_budget(public_id, viewer())
    return render_template(
        "sessions/office_history.html",
        rows=history_rows("budget_line", budget.id, request.args.get("page", 1, int)),
        name=budget.title,
        home=url_for("budgets.index"),
        home_name=_("Budget lines"),
        url=url_for("budgets.edit", public_id=budget.public_id),
    )


# --- rates --------------------------------------------------------------------------------------


@rates.get("/", endpoint="index")
@EDIT
def all_rates() -> ResponseReturnValue:
    columns: list[Any] = [
        Column(
            "country",
            _("Country"),
            lambda row: i18n.country_name(row.country_code) if row.country_code else _("every other"),
        ),
        Column("format", _("Format"), lambda row: words(row.format.title) if row.format else _("every other")),
        Column("travel", _("Travel, each person"), lambda row: row.travel, numeric=True),
        Column("daily", _("Each person and day"), lambda row: row.daily, numeric=True),
        Column("fixed", _("Each half-day of the event"), lambda row: row.fixed, numeric=True),
    ]
    centre_id = _centre_id()
    found = list(db.session.scalars(queries.rates(centre_id))) if centre_id is not None else []
    found.sort(key=lambda row: (row.country_code is None, columns[0].value(row)))
    table = Few(found, columns, name="rates")
    return table.export() or render_template("planner/rates.html", table=table)


@rates.route("/new", methods=["GET", "POST"], endpoint="new")
@EDIT
def new_rate() -> ResponseReturnValue:
    return _rate(None, RateForm())


@rates.route("/<public_id>/edit", methods=["GET", "POST"], endpoint="edit")
@EDIT
def edit_rate(public_id: str) -> ResponseReturnValue:
    rate = money.find_rate(public_id, viewer())
    return _rate(rate, RateForm(data=data_of_rate(rate)))


def _rate(rate: CostRate | None, form: RateForm) -> ResponseReturnValue:
    kinds = {each.key: each for each in db.session.scalars(queries.formats())}
    form.format.choices = offers([("", _("every other")), *((key, words(each.title)) for key, each in kinds.items())])
    form.country.choices = offers([("", _("every other")), *people_choices.country_choices()])
    centre_id = rate.centre_id if rate else _centre_id()
    if centre_id is None:
        return render_template("sessions/no_centre.html"), 409
    if rate is not None:
        form.hold(data_of_rate(rate))
    if form.validate_on_submit():
        command = form.command({key: each.id for key, each in kinds.items()})
        if form.attempt(money.save_rate, command=command, centre_id=centre_id, rate=rate):
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for("rates.index"), 303)
    page = render_template(
        "planner/record.html",
        form=form,
        title=_("Rate"),
        home=url_for("rates.index"),
        home_name=_("Rates"),
        remove=url_for("rates.remove", public_id=rate.public_id) if rate else None,
    )
    return page, 422 if form.errors else 200


@rates.post("/<public_id>/remove")
@EDIT
def remove(public_id: str) -> ResponseReturnValue:
    rate = services.money.find_rate(public_id, viewer())
    if PlainForm().validate_on_submit():
        db.session.delete(rate)
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(url_for("rates.index"), 303)
