"""A table that stands as a matrix, read as a line for each of its cells: heads across, names down (R-038).

Only what a kind of list says it understands is unfolded. Heads reach from the first that is known to the last that
is: an unknown one between them is refused with its cells, one outside is passed over and named on the screen. An empty
cell says nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..kernel.text import fold
from . import sheets
from .importers import Importer, Wide

HEADS, CELLS = "→", "↓"  # what stands for the heads and for the cells among the headers of an unfolded table
FEWEST = 2  # heads that must be known: one alone may be chance


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A matrix with one head: iterate over (number of the cell, {header: text}), row by row; empty cells left out."""

    sheet: sheets.Sheet
    wide: Wide
    first: int  # the place of the first head, from 0
    last: int
    kept: frozenset[str]  # headers between the heads that name a column of their own
    total: int = 0

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers beside the heads, and what stands for the heads and for the cells."""
        heads = self.heads()
        return (*(each for each in self.sheet.headers if each not in heads), HEADS, CELLS)

    def heads(self) -> dict[str, int]:
        """Return the heads in their order, with their places from 0."""
        between = enumerate(self.sheet.headers[self.first : self.last + 1], self.first)
        return {head: place for place, head in between if head not in self.kept}

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        heads = self.heads()
        for line, texts in self.sheet:
            beside = {header: text for header, text in texts.items() if header not in heads}
            for head, place in heads.items():
                if texts[head]:
                    yield sheets.cell_number(line, place), beside | {HEADS: head, CELLS: texts[head]}

    def everything(self) -> Iterator[str]:
        """Return every text of the file, those above the head too."""
        return self.sheet.everything()


def read(importer: Importer, path: Path, kind: str, subject: str = "") -> "sheets.Sheet | Unfolded":
    """Return the table of a file as a kind of list understands it; raises Invalid as `sheets.read` does."""
    names = frozenset(importer.names())
    sheet = sheets.read(path, kind, names)
    for wide in importer.wide:
        if not {wide.heads, wide.cells} & set(importer.match(sheet.headers)):
            heads = frozenset(wide.names(subject))
            matrix = sheets.read(path, kind, names | heads)  # its head may stand elsewhere
            places = [place for place, header in enumerate(matrix.headers) if fold(header) in heads]
            if len(places) >= FEWEST:
                return _unfold(importer, matrix, wide, places)
    return sheet


def columns_of(importer: Importer, table: "sheets.Sheet | Unfolded") -> dict[str, str]:
    """Return column key -> header, of the columns of a table that are understood."""
    found = importer.match(table.headers)
    if isinstance(table, Unfolded):
        found |= {table.wide.heads: HEADS, table.wide.cells: CELLS}
    return found


def _unfold(importer: Importer, sheet: sheets.Sheet, wide: Wide, places: list[int]) -> Unfolded:
    found = Unfolded(sheet, wide, places[0], places[-1], frozenset(importer.match(sheet.headers).values()))
    return replace(found, total=sum(1 for _each in found))
