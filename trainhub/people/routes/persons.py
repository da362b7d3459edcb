"""Persons: the list, the record, where they work, and who changed what."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.history import history_rows
from .. import policies, reference, services
from ..forms import AffiliationForm, EndForm, PersonForm
from ..models import Affiliation, Person
from ..policies import PEOPLE_CONFIRM, PEOPLE_EDIT, PEOPLE_VIEW
from .answers import status, to_record
from .lists import persons_table

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("/")
@require(PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    table = persons_table(policies.reach(viewer()))
    return table.export() or render_template("people/index.html", table=table, may_edit=viewer().may(PEOPLE_EDIT))


@pages.route("/new", methods=["GET", "POST"])
@require(PEOPLE_EDIT)
def new() -> ResponseReturnValue:
    form = PersonForm()
    if form.validate_on_submit() and (person := form.attempt(services.create_person, command=form.command())):
        work.commit()
        flash(_("%(name)s is in the address book now.", name=person.display), "ok")
        return to_record(person)
    return render_template("people/edit.html", form=form, person=None), status(form)


@pages.get("/<public_id>/")
@require(PEOPLE_VIEW)
def record(public_id: str) -> ResponseReturnValue:
    who = viewer()
    person = services.find_person(public_id, who)
    if person.public_id != public_id:  # merged
        return redirect(url_for(".record", public_id=person.public_id), 301)
    may_read = who.may(policies.PEOPLE_CONFIDENTIAL)
    return render_template(
        "people/record.html",
        person=person,
        levels=reference.LEVELS,
        kinds=services.KINDS,
        may_edit=who.may(PEOPLE_EDIT),
        confirmable=services.confirmable(person, who),
        may_read=may_read,
        may_erase=who.may(policies.PEOPLE_ERASE) and services.in_reach(who, person),
        alike=services.alike(person, who),
        kept=services.kept_confidential(person) if may_read else {},
    )


@pages.route("/<public_id>/edit", methods=["GET", "POST"])
@require(PEOPLE_EDIT)
def edit(public_id: str) -> ResponseReturnValue:
    person = services.find_person(public_id, viewer())
    form = PersonForm(obj=person)
    if form.validate_on_submit() and form.done(
        services.edit_person, person=person, command=form.command(), by=viewer()
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return to_record(person)
    return render_template("people/edit.html", form=form, person=person), status(form)


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
        return to_record(person)
    return render_template("people/affiliation.html", form=form, person=person), status(form)


@pages.post("/<public_id>/affiliations/<affiliation_id>/confirm")
@require(PEOPLE_CONFIRM)
def confirm(public_id: str, affiliation_id: str) -> ResponseReturnValue:
    person, affiliation = _place(public_id, affiliation_id)
    services.confirm(affiliation, viewer())
    work.commit()
    flash(_("Confirmed. It counts from now on."), "ok")
    return to_record(person)


@pages.post("/<public_id>/affiliations/<affiliation_id>/take-back")
@require(PEOPLE_CONFIRM)
def take_back(public_id: str, affiliation_id: str) -> ResponseReturnValue:
    person, affiliation = _place(public_id, affiliation_id)
    services.take_back(affiliation, viewer())
    work.commit()
    flash(_("The confirmation is taken back. It counts for nothing now."), "ok")
    return to_record(person)


@pages.route("/<public_id>/affiliations/<affiliation_id>/end", methods=["GET", "POST"])
@require(PEOPLE_EDIT)
def end(public_id: str, affiliation_id: str) -> ResponseReturnValue:
    person, affiliation = _place(public_id, affiliation_id)
    form = EndForm(obj=affiliation)
    if form.validate_on_submit() and form.done(
        services.end_affiliation, affiliation=affiliation, until=form.until.data
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return to_record(person)
    return render_template("people/end.html", form=form, person=person, affiliation=affiliation), status(form)


def _place(public_id: str, affiliation_id: str) -> tuple[Person, Affiliation]:
    person = services.find_person(public_id, viewer())
    return person, services.find_affiliation(person, affiliation_id)
