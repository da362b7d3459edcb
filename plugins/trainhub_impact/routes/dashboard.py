"""The dashboard: every indicator of a centre in a period, target against actual, with its trend."""

from flask import render_template
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, Few, require, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.texts import language

from .. import policies
from ..services import framework, readings
from ..services.readings import Reading
from ..vocabulary import FAMILIES, PERCENT, SOURCES, STANDINGS, STATES
from .asking import Asked, read
from .blueprint import blueprint

WHOLE = 1000  # a framework is one page


@blueprint.get("/")
@require(policies.VIEW)
def dashboard() -> ResponseReturnValue:
    """Show the indicators of a centre, or give them as a file."""
    asked = read()
    found = readings.dashboard(asked.view) if asked else []
    name = f"impact-{asked.view.period.key}" if asked else "impact"
    table = Few(found, _columns(), name=name, per_page=WHOLE)
    return table.export() or _page(asked, table, found)


def _page(asked: Asked | None, table: Few, found: list[Reading]) -> str:
    results = framework.results(asked.view.centre) if asked else []
    keeps = bool(asked and policies.keeps(viewer(), asked.view.centre.id))
    return render_template(
        "impact/dashboard.html",
        asked=asked,
        table=table,
        branches=[group for group in readings.by_result(found, results) if group[1]],
        may_keep=keeps,
        lock=next((each.locked.lock for each in found if each.locked), None),
        families=FAMILIES,
        standings=STANDINGS,
        states=STATES,
        tally={key: sum(each.standing == key for each in found) for key in STANDINGS},
    )


def _columns() -> list[Column]:
    def text(value: object) -> str:
        return str(value)

    return [
        Column("key", _("Number"), lambda row: row.tracked.key),
        Column("title", _("Indicator"), lambda row: row.sheet.title.text(language())),
        Column("result", _("Result"), lambda row: row.tracked.result.title.text(language())),
        Column("family", _("Family"), lambda row: text(FAMILIES[row.tracked.family])),
        Column("source", _("Where values come from"), lambda row: text(SOURCES[row.sheet.source])),
        Column("unit", _("Unit"), lambda row: "%" if row.sheet.shape == PERCENT else row.sheet.unit.text(language())),
        Column("state", _("State"), lambda row: text(STATES[row.figure.state])),
        Column("value", _("Value"), lambda row: row.figure.value, numeric=True),
        Column("numerator", _("Numerator"), lambda row: row.figure.numerator, numeric=True),
        Column("denominator", _("Denominator"), lambda row: row.figure.denominator, numeric=True),
        Column("n", "n", lambda row: row.figure.n, numeric=True),
        Column("target", _("Target"), lambda row: row.target, numeric=True),
        Column("standing", _("Against the target"), lambda row: text(STANDINGS.get(row.standing, ""))),
        Column("sdg", _("SDG targets"), lambda row: ", ".join(row.sheet.sdg)),
        Column("gcm", _("GCM objectives"), lambda row: ", ".join(row.sheet.gcm)),
        Column("version", _("Definition, version"), lambda row: row.sheet.no, numeric=True),
        Column("locked", _("Locked"), lambda row: row.locked.lock.at if row.locked else None),
    ]
