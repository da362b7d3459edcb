"""From a plan to the engine's language: which half-days, rooms, people and money each line may have, and what it costs.

The engine knows nothing of trainings: every rule has a key, and `keys.py` turns keys into sentences again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ....engine.language import Balance, Choice, Event, Order, Problem, Rule, Spread
from ....engine.language import Plan as Timetable
from ...models import PlanLine
from . import guests, moments, pools, present, settled
from .facts import Facts, is_fixed
from .grid import Grid
from .pools import Pools

MUST = None  # what is fixed, a session already, or urgent is never left out for something else


Parts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A problem and what is needed to read its answer; plain values, so that a thread may have it.

    Event n is the line with the public id `keys[n]`; `parts[n]` says for each start what it costs; `left` says why
    other lines are not in it; `present` is the plan as it stands, and `frozen` are the events that may not change.
    """

    problem: Problem
    grid: Grid
    keys: tuple[str, ...]
    parts: tuple[dict[int, Parts], ...]
    left: dict[str, str]
    present: Timetable
    frozen: frozenset[int]


def compile_plan(facts: Facts, *, again: bool = False) -> Compiled:
    """Turn a plan into a problem; `again` adds what it costs to change the plan as it stands.

    The same facts give the same bytes.
    """
    left = {line.id: reason for line in facts.lines if (reason := _not_ready(facts, line))}
    lines = tuple(line for line in facts.lines if line.id not in left)
    found = pools.gather(facts, lines)
    settled.settle(facts, lines, found)
    now = tuple(present.placement(facts, line, found) for line in lines)
    problem = Problem(
        periods=len(facts.grid.cells),
        buckets=facts.grid.buckets(),
        resources=found.resources,
        events=tuple(_event(facts, line, found) for line in lines),
        rules=(*_rules(facts, lines, found), *(present.kept(facts, lines, now) if again else ())),
    )
    return Compiled(
        problem,
        facts.grid,
        tuple(line.public_id for line in lines),
        tuple(_parts(facts, line, event) for line, event in zip(lines, problem.events, strict=True)),
        {line.public_id: left[line.id] for line in facts.lines if line.id in left},
        Timetable(now),
        frozenset(number for number, line in enumerate(lines) if is_fixed(line)),
    )


def _parts(facts: Facts, line: PlanLine, event: Event) -> dict[int, Parts]:
    costly = [start for start, cost in zip(event.starts, event.start_costs, strict=True) if cost]
    return {start: tuple(part for part in moments.parts(facts, line, start) if part[1]) for start in costly}


def _not_ready(facts: Facts, line: PlanLine) -> str:
    if line.condition and not line.condition_met:
        return "condition"
    if line.starts_on and facts.grid.cells and line.starts_on < facts.grid.day(0):
        return "begun"
    if is_fixed(line) and facts.fixed(line) is None:
        return "fixed-outside"
    return "" if facts.grid.starts(line.half_days) else "no-time"


def _event(facts: Facts, line: PlanLine, found: Pools) -> Event:
    fixed = facts.fixed(line)
    starts = facts.grid.starts(line.half_days) if fixed is None else (fixed,)
    return Event(
        key=f"line:{line.id}",
        length=line.half_days,
        starts=starts,
        start_costs=tuple(moments.cost(facts, line, start) for start in starts),
        bars=() if fixed is not None else tuple(moments.bars(facts, line, starts)),
        drop_cost=MUST if fixed is not None or line.fast_track else _worth(facts, line),
        roles=tuple(found.roles[line.id]),
    )


def _worth(facts: Facts, line: PlanLine) -> int:
    """Return what it costs to leave a line out; a need that nobody knows counts as one in the middle."""
    need = 50 if line.need is None else line.need
    return facts.wishes.dropped + facts.wishes.need * need // 10


# --- rules between events -----------------------------------------------------------------------


def _rules(facts: Facts, lines: tuple[PlanLine, ...], found: Pools) -> Iterator[Rule]:
    yield from _languages(lines, found)
    yield from _orders(facts, lines)
    yield from _repeats(facts, lines)
    yield from guests.reach(facts, lines)
    yield from _loads(facts, lines, found)


def _languages(lines: tuple[PlanLine, ...], found: Pools) -> Iterator[Choice]:
    for number, line in enumerate(lines):
        for language in sorted(set(line.languages)):
            pairs = tuple(found.speakers(line, language))
            if pairs and found.has_trainers(line):
                yield Choice(f"language:{line.id}:{language}", number, pairs)


def _orders(facts: Facts, lines: tuple[PlanLine, ...]) -> Iterator[Order]:
    """Yield that what the curriculum puts first comes first; two fixed lines are as they are."""
    covers = [frozenset(row.activity_id for row in line.activities) for line in lines]
    for after, line in enumerate(lines):
        needed = frozenset().union(*(facts.before.get(activity, frozenset()) for activity in covers[after]))
        for before, other in enumerate(lines):
            first = covers[before] & needed and not covers[after] & covers[before]
            if first and not (is_fixed(line) and is_fixed(other)):
                yield Order(f"order:{other.id}:{line.id}", before, after)


def _repeats(facts: Facts, lines: tuple[PlanLine, ...]) -> Iterator[Spread]:
    by_activity: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        for row in line.activities:
            by_activity.setdefault(row.activity_id, []).append(number)
    for activity, numbers in sorted(by_activity.items()):
        if len(numbers) > 1:
            events = tuple(numbers)
            yield Spread(f"repeat:{activity}", events, "quarter", len(events), facts.wishes.repeat)


def _loads(facts: Facts, lines: tuple[PlanLine, ...], found: Pools) -> Iterator[Balance]:
    people = found.people()
    if not people:
        return
    work = sum(line.half_days * line.trainers_wanted for line in lines)
    fair = -(-work * 6 // (len(people) * 5))  # a fifth over the mean
    for number in people:
        yield Balance(f"load:{found.resources[number].key}", (number,), max(fair, 2), facts.wishes.load)
