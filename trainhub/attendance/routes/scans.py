"""Scans of signed sheets: brought, listed, handed out to those who take the registers, and taken away by staff."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import files, work
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...sessions.models import TrainingSession
from ...web.access import signed_in, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..forms import ScanForm
from ..models import SheetScan
from .finding import blueprint, taught


@blueprint.get("/scans/")
@signed_in
def scans(slug: str) -> ResponseReturnValue:
    session = taught(slug)
    table = _table(session)
    return table.export() or _page(session, table)


@blueprint.post("/scans/")
@signed_in
def attach(slug: str) -> ResponseReturnValue:
    """Keep one or more files as evidence."""
    session = taught(slug)
    form = _form(session)
    if form.validate_on_submit():
        kind, public_id = form.chosen()
        made = form.attempt(
            services.attach,
            session=session,
            uploads=form.uploads(),
            sheet=services.find_sheet(session, public_id) if kind == "sheet" else None,
            slot=services.find_slot(session, public_id) if kind == "slot" else None,
            by=work.actor(),
        )
        if made is not None:
            work.commit()
            flash(ngettext("%(num)s scan is kept.", "%(num)s scans are kept.", len(made)), "ok")
            return redirect(url_for(".scans", slug=slug), 303)
        work.rollback()
        session = taught(slug)
    return _page(session, _table(session), form), 422


@blueprint.get("/scans/<scan_id>")
@signed_in
def scan(slug: str, scan_id: str) -> ResponseReturnValue:
    """Hand out a scan as a file to save."""
    return files.send(services.find_scan(taught(slug), scan_id).file)


@blueprint.get("/scans/<scan_id>/remove")
@signed_in
def ask_remove_scan(slug: str, scan_id: str) -> ResponseReturnValue:
    session, one = _removable(slug, scan_id)
    return render_template("attendance/scan_remove.html", session=session, scan=one, shown=services.describe_scan(one))


@blueprint.post("/scans/<scan_id>/remove")
@signed_in
def remove_scan(slug: str, scan_id: str) -> ResponseReturnValue:
    _session, one = _removable(slug, scan_id)
    if not PlainForm().validate_on_submit():
        raise Invalid(_("This page is too old. Load it again."))
    services.remove_scan(one)
    work.commit()
    flash(_("The scan is gone. The history keeps that it was there."), "ok")
    return redirect(url_for(".scans", slug=slug), 303)


def _removable(slug: str, scan_id: str) -> tuple[TrainingSession, SheetScan]:
    """Return a scan that the viewer may take away: staff of the centre alone. Raises NotFound."""
    session = taught(slug)
    if not policies.may_remove_scan(viewer(), session):
        raise NotFound
    return session, services.find_scan(session, scan_id)


def _form(session: TrainingSession) -> ScanForm:
    return ScanForm(session, services.sheets_of(session), of=_asked())


def _asked() -> str:
    """Return what ?sheet= or ?slot= says the scan shows."""
    for kind in ("sheet", "slot"):
        if public_id := request.args.get(kind):
            return f"{kind}:{public_id}"
    return ""


def _page(session: TrainingSession, table: Table, form: ScanForm | None = None) -> str:
    return render_template(
        "attendance/scans.html",
        session=session,
        table=table,
        form=form or _form(session),
        limit=current_app.config["UPLOAD_MIB"],
        may_remove=policies.may_remove_scan(viewer(), session),
        years=services.KEPT_YEARS,
    )


def _table(session: TrainingSession) -> Table:
    columns = (
        Column("name", _("File"), lambda row: row.file.name),
        Column("shows", _("Shows"), services.describe_scan),
        Column("size", _("Size, KB"), lambda row: max(1, round(row.file.size / 1024)), numeric=True),
        Column("at", _("Brought"), lambda row: row.at, SheetScan.at),
        Column("actor", _("By"), lambda row: row.actor),
        Column("sha256", "SHA-256", lambda row: row.file.sha256, shown=False),
    )
    return Table(queries.scans_of(session.id), columns, name=f"{session.slug}-scans")
