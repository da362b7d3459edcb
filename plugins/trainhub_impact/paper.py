"""A donor report as files: one PDF in the language of the page, one workbook. Both from the lines that readers see."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from trainhub.plugin_api import Refused, Texts, clock
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.disclosure import ReadTable
from trainhub.plugin_api.press import Press
from trainhub.plugin_api.sessions import Donor
from trainhub.plugin_api.texts import day, direction, language

from .models import DonorReport
from .services import donor
from .services.donor import HIDDEN, MISSING, SHOWN, SMALL, THRESHOLD, Line
from .vocabulary import FAMILIES, PERCENT, STANDINGS

LAYOUT = Path(__file__).resolve().parent / "layout" / "report.typ"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LEADING = 4  # figures on top of the first page
MOST_ROWS = 14  # of a table in print
Rows = Iterator[Sequence[Any]]


def print_report(report: DonorReport, lines: Sequence[Line], donors: Sequence[Donor]) -> bytes:
    """Return the report as A4 pages, PDF/A-3b and PDF/UA-1 in one file. Raises Refused for a letter in no font."""
    released = report.release.published_at if report.release else None
    try:
        return _press().print(_page(report, lines, donors), released or clock.now())
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        raise Refused(
            _("A letter of this report is in no font of ours. Look for unusual signs in its texts.")
        ) from error


def sheets(report: DonorReport, lines: Sequence[Line]) -> list[tuple[str, Iterable[Sequence[Any]]]]:
    """Return the sheets of the workbook: the indicators, every split table, and what the figures are."""
    tables = [each for each in lines if each.table is not None]
    return [
        (_("Indicators")[:31], _indicator_rows(report, lines)),
        *((f"{each.tracked.key}"[:31], _table_rows(each.table)) for each in tables if each.table),
        (_("About")[:31], _about_rows(report)),
    ]


# --- the page -----------------------------------------------------------------------------------------------


@cache
def _press() -> Press:
    return Press(LAYOUT.read_bytes())


def _page(report: DonorReport, lines: Sequence[Line], donors: Sequence[Donor]) -> dict[str, Any]:
    centre = donor.framework_centre(report)
    released = report.release.published_at if report.release and report.state == "published" else None
    counted = [each for each in lines if each.mark == SHOWN and each.sheet.shape != PERCENT and each.value]
    return {
        "lang": language(),
        "rtl": direction() == "rtl",
        "centre": _text(centre.title),
        "kind": _("Donor report"),
        "published": _("Published on %(day)s", day=day(released.date())) if released else _("Draft, not published"),
        "title": _text(report.title),
        "project": _text(report.project.title),
        "period": report.period.label,
        "donors": ", ".join(_text(each.title) for each in donors),
        "summary": _text(report.summary),
        "leading": [{"figure": each.text, "title": _text(each.sheet.title)} for each in counted[:LEADING]],
        "heads": [_("Indicator"), _("Value"), _("Target"), ""],
        "results": [
            _result(result.key, _text(result.title), found) for result, found in donor.by_result(report, lines)
        ],
        "tables_title": _("The figures in parts"),
        "tables": [_table(each) for each in lines if each.table is not None],
        "notes_title": _("How to read the figures"),
        "notes": _notes(lines),
        "foot": f"{_text(centre.title)} · {_text(report.title)} · {report.period.label}",
    }


def _result(key: str, title: str, lines: Sequence[Line]) -> dict[str, Any]:
    return {"title": f"{key} {title}", "lines": [_line(each) for each in lines]}


def _line(line: Line) -> dict[str, Any]:
    unit = "" if line.sheet.shape == PERCENT else _text(line.sheet.unit)
    return {
        "title": _text(line.sheet.title),
        "about": " · ".join(filter(None, (str(FAMILIES[line.tracked.family]), unit))),
        "text": line.text,
        "hidden": line.mark in {SMALL, HIDDEN},
        "why": line.why if line.mark == MISSING else "",
        "target": line.target_text if line.target is not None else "",
        "share": min(line.value / line.target, 1.25) if line.value is not None and line.target else None,
        "standing": str(STANDINGS.get(line.standing, "")),
    }


def _table(line: Line) -> dict[str, Any]:
    table = line.table
    assert table is not None
    values = [cell.value or 0 for _codes, cell in table.rows() if not cell.hidden and _codes != ("_T",)]
    most = max(values, default=0) or 1
    rows = []
    for codes, cell in table.rows():
        whole = codes == ("_T",)
        if cell.value or cell.hidden or whole:
            share = (cell.value or 0) / most if not whole and not cell.hidden else None
            label = table.axes[0].label(codes[0])
            rows.append(
                {"label": label, "text": table.text(cell), "share": share, "hidden": cell.hidden, "whole": whole}
            )
    return {"title": _text(line.sheet.title), "axis": table.axes[0].title, "rows": rows[: MOST_ROWS + 2]}


def _notes(lines: Sequence[Line]) -> list[str]:
    marks = {each.mark for each in lines} | {
        SMALL for each in lines if each.table and any(cell.hidden for _codes, cell in each.table.rows())
    }
    return [
        _("Persons and participations are two indicators: who came three times is one person, three participations."),
        _("Effects on trainees’ work and on services for migrants are two families. They are never added up."),
        _("A dash means that a value is not known or not there. 0 means none."),
        *([_hidden_note()] if marks & {SMALL, HIDDEN} else []),
    ]


def _hidden_note() -> str:
    return _(
        "Fewer than %(limit)s people, but not none, are shown as <%(limit)s; where such a number could be worked out, "
        "others are hidden with it. What fewer than %(limit)s institutions reported is hidden.",
        limit=THRESHOLD,
    )


# --- the workbook ----------------------------------------------------------------------------------------------


def _indicator_rows(report: DonorReport, lines: Sequence[Line]) -> Rows:
    yield [
        _("Number"),
        _("Indicator"),
        _("Result"),
        _("Family"),
        _("Unit"),
        _("Value"),
        _("Mark"),
        _("Target"),
        _("Against the target"),
        _("SDG targets"),
        _("GCM objectives"),
        _("Definition, version"),
        _("Definition"),
    ]
    for result, found in donor.by_result(report, lines):
        for each in found:
            yield [
                each.tracked.key,
                _text(each.sheet.title),
                f"{result.key} {_text(result.title)}",
                str(FAMILIES[each.tracked.family]),
                "%" if each.sheet.shape == PERCENT else _text(each.sheet.unit),
                each.value,
                "" if each.mark == SHOWN else each.why if each.mark == MISSING else each.text,
                each.target,
                str(STANDINGS.get(each.standing, "")),
                ", ".join(each.sheet.sdg),
                ", ".join(each.sheet.gcm),
                each.sheet.no,
                _text(each.sheet.definition),
            ]


def _table_rows(table: ReadTable) -> Rows:
    yield [table.axes[0].title, table.indicator_title, _("Mark")]
    for codes, cell in table.rows():
        yield [table.axes[0].label(codes[0]), cell.value, table.text(cell) if cell.hidden else ""]


def _about_rows(report: DonorReport) -> Rows:
    yield [_("What"), _("Value")]
    yield [_("Title"), _text(report.title)]
    yield [_("Project"), _text(report.project.title)]
    yield [_("Period"), report.period.label]
    if report.release and report.release.published_at:
        yield [_("Published"), day(report.release.published_at.date())]
        yield [_("Fingerprint"), report.release.digest]
    for note in _notes(donor.lines(report)):
        yield [_("Note"), note]


def _text(texts: Texts | None) -> str:
    return texts.text(language()) if texts else ""
