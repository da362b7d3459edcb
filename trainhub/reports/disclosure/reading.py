"""Published tables as readers have them: numbers and marks in one language, never anything hidden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.text import alphabetical
from ...kernel.types import Texts
from .. import periods
from .models import PublishedCell, PublishedTable, Release
from .policy import Status
from .problem import TOTAL, Codes
from .sealing import split

NOT_STATED = "_U"
UNKNOWN_LAST = (NOT_STATED, TOTAL)


@dataclass(frozen=True, slots=True)
class ReadAxis:
    """One way a table is split, in the reader's order and words."""

    key: str
    title: str
    codes: Codes
    labels: Mapping[str, str]
    period: bool = False

    def label(self, code: str) -> str:
        return _("All") if code == TOTAL else self.labels.get(code, code)

    @property
    def all(self) -> Codes:
        """Return the codes with the total at their end."""
        return (*self.codes, TOTAL)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A number, or why there is none; `n` is how many people it is made of, where that may be known."""

    status: Status
    value: float | None = None
    n: int | None = None

    @property
    def hidden(self) -> bool:
        return self.status in (Status.PRIMARY, Status.SECONDARY)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table as it is drawn: what it is about, and its cells; `whole` where it is a sum."""

    labels: tuple[str, ...]
    cells: tuple[ReadCell, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A published table."""

    key: str
    title: str
    indicator: str
    indicator_title: str
    definition: str
    unit: str
    gather: str
    axes: tuple[ReadAxis, ...]
    first: date
    until: date
    threshold: int
    veiled: bool
    scope: Mapping[str, str]
    cells: Mapping[Codes, ReadCell] = field(repr=False)

    def cell(self, *codes: str) -> ReadCell:
        """Return one cell; codes that are left out are the total."""
        place = codes + (TOTAL,) * (len(self.axes) - len(codes))
        return self.cells.get(place) or ReadCell(Status.NOT_APPLICABLE)

    @property
    def shares(self) -> bool:
        """Say whether the numbers are parts of one."""
        return self.gather == "share"

    @property
    def marks(self) -> set[Status]:
        """Return which marks occur, for the legend."""
        return {cell.status for cell in self.cells.values()}

    def rows(self) -> Iterator[tuple[Codes, ReadCell]]:
        """Yield every cell with its codes, totals last."""
        for codes in product(*(axis.all for axis in self.axes)):
            yield codes, self.cell(*codes)

    @property
    def tells_n(self) -> bool:
        """Say whether readers want to know how many people a value is made of."""
        return self.gather in {"mean", "share"}

    @property
    def heads(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the heads of the names and of the numbers: the last axis stands across."""
        if len(self.axes) < 2:
            return tuple(axis.title for axis in self.axes) or ("",), (self.indicator_title,)
        across = self.axes[-1]
        return tuple(axis.title for axis in self.axes[:-1]), tuple(across.label(code) for code in across.all)

    @property
    def lines(self) -> Iterator[Line]:
        """Yield the lines of the table, sums after what they are made of."""
        across = self.axes[-1] if len(self.axes) > 1 else None
        down = self.axes[:-1] if across else self.axes
        for codes in product(*(axis.all for axis in down)):
            labels = tuple(axis.label(code) for axis, code in zip(down, codes, strict=True))
            cells = tuple(self.cell(*codes, code) for code in across.all) if across else (self.cell(*codes),)
            yield Line(labels or (_("All"),), cells, TOTAL in codes or not codes)

    @property
    def period(self) -> str:
        """Return when it is about, in words."""
        return periods.Period("", self.first, self.until).label

    def text(self, cell: ReadCell) -> str:
        """Return a cell as a reader sees it where there are no pictures."""
        if cell.status == Status.PRIMARY:
            return f"<{self.threshold}"
        if cell.status == Status.SECONDARY:
            return _("hidden")
        if cell.value is None:
            return "–"
        return i18n.percent(cell.value) if self.shares else i18n.number(cell.value)


def read(release: Release, cells: Sequence[PublishedCell]) -> list[ReadTable]:
    """Return the tables of a release in the language of the page."""
    of_table: dict[int, dict[Codes, ReadCell]] = {table.id: {} for table in release.tables}
    for cell in cells:
        of_table[cell.table_id][split(cell.codes)] = ReadCell(Status(cell.status), cell.value, cell.n)
    return [_table(release, table, of_table[table.id]) for table in release.tables if of_table[table.id]]


def _table(release: Release, table: PublishedTable, cells: Mapping[Codes, ReadCell]) -> ReadTable:
    axes = tuple(_axis(axis) for axis in table.axes)
    title: str = table.title.text(i18n.language()) if table.title else ""
    about = table.about
    only = [_word(texts) for texts in about.get("only", {}).values()]
    said = " · ".join([_word(about["title"]), *(axis.title for axis in axes)])
    return ReadTable(
        table.key,
        title or (f"{said} ({', '.join(only)})" if only else said),
        table.indicator,
        _word(about["title"]),
        _word(about["definition"]),
        _word(about["unit"]),
        str(about["gather"]),
        axes,
        release.first,
        release.until,
        int(release.policy.get("threshold", 0)),
        table.veiled,
        table.scope,
        cells,
    )


def _axis(kept: Mapping[str, Any]) -> ReadAxis:
    labels: dict[str, str] = {code: _word(texts) for code, texts in kept["labels"].items()}
    codes: list[str] = list(kept["codes"])
    if kept["by_label"]:
        by_alphabet = alphabetical(i18n.language())
        codes.sort(key=lambda code: (code in UNKNOWN_LAST, by_alphabet(labels.get(code) or code)))
    return ReadAxis(kept["key"], _word(kept["title"]), tuple(codes), labels, bool(kept["period"]))


def _word(texts: Mapping[str, str]) -> str:
    return Texts("en", texts).text(i18n.language())
