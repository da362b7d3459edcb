"""All trainings that were evaluated; the figures over time and by module; and what was said of each trainer."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, Few, NotFound, Table, clock, require, signed_in, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.reports import Chart, Scope, breakdown, indicator, periods, picture, tabulate
from trainhub.plugin_api.sessions import TrainingSession

from .. import policies
from ..queries import reading
from ..services import trainers
from .blueprint import blueprint

FIGURES = ("evaluation.satisfaction", "evaluation.learning_gain", "evaluation.behaviour", "evaluation.response_rate")


@blueprint.get("/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    """Show the trainings that are evaluated, the newest first."""
    columns = [
        Column("session", _("Training"), lambda row: row.TrainingSession.title.text(i18n.language())),
        Column("day", _("First day"), lambda row: row.TrainingSession.first_day, TrainingSession.first_day),
        Column("answered", _("Response rate"), lambda row: _round(row.answered, 3), numeric=True),
        Column("satisfaction", _("Satisfaction"), lambda row: _round(row.satisfaction, 3), numeric=True),
        Column("gain", _("Learning gain"), lambda row: _round(row.gain, 1), numeric=True),
        Column("findings", _("Open findings"), lambda row: row.findings, numeric=True),
        Column("closed", _("Closed waves"), lambda row: row.closed, numeric=True, shown=False),
    ]
    table = Table(reading.evaluated(viewer().centres(policies.VIEW)), columns, name="evaluations")
    return table.export() or render_template("evaluation/index.html", table=table)


@blueprint.get("/figures/")
@require(policies.VIEW)
def figures() -> ResponseReturnValue:
    """Show the indicators over time and by module, for the centres that the viewer may see."""
    period = periods.parse(request.args.get("period", "")) or periods.default(clock.today(i18n.viewer_zone()))
    key = request.args.get("indicator", FIGURES[0])
    if key not in FIGURES:
        raise NotFound
    centres = viewer().centres(policies.VIEW)
    scope = Scope(period.first, period.until, centres=None if centres is None else tuple(sorted(centres)))
    chosen = indicator(key)
    return render_template(
        "evaluation/figures.html",
        indicator=chosen,
        choices=[indicator(each) for each in FIGURES],
        period=period,
        presets=periods.presets(clock.today(i18n.viewer_zone())),
        total=tabulate(chosen, [], scope).total,
        charts_=_charts(chosen, scope),
    )


def _charts(chosen: Any, scope: Scope) -> list[Chart]:
    keys = ("quarter", "module", "format", "venue")
    drawn = [picture(tabulate(chosen, [breakdown(key)], scope)) for key in keys]
    return [each for each in drawn if each is not None]


@blueprint.get("/trainers/")
@require(policies.VIEW)
def all_trainers() -> ResponseReturnValue:
    """Show what was said of each trainer, over all trainings that the viewer may see."""
    columns = [
        Column("trainer", _("Trainer"), lambda row: row.person.display),
        Column("sessions", _("Trainings"), lambda row: len(row.known), numeric=True),
        Column("mean", _("Mean"), lambda row: _round(row.mean, 2), numeric=True),
    ]
    table = Few(trainers.overview(viewer().centres(policies.VIEW)), columns, name="trainers")
    return table.export() or render_template("evaluation/trainers.html", table=table)


@blueprint.get("/trainers/<public_id>/")
@signed_in
def trainer(public_id: str) -> ResponseReturnValue:
    """Show what was said of one trainer, training by training: to staff, and to the trainer."""
    found = trainers.find(public_id, viewer())
    return render_template("evaluation/trainer.html", trainer=found, own=found.person.id == viewer().person_id)


def _round(value: Any, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)
