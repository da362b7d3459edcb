"""XLSX files: looked through before they are opened, because a few bytes may claim a million columns."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import python_calamine as calamine

from ..kernel.errors import Invalid
from ..kernel.i18n import gettext as _

UNPACKED = 100 << 20  # bytes of all parts together
PARTS = 1_000
ROWS, LETTERS = 60_000, b"ZZ"  # no cell with a value lies beyond: the reader keeps the whole rectangle in memory
CHUNK = 1 << 18
LONGEST_TAG = 1 << 20
# a cell that holds something; those that are only coloured end with />
_CELL = re.compile(rb"""<(?:\w+:)?c\b(?=[^>]*?\br=["']([A-Za-z]{1,9})([0-9]{1,9})["'])[^>]*[^/>]>""")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)


@dataclass(slots=True)
class Workbook:
    """The first sheet of a workbook that people see and that holds something."""

    path: Path
    _sheet: Any = field(init=False, default=None)

    def __post_init__(self) -> None:
        _look_through(self.path)
        self._sheet = _first_sheet(self.path)

    def __iter__(self) -> Iterator[tuple[int, Sequence[Any]]]:
        if self._sheet is None or self._sheet.start is None:
            return
        _first, left = self._sheet.start
        merged = _downward(self._sheet)
        above: dict[int, Any] = {}
        for number, cells in enumerate(self._sheet.iter_rows()):  # from the first row, but from the first used column
            here = [*[""] * left, *cells]
            for column, begins in merged.get(number, ()):
                if begins:
                    above[column] = here[column] if column < len(here) else ""
                elif column < len(here) and here[column] in ("", None):
                    here[column] = above.get(column, "")
            yield number + 1, here


def _downward(sheet: Any) -> dict[int, list[tuple[int, bool]]]:
    """Return, by row, the columns where a cell that stands for several rows begins or goes on."""
    found: dict[int, list[tuple[int, bool]]] = {}
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, ROWS) + 1) if bottom > top else ():
            found.setdefault(row, []).append((left, row == top))
    return found


def _first_sheet(path: Path) -> Any:
    try:
        book = calamine.load_workbook(str(path))
        shown = [
            each.name
            for each in book.sheets_metadata
            if each.visible == calamine.SheetVisibleEnum.Visible and each.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        sheets = (book.get_sheet_by_name(name) for name in shown)
        return next((sheet for sheet in sheets if sheet.start is not None), None)
    except calamine.PasswordError as error:
        raise Invalid(_("This file is protected by a password. Save it without one and upload that.")) from error
    except BaseException as error:  # a fault inside the reader comes as its own kind, beside Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise _broken() from error


def _look_through(path: Path) -> None:
    """Raise Invalid for a workbook that unpacks to too much, lies about it, or has cells far outside."""
    left = UNPACKED
    try:
        with zipfile.ZipFile(path) as box:
            if len(box.infolist()) > PARTS:
                raise _too_large()
            for part in box.infolist():
                with box.open(part) as stream:
                    left -= _look_at(stream, left, cells=bool(_SHEET.match(part.filename)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _broken() from error
    except ValueError as error:
        raise _broken() from error


def _look_at(stream: IO[bytes], left: int, *, cells: bool) -> int:
    """Read one part; return its size. Raises Invalid where it goes beyond the limits."""
    size, rest = 0, b""
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > left:
            raise _too_large()
        if cells:
            whole = rest + chunk
            end = whole.rfind(b"<")
            _check_cells(whole[:end])
            rest = whole[end:]
            if len(rest) > LONGEST_TAG:
                raise _broken()
    _check_cells(rest)
    return size


def _check_cells(xml: bytes) -> None:
    for letters, row in _CELL.findall(xml):
        if int(row) > ROWS or (len(letters), letters.upper()) > (len(LETTERS), LETTERS):
            raise _too_large()


def _too_large() -> Invalid:
    return Invalid(_("This workbook is too large. Keep the one table you need and upload that."))


def _broken() -> Invalid:
    return Invalid(_("This workbook cannot be opened. Save it again as XLSX and upload that."))
