"""An evaluator of curriculum-based course timetables (formulation UD2), written from the formulation alone.

It imports nothing of trainhub: what the engine says of itself is worth nothing here.

Hard: all lectures of a course are placed, in distinct periods (lectures); two lectures never share a room and a period
(rooms); lectures of one curriculum or one teacher never share a period (conflicts); none lies where its course cannot
be (availability). Soft: each student above the seats, per lecture (capacity, 1); each day below the minimum working
days of a course (days, 5); each lecture of a curriculum that is not adjacent to another lecture of it on the same day
(compactness, 2); each room above the first that a course uses (stability, 1).
"""

import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

Figures = dict[str, int]


def evaluate(instance: Path, solution: Path) -> Figures:
    """Return every figure by name, and the sums as `hard` and `cost`."""
    data = _instance(instance)
    placed = _solution(solution, data)
    hard = _hard(data, placed)
    soft = _soft(data, placed)
    return hard | soft | {"hard": sum(hard.values()), "cost": sum(soft.values())}


class _Data:
    def __init__(self) -> None:
        self.days = self.slots = 0
        self.courses: dict[str, tuple[str, int, int, int]] = {}  # teacher, lectures, days, students
        self.rooms: dict[str, int] = {}
        self.curricula: dict[str, list[str]] = {}
        self.closed: set[tuple[str, int, int]] = set()


def _instance(path: Path) -> _Data:
    data = _Data()
    section = ""
    for line in path.read_text().splitlines():
        words = line.split()
        if len(words) == 1 and words[0][-1] in ":.":
            section = words[0]
        elif words and not section:
            data.days = int(words[1]) if words[0] == "Days:" else data.days
            data.slots = int(words[1]) if words[0] == "Periods_per_day:" else data.slots
        elif words:
            _row(data, section, words)
    return data


def _row(data: _Data, section: str, words: list[str]) -> None:
    if section == "COURSES:":
        data.courses[words[0]] = (words[1], int(words[2]), int(words[3]), int(words[4]))
    elif section == "ROOMS:":
        data.rooms[words[0]] = int(words[1])
    elif section == "CURRICULA:":
        data.curricula[words[0]] = words[2:]
    elif section == "UNAVAILABILITY_CONSTRAINTS:":
        data.closed.add((words[0], int(words[1]), int(words[2])))


Lectures = dict[str, list[tuple[str, int, int]]]


def _solution(path: Path, data: _Data) -> Lectures:
    placed: Lectures = {name: [] for name in data.courses}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.strip():
            course, room, day, slot = line.split()
            if not (room in data.rooms and 0 <= int(day) < data.days and 0 <= int(slot) < data.slots):
                raise ValueError(f"{path}:{number}: no such room, day or period")
            placed[course].append((room, int(day), int(slot)))
    return placed


def _hard(data: _Data, placed: Lectures) -> Figures:
    times = {name: [(day, slot) for _, day, slot in cells] for name, cells in placed.items()}
    cells = Counter(cell for mine in placed.values() for cell in mine)
    short = sum(abs(data.courses[name][1] - len(mine)) + len(mine) - len(set(mine)) for name, mine in times.items())
    rivals = {pair for members in data.curricula.values() for pair in combinations(sorted(set(members)), 2)}
    rivals |= {(a, b) for a, b in combinations(sorted(data.courses), 2) if data.courses[a][0] == data.courses[b][0]}
    return {
        "lectures": short,
        "rooms": sum(count - 1 for count in cells.values()),
        "conflicts": sum(a == b for one, two in rivals for a in times[one] for b in times[two]),
        "availability": sum((name, *moment) in data.closed for name, mine in times.items() for moment in mine),
    }


def _soft(data: _Data, placed: Lectures) -> Figures:
    missing = stability = 0
    for name, (_, _, least, _) in data.courses.items():
        missing += max(0, least - len({day for _, day, _ in placed[name]}))
        stability += max(0, len({room for room, _, _ in placed[name]}) - 1)
    return {
        "capacity": sum(
            max(0, data.courses[name][3] - data.rooms[room]) for name, mine in placed.items() for room, _, _ in mine
        ),
        "days": 5 * missing,
        "compactness": 2 * sum(_isolated(data, placed, members) for members in data.curricula.values()),
        "stability": stability,
    }


def _isolated(data: _Data, placed: Lectures, members: list[str]) -> int:
    days: dict[int, list[int]] = defaultdict(list)
    for name in set(members):
        for _, day, slot in placed[name]:
            days[day].append(slot)
    return sum(slot - 1 not in slots and slot + 1 not in slots for slots in days.values() for slot in slots)


if __name__ == "__main__":
    print(evaluate(Path(sys.argv[1]), Path(sys.argv[2])))
