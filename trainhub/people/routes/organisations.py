"""Organisations: the list, the record with its departments and people, and who changed what."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.history import history_rows
from .. import policies, services
from ..forms import OrganisationForm
from ..models import Organisation
from ..policies import ORGANISATIONS_EDIT, PEOPLE_VIEW
from .answers import status
from .lists import organisations_table

pages = Blueprint("organisations", __name__, url_prefix="/organisations")


@pages.get("/")
@require(PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    table = organisations_table(policies.reach(viewer()))
    may_edit = viewer().may(ORGANISATIONS_EDIT)
    return table.export() or render_template("people/organisations.html", table=table, may_edit=may_edit)


@pages.route("/new", methods=["GET", "POST"])
@require(ORGANISATIONS_EDIT)
def new() -> ResponseReturnValue:
    form = OrganisationForm(parent=request.args.get("parent", ""))
    if form.validate_on_submit() and (
        organisation := form.attempt(services.create_organisation, command=form.command(), verified=True)
    ):
        work.commit()
        flash(_("Added."), "ok")
        return _to(organisation)
    return render_template("people/organisation_edit.html", form=form, organisation=None), status(form)


@pages.get("/<slug>/")
@require(PEOPLE_VIEW)
def record(slug: str) -> ResponseReturnValue:
    who = viewer()
    organisation = services.find_organisation(slug, who)
    if organisation.slug != slug:  # a former address
        return redirect(url_for(".record", slug=organisation.slug), 301)
    return render_template(
        "people/organisation.html",
        organisation=organisation,
        departments=services.departments(organisation),
        persons=services.persons_at(organisation, who),
        may_edit=who.may(ORGANISATIONS_EDIT),
    )


@pages.route("/<slug>/edit", methods=["GET", "POST"])
@require(ORGANISATIONS_EDIT)
def edit(slug: str) -> ResponseReturnValue:
    organisation = services.find_organisation(slug, viewer())
    form = OrganisationForm(organisation)
    if form.validate_on_submit() and form.done(
        services.edit_organisation, organisation=organisation, command=form.command()
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return _to(organisation)
    return render_template("people/organisation_edit.html", form=form, organisation=organisation), status(form)


@pages.post("/<slug>/verify")
@require(ORGANISATIONS_EDIT)
def verify(slug: str) -> ResponseReturnValue:
    organisation = services.find_organisation(slug, viewer())
    services.verify_organisation(organisation)
    work.commit()
    flash(_("Checked. People can be confirmed in it now."), "ok")
    return _to(organisation)


@pages.post("/<slug>/archive")
@require(ORGANISATIONS_EDIT)
def archive(slug: str) -> ResponseReturnValue:
    organisation = services.find_organisation(slug, viewer())
    services.archive_organisation(organisation)
    work.commit()
    flash(_("Archived. It is not offered in forms any more; its history stays."), "ok")
    return _to(organisation)


@pages.post("/<slug>/restore")
@require(ORGANISATIONS_EDIT)
def restore(slug: str) -> ResponseReturnValue:
    organisation = services.find_organisation(slug, viewer())
    services.restore_organisation(organisation)
    work.commit()
    flash(_("It is in use again."), "ok")
    return _to(organisation)


@pages.get("/<slug>/history")
@require(ORGANISATIONS_EDIT)
def history(slug: str) -> ResponseReturnValue:
    organisation = services.find_organisation(slug, viewer())
    rows = history_rows("organisation", organisation.id, request.args.get("page", 1, type=int))
    return render_template("people/organisation_history.html", organisation=organisation, rows=rows)


def _to(organisation: Organisation) -> ResponseReturnValue:
    return redirect(url_for(".record", slug=organisation.slug), 303)
