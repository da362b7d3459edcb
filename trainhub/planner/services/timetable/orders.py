"""What comes first: runs of an activity and of those that it needs, paired for each country that is sent to both."""

from collections.abc import Iterator
from datetime import date

from ....engine.language import Order
from ...models import PlanLine
from .facts import ASIDE, Facts


def orders(facts: Facts, lines: tuple[PlanLine, ...]) -> Iterator[Order]:
    """Yield what comes first for somebody; two lines that both stay are as they are."""
    numbers = {line.id: number for number, line in enumerate(lines)}
    for before, after in sorted(_pairs(facts, lines), key=lambda pair: (pair[1].id, pair[0].id)):
        if before.id in numbers and after.id in numbers and not (facts.stays(before) and facts.stays(after)):
            yield Order(f"order:{before.id}:{after.id}", numbers[before.id], numbers[after.id])


def _pairs(facts: Facts, lines: tuple[PlanLine, ...]) -> set[tuple[PlanLine, PlanLine]]:
    """Return which line comes before which; with those that have begun, for they are somebody's first run."""
    held = [*lines, *(line for line in facts.lines if facts.left(line) in ASIDE)]
    runs = sorted(held, key=lambda line: _about(facts, line))
    covers = {line.id: frozenset(row.activity_id for row in line.activities) for line in runs}
    found: set[tuple[PlanLine, PlanLine]] = set()
    for activity in sorted({each for own in covers.values() for each in own}):
        for first in sorted(facts.before.get(activity, ())):
            before = [line for line in runs if first in covers[line.id]]
            after = [line for line in runs if activity in covers[line.id] and first not in covers[line.id]]
            found |= set(_paired(facts, before, after))
    return {(before, after) for before, after in found if not covers[before.id] & covers[after.id]}


def _paired(facts: Facts, before: list[PlanLine], after: list[PlanLine]) -> Iterator[tuple[PlanLine, PlanLine]]:
    """Yield, for each country, its first run of both, its second, and so on; the last of the first has the rest."""
    for code in sorted({code for line in after for code in _sent(facts, line)}):
        first = [line for line in before if code in _sent(facts, line)]
        second = [line for line in after if code in _sent(facts, line)]
        for place, line in enumerate(second if first else ()):
            yield first[min(place, len(first) - 1)], line


def _sent(facts: Facts, line: PlanLine) -> frozenset[str]:
    return facts.situation.countries(line) or frozenset(("",))  # where nobody is a member everybody is one


def _about(facts: Facts, line: PlanLine) -> tuple[date, date, int]:
    """Return what runs are sorted by: the day of what stands, else the days that are wished."""
    stands = line.starts_on if facts.again or facts.stays(line) or facts.left(line) else None
    first = stands or line.window_from or facts.plan.starts_on
    return first, stands or line.window_to or facts.plan.ends_on, line.id
