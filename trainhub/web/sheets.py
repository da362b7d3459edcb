"""Lines of values as files: CSV that Excel reads, XLSX with real numbers and dates."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask import Response

from ..kernel.text import disarm
from ..kernel.types import Texts
from .templating import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("csv", "xlsx")
Lines = Iterable[Sequence[Any]]


def download(kind: str, name: str, lines: Lines, about: Lines = ()) -> Response:
    """Return lines, the first of which is the head, as a file of one of KINDS.

    `about` tells on a second sheet what the figures are; a CSV has the one table and nothing else.
    """
    if kind == "xlsx":
        sheets = [("", lines)] + ([("", about)] if about else [])
        return _attachment(xlsx(sheets), XLSX, f"{name}.xlsx")
    return _attachment(csv_of(lines), "text/csv; charset=utf-8", f"{name}.csv")


def csv_of(lines: Lines) -> bytes:
    """Return lines as CSV: UTF-8 with the mark that tells Excel so, no cell that Excel would run."""
    out = io.StringIO()
    csv.writer(out).writerows([disarm(_iso(plain(cell))) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def xlsx(sheets: Sequence[tuple[str, Lines]]) -> bytes:
    """Return named sheets as a workbook; the first line of each is its head and stays in sight."""
    import xlsxwriter  # slow import, and 20 MiB

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(out, options) as book:
        bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, lines in sheets:
            sheet = book.add_worksheet(name or None)
            for number, line in enumerate(lines):
                for place, cell in enumerate(map(plain, line)):
                    style = bold if number == 0 else days if isinstance(cell, date) else None
                    sheet.write(number, place, cell, style)
            sheet.freeze_panes(1, 0)
    return out.getvalue()


def plain(value: Any) -> Any:
    """Return a value as a cell holds it: numbers and dates stay what they are."""
    if isinstance(value, Texts):
        return words(value)
    return value if isinstance(value, int | float | date | datetime | None) else str(value)


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _attachment(body: bytes, kind: str, name: str) -> Response:
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
