"""The brief: two A4 pages of published figures as PDF, in the language that is spoken."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from trainhub.plugin_api import db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.disclosure import TOTAL, Line, ReadCell, ReadTable
from trainhub.plugin_api.press import Press
from trainhub.plugin_api.texts import day, direction, language, number, percent

from . import press, published, queries
from .annual import COMPLETION, COUNTRY, LEVEL, ORGANISATION, TRAINERS, Edition
from .words import MEN, WOMEN

LAYOUT = Path(__file__).resolve().parent / "layout" / "brief.typ"
MOST_BARS = 18  # of the large chart
SMALL_BARS = 8
MOST_PRINTED = 24  # briefs kept in this process: anybody may ask for one, and printing takes long
_printed: OrderedDict[tuple[str, ...], bytes] = OrderedDict()


@cache
def _press() -> Press:
    return Press(LAYOUT.read_bytes())


def render(edition: Edition, years: Sequence[Edition], address: str) -> bytes:
    """Return the brief in the language that is spoken; the same release gives the same bytes, printed once."""
    at = edition.release.published_at
    assert at is not None
    key = (language(), address, _centre(edition), edition.release.digest, *(each.release.digest for each in years))
    if key not in _printed:
        _printed[key] = _press().print(_page(edition, years, address), at)
        while len(_printed) > MOST_PRINTED:
            _printed.popitem(last=False)
    _printed.move_to_end(key)
    return _printed[key]


def _page(edition: Edition, years: Sequence[Edition], address: str) -> dict[str, Any]:
    country = edition.tables[COUNTRY]
    return {
        "lang": language(),
        "rtl": direction() == "rtl",
        "centre": _centre(edition),
        "kind": _("Statistics brief"),
        "published": _("Published %(day)s", day=day(edition.at)),
        "title": published.headline(edition),
        "lede": _lede(edition),
        "figures": [list(each) for each in published.key_figures(edition)],
        "bars": _bars(country),
        "small": [
            _bars(edition.tables[LEVEL], SMALL_BARS),
            _years(years) or _bars(edition.tables[ORGANISATION], SMALL_BARS),
        ],
        "tables": [_table(edition.tables[key]) for key in (COUNTRY, ORGANISATION, COMPLETION, TRAINERS)],
        "marks": _marks(list(edition.tables.values())),
        "method": {"title": _("How these figures are made"), "paragraphs": _method(edition)},
        "address": address,
        "foot": _foot(edition),
        "words": {
            "women": country.axes[-1].label(WOMEN),
            "men": country.axes[-1].label(MEN),
            "rest": _("Others, not stated, or hidden (s)"),
        },
    }


def _centre(edition: Edition) -> str:
    centre = edition.release.centre or db.session.scalar(queries.centres().limit(1))
    return centre.title.text(language()) if centre else ""


def _lede(edition: Edition) -> str:
    """Return the main figures and what completion and trainers show, in one paragraph."""
    tables = [edition.tables[key] for key in (COMPLETION, TRAINERS)]
    said = [published.finding(table) for table in tables if published.finding(table) != table.title]
    return " ".join([*press.main(edition.tables[COUNTRY]), *(f"{each}." for each in said)])


def _bars(table: ReadTable, most: int = MOST_BARS) -> dict[str, Any]:
    """Return a chart: a bar a line, as long as its number, cut into women, men and the rest."""
    rows = [_bar(table, code) for code in table.axes[0].codes]
    rows = [row for row in rows if row["known"] or row["hidden"]][:most]
    said = f"{table.title}, " if published.finding(table) != table.title else ""
    order = f" {_('Countries in alphabetical order.')}" if table.key == COUNTRY else ""
    return {
        "kind": "bars",
        "title": published.finding(table),
        "under": f"{said}{table.period}.{order}",
        "alt": "; ".join(f"{row['label']}: {row['text']}" for row in rows),
        "rows": rows,
        "most": max((row["known"] for row in rows), default=0),
    }


def _bar(table: ReadTable, code: str) -> dict[str, Any]:
    """Return a bar: where its total is hidden, a hidden part is a sign, else it is in the rest."""
    whole, women, men = (table.cell(code, each) for each in (TOTAL, WOMEN, MEN))
    parts = [None if whole.hidden and cell.hidden else cell.value or 0 for cell in (women, men)]
    known = sum(part or 0 for part in parts)
    rest = max((whole.value or known) - known, 0)
    return {
        "label": table.axes[0].label(code),
        "known": known + rest,
        "parts": [*parts, rest],
        "text": published.sign(table, whole),
        "hidden": whole.hidden,
    }


def _years(years: Sequence[Edition]) -> dict[str, Any] | None:
    """Return the share of women over the years that stand published; None of fewer than two."""
    drawn = published.trend(years)
    if drawn is None:
        return None
    rows = []
    for each in years:
        table = each.tables[COUNTRY]
        part = published.share(table, TOTAL)
        whole = table.cell(TOTAL, TOTAL)
        n = published.sign(table, whole)
        rows.append(
            {"label": str(each.year), "share": part, "text": published.SIGN if part is None else percent(part), "n": n}
        )
    return {
        "kind": "shares",
        "title": drawn.title,
        "under": _("Share of women in per cent, n beside it"),
        "alt": drawn.words,
        "rows": rows,
    }


def _table(table: ReadTable) -> dict[str, Any]:
    """Return a table as lines of texts; hidden cells are marked by the kind of each."""
    names, columns = table.heads
    n = ["n"] if table.tells_n else []
    return {
        "title": table.title,
        "head": [*names, *columns, *n],
        "names": len(names),
        "lines": [_line(table, line) for line in table.lines if any(cell.value or cell.hidden for cell in line.cells)],
    }


def _line(table: ReadTable, line: Line) -> dict[str, Any]:
    cells = [_cell(table, cell) for cell in line.cells]
    if table.tells_n:
        last = line.cells[-1]
        cells.append(
            _cell(table, last) if last.hidden else {"text": "–" if last.n is None else number(last.n), "hidden": False}
        )
    return {"labels": list(line.labels), "cells": cells, "whole": line.whole}


def _cell(table: ReadTable, cell: ReadCell) -> dict[str, Any]:
    return {"text": published.sign(table, cell), "hidden": cell.hidden}


def _marks(tables: Sequence[ReadTable]) -> str:
    """Return what the marks in the tables mean; "" where nothing is hidden."""
    limit = max((table.threshold for table in tables), default=0)
    if not any(cell.hidden for table in tables for cell in table.cells.values()):
        return ""
    return _(
        "<%(limit)s: fewer than %(limit)s people, but not none. s: hidden, so that no small number can be worked out. "
        "Neither means nought: 0 is shown as 0.",
        limit=limit,
    )


def _foot(edition: Edition) -> str:
    title = _("Gender statistics %(year)s", year=edition.year)
    return f"{_centre(edition)} · {title} · {edition.release.digest[:12]}"


def _method(edition: Edition) -> list[str]:
    return [
        edition.tables[COUNTRY].definition,
        edition.tables[COMPLETION].definition,
        _(
            "People are asked at registration, may leave the question out, and choose their own answer. "
            "It is never guessed from a name or a title."
        ),
        _("Whoever stated no gender stays in the total, under a name of their own; shares are of all."),
        _(
            "Every number of this brief, and the figures by module, can be had as CSV, XLSX, HXL and SDMX-CSV "
            "with the same marks at this address:"
        ),
    ]
