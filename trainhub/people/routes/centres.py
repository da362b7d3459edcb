"""The data of the centres that a member of staff belongs to."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.history import history_rows
from .. import services
from ..forms import CentreForm
from ..policies import CENTRE_EDIT
from .answers import status

pages = Blueprint("centres", __name__, url_prefix="/centres")


@pages.get("/")
@require(CENTRE_EDIT)
def index() -> ResponseReturnValue:
    return render_template("people/centres.html", centres=services.editable_centres(viewer()))


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
