"""Reads the competition's extended format (.ectt): every row is checked, and a fault is said with its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECTIONS = {
    "COURSES:": ("Courses:", 5, 6),
    "ROOMS:": ("Rooms:", 2, 3),
    "CURRICULA:": ("Curricula:", 2, None),
    "UNAVAILABILITY_CONSTRAINTS:": ("UnavailabilityConstraints:", 3, 3),
    "ROOM_CONSTRAINTS:": ("RoomConstraints:", 2, 2),
}
"""Of each section: the line of the head that counts its rows, and how many words a row has, at least and at most."""
NEEDED = ("COURSES:", "ROOMS:", "CURRICULA:")
END = "END."
DIGITS = 6


class BadFile(ValueError):
    """The file is not what it should be; the message says which line."""


@dataclass(frozen=True, slots=True)
class Course:
    """Lectures of one teacher to so many students, on at least so many days."""

    name: str
    teacher: str
    lectures: int
    days: int
    students: int


@dataclass(frozen=True, slots=True)
class Room:
    """A room and its seats."""

    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class Timetabling:
    """One instance, as far as the formulation UD2 knows it."""

    name: str
    days: int
    periods_per_day: int
    courses: tuple[Course, ...]
    rooms: tuple[Room, ...]
    curricula: tuple[tuple[str, tuple[str, ...]], ...]
    closed: tuple[tuple[str, int, int], ...]
    """(course, day, period of the day) in which the course cannot be."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file that is not empty: its number and its words."""

    line: int
    words: tuple[str, ...]

    def bad(self, why: str) -> BadFile:
        """Return the fault, with the line."""
        return BadFile(f"line {self.line}: {why}")

    def number(self, place: int, least: int = 0, below: int | None = None) -> int:
        """Return a whole number of the row, or raise BadFile."""
        word = self.words[place]
        if not (word.isascii() and word.isdigit() and len(word) <= DIGITS):
            raise self.bad(f"{word} is not a whole number of up to {DIGITS} digits")
        found = int(word)
        if found < least:
            raise self.bad(f"{found} is too small, {least} is the least")
        if below is not None and found >= below:
            raise self.bad(f"{found} is too large, they are numbered from 0 to {below - 1}")
        return found


Head = dict[str, Row]
Body = dict[str, list[Row]]


def read(path: Path) -> Timetabling:
    """Read an instance, or raise BadFile."""
    try:
        head, body = _cut(_rows(path.read_bytes()))
        _check(head, body)
        return _built(head, body)
    except BadFile as fault:
        raise BadFile(f"{path}: {fault}") from fault


def _rows(data: bytes) -> Iterator[Row]:
    """Yield the lines that are not empty, as far as the end of the instance."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise BadFile(f"line {line}: this is not UTF-8") from fault
    for number, written in enumerate(text.splitlines(), 1):
        row = Row(number, tuple(written.split()))
        if row.words[:1] == (END,):
            return
        if row.words:
            yield row


def _cut(rows: Iterator[Row]) -> tuple[Head, Body]:
    """Return the lines of the head by their first words, and the rows of each section."""
    head: Head = {}
    body: Body = {}
    section: list[Row] | None = None
    for row in rows:
        first = row.words[0]
        if first in SECTIONS:
            if first in body:
                raise row.bad(f"{first} is there twice")
            section = body[first] = []
        elif section is not None:
            section.append(row)
        elif first.endswith(":"):
            head[first] = row
        else:
            raise row.bad(f"{first} is neither a section nor a line of the head")
    return head, body


def _check(head: Head, body: Body) -> None:
    """See that nothing is missing: no section, no row, no word."""
    for section, (count, least, most) in SECTIONS.items():
        if section in NEEDED and section not in body:
            raise BadFile(f"{section} is missing")
        rows = body.get(section, [])
        for row in rows:
            if len(row.words) < least or (most is not None and len(row.words) > most):
                wanted = f"{least} or more" if most is None else " or ".join(map(str, sorted({least, most})))
                raise row.bad(f"a row of {section} has {wanted} words, this one has {len(row.words)}")
        if count in head and (said := _head(head, count).number(1)) != len(rows):
            raise head[count].bad(f"{count} {said}, but {section} has {len(rows)} rows")


def _head(head: Head, key: str) -> Row:
    if key not in head:
        raise BadFile(f"{key} is missing")
    if len(head[key].words) < 2:
        raise head[key].bad(f"{key} says nothing")
    return head[key]


def _built(head: Head, body: Body) -> Timetabling:
    days, periods = (_head(head, key).number(1, 1) for key in ("Days:", "Periods_per_day:"))
    courses = tuple(_course(row) for row in _once(body["COURSES:"]))
    names = {course.name for course in courses}
    closed = body.get("UNAVAILABILITY_CONSTRAINTS:", [])
    return Timetabling(
        name=_head(head, "Name:").words[1],
        days=days,
        periods_per_day=periods,
        courses=courses,
        rooms=tuple(Room(row.words[0], row.number(1)) for row in _once(body["ROOMS:"])),
        curricula=tuple((row.words[0], _members(row, names)) for row in _once(body["CURRICULA:"])),
        closed=tuple(
            (_known(row, 0, names), row.number(1, below=days), row.number(2, below=periods)) for row in closed
        ),
    )


def _once(rows: list[Row]) -> Iterator[Row]:
    """Yield rows, each of which has a name of its own."""
    seen: set[str] = set()
    for row in rows:
        if row.words[0] in seen:
            raise row.bad(f"{row.words[0]} is there twice")
        seen.add(row.words[0])
        yield row


def _course(row: Row) -> Course:
    return Course(row.words[0], row.words[1], row.number(2), row.number(3), row.number(4))


def _members(row: Row, names: set[str]) -> tuple[str, ...]:
    said = row.number(1)
    if said != len(row.words) - 2:
        raise row.bad(f"{said} courses are announced, but {len(row.words) - 2} are there")
    return tuple(_known(row, place, names) for place in range(2, len(row.words)))


def _known(row: Row, place: int, names: set[str]) -> str:
    if row.words[place] not in names:
        raise row.bad(f"unknown course {row.words[place]}")
    return row.words[place]
