"""Reads the competition's extended format (.ectt)."""

from dataclasses import dataclass
from pathlib import Path

SECTIONS = ("COURSES:", "ROOMS:", "CURRICULA:", "UNAVAILABILITY_CONSTRAINTS:", "ROOM_CONSTRAINTS:", "END.")


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


def read(path: Path) -> Timetabling:
    """Read an instance, or raise BadFile."""
    lines = [(number, line.split()) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)]
    head: dict[str, str] = {}
    body: dict[str, list[list[str]]] = {}
    section = ""
    for number, words in lines:
        if not words:
            continue
        if words[0] in SECTIONS:
            section = words[0]
            body[section] = []
        elif section:
            body[section].append([str(number), *words])
        elif words[0].endswith(":") and len(words) > 1:
            head[words[0]] = words[1]
    try:
        return _built(head, body)
    except KeyError as missing:
        raise BadFile(f"{path}: {missing.args[0]} is missing") from missing
    except (ValueError, IndexError) as fault:
        raise BadFile(f"{path}: {fault}") from fault


def _built(head: dict[str, str], body: dict[str, list[list[str]]]) -> Timetabling:
    found = Timetabling(
        name=head["Name:"],
        days=int(head["Days:"]),
        periods_per_day=int(head["Periods_per_day:"]),
        courses=tuple(Course(w[1], w[2], int(w[3]), int(w[4]), int(w[5])) for w in body["COURSES:"]),
        rooms=tuple(Room(w[1], int(w[2])) for w in body["ROOMS:"]),
        curricula=tuple((w[1], tuple(w[3 : 3 + int(w[2])])) for w in body["CURRICULA:"]),
        closed=tuple((w[1], int(w[2]), int(w[3])) for w in body.get("UNAVAILABILITY_CONSTRAINTS:", [])),
    )
    names = {course.name for course in found.courses}
    strangers = {name for _, members in found.curricula for name in members} | {name for name, _, _ in found.closed}
    if strangers - names:
        raise ValueError(f"unknown course {min(strangers - names)}")
    return found
