"""XLSX files: another process unpacks them (see `unpacking`), here its rows are read as often as wanted."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..kernel.errors import Invalid
from ..kernel.i18n import gettext as _
from .unpacking import BROKEN, LOCKED

PATIENCE = 60  # seconds by the clock; its own limit of computing time is lower


@dataclass(slots=True)
class Workbook:
    """The first sheet of a workbook that people see and that holds something, until `most` rows that are not empty."""

    path: Path
    most: int
    _rows: IO[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._rows = tempfile.NamedTemporaryFile(prefix="trainhub-rows-")  # noqa: SIM115 - goes with this object
        with tempfile.TemporaryDirectory(prefix="trainhub-book-") as folder:
            book = Path(folder) / "book.xlsx"  # the reader goes by the ending; our files have none
            book.symlink_to(self.path.resolve())
            _unpack(book, self.most, self._rows)

    def __iter__(self) -> Iterator[tuple[int, Sequence[Any]]]:
        with Path(self._rows.name).open("rb") as lines:
            for line in lines:
                number, cells = json.loads(line)
                yield number, cells


def _unpack(book: Path, most: int, into: IO[bytes]) -> None:
    """Run the other process. Raises Invalid: too large, protected, or no workbook."""
    command = [sys.executable, "-I", "-m", "trainhub.imports.unpacking", str(book), str(most)]
    try:
        done = subprocess.run(command, stdout=into, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _too_large() from error
    if done.returncode == LOCKED:
        raise Invalid(_("This file is protected by a password. Save it without one and upload that."))
    if done.returncode == BROKEN:
        raise Invalid(_("This workbook cannot be opened. Save it again as XLSX and upload that."))
    if done.returncode:
        raise _too_large()


def _too_large() -> Invalid:
    return Invalid(_("This workbook is too large. Keep the one table you need and upload that."))
