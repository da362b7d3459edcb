"""Published tables read for what they say: shares, charts, and the finding of each as a sentence. Shown cells only."""

from collections.abc import Sequence

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import ngettext
from trainhub.plugin_api.disclosure import TOTAL, ReadCell, ReadTable, Status
from trainhub.plugin_api.reports import NOT_STATED, Chart, Row, charts
from trainhub.plugin_api.texts import number, percent

from .annual import COMPLETION, COUNTRY, LEVEL, MODULE, ORGANISATION, TRAINERS, Edition
from .balance import KINDS
from .words import CODES, MEN, UNDISCLOSED, WOMEN

HIDDEN = "e"  # the class of what is in a total and not told
SIGN = "s"  # stands for the eye where there is no room for a picture
HALF = 0.5


def share(table: ReadTable, *codes: str) -> float | None:
    """Return the share of women of a line, where it can be told."""
    women, whole = table.cell(*codes, WOMEN).value, table.cell(*codes, TOTAL).value
    return None if women is None or not whole else women / whole


def shares(table: ReadTable) -> list[float]:
    """Return the shares of women of all lines that tell one, whoever stated nothing left out."""
    found = [share(table, code) for code in table.axes[0].codes if code != NOT_STATED]
    return [each for each in found if each is not None]


def headline(edition: Edition) -> str:
    """Return the finding of a year."""
    women = share(edition.tables[COUNTRY], TOTAL)
    if women is None:
        return _("Gender statistics %(year)s", year=edition.year)
    return _("Women were %(share)s of participants in %(year)s", share=percent(women), year=edition.year)


def finding(table: ReadTable) -> str:
    """Return what a table says in a sentence; its title where too much is hidden to say it."""
    if table.key == COMPLETION:
        women, men = table.cell(WOMEN).value, table.cell(MEN).value
        if women is None or men is None:
            return table.title
        return _("%(women)s of women and %(men)s of men completed", women=percent(women), men=percent(men))
    if table.key == TRAINERS:
        part = share(table)
        return table.title if part is None else _("Women had %(share)s of trainers’ assignments", share=percent(part))
    found = shares(table)
    if len(found) < 2:
        return table.title if table.key == COUNTRY else _largest(table)
    return _in_countries(found) if table.key == COUNTRY else _range(table.key, min(found), max(found))


def _in_countries(found: Sequence[float]) -> str:
    half = sum(each >= HALF for each in found)
    return ngettext(
        "Women were at least half in %(num)s of %(all)s countries that can be shown",
        "Women were at least half in %(num)s of %(all)s countries that can be shown",
        half,
        all=number(len(found)),
    )


def _largest(table: ReadTable) -> str:
    """Return the largest number of women that is told; its title where none is."""
    told = [(table.cell(code, WOMEN).value or 0, code) for code in table.axes[0].codes if code != NOT_STATED]
    whole = table.cell(TOTAL, WOMEN).value
    part, code = max(told, default=(0, ""))
    if not whole or not part or part == whole:
        return table.title
    label = table.axes[0].label(code)
    return _("%(label)s: %(part)s of %(whole)s women", whole=number(whole), part=number(part), label=label)


def _range(key: str, low: float, high: float) -> str:
    values = {"low": percent(low), "high": percent(high)}
    return {
        ORGANISATION: lambda: _("Women were %(low)s to %(high)s of participants, by kind of organisation", **values),
        LEVEL: lambda: _("Women were %(low)s to %(high)s of participants, by level", **values),
        MODULE: lambda: _("Women were %(low)s to %(high)s of participants, by module", **values),
    }[key]()


def key_figures(edition: Edition) -> list[tuple[str, str, str]]:
    """Return the main figures of a year: the figure, what it is, and a remark; what is hidden is left out."""
    table, found = edition.tables[COUNTRY], []
    whole, women = (table.cell(TOTAL, code) for code in (TOTAL, WOMEN))
    if whole.value is not None:
        found.append((number(whole.value), _("participations"), _silent(table)))
    if whole.value and women.value is not None:
        of = _("%(part)s of %(whole)s", part=number(women.value), whole=number(whole.value))
        found.append((percent(women.value / whole.value), _("women among participants"), of))
    completion, trainers = edition.tables.get(COMPLETION), edition.tables.get(TRAINERS)
    if completion and (value := completion.cell(TOTAL).value) is not None:
        n = completion.cell(TOTAL).n
        found.append((percent(value), _("completed"), _("n = %(n)s", n=number(n)) if n is not None else ""))
    if trainers and (part := share(trainers)) is not None:
        found.append(
            (percent(part), _("women among trainers"), _("n = %(n)s", n=number(trainers.cell(TOTAL).value or 0)))
        )
    return found


