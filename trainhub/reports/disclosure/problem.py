"""Tables of counts of people, as the disclosure control sees them: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .policy import Status

TOTAL = "_T"  # the code of "all" on any axis
TIME = "time"  # the axis that periods lie on
Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days; `until` is no longer part of it."""

    first: date
    until: date


@dataclass(frozen=True, slots=True)
class Axis:
    """One way a table is split.

    On an additive axis everybody counted is counted under exactly one code, so the codes add up to the total.
    On the others (a person in two modules) the total lies between the greatest and the sum. An axis of
    months, quarters or years says by `periods` when each code is.
    """

    key: str
    codes: Codes
    additive: bool = True
    periods: Mapping[str, Period] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is true: how many people, the value made of them, and for a share how many of them had it."""

    n: int
    value: float | None = None
    hits: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table before anything is hidden.

    `counts` names what n counts ("core.attended"), `hits` what the numerator of a share counts; tables whose
    names agree are linked. `scope` fixes axes to one code (a table of one country); `overlaps` names those of
    its axes on which somebody may be counted twice. `splits_time` is False where periods do not add up (unique
    persons). `people` is False where nobody can be found out (sessions).
    """

    key: str
    counts: str
    axes: tuple[Axis, ...]
    period: Period
    cells: Mapping[Codes, Cell]
    scope: Mapping[str, str] = field(default_factory=dict)
    overlaps: frozenset[str] = frozenset()
    hits: str = ""
    splits_time: bool = True
    people: bool = True

    @property
    def overlapping(self) -> set[str]:
        """Return the axes on which somebody may be counted more than once."""
        found = {axis.key for axis in self.axes if not (axis.additive or axis.periods)} | self.overlaps
        return found if self.splits_time else {*found, TIME}


@dataclass(frozen=True, slots=True)
class Mark:
    """How a cell was published, and between what it lies for whoever knows the rules of publishing."""

    status: Status
    low: float
    high: float


Marks = Mapping[Codes, Mark]


@dataclass(frozen=True, slots=True)
class Entry:
    """A table in its place in the story: to be published now, published before, or true today and not published.

    Tables of one `version` describe the records of one moment. `marks` (and `hit_marks`) say how an earlier
    table was published under which `threshold`. A table without marks that is no candidate says what an
    earlier one would say today: corrections to old figures are told apart from new people by it. In a `veiled`
    table zeros may be hidden and no mark says more than "hidden": so parts of what is out already can be given.
    `hushed` tables are known to a narrower audience only: what is hidden from it stays hidden from the wider one.
    """

    table: Table
    version: str = "now"
    candidate: bool = False
    veiled: bool = False
    hushed: bool = False
    threshold: int = 0
    marks: Marks | None = None
    hit_marks: Marks | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Everybody counted by `part` is counted by `whole` too, in every cell: certified among attended.

    The same holds between persons and their participations.
    """

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Nested:
    """Who is counted under a code of one axis is, on another, under one of these: ministries are public bodies."""

    axis: str
    code: str
    other: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What everybody knows of how the figures hang together beyond what the tables say."""

    links: tuple[Link, ...] = ()
    nested: tuple[Nested, ...] = ()


NOTHING = Knowledge()


class Contradiction(ValueError):
    """Two tables of the same moment disagree, so they cannot describe the same records."""
