"""Pages of imports: bring a file, say which column is which, see what would become of each row, take it in."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..kernel import files, work
from ..kernel.errors import NotFound
from ..kernel.i18n import gettext as _
from ..web import sheets as downloads
from ..web.access import signed_in, viewer
from ..web.tables import Column, Filter, Table
from . import queries, services, sheets, wide
from .forms import columns_form, mend_form, upload_form
from .importers import Importer, Kind
from .models import SUBJECT, ImportRow, ImportRun

pages = Blueprint("imports", __name__, url_prefix="/imports")
BUSY = ("checking", "running")


@pages.route("/new/<key>/", methods=["GET", "POST"])
@signed_in
def new(key: str) -> ResponseReturnValue:
    """Bring a file of a kind, for a subject (?subject=…)."""
    importer, subject = _importer(key), request.args.get("subject", "")
    form = upload_form(importer)
    if form.validate_on_submit() and (upload := form.upload()):
        run = form.attempt(
            services.begin, importer=importer, upload=upload, who=viewer(), subject=subject, options=form.ticked()
        )
        if run:
            work.commit()
            return redirect(url_for(".columns" if run.state == "mapping" else ".record", public_id=run.public_id), 303)
        form.complain("file", " ".join(form.form_errors))
        form.form_errors.clear()
    earlier = services.runs_of(importer, subject, viewer())
    page = render_template(
        "imports/new.html",
        importer=importer,
        subject=subject,
        form=form,
        earlier=earlier,
        states=states(),
        back=_back(importer, subject),
    )
    return page, 422 if form.is_submitted() else 200


@pages.get("/new/<key>/pattern.xlsx")
@signed_in
def pattern(key: str) -> ResponseReturnValue:
    """Give an empty file with the right heads, and a second sheet that explains them."""
    importer = _importer(key)
    about = [
        [_("Column"), _("What stands in it")],
        *(
            [str(each.label), " ".join(filter(None, [_("Needed.") if each.required else "", str(each.help)]))]
            for each in importer.columns
        ),
    ]
    return downloads.download("xlsx", f"{key}-pattern", [[str(each.label) for each in importer.columns]], about)


@pages.get("/<public_id>/")
@signed_in
def record(public_id: str) -> ResponseReturnValue:
    """Show how far a file is, and what became (or would become) of each row."""
    run = services.find(public_id, viewer())
    importer, job = services.importer_of(run.importer), services.job_of(run)
    dead = run.state in BUSY and job is not None and job.state == "dead"
    table = _rows(run)
    return table.export() or render_template(
        "imports/record.html",
        run=run,
        importer=importer,
        job=job,
        dead=dead,
        busy=run.state in BUSY and not dead,
        table=table,
        kinds=kinds(),
        back=_back(importer, run.subject),
        kept_days=services.KEPT_DAYS,
    )


@pages.post("/<public_id>/start")
@signed_in
def start(public_id: str) -> ResponseReturnValue:
    """Take in what was tried."""
    run = services.find(public_id, viewer())
    services.bring_in(run)
    work.commit()
    return redirect(url_for(".record", public_id=public_id), 303)


@pages.route("/<public_id>/columns", methods=["GET", "POST"])
@signed_in
def columns(public_id: str) -> ResponseReturnValue:
    """Say which column of the file is which."""
    run = services.find(public_id, viewer())
    if run.file is None:
        raise NotFound
    importer = services.importer_of(run.importer)
    table = wide.read(importer, files.path(run.file), run.file.ending, run.subject)
    form = columns_form(importer, _offered(table), run.columns)
    if form.validate_on_submit():
        chosen = {each.key: form[each.key].data or "" for each in importer.columns}
        if form.done(services.assign, run=run, columns=chosen):
            work.commit()
            return redirect(url_for(".record", public_id=public_id), 303)
    page = render_template(
        "imports/columns.html", run=run, importer=importer, form=form, back=_back(importer, run.subject)
    )
    return page, 422 if form.is_submitted() else 200


@pages.route("/<public_id>/lines/<int(max=2147483647):line>", methods=["GET", "POST"])
@signed_in
def mend(public_id: str, line: int) -> ResponseReturnValue:
    """Mend a rejected line here; then all lines are tried again."""
    run = services.find(public_id, viewer())
    row, importer = services.line_of(run, line), services.importer_of(run.importer)
    form = mend_form(importer, run.columns, row.values or {})
    if form.validate_on_submit():
        values = {key: form[key].data or "" for key in run.columns if key in form}
        if form.done(services.mend, run=run, line=line, values=values):
            work.commit()
            return redirect(url_for(".record", public_id=public_id), 303)
    page = render_template(
        "imports/mend.html", run=run, row=row, importer=importer, form=form, back=_back(importer, run.subject)
    )
    return page, 422 if form.is_submitted() else 200


@pages.get("/<public_id>/rejected.xlsx")
@signed_in
def rejected(public_id: str) -> ResponseReturnValue:
    """Give the rejected rows as a file: mended, it can be brought again."""
    run = services.find(public_id, viewer())
    return downloads.download("xlsx", f"rejected-{run.public_id}", services.rejected_lines(run))


def _importer(key: str) -> Importer:
    importer = services.importer_of(key)
    subject = request.args.get("subject", "")
    if len(subject) > SUBJECT or not importer.may(viewer(), subject):
        raise NotFound
    return importer


def _back(importer: Importer, subject: str) -> tuple[str, str] | None:
    return importer.back(subject) if importer.back else None


def _offered(table: sheets.Sheet | wide.Unfolded) -> dict[str, str]:
    """Return the headers of a file with what to call them."""
    named = {header: header for header in table.headers}
    if isinstance(table, wide.Unfolded):
        heads = list(table.heads())
        named[wide.HEADS] = _("The heads from “%(first)s” to “%(last)s”", first=heads[0], last=heads[-1])
        named[wide.CELLS] = _("The cells below these heads")
    return named


def kinds() -> dict[str, str]:
    """Return what can become of a row, in words."""
    return {
        Kind.REJECTED.value: _("Rejected"),
        Kind.ADDED.value: _("New"),
        Kind.CHANGED.value: _("Changed"),
        Kind.SAME.value: _("As before"),
    }


def states() -> dict[str, str]:
    """Return how far a file is, in words."""
    return {
        "mapping": _("Columns to be named"),
        "checking": _("Being tried"),
        "checked": _("Tried, not taken in"),
        "running": _("Being taken in"),
        "done": _("Taken in"),
        "failed": _("Could not be read"),
    }


def _rows(run: ImportRun) -> Table:
    words = kinds()
    return Table(
        queries.rows(run.id),
        (
            Column("line", _("Line"), lambda row: row.place, ImportRow.line),
            Column("outcome", _("Outcome"), lambda row: words[row.outcome], ImportRow.outcome),
            Column("label", _("Name"), lambda row: row.label),
            Column("message", _("Remark"), lambda row: row.message),
        ),
        (
            Filter(
                "outcome",
                _("Outcome"),
                lambda query, kind: query.where(ImportRow.outcome == kind),
                lambda: list(words.items()),
            ),
        ),
        name="import",
    )
