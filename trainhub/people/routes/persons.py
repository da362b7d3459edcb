"""Persons: the list, the record, what may be changed in it, and who changed it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from .. import policies, queries, services
from ..forms import AffiliationForm, EndForm, PersonForm
from ..models import Affiliation, Organisation, Person
from ..policies import PEOPLE_CONFIRM, PEOPLE_EDIT, PEOPLE_VIEW
from ..services import choices
from .lists import Column, Filter, Table, countries_filter, yes

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("/")
@require(PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """Show the persons a viewer may know of."""
    table = _table()
    return table.export() or render_template("people/index.html", table=table, may_edit=viewer().may(PEOPLE_EDIT))


@pages.route("/new", methods=["GET", "POST"])
@require(PEOPLE_EDIT)
def new() -> ResponseReturnValue:
    form = PersonForm()
    if form.validate_on_submit() and (person := form.attempt(services.create_person, command=form.command())):
        work.commit()
        flash(_("%(name)s is in the address book now.", name=person.display), "ok")
        return redirect(url_for(".record", public_id=person.public_id), 303)
    return render_template("people/edit.html", form=form, person=None), 422 if form.is_submitted() else 200


@pages.get("/<public_id>/")
@require(PEOPLE_VIEW)
def record(public_id: str) -> ResponseReturnValue:
    person = services.find_person(public_id, viewer())
    if person.public_id != public_id:  # merged
        return redirect(url_for(".record", public_id=person.public_id), 301)
    return show(person)


def show(person: Person, form: EndForm | None = None) -> str:
    """Return the record page of a person."""
    who = viewer()
    return render_template(
        "people/record.html", person=person, form=form or EndForm(formdata=None), may_edit=who.may(PEOPLE_EDIT),
        confirmable=confirmable(person), levels=services.LEVELS,
        may_confidential=who.may(policies.PEOPLE_CONFIDENTIAL), agreed=services.agreed(person),
        kept={row.attribute for row in services.kept_confidential(person)}, kinds=services.KINDS)


def confirmable(person: Person) -> set[int]:
    """Return the ids of the affiliations that the viewer may confirm, or take the confirmation of back."""
    return services.confirmable(person, viewer())


@pages.route("/<public_id>/edit", methods=["GET", "POST"])
@require(PEOPLE_EDIT)
def edit(public_id: str) -> ResponseReturnValue:
    person = services.find_person(public_id, viewer())
    form = PersonForm(obj=person)
    if form.validate_on_submit() and form.done(services.edit_person, person=person, command=form.command()):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".record", public_id=person.public_id), 303)
    return render_template("people/edit.html", form=form, person=person), 422 if form.is_submitted() else 200


@pages.get("/<public_id>/history")
@require(PEOPLE_EDIT)
def history(public_id: str) -> ResponseReturnValue:
    person = services.find_person(public_id, viewer())
    rows = history_rows("person", person.id, request.args.get("page", 1, type=int))
    return render_template("people/history.html", person=person, rows=rows)


# --- where somebody works -----------------------------------------------------------------------


@pages.route("/<public_id>/affiliations/new", methods=["GET", "POST"])
@require(PEOPLE_EDIT)
def affiliate(public_id: str) -> ResponseReturnValue:
    person = services.find_person(public_id, viewer())
    form = AffiliationForm()
    if form.validate_on_submit() and form.attempt(services.add_affiliation, person=person, command=form.command()):
        work.commit()
        flash(_("Added. It counts once it is confirmed."), "ok")
        return redirect(url_for(".record", public_id=person.public_id), 303)
    page = render_template("people/affiliation.html", form=form, person=person)
    return page, 422 if form.is_submitted() else 200


@pages.post("/<public_id>/affiliations/<affiliation_id>/confirm")
@require(PEOPLE_CONFIRM)
def confirm(public_id: str, affiliation_id: str) -> ResponseReturnValue:
    person, affiliation = _place(public_id, affiliation_id)
    services.confirm(affiliation, viewer())
    work.commit()
    flash(_("Confirmed. It counts from now on."), "ok")
    return redirect(url_for(".record", public_id=person.public_id), 303)


@pages.post("/<public_id>/affiliations/<affiliation_id>/take-back")
@require(PEOPLE_CONFIRM)
def take_back(public_id: str, affiliation_id: str) -> ResponseReturnValue:
    person, affiliation = _place(public_id, affiliation_id)
    services.take_back(affiliation, viewer())
    work.commit()
    flash(_("The confirmation is taken back. It counts for nothing now."), "ok")
    return redirect(url_for(".record", public_id=person.public_id), 303)


@pages.route("/<public_id>/affiliations/<affiliation_id>/end", methods=["GET", "POST"])
@require(PEOPLE_EDIT)
def end(public_id: str, affiliation_id: str) -> ResponseReturnValue:
    person, affiliation = _place(public_id, affiliation_id)
    form = EndForm(obj=affiliation)
    if form.validate_on_submit() and form.done(
            services.end_affiliation, affiliation=affiliation, until=form.until.data):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".record", public_id=person.public_id), 303)
    page = render_template("people/end.html", form=form, person=person, affiliation=affiliation)
    return page, 422 if form.is_submitted() else 200


def _place(public_id: str, affiliation_id: str) -> tuple[Person, Affiliation]:
    person = services.find_person(public_id, viewer())
    return person, services.find_affiliation(person, affiliation_id)
