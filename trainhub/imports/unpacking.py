"""A workbook read in a process of its own, with little memory and time: `python -m trainhub.imports.unpacking FILE`.

A few bytes from anybody may claim a million columns, unpack to gigabytes or keep a reader busy for hours, and some of
that ends the reader's whole process. Here only this one ends. It imports nothing of the program but how a cell is
told, so that it begins at once.

Prints a JSON array for each row: its number, and its cells as text. Exit codes: 0, or one of the
below; any other, and every signal, say that a limit was reached.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import python_calamine as calamine

from .cells import text_of

LOCKED, BROKEN, TOO_LARGE = 3, 4, 5  # exit codes
LIMITS = {
    resource.RLIMIT_AS: 1 << 30,  # bytes
    resource.RLIMIT_CPU: 15,  # seconds
    resource.RLIMIT_FSIZE: 256 << 20,  # bytes of what is printed into a file
    resource.RLIMIT_CORE: 0,
}
UNPACKED, PARTS = 100 << 20, 1_000  # bytes of all parts together, by the index of the archive
ROWS, COLUMNS = 60_000, 702  # no cell with a value lies beyond
MERGED = 1_000_000  # rows that cells of several rows reach into, all together
LONGEST = 32_767  # characters in a cell: no spreadsheet program writes more
OTHER_KINDS = (".bin", "content.xml")  # of workbooks in other formats, which the reader would open as well


class TooLargeError(Exception):
    """A limit was reached."""


def main(path: str, most: int) -> int:
    """Print the rows of the first sheet that people see and that holds something, until `most` that are not empty."""
    for kind, limit in LIMITS.items():
        resource.setrlimit(kind, (limit, limit))
    try:
        _look_at_index(path)
        for number, cells in _rows(path):
            most -= bool(cells)
            if most < 0:
                break
            sys.stdout.write(json.dumps([number, cells]) + "\n")
    except (TooLargeError, MemoryError):
        return TOO_LARGE
    except calamine.PasswordError:
        return LOCKED
    except Exception:
        return BROKEN
    return 0


def _look_at_index(path: str) -> None:
    with zipfile.ZipFile(path) as box:
        parts = box.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise TooLargeError
    if any(part.filename.lower().endswith(OTHER_KINDS) and "/media/" not in part.filename for part in parts):
        raise ValueError("another kind of workbook")


def _rows(path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows, empty where they hold nothing; cells that stand for several rows in each of them."""
    sheet = _first_sheet(path)
    if sheet is None:
        return
    _top, left = sheet.start
    merged, above = _downward(sheet), dict[int, str]()
    for number, cells in enumerate(sheet.iter_rows()):  # from the first row, but from the first used column
        if number >= ROWS or left + len(cells) > COLUMNS or any(isinstance(c, str) and len(c) > LONGEST for c in cells):
            raise TooLargeError
        here = [*[""] * left, *map(text_of, cells)]
        _fill_down(here, merged.get(number, ()), above)
        yield number + 1, here if any(here) else []


def _fill_down(cells: list[str], merged: Iterable[tuple[int, bool]], above: dict[int, str]) -> None:
    """Say in a row what cells of several rows say that reach into it; keep what those say that begin here."""
    for column, begins in merged:
        if column < len(cells):
            if begins:
                above[column] = cells[column]
            cells[column] = cells[column] or above.get(column, "")


def _first_sheet(path: str) -> Any:
    book = calamine.load_workbook(path)
    shown = (
        each.name
        for each in book.sheets_metadata
        if each.visible == calamine.SheetVisibleEnum.Visible and each.typ == calamine.SheetTypeEnum.WorkSheet
    )
    return next((sheet for sheet in map(book.get_sheet_by_name, shown) if sheet.start is not None), None)


def _downward(sheet: Any) -> dict[int, list[tuple[int, bool]]]:
    """Return, by row, the columns where a cell that stands for several rows begins or goes on."""
    found: dict[int, list[tuple[int, bool]]] = {}
    ranges = sheet.merged_cell_ranges or ()
    if sum(bottom - top for (top, _left), (bottom, _right) in ranges) > MERGED:
        raise TooLargeError
    for (top, left), (bottom, _right) in ranges:
        for row in range(top, min(bottom, ROWS) + 1) if bottom > top else ():
            found.setdefault(row, []).append((left, row == top))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
