"""Sign-in sheets and badges of a session: made, printed, and found again by the code on the paper."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...sessions.models import TrainingSession
from ...web.access import signed_in
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..forms import SheetForm
from ..models import SignInSheet
from .answers import pdf
from .finding import blueprint, taught

found = Blueprint("sheets", __name__, url_prefix="/sheets")


@blueprint.get("/sheets/")
@signed_in
def sheets(slug: str) -> ResponseReturnValue:
    """Show the sheets that were printed, and the form for another one."""
    session = taught(slug)
    table = _table(session)
    return table.export() or _page(session, table)


@blueprint.post("/sheets/")
@signed_in
def make_sheet(slug: str) -> ResponseReturnValue:
    session = taught(slug)
    form = SheetForm(session)
    if form.validate_on_submit():
        made = form.attempt(
            services.make_sheet,
            session=session,
            day=form.wanted_day(),
            languages=form.languages(),
            by=work.actor(),
        )
        if made is not None:
            work.commit()
            flash(_("The sheet is ready to be printed."), "ok")
            return redirect(url_for(".sheet", slug=slug, sheet_id=made.public_id), 303)
    return _page(session, _table(session), form), 422


@blueprint.get("/sheets/<sheet_id>")
@signed_in
def sheet(slug: str, sheet_id: str) -> ResponseReturnValue:
    """Show one sheet and what is still to do with it: print it, type its codes, bring its scans."""
    session = taught(slug)
    one = services.find_sheet(session, sheet_id)
    return render_template(
        "attendance/sheet.html",
        session=session,
        sheet=one,
        slots=services.slots_of(one),
        pages=services.pages_of(one),
        later=services.came_later(one),
        scans=[each for each in services.scans_of(session.id) if each.sheet_id == one.id],
        registers=services.registers_of_session(session.id),
        is_due=policies.is_due,
    )


@blueprint.get("/sheets/<sheet_id>/sheet.pdf")
@signed_in
def sheet_pdf(slug: str, sheet_id: str) -> ResponseReturnValue:
    one = services.find_sheet(taught(slug), sheet_id)
    return pdf(services.print_sheet(one), f"{slug}-{one.name}")


@blueprint.get("/badges.pdf")
@signed_in
def badges(slug: str) -> ResponseReturnValue:
    """Print the badges in ?language=, with ?team=1 those of the trainers and interpreters, too."""
    session, language = taught(slug), request.args.get("language", i18n.language())
    if language not in i18n.languages():
        raise NotFound
    body = services.print_badges(session, code=language, only=request.args.getlist("pick"), team="team" in request.args)
    return pdf(body, f"{slug}-badges")


@found.get("/<public_id>/<int:page>")
@signed_in
def by_code(public_id: str, page: int) -> ResponseReturnValue:
    """Lead from the code on the paper to its sheet; only those who take the session's registers."""
    one = services.find_any_sheet(public_id)
    session = taught(one.session.slug)
    return redirect(url_for("attendance.sheet", slug=session.slug, sheet_id=one.public_id), 303)


def _page(session: TrainingSession, table: Table, form: SheetForm | None = None) -> str:
    return render_template(
        "attendance/sheets.html",
        session=session,
        table=table,
        form=form or SheetForm(session, formdata=None),
        language=services.languages_of(session)[0],
        expected=len(services.on_register(session)),
    )


def _table(session: TrainingSession) -> Table:
    columns = (
        Column("name", _("Sheet"), lambda row: row.name),
        Column("day", _("Days"), _days),
        Column("people", _("People"), lambda row: len(row.people), numeric=True),
        Column("made", _("Made"), lambda row: row.made_at, SignInSheet.made_at),
        Column("actor", _("By"), lambda row: row.actor),
    )
    return Table(queries.sheets_of(session.id), columns, name=f"{session.slug}-sheets")


def _days(row: SignInSheet) -> str:
    return i18n.day(row.day, "week") if row.day else _("The whole session")
