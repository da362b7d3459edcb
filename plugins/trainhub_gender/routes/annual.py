"""Annual statistics: the years, one year, its text for the press, its brief, and the one word that publishes a year."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, NotFound, PlainForm, Table, actor, commit, public, require, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.disclosure import PUBLISH, REFUSALS, Release, may_change, select_of_kind
from trainhub.plugin_api.people import Centre
from trainhub.plugin_api.texts import languages, speaking, whole

from .. import annual, brief, press, published
from ..annual import Edition
from .blueprint import blueprint

PDF = "application/pdf"


@blueprint.get("/annual/")
@public
def years() -> ResponseReturnValue:
    """List what stands published, and show staff what they may publish."""
    columns = (
        Column("title", _("Title"), lambda row: row.title),
        Column("year", _("Year"), lambda row: row.first.year, sort=Release.first),
        Column("centre", _("Centre"), lambda row: row.centre.short if row.centre else _("All centres")),
        Column("published", _("Published"), lambda row: row.published_at, sort=Release.published_at),
        Column("url", _("Address of the page"), _page_of),
    )
    table = Table(select_of_kind(annual.KIND), columns, name="gender-statistics", order="-year")
    return table.export() or render_template("gender/years.html", table=table, offers=_offers())


@blueprint.get("/annual/<int:year>/")
@public
def year(year: int) -> ResponseReturnValue:
    """Show the statistics of a year."""
    edition, before, everything = _edition(year)
    tables = list(edition.tables.values())
    return render_template(
        "gender/year.html",
        edition=edition,
        release=edition.release,
        tables=tables,
        headline=published.headline(edition),
        charts_of={table.key: published.chart(table) for table in tables},
        findings={table.key: published.finding(table) for table in tables},
        trend=published.trend(before),
        key_figures=published.key_figures(edition),
        others=[each for each in everything if each.id != edition.release.id],
        languages_of=languages(),
        centre=request.args.get("centre") or None,
    )


@blueprint.get("/annual/<int:year>/press")
@public
def press_sheet(year: int) -> ResponseReturnValue:
    """Show the text for the press, to be copied or read out."""
    edition, _before, _all = _edition(year)
    text = press.paragraphs(edition, _address(edition))
    if request.args.get("format") == "txt":
        return Response("\n\n".join(text) + "\n", content_type="text/plain; charset=utf-8")
    return render_template("gender/press.html", edition=edition, text=text, centre=request.args.get("centre") or None)


@blueprint.get("/annual/<int:year>/brief-<code>.pdf")
@public
def brief_file(year: int, code: str) -> ResponseReturnValue:
    """Give the two-page brief in one of the interface's languages."""
    if code not in languages():
        raise NotFound
    with speaking(code):
        edition, before, _all = _edition(year)
        body = brief.render(edition, before, _address(edition))
    answer = Response(body, content_type=PDF)
    answer.headers["Content-Disposition"] = f'inline; filename="gender-{year}-{code}.pdf"'
    return answer


@blueprint.route("/annual/publish", methods=["GET", "POST"])
@require(PUBLISH)
def publish() -> ResponseReturnValue:
    """Ask before publishing a year, then draft its tables and let the job check and publish them."""
    wanted, centre = _year(), _centre()
    if PlainForm().validate_on_submit():
        annual.begin(wanted, centre, actor())
        commit()
        flash(_("The tables are being checked. They come out by themselves when every attack has failed."), "ok")
        return redirect(url_for(".years"), 303)
    return render_template(
        "gender/publish.html", year=wanted, centre=centre, centres=annual.centres(viewer()), tables=annual.TABLES
    )


# --- inside ---------------------------------------------------------------------------------------


def _edition(year: int) -> tuple[Edition, list[Edition], list[Release]]:
    return annual.edition(year, request.args.get("centre", ""))


def _address(edition: Edition) -> str:
    return url_for(".year", year=edition.year, centre=edition.centre or None, _external=True)


def _page_of(release: Release) -> str:
    centre = release.centre.slug if release.centre else None
    return url_for(".year", year=release.first.year, centre=centre, _external=True)


def _year() -> int:
    asked = request.args.get("year", "")
    found = whole(asked, annual.years()[0])
    if found not in annual.years():
        raise NotFound
    return found


def _centre() -> Centre | None:
    """Return the centre that the address names, else the first that the viewer may publish for; None is all."""
    theirs = annual.centres(viewer())
    slug = request.args.get("centre")
    for each in theirs:
        if slug is None or (each.slug if each else "") == slug:
            return each
    raise NotFound


def _offers() -> list[dict[str, Any]]:
    """Return for staff each year and centre that they may publish, with how far it is."""
    if not viewer().may(PUBLISH):
        return []
    return [_offer(year, centre) for centre in annual.centres(viewer()) for year in annual.years()]


def _offer(year: int, centre: Centre | None) -> dict[str, Any]:
    release = annual.standing(year, centre)
    state = release.state if release else ""
    return {
        "year": year,
        "centre": centre,
        "release": release,
        "state": "draft" if release and state == "computing" and may_change(release) else state,
        "refusal": REFUSALS.get(release.refusal, "") if release else "",
    }
