"""The explorer: any indicator, split and narrowed, as chart, table and file. Its whole state is the address."""

from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...hooks.host import CORE
from ...hooks.types import Breakdown, Indicator
from ...kernel import clock, i18n
from ...kernel.i18n import gettext as _
from ...web import sheets
from ...web.access import require, viewer
from .. import indicators as core
from .. import periods, pictures, policies, services
from ..charts import Chart
from ..services import Tabulation
from ..services.grids import Grid, grid
from .asking import FILTERS, Asked, read
from .blueprint import blueprint

MONTHS_UP_TO = 366  # days: longer spans are told by years


@dataclass(frozen=True, slots=True)
class Trend:
    """How an indicator went over time, and what it was in the period before, where that is known."""

    chart: Chart | None
    before: tuple[str, str] | None  # name of the period before, figure


@blueprint.get("/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    """Show what the address asks, or give it as a file."""
    asked = read(viewer())
    table = _measured(asked.indicator, asked.breakdowns, asked)
    shown = grid(table, as_shares=asked.as_shares) if table else None
    kind = request.args.get("format")
    if kind in sheets.KINDS and table is not None and shown is not None:
        return sheets.download(kind, asked.name, shown.sheet(), about=_about(asked))
    return render_template("reports/index.html", **_page(asked, table, shown))


def _page(asked: Asked, table: Tabulation | None, shown: Grid | None) -> dict[str, Any]:
    return {
        "asked": asked,
        "table": table,
        "grid": shown,
        "total": figure(asked.indicator, table.total.value) if table else "",
        "chart": pictures.picture(table if asked.breakdowns else _steps(asked) or table) if table else None,
        "trend": _trend(asked) if table and not any(axis.period for axis in table.axes) else Trend(None, None),
        "heads": _heads(asked),
        "families": _families(),
        "filters": FILTERS,
        "presets": periods.presets(clock.today(i18n.viewer_zone())),
        "checked": asked.state.checked_at,
        "broken": _plugin(asked.indicator, asked.breakdowns),
    }


def figure(indicator: Indicator, value: float | None) -> str:
    """Return a figure as it is told in a sentence."""
    if value is None:
        return "–"
    return i18n.percent(value) if indicator.gather == "share" else i18n.number(value)


def _measured(indicator: Indicator, breakdowns: tuple[Breakdown, ...], asked: Asked, **scope: Any) -> Tabulation | None:
    """Tabulate; None where a plugin's part in it fails, which is reported as its own."""
    return services.tabulated(indicator, breakdowns, replace(asked.scope, **scope), asked.state)


def _plugin(indicator: Indicator, breakdowns: tuple[Breakdown, ...]) -> str:
    """Return the plugin that has a part in a table, if one has."""
    theirs = [services.owner(indicator), *map(services.owner, breakdowns)]
    return next((name for name in theirs if not name.startswith(CORE)), "")


def _steps(asked: Asked) -> Tabulation | None:
    """Return the months of the period, or its years: what a figure that is not split is made of."""
    if "day" not in asked.indicator.splits:
        return None
    long = (asked.period.until - asked.period.first).days > MONTHS_UP_TO
    return _measured(asked.indicator, (services.breakdown("year" if long else "month"),), asked)


def _trend(asked: Asked) -> Trend:
    """Return the years or quarters around the period, as one line and one question to the database."""
    indicator, around = asked.indicator, asked.period.around
    if "day" not in indicator.splits:
        return Trend(None, None)
    step = services.breakdown("year" if asked.period.years else "quarter")
    table = _measured(indicator, (step,), asked, first=around[0].first, until=around[-1].until)
    if table is None:
        return Trend(None, None)
    before = asked.period.before
    known = next((each for each in around if each == before), None)
    code = str(before.first.year * 10 + (before.first.month + 2) // 3 if step.key == "quarter" else before.first.year)
    cell = table.cell(code)
    told = (before.label, figure(indicator, cell.value)) if known and code in table.axes[0].codes else None
    title = f"{indicator.title} · {step.title}"
    return Trend(pictures.trend(table, title), told)


def _heads(asked: Asked) -> Grid | None:
    """Return the head-counts of the same scope, under a heading of their own: they belong to no other figure."""
    if not asked.indicator.people or asked.indicator.family == core.APART:
        return None
    heads, who = services.indicator(core.HEADCOUNT), services.breakdown("heads")
    table = _measured(heads, (who,), asked, country=None)
    if table is None or not table.total.n:
        return None
    shown = grid(table)
    return replace(shown, lines=tuple(line for line in shown.lines if line.kind or any(line.cells)))


def _families() -> list[tuple[str, list[Indicator]]]:
    """Return all indicators under their headings, core's first."""
    ordered = sorted(services.indicators().values(), key=lambda each: not services.owner(each).startswith(CORE))
    grouped: dict[str, list[Indicator]] = {}
    for each in ordered:
        grouped.setdefault(str(each.family) or _("Others"), []).append(each)
    return list(grouped.items())


def _about(asked: Asked) -> list[list[Any]]:
    """Return what a file says of its figures."""
    return [
        [_("What"), _("Value")],
        [_("Indicator"), asked.indicator.title],
        [_("Definition"), asked.indicator.definition],
        [_("Unit"), asked.indicator.unit],
        [_("Period"), asked.period.label],
        *([FILTERS[key], choice.label] for key, choice in asked.chosen.items()),
        [_("As of"), i18n.moment(asked.state.checked_at or clock.now())],
    ]
