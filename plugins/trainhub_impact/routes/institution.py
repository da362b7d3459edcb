"""What focal points report for their institutions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, Few, NotFound, clock, commit, require, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Organisation
from trainhub.plugin_api.reports import Period
from trainhub.plugin_api.texts import language

from .. import policies, spans
from ..forms import EntryForm
from ..services import entries
from ..services.entries import Asked, by_ratio
from ..vocabulary import FAMILIES, STATES
from .blueprint import blueprint
from .values import entered

OFFERED = 5  # periods to choose from


@blueprint.get("/institution/")
@require(policies.REPORT)
def institution() -> ResponseReturnValue:
    """List what an institution is asked for a period."""
    bodies = entries.institutions_of(viewer())
    chosen = _chosen(bodies)
    periods = spans.over(clock.today())[:OFFERED]
    period = spans.reportable(request.args.get("period", "")) or next(each for each in periods if not each.years)
    asked = entries.asked(chosen, period) if chosen else []
    table = Few(asked, _columns(), name=f"impact-{period.key}")
    return table.export() or render_template(
        "impact/institution.html",
        bodies=sorted(bodies, key=lambda each: each.title.text(language())),
        chosen=chosen,
        periods=periods if period in periods else [period, *periods],
        period=period,
        table=table,
        branches=_by_family(asked),
        families=FAMILIES,
        states=STATES,
    )


@blueprint.route("/institution/<slug>/<public_id>/<key>", methods=["GET", "POST"])
@require(policies.REPORT)
def report(slug: str, public_id: str, key: str) -> ResponseReturnValue:
    """Enter a value for an institution within the viewer's scope."""
    organisation = entries.find_institution(slug, viewer())
    tracked, period = entries.find_asked(public_id), _reported(key)
    before = entries.versions(tracked, period, organisation)
    form = EntryForm(data=entered(before, tracked.sheet))
    back = url_for(".institution", organisation=organisation.slug, period=period.key)
    if form.validate_on_submit() and form.attempt(
        entries.enter,
        tracked=tracked,
        period=period,
        command=form.command(tracked.sheet),
        organisation=organisation,
        person_id=viewer().person_id,
    ):
        commit()
        flash(_("Thank you. The centre sees it at once."), "ok")
        return redirect(back, 303)
    page = render_template(
        "impact/entry.html",
        form=form,
        tracked=tracked,
        sheet=tracked.sheet,
        period=period,
        before=before,
        ratio=by_ratio(tracked.sheet),
        organisation=organisation,
        back=back,
    )
    return page, 422 if form.is_submitted() else 200


def _reported(key: str) -> Period:
    period = spans.reportable(key)
    if period is None or period.first > clock.today():
        raise NotFound
    return period


def _chosen(bodies: list[Organisation]) -> Organisation | None:
    """Return the institution of the address, else the only one there is; raises NotFound for a foreign one."""
    wanted = request.args.get("organisation", "")
    found = next((each for each in bodies if each.slug == wanted), None)
    if wanted and found is None:
        raise NotFound
    return found or (bodies[0] if len(bodies) == 1 else None)


def _by_family(asked: list[Asked]) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for each in asked:
        found.setdefault(each.tracked.family, []).append(each)
    return found


def _columns() -> list[Column]:
    return [
        Column("title", _("Indicator"), lambda row: row.tracked.sheet.title.text(language())),
        Column("organisation", _("Organisation"), lambda row: row.organisation.title.text(language())),
        Column("state", _("State"), lambda row: str(STATES[row.entry.state]) if row.entry else ""),
        Column("value", _("Value"), lambda row: row.entry.value if row.entry else None, numeric=True),
        Column("note", _("Note"), lambda row: row.entry.note if row.entry else ""),
    ]
