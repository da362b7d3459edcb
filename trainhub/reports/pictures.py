"""Which chart fits a tabulation: a line over time, shares where the parts make a whole, else bars."""

from ..hooks.types import Gather
from ..kernel import i18n
from ..kernel.i18n import gettext as _
from . import charts, periods
from .charts import Chart, Row
from .services import ALL, NOT_STATED, Tabulation
from .services.grids import EVERYTHING

MOST_ROWS = 30  # more than that is a table, not a picture
HALF_FOR = 4  # with more series than this a line in the middle says nothing


def picture(table: Tabulation) -> Chart | None:
    """Return the chart of a tabulation with an axis; None where a table says it better."""
    if not table.axes or not table.total.n:
        return None
    return _shares(table) or _along(table)


def trend(table: Tabulation, title: str) -> Chart | None:
    """Return the line of a tabulation whose one axis is time; None with fewer than two periods."""
    axis = table.axes[0]
    if len(axis.codes) < 2:
        return None
    points = [(periods.short_name_of(code), table.cell(code).value) for code in axis.codes]
    notes = [i18n.number(table.cell(code).n) for code in axis.codes] if _is_mean(table) else []
    return charts.line(title, points, percent=_is_share(table), notes=notes, first=axis.title)


def _shares(table: Tabulation) -> Chart | None:
    """Return the rows of one axis cut by the other, where the parts make the whole and are few."""
    if len(table.axes) < 2 or table.indicator.gather is not Gather.SUM:
        return None
    for rows, series in ((0, 1), (1, 0)):
        across, down = _parts(table, series), _used(table, rows)
        known = [code for code in across if code != NOT_STATED]
        fits = not table.axes[series].many and 1 < len(known) <= len(charts.SERIES) and len(down) <= MOST_ROWS
        if fits:
            return _cut(table, rows, series, down, across)
    return None


def _cut(table: Tabulation, rows: int, series: int, down: list[str], across: list[str]) -> Chart:
    axis, other = table.axes[rows], table.axes[series]
    kinds = charts.classes(len(across), unknown=across.index(NOT_STATED) if NOT_STATED in across else None)
    names = [(kind, other.label(code)) for kind, code in zip(kinds, across, strict=True)]

    def row(code: str, label: str, kind: str = "") -> Row:
        values = [_at(table, {rows: code, series: each}) for each in across]
        return Row(label, values, i18n.number(_at(table, {rows: code})), strong=kind == EVERYTHING)

    lines = [row(ALL, _("All"), EVERYTHING), *(row(code, axis.label(code)) for code in down)]
    half = len([code for code in across if code != NOT_STATED]) <= HALF_FOR
    return charts.shares(f"{axis.title} · {other.title}", names, lines, half=half, first=axis.title)


def _along(table: Tabulation) -> Chart | None:
    """Return the margin of the first axis: over time as a line, else as bars."""
    axis = table.axes[0]
    if axis.period:
        points = [(periods.short_name_of(code), table.cell(code).value) for code in axis.codes]
        title = f"{table.indicator.title} · {axis.title}"
        return charts.line(title, points, percent=_is_share(table), first=axis.title, wide=True)
    if not 1 < len(axis.codes) <= MOST_ROWS:
        return None
    rows = [
        Row(
            axis.label(code),
            [table.cell(code).value],
            i18n.number(table.cell(code).n) if _is_mean(table) else "",
            unknown=code == NOT_STATED,
        )
        for code in axis.codes
    ]
    return charts.bars(axis.title, rows, percent=_is_share(table), first=axis.title, unit=str(table.indicator.title))


def _parts(table: Tabulation, place: int) -> list[str]:
    """Return the codes that bars are cut into: those under which there is something, and always "not stated"."""
    used = _used(table, place)
    return [code for code in table.axes[place].codes if code in used or code == NOT_STATED]


def _used(table: Tabulation, place: int) -> list[str]:
    """Return the codes of an axis under which there is something."""
    return [code for code in table.axes[place].codes if _at(table, {place: code})]


def _at(table: Tabulation, codes: dict[int, str]) -> float:
    return table.cell(*(codes.get(place, ALL) for place in range(len(table.axes)))).value or 0


def _is_share(table: Tabulation) -> bool:
    return table.indicator.gather is Gather.SHARE


def _is_mean(table: Tabulation) -> bool:
    return table.indicator.gather in {Gather.SHARE, Gather.MEAN}
