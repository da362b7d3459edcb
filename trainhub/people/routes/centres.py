"""The data of the centres that a member of staff belongs to; administrators add centres."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.history import history_rows
from ...web.tables import Column, Table
from .. import queries, services
from ..forms import CentreForm, NewCentreForm
from ..models import CENTRE_KINDS, Centre
from ..policies import CENTRE_CREATE, CENTRE_EDIT
from .answers import status

pages = Blueprint("centres", __name__, url_prefix="/centres")


@pages.get("/")
@require(CENTRE_EDIT)
def index() -> ResponseReturnValue:
    columns = (
        Column("name", _("Name"), lambda row: row.title, queries.by_text(Centre.title, i18n.language())),
        Column("city", _("City"), lambda row: row.city),
        Column("country", _("Country"), lambda row: i18n.country_name(row.country_code)),
        Column("kind", _("Kind of centre"), lambda row: CENTRE_KINDS[row.kind]),
        Column("zone", _("Time zone"), lambda row: row.zone, shown=False),
        Column("prefix", _("Prefix of certificate numbers"), lambda row: row.prefix, shown=False),
    )
    table = Table(queries.centres(viewer().centres(CENTRE_EDIT)), columns, name="centres")
    return table.export() or render_template("people/centres.html", table=table, may_add=viewer().may(CENTRE_CREATE))


@pages.route("/new", methods=["GET", "POST"])
@require(CENTRE_CREATE)
def new() -> ResponseReturnValue:
    form = NewCentreForm()
    if form.validate_on_submit() and (centre := form.attempt(services.create_centre, command=form.command())):
        work.commit()
        flash(
            _("The centre is there. Say who signs its certificates, add rooms, and give its staff their roles."), "ok"
        )
        return redirect(url_for(".edit", slug=centre.slug), 303)
    return render_template("people/centre_new.html", form=form), status(form)


@pages.route("/<slug>/edit", methods=["GET", "POST"])
@require(CENTRE_EDIT)
def edit(slug: str) -> ResponseReturnValue:
    centre = services.find_centre(slug, viewer())
    form = CentreForm(centre)
    if form.validate_on_submit() and form.done(services.edit_centre, centre=centre, command=form.command()):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".edit", slug=centre.slug), 303)
    return render_template("people/centre.html", form=form, centre=centre), status(form)


@pages.get("/<slug>/history")
@require(CENTRE_EDIT)
def history(slug: str) -> ResponseReturnValue:
    centre = services.find_centre(slug, viewer())
    rows = history_rows("centre", centre.id, request.args.get("page", 1, type=int))
    return render_template("people/centre_history.html", centre=centre, rows=rows)
