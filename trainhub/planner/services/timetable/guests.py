"""Countries: how many events they can send people to at once, and which needs of theirs a plan reaches."""

from collections.abc import Iterable, Iterator

from ....engine.language import Cover
from ...models import PlanLine
from .facts import Facts

FIRST = 2  # the first places of a country count their full worth, as many more half of it


def reach(facts: Facts, lines: tuple[PlanLine, ...]) -> Iterator[Cover]:
    """Yield a rule for each country and module that somebody needs and some line could reach."""
    if not facts.wishes.reach:
        return
    for number in sorted(facts.topics.modules):
        covering = [(event, line) for event, line in enumerate(lines) if _covers(facts, line, number)]
        for code in sorted(facts.situation.members) if covering else ():
            need, _sure = facts.needs.need((number,), (code,))
            targets = tuple((event, places(facts, line)) for event, line in covering if _invited(line, code))
            worth = round((need or 0) / 25) * facts.wishes.reach
            before = (each.line for each in facts.aside if _reaches(facts, each.line, code, number))
            steps = tuple(_open(((FIRST, worth), (FIRST, -(-worth // 2))), sum(places(facts, line) for line in before)))
            if worth and targets and steps:
                yield Cover(f"reach:{code}:{number}", targets, steps)


def _covers(facts: Facts, line: PlanLine, number: int) -> bool:
    return number in facts.topics.own_numbers(row.activity_id for row in line.activities)


def _reaches(facts: Facts, line: PlanLine, code: str, number: int) -> bool:
    return _invited(line, code) and _covers(facts, line, number)


def _open(steps: Iterable[tuple[int, int]], reached: int) -> Iterator[tuple[int, int]]:
    """Yield what is left of steps of which some was reached before."""
    for size, worth in steps:
        filled = min(size, reached)
        reached -= filled
        if size > filled:
            yield size - filled, worth


def _invited(line: PlanLine, code: str) -> bool:
    return not line.countries or code in line.countries


def places(facts: Facts, line: PlanLine) -> int:
    """Return how many places of a line fall to each invited country."""
    return max(1, line.seats // max(1, len(facts.situation.countries(line))))
