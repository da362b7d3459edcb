"""Women, men and everybody else in one line of a table: share, ratio and gap, each with what it rests on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainhub.plugin_api.reports import ALL, NOT_STATED, Chart, Row, Tabulation, charts
from trainhub.plugin_api.texts import number

from . import intervals
from .intervals import Estimate
from .words import CODES, LABELS, MEN, UNDISCLOSED, UNKNOWN, WOMEN

KINDS = dict(zip(CODES, charts.classes(len(CODES), unknown=CODES.index(NOT_STATED)), strict=True))


@dataclass(frozen=True, slots=True)
class Balance:
    """How many gave each answer, in the order of CODES, and how many there are."""

    counts: tuple[int, ...]
    total: int

    def count(self, code: str) -> int:
        return self.counts[CODES.index(code)]

    @property
    def share(self) -> Estimate | None:
        """Return the share of women of all, those too who stated nothing."""
        return intervals.share(self.count(WOMEN), self.total)

    @property
    def of_stated(self) -> float | None:
        """Return the share of women of those who stated a gender."""
        stated = self.total - self.unstated
        return self.count(WOMEN) / stated if stated else None

    @property
    def unstated(self) -> int:
        """Return how many said nothing, or that they would rather not."""
        return self.count(NOT_STATED) + self.count(UNDISCLOSED)

    @property
    def ratio(self) -> float | None:
        """Return how many women there are for one man."""
        return self.count(WOMEN) / self.count(MEN) if self.count(MEN) else None

    @property
    def gap(self) -> Estimate | None:
        """Return women less men, as a part of both."""
        return intervals.balance(self.count(WOMEN), self.count(MEN))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what it is about, and its balance; `kind` is part or all where it is a sum."""

    labels: tuple[str, ...]
    balance: Balance
    kind: str = ""


def at(table: Tabulation, *codes: str) -> Balance:
    """Return the balance of one line of a table whose last axis is gender; codes that are left out are all."""
    line = codes + (ALL,) * (len(table.axes) - 1 - len(codes))
    cells = [table.cell(*line, code) for code in (*CODES, ALL)]
    values = [round(cell.value or 0) for cell in cells]
    return Balance(tuple(values[:-1]), values[-1])


def names() -> list[str]:
    """Return the names of all answers, in the order of CODES."""
    return [*map(str, LABELS.values()), str(UNKNOWN)]


def chart(title: str, lines: Sequence[Line], first: str = "") -> Chart | None:
    """Draw each line as a bar of full width, women first; answers that nobody gave are left out, silence is not."""
    filled = [line for line in lines if line.balance.total]
    used = [code for code in CODES if code in (WOMEN, MEN, NOT_STATED) or any(_n(line, code) for line in filled)]
    if not filled:
        return None
    series = [(KINDS[code], name) for code, name in zip(CODES, names(), strict=True) if code in used]
    rows = [
        Row(
            line.labels[-1] if line.labels else "",
            [_n(line, code) for code in used],
            number(line.balance.total),
            strong=line.kind == "all",
        )
        for line in filled
    ]
    return charts.shares(title, series, rows, half=True, first=first)


def _n(line: Line, code: str) -> int:
    return line.balance.count(code)
