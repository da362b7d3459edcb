"""Pages of published figures: the list, each release with what would be or is read, and its files."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import whole
from ...web import sheets
from ...web.access import public, require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from .. import periods, services
from . import checking, conversion, formats, ledger, policies, queries, reading
from .conversion import SCOPES
from .forms import ReleaseForm, TableForm, WithdrawForm
from .models import AUDIENCES, STATES, PublishedTable, Release
from .policy import HIDDEN, Audience

blueprint = Blueprint("releases", __name__, url_prefix="/reports/releases")
CSV = "text/csv; charset=utf-8"
FILES: dict[str, Callable[[reading.ReadTable], formats.Lines]] = {
    "hxl.csv": formats.hxl,
    "sdmx.csv": formats.sdmx,
    "codes.csv": formats.code_lists,
}


@blueprint.get("/")
@require(policies.PUBLISH)
def index() -> ResponseReturnValue:
    table = _table()
    export = table.export()
    if export:
        return export
    tallies = _tallies([row.id for row in table.rows])
    return render_template(
        "reports/releases/list.html", table=table, states=STATES, audiences=AUDIENCES, tallies=tallies, period=_period
    )


@blueprint.route("/new", methods=["GET", "POST"])
@require(policies.PUBLISH)
def new() -> ResponseReturnValue:
    """Begin a release; `indicator`, `by` and what the address narrows them to name its first table."""
    default = periods.default(clock.today(i18n.viewer_zone())).key
    form = ReleaseForm(
        centres=ledger.centres_of(viewer()),
        all_centres=policies.may_publish_for(viewer(), None),
        data={
            "period": request.args.get("period") or default,
            "audience": "public",
            "centre": request.args.get("centre", ""),
        },
    )
    if form.validate_on_submit():
        release = form.attempt(ledger.draft, command=form.command())
        if release is not None and policies.may_publish(viewer(), release):
            _first_table(release)
            work.commit()
            return redirect(url_for(".record", public_id=release.public_id), 303)
    page = render_template("reports/releases/new.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>/")
@require(policies.PUBLISH)
def record(public_id: str) -> ResponseReturnValue:
    return _record(ledger.find(public_id, viewer()))


@blueprint.post("/<public_id>/tables")
@require(policies.PUBLISH)
def add(public_id: str) -> ResponseReturnValue:
    release, form = ledger.find(public_id, viewer()), TableForm()
    if form.validate_on_submit() and form.done(ledger.add_table, release=release, command=form.command()):
        work.commit()
        return redirect(url_for(".record", public_id=public_id, _anchor="tables"), 303)
    return _record(release, table_form=form), 422


@blueprint.post("/<public_id>/tables/<key>/remove")
@require(policies.PUBLISH)
def remove(public_id: str, key: str) -> ResponseReturnValue:
    release = ledger.find(public_id, viewer())
    if PlainForm().validate_on_submit():
        ledger.remove_table(release, key)
        work.commit()
    return redirect(url_for(".record", public_id=public_id, _anchor="tables"), 303)


@blueprint.post("/<public_id>/check")
@require(policies.PUBLISH)
def check(public_id: str) -> ResponseReturnValue:
    """Queue the check; the page shows how far it is."""
    release = ledger.find(public_id, viewer())
    if PlainForm().validate_on_submit():
        ledger.check(release, account_id=viewer().account_id)
        work.commit()
    return redirect(url_for(".record", public_id=public_id), 303)


@blueprint.route("/<public_id>/publish", methods=["GET", "POST"])
@require(policies.PUBLISH)
def publish(public_id: str) -> ResponseReturnValue:
    """Ask before letting it out, then let it out."""
    release = ledger.find(public_id, viewer())
    if request.method == "GET":
        return render_template("reports/releases/publish.html", release=release, audiences=AUDIENCES, period=_period)
    if PlainForm().validate_on_submit():
        ledger.publish(release, by=work.actor())
        work.commit()
        flash(_("Published."), "ok")
    return redirect(url_for(".record", public_id=public_id), 303)


@blueprint.route("/<public_id>/withdraw", methods=["GET", "POST"])
@require(policies.PUBLISH)
def withdraw(public_id: str) -> ResponseReturnValue:
    """Ask why, then take it back."""
    release, form = ledger.find(public_id, viewer()), WithdrawForm()
    if form.validate_on_submit() and form.done(
        ledger.withdraw, release=release, reason=form.reason.data or "", by=work.actor()
    ):
        work.commit()
        flash(_("Withdrawn. Its pages and files are gone; later checks still count it."), "ok")
        return redirect(url_for(".record", public_id=public_id), 303)
    page = render_template("reports/releases/withdraw.html", release=release, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/discard")
@require(policies.PUBLISH)
def discard(public_id: str) -> ResponseReturnValue:
    release = ledger.find(public_id, viewer())
    if PlainForm().validate_on_submit():
        ledger.discard(release)
        work.commit()
        flash(_("The draft is gone."), "ok")
    return redirect(url_for(".index"), 303)


@blueprint.get("/published/")
@public
def standing() -> ResponseReturnValue:
    """List what stands published for whoever looks."""
    columns = (
        Column("title", _("Title"), lambda row: row.title),
        Column("period", _("Period"), _period, sort=Release.first),
        Column("centre", _("Centre"), lambda row: row.centre.short if row.centre else ""),
        Column("published", _("Published"), lambda row: row.published_at, sort=Release.published_at),
        Column("url", _("Address of the page"), lambda row: url_for(".read", public_id=row.public_id, _external=True)),
    )
    table = Table(ledger.readable(viewer()), columns, name="published")
    return table.export() or render_template("reports/releases/standing.html", table=table, period=_period)


@blueprint.get("/published/<public_id>/")
@public
def read(public_id: str) -> ResponseReturnValue:
    """Show the tables of a published release."""
    release = ledger.find_readable(public_id, viewer())
    tables = ledger.tables(release)
    if release.state != "published" or not tables:
        raise NotFound
    return render_template("reports/releases/read.html", release=release, tables=tables, period=_period)


@blueprint.get("/<public_id>/<name>")
@public
def take(public_id: str, name: str) -> ResponseReturnValue:
    """Give all tables as a workbook, or one table as a file: <key>.csv, .hxl.csv, .sdmx.csv, .codes.csv."""
    release = ledger.find_readable(public_id, viewer())
    tables = ledger.tables(release)
    if name == "tables.xlsx" and tables:
        return _file(formats.workbook(tables), sheets.XLSX, f"{public_id}.xlsx")
    key, _dot, kind = name.partition(".")
    table = next((each for each in tables if each.key == key), None)
    if table is None or kind not in {"csv", *FILES}:
        raise NotFound
    body = sheets.csv_of(formats.plain(table)) if kind == "csv" else formats.text(FILES[kind](table))
    return _file(body, CSV, f"{key}.{kind}")


# --- inside ---------------------------------------------------------------------------------------------


def _period(release: Release) -> str:
    return periods.Period("", release.first, release.until).label


def _record(release: Release, *, table_form: TableForm | None = None) -> str:
    page = request.args.get("page", "1")
    tables = [] if release.state in {"draft", "computing"} else ledger.tables(release)
    return render_template(
        "reports/releases/record.html",
        release=release,
        tables=tables,
        specs=[(each, _said(each)) for each in release.tables],
        table_form=table_form or TableForm(data={}),
        period=_period,
        states=STATES,
        audiences=AUDIENCES,
        refusal=checking.REFUSALS.get(release.refusal),
        job=ledger.job_of(release),
        threshold=release.policy.get("threshold", 0),
        briefing=_briefing(release) if release.state == "published" and release.audience == Audience.PUBLIC else "",
        rows=history_rows(Release.__tablename__, release.id, whole(page, 1)),
    )


def _briefing(release: Release) -> str:
    """Return where a briefing of press and civil society on published figures is planned: title and format proposed."""
    titles: dict[str, Any] = {}
    for code in i18n.languages():
        with i18n.speaking(code):
            titles[f"title-{code}"] = _("Briefing: %(title)s", title=release.title.text(code))
    return url_for("sessions.new", format="briefing", **titles)


def _said(table: PublishedTable) -> str:
    """Return in words what a table is of, as far as it is still known."""
    indicators, breakdowns = services.indicators(), services.breakdowns()
    first = str(indicators[table.indicator].title) if table.indicator in indicators else table.indicator
    said = " · ".join([first, *(str(breakdowns[key].title) if key in breakdowns else key for key in table.by)])
    only = conversion.narrowed(table.scope)
    return f"{said} ({', '.join(only.values())})" if only else said


def _first_table(release: Release) -> None:
    indicator = request.args.get("indicator", "")
    if indicator:
        by = tuple(request.args.getlist("by"))
        ledger.add_table(release, ledger.TableCommand(indicator, by, _narrowed()))


def _narrowed() -> tuple[tuple[str, str], ...]:
    """Return what the address narrows the first table to; its centre is that of the release."""
    return tuple((key, request.args[key]) for key in SCOPES if key != "centre" and request.args.get(key))


def _table() -> Table:
    return Table(
        queries.listed(viewer().centres(policies.PUBLISH)),
        name="releases",
        order="-made",
        all_columns=(
            Column("title", _("Title"), lambda row: row.title),
            Column("audience", _("For whom"), lambda row: str(AUDIENCES[row.audience]), sort=Release.audience),
            Column("period", _("Period"), _period, sort=Release.first),
            Column("state", _("State"), lambda row: str(STATES[row.state]), sort=Release.state),
            Column("hidden", _("Hidden"), lambda row: row.report.get("hidden"), numeric=True),
            Column("published", _("Published"), lambda row: row.published_at, sort=Release.published_at),
            Column("made", _("Made"), lambda row: row.created_at, sort=Release.created_at, shown=False),
        ),
        all_filters=(
            Filter("state", _("State"), queries.narrow_state, choices=lambda: _choices(STATES)),
            Filter("audience", _("For whom"), queries.narrow_audience, choices=lambda: _choices(AUDIENCES)),
        ),
    )


def _choices(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in words.items()]


def _tallies(release_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return how many cells each release has, and how many of them are hidden."""
    found: dict[int, tuple[int, int]] = {}
    for number, status, count in db.session.execute(queries.tallies(release_ids)):
        cells, hidden = found.get(number, (0, 0))
        found[number] = cells + count, hidden + (count if status in HIDDEN else 0)
    return found


def _file(body: bytes, kind: str, name: str) -> Response:
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
