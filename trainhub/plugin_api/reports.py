"""Figures, for plugins: what to measure with, the registry, tabulating, charts and files.

    from trainhub.plugin_api import hookimpl
    from trainhub.plugin_api.reports import Indicator, participations

A measure begins with `participations(scope)`, `attended(scope)` or `sessions(scope)` and joins its own table by
registration_id or session_id; `fact(measured, "gender")` is the column that a breakdown of people gives.
`tabulated` is `tabulate` for figures that another plugin may have brought: None where it fails. `periods` reads
and names spans of time: `periods.parse("2027-q1")`, `periods.presets(today)`.
What leaves the centre's staff passes disclosure control, whoever counted it.
"""

from ..hooks.types import Breakdown, Export, Gather, Indicator, Scope, Sorting, Split
from ..reports import charts, periods
from ..reports.charts import Chart, Row
from ..reports.indicators import HEADCOUNT, PARTICIPATIONS
from ..reports.periods import Period
from ..reports.pictures import picture, trend
from ..reports.policies import VIEW
from ..reports.queries.measures import attended, participations, sessions
from ..reports.queries.splitting import fact
from ..reports.services import (
    ALL,
    NOT_STATED,
    Axis,
    Cell,
    Tabulation,
    breakdown,
    breakdowns,
    breakdowns_of,
    indicator,
    indicators,
    tabulate,
    tabulated,
)
from ..reports.services.facts import version
from ..reports.services.grids import Grid, GridLine, grid
from ..web.sheets import csv_of, download, xlsx

__all__ = [
    "ALL",
    "HEADCOUNT",
    "NOT_STATED",
    "PARTICIPATIONS",
    "VIEW",
    "Axis",
    "Breakdown",
    "Cell",
    "Chart",
    "Export",
    "Gather",
    "Grid",
    "GridLine",
    "Indicator",
    "Period",
    "Row",
    "Scope",
    "Sorting",
    "Split",
    "Tabulation",
    "attended",
    "breakdown",
    "breakdowns",
    "breakdowns_of",
    "charts",
    "csv_of",
    "download",
    "fact",
    "grid",
    "indicator",
    "indicators",
    "participations",
    "periods",
    "picture",
    "sessions",
    "tabulate",
    "tabulated",
    "trend",
    "version",
    "xlsx",
]
