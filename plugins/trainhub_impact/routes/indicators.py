"""One indicator: its record, its definition sheet and its versions, targets, files and the records behind a value."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import (
    Column,
    Few,
    NotFound,
    PlainForm,
    clock,
    commit,
    history_rows,
    require,
    viewer,
)
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.files import send
from trainhub.plugin_api.reports import VIEW as SEE_FIGURES
from trainhub.plugin_api.reports import breakdowns, indicators
from trainhub.plugin_api.texts import language, whole

from .. import policies, spans
from ..forms import EvidenceForm, SheetForm, TargetForm, data_of, scaled
from ..models import Sheet, Tracked
from ..services import donor, entries, evidence, figures, framework, readings, story
from ..vocabulary import DIRECTIONS, FAMILIES, GATHERS, GCM, SDG, SOURCES, STANDINGS, STATES
from .asking import read_for
from .blueprint import blueprint

WORDS: dict[str, Any] = {
    "families": FAMILIES,
    "sources": SOURCES,
    "directions": DIRECTIONS,
    "gathers": GATHERS,
    "states": STATES,
    "standings": STANDINGS,
    "sdg": SDG,
    "gcm": GCM,
}


@blueprint.get("/indicators/<public_id>/")
@require(policies.VIEW)
def indicator(public_id: str) -> ResponseReturnValue:
    """Show sheet, value, trend, splits, targets and files of an indicator."""
    return _record(framework.find(public_id, viewer()), EvidenceForm())


def _record(tracked: Tracked, form: EvidenceForm) -> ResponseReturnValue:
    asked = read_for(tracked.centre)
    reading = readings.one(asked.view, tracked)
    given = [] if figures.is_computed(tracked.sheet) else entries.of([tracked], asked.view.period, asked.view.period)
    page = render_template(
        "impact/indicator.html",
        tracked=tracked,
        sheet=tracked.sheet,
        reading=reading,
        asked=asked,
        splits=readings.splits(asked.view, tracked),
        given=[each for each in given if each.period == asked.view.period],
        targets=framework.targets([tracked]),
        files=evidence.of(tracked),
        form=form,
        may_keep=policies.keeps(viewer(), tracked.centre_id),
        may_see_records=figures.is_computed(tracked.sheet) and viewer().may(SEE_FIGURES, centre_id=tracked.centre_id),
        said=_said(tracked.sheet),
        modules=story.modules(),
        **WORDS,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/results/<public_id>/indicators/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_indicator(public_id: str) -> ResponseReturnValue:
    """Define an indicator under a result."""
    result = framework.find_result(public_id, viewer())
    form = SheetForm(results=framework.results(result.centre), data={"result": result.public_id, **_proposed()})
    if form.validate_on_submit():
        under = framework.find_result(form.result.data, viewer())
        made = form.attempt(lambda: framework.add(under, form.command()))
        if made is not None:
            commit()
            flash(_("Defined. Give it a target next."), "ok")
            return redirect(url_for(".indicator", public_id=made.public_id), 303)
    page = render_template("impact/sheet.html", form=form, tracked=None, centre=result.centre)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/indicators/<public_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_indicator(public_id: str) -> ResponseReturnValue:
    """Change an indicator; another definition is the next version."""
    tracked = framework.find_to_keep(public_id, viewer())
    form = SheetForm(results=framework.results(tracked.centre), sheet=tracked.sheet, data=data_of(tracked))
    if form.validate_on_submit():
        under = framework.find_result(form.result.data, viewer())
        changed = form.attempt(
            lambda: framework.edit(tracked, form.command(), reason=form.reason.data or "", result=under)
        )
        if changed is not None:
            commit()
            flash(_("Saved as version %(no)s.", no=tracked.sheet.no) if changed else _("Saved."), "ok")
            return redirect(url_for(".indicator", public_id=public_id), 303)
    page = render_template("impact/sheet.html", form=form, tracked=tracked, centre=tracked.centre)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/indicators/<public_id>/history")
@require(policies.VIEW)
def indicator_history(public_id: str) -> ResponseReturnValue:
    """Show the versions of the definition, and everything that happened to the indicator."""
    tracked = framework.find(public_id, viewer())
    page = request.args.get("page", "1")
    pairs = list(zip(tracked.sheets[1:], tracked.sheets, strict=False))
    versions = [(after, framework.labels_of(framework.changes(before, after))) for after, before in reversed(pairs)]
    return render_template(
        "impact/history.html",
        tracked=tracked,
        versions=[*versions, (tracked.sheets[0], [])],
        rows=history_rows("impact_indicator", tracked.id, whole(page, 1)),
    )


@blueprint.post("/indicators/<public_id>/archive")
@require(policies.EDIT)
def archive_indicator(public_id: str) -> ResponseReturnValue:
    """Take an indicator out of use, or into use again."""
    tracked = framework.find_to_keep(public_id, viewer())
    if PlainForm().validate_on_submit():
        if tracked.archived_at:
            framework.restore(tracked)
        else:
            framework.archive(tracked)
        commit()
        flash(_("Saved."), "ok")
    return redirect(url_for(".indicator", public_id=public_id), 303)


@blueprint.route("/indicators/<public_id>/target", methods=["GET", "POST"])
@require(policies.EDIT)
def target(public_id: str) -> ResponseReturnValue:
    """Say what is to be reached in a period."""
    tracked = framework.find_to_keep(public_id, viewer())
    projects = donor.projects(tracked.centre_id)
    today = clock.today(tracked.centre.zone)
    form = TargetForm(today=today, projects=projects, data={"period": request.args.get("period") or str(today.year)})
    if form.validate_on_submit():
        period = spans.reportable(form.period.data or "")
        project = donor.find_project(form.project.data or "", tracked.centre_id)
        if period is None:
            raise NotFound
        value = scaled(tracked.sheet.shape, form.value.data)
        if form.done(framework.set_target, tracked=tracked, period=period, value=value, project=project):
            commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".indicator", public_id=public_id, period=period.key), 303)
    page = render_template("impact/target.html", form=form, tracked=tracked, targets=framework.targets([tracked]))
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/indicators/<public_id>/records")
@require(policies.VIEW)
def records(public_id: str) -> ResponseReturnValue:
    """Show the sessions that a computed value is made of, to those who see the centre's figures."""
    tracked = framework.find(public_id, viewer())
    if not viewer().may(SEE_FIGURES, centre_id=tracked.centre_id):
        raise NotFound
    asked = read_for(tracked.centre)
    found = readings.records(asked.view, tracked)
    columns = [
        Column("session", _("Session"), lambda row: row.session.title.text(language())),
        Column("day", _("First day"), lambda row: row.session.first_day),
        Column("n", _("Counted"), lambda row: row.n, numeric=True),
        Column("value", _("Value"), lambda row: row.value, numeric=True),
    ]
    table = Few(found or [], columns, name=f"{tracked.key}-{asked.view.period.key}")
    return table.export() or render_template(
        "impact/records.html",
        tracked=tracked,
        asked=asked,
        table=table,
        knows_sessions=found is not None,
        mean=figures.is_mean(tracked.sheet),
    )