def unstated(table: ReadTable) -> float | None:
    """Return how many said nothing or that they would rather not, where both are told."""
    found = [table.cell(TOTAL, code).value for code in (NOT_STATED, UNDISCLOSED)]
    return None if None in found else sum(each or 0 for each in found)


def _silent(table: ReadTable) -> str:
    silent = unstated(table)
    return "" if silent is None else _("%(n)s did not state a gender", n=number(silent))


def sign(table: ReadTable, cell: ReadCell) -> str:
    """Return a cell as it stands in charts and in print: with a sign for the eye."""
    return SIGN if cell.status == Status.SECONDARY else table.text(cell)


# --- charts -----------------------------------------------------------------------------------------


def chart(table: ReadTable) -> Chart | None:
    """Return the chart of a published table, its title the finding; None where nothing in it is told."""
    return _rates(table) if table.shares else _shares(table)


def trend(editions: Sequence[Edition]) -> Chart | None:
    """Return the share of women over the years that stand published; None of fewer than two."""
    points = [(str(each.year), share(each.tables[COUNTRY], TOTAL)) for each in editions if COUNTRY in each.tables]
    known = [(year, value) for year, value in points if value is not None]
    if len(known) < 2:
        return None
    (first, before), (last, now) = known[0], known[-1]
    title = _(
        "Share of women: %(before)s in %(first)s, %(now)s in %(last)s",
        before=percent(before),
        first=first,
        now=percent(now),
        last=last,
    )
    return charts.line(title, points, percent=True, first=_("Year"), wide=True)


def _rates(table: ReadTable) -> Chart | None:
    cells = [(code, table.cell(code)) for code in table.axes[0].all]
    told = [(code, cell) for code, cell in cells if cell.status != "not_applicable"]
    if not any(cell.value is not None for _code, cell in told):
        return None
    rows = [
        Row(
            table.axes[0].label(code),
            [cell.value],
            "" if cell.n is None else number(cell.n),
            strong=code == TOTAL,
            texts=[] if cell.value is not None else [table.text(cell)],
            unknown=code == NOT_STATED,
        )
        for code, cell in told
    ]
    return charts.bars(finding(table), rows, percent=True, first=table.axes[0].title)


def _shares(table: ReadTable) -> Chart | None:
    """Draw the lines; what is hidden in them is a piece of its own, and one whose total is hidden has no pieces."""
    axis = table.axes[-1]
    codes = [(code,) for code in (TOTAL, *table.axes[0].codes)] if len(table.axes) > 1 else [()]
    lines = [line for line in codes if table.cell(*line, TOTAL).hidden or table.cell(*line, TOTAL).value]
    used = [each for each in CODES if each in (WOMEN, MEN, NOT_STATED) or any(_at(table, line, each) for line in lines)]
    rests = [_rest(table, line) for line in lines]
    unknown = any(rests) or any(table.cell(*line, TOTAL).hidden for line in lines)
    if not any(table.cell(*line, TOTAL).value for line in lines):
        return None
    series = [(KINDS[code], axis.label(code)) for code in used]
    series += [(HIDDEN, f"{_('hidden')} ({SIGN})")] if unknown else []
    rows = [
        Row(
            table.axes[0].label(line[0]) if line else _("All"),
            _parts(table, line, used, rest if unknown else None),
            sign(table, table.cell(*line, TOTAL)),
            strong=TOTAL in line,
        )
        for line, rest in zip(lines, rests, strict=True)
    ]
    return charts.shares(finding(table), series, rows, half=True, first=table.axes[0].title)


def _parts(table: ReadTable, line: tuple[str, ...], used: Sequence[str], rest: float | None) -> list[float | None]:
    told = table.cell(*line, TOTAL).value is not None
    known = [_at(table, line, code) if told else None for code in used]
    return known if rest is None else [*known, rest]


def _at(table: ReadTable, line: tuple[str, ...], code: str) -> float | None:
    return table.cell(*line, code).value


def _rest(table: ReadTable, line: tuple[str, ...]) -> float:
    """Return what of a told total is in hidden cells: anybody can take the others away from it."""
    whole = table.cell(*line, TOTAL).value
    return whole - sum(_at(table, line, code) or 0 for code in CODES) if whole else 0
