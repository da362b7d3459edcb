"""What marks may say: the list, adding, changing, history."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...sessions import policies as sessions
from ...web.access import require, viewer
from ...web.history import history_rows
from ...web.tables import Column, Table
from .. import queries, services
from ..forms import StatusForm
from ..models import STATUSES, Status
from .finding import statuses

EDIT, EDIT_EVERYWHERE = require(sessions.EDIT), require(sessions.EDIT, everywhere=True)  # all centres share them


@statuses.get("/")
@EDIT
def index() -> ResponseReturnValue:
    columns = [
        Column("title", _l("Title"), lambda row: row.title),
        Column("counts", _l("Counts as"), lambda row: STATUSES[row.counts]),
        Column("state", _l("State"), lambda row: _("No longer used") if row.archived_at else _("In use")),
    ]
    table = Table(queries.statuses(), columns, name="attendance-statuses")
    may_edit = sessions.may_edit_formats(viewer())
    return table.export() or render_template(
        "attendance/statuses.html", table=table, may_edit=may_edit, meanings=STATUSES
    )


@statuses.route("/new", methods=["GET", "POST"])
@EDIT_EVERYWHERE
def new() -> ResponseReturnValue:
    return _edit(None, StatusForm())


@statuses.route("/<key>/edit", methods=["GET", "POST"])
@EDIT_EVERYWHERE
def edit(key: str) -> ResponseReturnValue:
    status = services.find_status(key)
    data = {"title": status.title, "counts": status.counts, "archived": status.archived_at is not None}
    return _edit(status, StatusForm(data=data).of(status))


def _edit(status: Status | None, form: StatusForm) -> ResponseReturnValue:
    if form.validate_on_submit() and form.attempt(services.save_status, plan=form.plan(status), status=status):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".index"), 303)
    return render_template("attendance/status_edit.html", form=form, status=status), 422 if form.errors else 200


@statuses.get("/<key>/history")
@EDIT
def history(key: str) -> str:
    status = services.find_status(key)
    rows = history_rows("attendance_status", status.id, request.args.get("page", 1, int))
    return render_template("attendance/status_history.html", rows=rows, status=status)
