"""Pages of holidays: the countries, one country's year, decisions about its days."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..kernel import clock, work
from ..kernel.db import db
from ..kernel.i18n import country_name, day
from ..kernel.i18n import gettext as _
from ..kernel.text import whole
from ..people.models import Country
from ..web.access import require, viewer
from ..web.forms import PlainForm
from ..web.tables import Column, Few
from ..web.templating import words
from . import policies, queries, services
from .forms import DecisionForm
from .models import KINDS

blueprint = Blueprint("holidays", __name__, url_prefix="/holidays")


@blueprint.get("/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    """List the countries with their weekend, and how many days off this year has."""
    year = clock.today().year
    found = list(db.session.scalars(queries.members()))
    counted: dict[str, list[Any]] = {each.code: [] for each in found}
    for each in services.listed(list(counted), date(year, 1, 1), date(year, 12, 31)):
        counted[each.country_code].append(each)
    columns = [
        Column("country", _("Country"), lambda row: country_name(row.code)),
        Column("weekend", _("Weekend"), lambda row: weekend(row)),
        Column("days", _("Public holidays"), lambda row: len(counted[row.code]), numeric=True),
        Column("coming", _("Next holiday"), lambda row: _coming(counted[row.code])),
    ]
    found.sort(key=lambda each: country_name(each.code))
    table = Few(found, columns, name="holidays")
    return table.export() or render_template(
        "holidays/index.html", table=table, counted=counted, coming=_coming, weekend=weekend
    )


def _coming(days: list[Any]) -> str:
    return next((f"{day(each.day, 'medium')} · {words(each.title)}" for each in days if each.day >= clock.today()), "")


def weekend(country: Country) -> str:
    """Return the days of a country's weekend in words."""
    monday = date(2024, 1, 1)
    return ", ".join(day(monday.replace(day=1 + number), "weekday") for number in country.weekend)


def _year() -> int:
    asked = request.args.get("year", "")
    number = whole(asked, clock.today().year)
    known = services.years_known()
    return min(max(number, known[0]), known[-1])


@blueprint.route("/<code>/", methods=["GET", "POST"])
@require(policies.VIEW)
def show(code: str) -> ResponseReturnValue:
    """Show a country's year; whoever may enters decisions here."""
    country = services.find_country(code)
    editing = policies.may_edit(viewer(), country.code)
    if request.method == "POST" and not editing:
        abort(403)
    year = _year()
    form = DecisionForm()
    if form.validate_on_submit() and form.done(services.decide, country=country, said=form.said()):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".show", code=country.code, year=year), 303)
    table = _table(country, year)
    return table.export() or (_page(country, table, form, year=year, editing=editing), 422 if form.errors else 200)


def _table(country: Country, year: int) -> Few:
    columns = [
        Column("day", _("Day"), lambda row: row.day),
        Column("title", _("Holiday"), lambda row: words(row.title)),
        Column("estimated", _("Remark"), remark),
    ]
    found = services.listed([country.code], date(year, 1, 1), date(year, 12, 31))
    return Few(found, columns, name=f"holidays-{country.code}-{year}", per_page=100)


def remark(row: services.DayOff) -> str:
    """Return what is to be known of a day: that it follows the moon, or that somebody decided about it."""
    if row.decided is not None:
        return _("%(what)s: %(source)s", what=KINDS[row.decided.kind], source=row.decided.source)
    return _("Estimated: it follows the moon and may move by a day.") if row.estimated else ""


def _page(country: Country, table: Few, form: DecisionForm, *, year: int, editing: bool) -> str:
    every = db.session.scalars(queries.decisions(date(year, 1, 1), date(year, 12, 31)))
    made = [each for each in every if each.country_code == country.code]
    return render_template(
        "holidays/show.html",
        country=country,
        table=table,
        form=form,
        year=year,
        years=services.years_known(),
        editing=editing,
        decisions=made,
        kinds=KINDS,
        remark=remark,
        weekend=weekend(country),
    )


@blueprint.post("/<code>/decisions/<public_id>/remove")
@require(policies.EDIT)
def remove(code: str, public_id: str) -> ResponseReturnValue:
    country = services.find_country(code)
    if not policies.may_edit(viewer(), country.code):
        abort(403)
    decision = services.find_decision(public_id, country.code)
    if PlainForm().validate_on_submit():
        services.withdraw(decision)
        work.commit()
        flash(_("Removed. The day is again what the calendar says."), "ok")
    return redirect(url_for(".show", code=country.code, year=decision.day.year), 303)
