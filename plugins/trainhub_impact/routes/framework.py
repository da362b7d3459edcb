"""The framework: its tree, its results, and the starting set."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, Few, NotFound, PlainForm, commit, ngettext, require, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Centre
from trainhub.plugin_api.texts import language

from .. import policies
from ..forms import ResultForm
from ..models import Result, Tracked
from ..services import framework as services
from ..services import starting
from ..vocabulary import BELOW, FAMILIES, KINDS, SOURCES
from .asking import centre_of
from .blueprint import blueprint
from .dashboard import WHOLE


@blueprint.get("/framework/")
@require(policies.VIEW)
def framework() -> ResponseReturnValue:
    """Show the tree of results with the indicators under each, or give the definition sheets as a file."""
    centres = services.centres_of(viewer())
    centre = centre_of() if centres else None
    found = services.tracked(centre) if centre else []
    table = Few(found, _columns(), name="impact-definitions", per_page=WHOLE)
    return table.export() or render_template(
        "impact/framework.html",
        table=table,
        centre=centre,
        centres=centres,
        branches=_grouped(centre, found) if centre else [],
        may_keep=bool(centre and policies.keeps(viewer(), centre.id)),
        families=FAMILIES,
        kinds=KINDS,
        below=BELOW,
        sources=SOURCES,
    )


@blueprint.post("/framework/start")
@require(policies.EDIT)
def start() -> ResponseReturnValue:
    """Take the starting set."""
    centre = _kept_centre()
    if PlainForm().validate_on_submit():
        made = starting.start(centre)
        commit()
        said = ngettext("%(num)s indicator to begin with.", "%(num)s indicators to begin with.", len(made))
        flash(said, "ok")
    return redirect(url_for(".framework", centre=centre.slug), 303)


@blueprint.route("/results/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_result() -> ResponseReturnValue:
    """Add a goal, or something under the result that `under` names."""
    under = request.args.get("under", "")
    parent = services.find_result(under, viewer()) if under else None
    centre = parent.centre if parent else _kept_centre()
    kind = BELOW.get(parent.kind if parent else "")
    if kind is None:
        raise NotFound
    form = ResultForm()
    if form.validate_on_submit() and form.attempt(
        services.add_result, centre=centre, command=form.command(), parent=parent
    ):
        commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".framework", centre=centre.slug), 303)
    page = render_template("impact/result.html", form=form, kind=KINDS[kind], parent=parent, result=None, centre=centre)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/results/<public_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_result(public_id: str) -> ResponseReturnValue:
    result = services.find_result(public_id, viewer())
    form = ResultForm(data={"key": result.key, "title": result.title, "about": result.about})
    if form.validate_on_submit() and form.done(services.edit_result, result=result, command=form.command()):
        commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".framework", centre=result.centre.slug), 303)
    page = render_template(
        "impact/result.html",
        form=form,
        kind=KINDS[result.kind],
        parent=result.parent,
        result=result,
        centre=result.centre,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/results/<public_id>/archive")
@require(policies.EDIT)
def archive_result(public_id: str) -> ResponseReturnValue:
    result = services.find_result(public_id, viewer())
    if PlainForm().validate_on_submit():
        services.archive_result(result)
        commit()
        flash(_("Taken out of the framework."), "ok")
    return redirect(url_for(".framework", centre=result.centre.slug), 303)


def _kept_centre() -> Centre:
    centre = centre_of()
    if not policies.keeps(viewer(), centre.id):
        raise NotFound
    return centre


def _grouped(centre: Centre, found: list[Tracked]) -> list[tuple[Result, list[Tracked]]]:
    return [(each, [one for one in found if one.result_id == each.id]) for each in services.results(centre)]


def _columns() -> list[Column]:
    return [
        Column("key", _("Number"), lambda row: row.key),
        Column("title", _("Indicator"), lambda row: row.sheet.title.text(language())),
        Column("result", _("Result"), lambda row: row.result.title.text(language())),
        Column("family", _("Family"), lambda row: str(FAMILIES[row.family])),
        Column("definition", _("Definition"), lambda row: row.sheet.definition.text(language())),
        Column("source", _("Where values come from"), lambda row: str(SOURCES[row.sheet.source])),
        Column("numerator", _("Figure"), lambda row: row.sheet.numerator),
        Column("denominator", _("Divided by"), lambda row: row.sheet.denominator),
        Column("baseline", _("Baseline"), lambda row: row.sheet.baseline, numeric=True),
        Column("baseline_on", _("Baseline of"), lambda row: row.sheet.baseline_on),
        Column("by", _("Split by"), lambda row: ", ".join(row.sheet.by)),
        Column("verification", _("Means of verification"), lambda row: row.sheet.verification.text(language())),
        Column("sdg", _("SDG targets"), lambda row: ", ".join(row.sheet.sdg)),
        Column("gcm", _("GCM objectives"), lambda row: ", ".join(row.sheet.gcm)),
        Column("owner", _("Owner"), lambda row: row.owner.display if row.owner else ""),
        Column("drawn_from", _("Drawn from"), lambda row: row.sheet.drawn_from),
        Column("version", _("Version"), lambda row: row.sheet.no, numeric=True),
    ]
