"""Persons who may be there twice: the list of pairs, two side by side, merged or said to be two."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...kernel import i18n, work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.tables import Column, Filter, Table
from .. import own_data, policies, queries, services
from ..forms import MergeForm
from ..models import Person
from ..queries.duplicates import One, Other
from ..services import choices
from .answers import status, to_record

pages = Blueprint("duplicates", __name__, url_prefix="/people")


@pages.get("/duplicates/")
@require(policies.PEOPLE_MERGE)
def index() -> ResponseReturnValue:
    """List pairs that may be one person, the best known first."""
    table = _table()
    return table.export() or render_template("people/duplicates.html", table=table)


def _table() -> Table:
    countries = choices.country_choices()
    columns = (
        Column("one", _("Name"), lambda pair: pair[0].display, One.display),
        Column("other", _("May be the same"), lambda pair: pair[1].display),
        Column("country", _("Country"), lambda pair: _country(pair[0]) or _country(pair[1]), One.country_code),
        Column("emails", _("E-mail"), lambda pair: ", ".join(each.email for each in pair if each.email)),
    )
    filters = (Filter("country", _("Country"), _in_country, lambda: countries),)
    return Table(queries.pairs(), columns, filters, order="one", name="duplicates")


def _country(person: Person) -> str:
    return i18n.country_name(person.country_code) if person.country_code else ""


def _in_country(query: Select[Any], code: str) -> Select[Any]:
    return query.where((One.country_code == code) | (Other.country_code == code))


@pages.route("/<public_id>/merge/<other_id>", methods=["GET", "POST"])
@require(policies.PEOPLE_MERGE)
def merge(public_id: str, other_id: str) -> ResponseReturnValue:
    """Show two records side by side; the first stays, the other is merged into it."""
    stays, goes = _pair(public_id, other_id)
    form = MergeForm(stays, goes)
    if form.validate_on_submit() and form.done(
        services.merge, person=goes, into=stays, command=form.command(), by=viewer()
    ):
        work.commit()
        flash(_("The two records are one now."), "ok")
        return to_record(stays)
    moving = [group for group in own_data.everything(goes).groups if group.plain and group.key not in OWN_FIELDS]
    return (
        render_template(
            "people/merge.html",
            form=form,
            stays=stays,
            goes=goes,
            moving=moving,
            may_merge=services.in_reach(viewer(), stays, goes),
        ),
        status(form),
    )


@pages.post("/<public_id>/not-same/<other_id>")
@require(policies.PEOPLE_MERGE)
def not_same(public_id: str, other_id: str) -> ResponseReturnValue:
    one, other = _pair(public_id, other_id)
    services.say_not_same(one, other, viewer())
    work.commit()
    flash(_("Noted: these are two persons."), "ok")
    to_list = request.args.get("back") == "list"
    return redirect(url_for(".index") if to_list else url_for("people.record", public_id=public_id), 303)


OWN_FIELDS = {"person", "statistics"}  # these are chosen from, or stay as they are


def _pair(public_id: str, other_id: str) -> tuple[Person, Person]:
    one, other = (services.find_person(each, viewer()) for each in (public_id, other_id))
    if one.id == other.id or other.erased_at or one.erased_at:
        raise NotFound
    return one, other
