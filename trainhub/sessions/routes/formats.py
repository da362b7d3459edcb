"""Formats of sessions: list, record, edit, history."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...web.access import require, viewer
from ...web.history import history_rows
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..forms import FormatForm
from ..forms.office import data_of_format
from ..models import Format

blueprint = Blueprint("formats", __name__, url_prefix="/formats")
EDIT, EDIT_EVERYWHERE = require(policies.EDIT), require(policies.EDIT, everywhere=True)  # all centres share formats


@blueprint.get("/")
@EDIT
def index() -> ResponseReturnValue:
    columns = [
        Column("title", _l("Title"), lambda row: row.title),
        Column("counts", _l("Counts as training"), lambda row: _("Yes") if row.counts_as_trainees else _("No")),
        Column("certifies", _l("Gives certificates"), lambda row: _("Yes") if row.certifies else _("No")),
        Column("hours", _l("Usual hours"), lambda row: row.default_hours, Format.default_hours, numeric=True),
        Column("state", _l("State"), lambda row: _("No longer used") if row.archived_at else _("In use")),
    ]
    table = Table(queries.formats(), columns, name="formats")
    return table.export() or render_template("sessions/formats.html", table=table, may_edit=_may_edit())


@blueprint.get("/<key>/")
@EDIT
def show(key: str) -> str:
    return render_template("sessions/format.html", kind=services.find_format(key), may_edit=_may_edit())


def _may_edit() -> bool:
    return policies.may_edit_formats(viewer())


@blueprint.route("/new", methods=["GET", "POST"])
@EDIT_EVERYWHERE
def new() -> ResponseReturnValue:
    return _edit(None, FormatForm(data={"counts_as_trainees": True, "certifies": True}))


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@EDIT_EVERYWHERE
def edit(key: str) -> ResponseReturnValue:
    kind = services.find_format(key)
    return _edit(kind, FormatForm(data=data_of_format(kind)))


def _edit(kind: Format | None, form: Any) -> ResponseReturnValue:
    if form.validate_on_submit():
        saved = form.attempt(services.save_format, plan=form.plan(), kind=kind)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for("formats.show", key=saved.key), 303)
    return render_template("sessions/format_edit.html", form=form, kind=kind), 422 if form.errors else 200


@blueprint.get("/<key>/history")
@EDIT
def history(key: str) -> str:
    kind = services.find_format(key)
    rows = history_rows("format", kind.id, request.args.get("page", 1, int))
    return render_template(
        "sessions/office_history.html",
        rows=rows,
        name=kind.title,
        home=url_for("formats.index"),
        home_name=_("Formats"),
        url=url_for("formats.show", key=kind.key),
    )
