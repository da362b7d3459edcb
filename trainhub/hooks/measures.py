"""What features and plugins put into the registry of reports: indicators, breakdowns and exports.

An indicator is a `select` with a few agreed columns, a breakdown is one more column, reached by a join.
So one plugin splits what another measures, and neither knows the other.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select

NO_SPLIT: frozenset[str] = frozenset()


class Gather(StrEnum):
    """How the values of a measure become one figure."""

    SUM = "sum"
    MEAN = "mean"
    SHARE = "share"  # the mean of values from 0 to 1, told in per cent
    PERSONS = "persons"  # how many different persons there are; the value is not looked at


class Sorting(StrEnum):
    """How the codes of a breakdown stand beside each other."""

    LABEL = "label"  # by the alphabet of the reader's language
    CODE = "code"  # as the codes sort: years, months
    GIVEN = "given"  # as the closed list has them


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is about: a span of time, and what narrows it.

    `centres` holds the centres the reader may know of (None: all); the others are filters.
    """

    first: date
    until: date  # the first day that is not counted any more
    centre_id: int | None = None
    country: str | None = None  # of the participants
    module: int | None = None  # its number
    project_id: int | None = None
    session_id: int | None = None
    format_key: str | None = None
    centres: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something that is counted or measured.

    `measure` returns a select with the columns person_id, registration_id, session_id, slot_id, day and
    value, one row for each thing that counts; value is NULL where it is not known. Further columns named
    like a breakdown are that breakdown's. `splits` says what it can be split by: "registration", "session",
    "slot", "day" where these columns are filled in, and the keys of breakdowns it has a column for.
    """

    key: str  # the contributor's name, a dot, a word
    title: str
    definition: str  # what is counted, what is not, in sentences
    unit: str
    measure: Callable[[Scope], Select[Any]]
    level: int = 0  # 1 to 4 of Kirkpatrick; 0 counts what was done
    gather: Gather = Gather.SUM
    splits: frozenset[str] = NO_SPLIT
    people: bool = True  # it counts people: outside the staff only what disclosure control lets through
    family: str = ""  # the heading it stands under
    kept: bool = False  # it changes only with the facts: may be remembered until they change
    part_of: str = ""  # key of an indicator that counts everybody whom this one counts; disclosure control must know


@dataclass(frozen=True, slots=True)
class Split:
    """What a breakdown adds to a measure: its column, and the tables to be joined for it, each with its condition."""

    column: ColumnElement[Any]
    joins: tuple[tuple[FromClause, ColumnElement[bool]], ...] = ()


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A way to split any indicator that knows what it `needs`: registration, session, slot, day, or its own key.

    `column` is asked only for measures that have no column of this key. `labels` names many codes at once.
    `codes` gives a closed list, or code -> name: all of it is shown, also what is empty. With `many` the column
    holds codes joined by commas: a row counts for each of them, and once in the total. `unknown` names what has
    no code; where it is empty, that cannot be.
    """

    key: str
    title: str
    needs: str
    column: Callable[[FromClause], Split]
    labels: Callable[[Collection[str]], Mapping[str, str]]
    codes: Callable[[], Sequence[str] | Mapping[str, str]] | None = None
    sorting: Sorting = Sorting.LABEL
    many: bool = False
    unknown: str = ""
    period: bool = False  # its codes follow each other in time


@dataclass(frozen=True, slots=True)
class Export:
    """A table that can be taken away as a file: `rows` yields its lines for a scope, under `columns`."""

    key: str
    title: str
    about: str  # what a line is, in a sentence
    permission: str
    columns: Callable[[], Sequence[str]]
    rows: Callable[[Scope], Iterable[Sequence[Any]]]