# --- files ---------------------------------------------------------------------------------------------


@blueprint.post("/indicators/<public_id>/files")
@require(policies.EDIT)
def bring(public_id: str) -> ResponseReturnValue:
    """Keep a file with an indicator."""
    tracked, form = framework.find_to_keep(public_id, viewer()), EvidenceForm()
    if form.validate_on_submit():
        upload = form.upload.data
        made = form.attempt(
            evidence.bring,
            tracked=tracked,
            stream=upload.stream,
            name=upload.filename or "",
            title=form.evidence_title.data or "",
        )
        if made is not None:
            commit()
            flash(_("Kept."), "ok")
            return redirect(url_for(".indicator", public_id=public_id, _anchor="files"), 303)
    return _record(tracked, form)


@blueprint.get("/indicators/<public_id>/files/<file_id>")
@require(policies.VIEW)
def take(public_id: str, file_id: str) -> ResponseReturnValue:
    """Give a file to those who see the indicator."""
    tracked = framework.find(public_id, viewer())
    return send(evidence.find(tracked, file_id).file)


@blueprint.post("/indicators/<public_id>/files/<file_id>/remove")
@require(policies.EDIT)
def remove_file(public_id: str, file_id: str) -> ResponseReturnValue:
    tracked = framework.find_to_keep(public_id, viewer())
    if PlainForm().validate_on_submit():
        evidence.remove(evidence.find(tracked, file_id))
        commit()
        flash(_("Taken out. The history keeps that it was there."), "ok")
    return redirect(url_for(".indicator", public_id=public_id, _anchor="files"), 303)


# --- inside ---------------------------------------------------------------------------------------------


def _proposed() -> dict[str, Any]:
    return {"family": "delivery", "source": "computed", "shape": "number", "direction": "up", "gather": "sum"}


def _said(sheet: Sheet) -> dict[str, Any]:
    """Return figures, what they are narrowed to, and splits in words."""
    known, splits = indicators(), breakdowns()

    def figure(key: str, filters: dict[str, str]) -> str:
        title = str(known[key].title) if key in known else key
        only = [_code(name, code) for name, code in filters.items()]
        return f"{title} ({', '.join(only)})" if only else title

    def _code(name: str, code: str) -> str:
        return str(splits[name].labels([code]).get(code, code)) if name in splits else f"{name}={code}"

    return {
        "numerator": figure(sheet.numerator, sheet.numerator_filters) if sheet.numerator else "",
        "denominator": figure(sheet.denominator, sheet.denominator_filters) if sheet.denominator else "",
        "by": [str(splits[key].title) if key in splits else key for key in sheet.by],
    }
