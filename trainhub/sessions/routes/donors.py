"""Donors: list, record, edit, history. All centres share them; each sees its own projects under them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...people import queries as people_queries
from ...web.access import require, viewer
from ...web.history import history_rows
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..forms import DonorForm
from ..models import Donor

blueprint = Blueprint("donors", __name__, url_prefix="/donors")
EDIT = require(policies.EDIT)


@blueprint.get("/")
@EDIT
def index() -> ResponseReturnValue:
    columns = [
        Column("title", _("Name"), lambda row: row.title, people_queries.by_text(Donor.title, i18n.language())),
        Column(
            "organisation", _("In the address book"), lambda row: row.organisation.title if row.organisation else ""
        ),
    ]
    table = Table(queries.donors(), columns, order="title", name="donors")
    return table.export() or render_template("sessions/donors.html", table=table)


@blueprint.get("/<public_id>/")
@EDIT
def show(public_id: str) -> str:
    donor = services.find_donor(public_id)
    given = db.session.scalars(queries.funded_by(donor.id, viewer().centres(policies.EDIT))).unique()
    return render_template("sessions/donor.html", donor=donor, projects=list(given))


@blueprint.route("/new", methods=["GET", "POST"])
@EDIT
def new() -> ResponseReturnValue:
    return _edit(None)


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@EDIT
def edit(public_id: str) -> ResponseReturnValue:
    return _edit(services.find_donor(public_id))


def _edit(donor: Donor | None) -> ResponseReturnValue:
    chosen = donor.organisation.slug if donor and donor.organisation else ""
    form = DonorForm(data={"title": donor.title if donor else None, "organisation": chosen})
    form.offer(db.session.scalars(people_queries.open_organisations(checked=True)))
    if form.validate_on_submit():
        saved = form.attempt(services.save_donor, plan=form.plan(), donor=donor)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".show", public_id=saved.public_id), 303)
    return render_template("sessions/donor_edit.html", form=form, donor=donor), 422 if form.errors else 200


@blueprint.get("/<public_id>/history")
@EDIT
def history(public_id: str) -> str:
    donor = services.find_donor(public_id)
    return render_template(
        "sessions/office_history.html",
        rows=history_rows("donor", donor.id, request.args.get("page", 1, int)),
        name=donor.title,
        home=url_for(".index"),
        home_name=_("Donors"),
        url=url_for(".show", public_id=donor.public_id),
    )
