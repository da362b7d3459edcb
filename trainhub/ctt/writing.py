"""The competition's solution format: one line per lecture, course room day period."""

from collections.abc import Iterator

from ..engine.language import Plan
from .compiling import numbers
from .reading import Timetabling


def solution(source: Timetabling, plan: Plan) -> str:
    """Write a plan. A lecture that has no place or no room is left out: whoever evaluates it counts it as missing."""
    return "".join(f"{line}\n" for line in _lines(source, plan))


def _lines(source: Timetabling, plan: Plan) -> Iterator[str]:
    events = numbers(source)
    for course in source.courses:
        for number in events[course.name]:
            placement = plan.placements[number]
            if placement.start is not None and placement.teams[0]:
                day, period = divmod(placement.start, source.periods_per_day)
                yield f"{course.name} {source.rooms[placement.teams[0][0]].name} {day} {period}"
