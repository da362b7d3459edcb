"""The competition's solution format: one line per lecture, course room day period."""

from ..engine.language import Placement, Plan
from .compiling import numbers
from .reading import Timetabling


def solution(source: Timetabling, plan: Plan) -> str:
    """Write a plan."""
    events = numbers(source)
    lines = [
        f"{course.name} {_cell(source, plan.placements[number])}"
        for course in source.courses
        for number in events[course.name]
    ]
    return "\n".join(lines) + "\n"


def _cell(source: Timetabling, placement: Placement) -> str:
    if placement.start is None:
        raise ValueError("the competition leaves no lecture out")
    day, period = divmod(placement.start, source.periods_per_day)
    return f"{source.rooms[placement.teams[0][0]].name} {day} {period}"
