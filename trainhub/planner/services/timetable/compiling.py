"""From a plan to the engine's language: which half-days, rooms, people and money each line may have, and what it costs.

The engine knows nothing of trainings: every rule has a key, and `keys.py` turns keys into sentences again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ....engine.language import Balance, Choice, Event, Problem, Rule, Spread
from ....engine.language import Plan as Timetable
from ...models import PlanLine
from . import guests, held, moments, orders, pools, present, settled
from .facts import Facts
from .grid import Grid
from .pools import Pools

MUST = None  # what is fixed, a session already, or urgent is never left out for something else


Parts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A problem and what is needed to read its answer; plain values, so that a thread may have it.

    Event n is the line with the public id `keys[n]`; `parts[n]` says for each start what it costs; `left` says why
    other lines are not in it; `present` is the plan as it stands, and `frozen` are the events that may not change;
    `hits` says what speaks against those all the same, by public id.
    """

    problem: Problem
    grid: Grid
    keys: tuple[str, ...]
    parts: tuple[dict[int, Parts], ...]
    left: dict[str, str]
    present: Timetable
    frozen: frozenset[int]
    hits: dict[str, tuple[str, ...]] = field(default_factory=dict)


def compile_plan(facts: Facts, *, again: bool = False) -> Compiled:
    """Turn a plan into a problem; `again` adds what it costs to change the plan as it stands.

    The same facts give the same bytes.
    """
    facts = replace(facts, again=again)
    left = {line.id: reason for line in facts.lines if (reason := facts.left(line))}
    lines = tuple(line for line in facts.lines if line.id not in left)
    found = pools.gather(facts, lines)
    hits = settled.settle(facts, lines, found)
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
        frozenset(number for number, line in enumerate(lines) if facts.stays(line)),
        {line.public_id: hits[line.id] for line in lines if line.id in hits},
    )


def _parts(facts: Facts, line: PlanLine, event: Event) -> dict[int, Parts]:
    costly = [start for start, cost in zip(event.starts, event.start_costs, strict=True) if cost]
    return {start: tuple(part for part in moments.parts(facts, line, start) if part[1]) for start in costly}


def _event(facts: Facts, line: PlanLine, found: Pools) -> Event:
    fixed, starts = facts.fixed(line), _starts(facts, line)
    must = fixed is not None or held.held(line) or line.fast_track
    return Event(
        key=f"line:{line.id}",
        length=line.half_days,
        starts=starts,
        start_costs=tuple(moments.cost(facts, line, start) for start in starts),
        bars=() if fixed is not None else tuple(moments.bars(facts, line, starts)),
        drop_cost=MUST if must else _worth(facts, line),
        roles=tuple(found.roles[line.id]),
    )


def _starts(facts: Facts, line: PlanLine) -> tuple[int, ...]:
    """Return where a line may begin: where it stands too, and a session only so that its slots keep their halves."""
    fixed, now, length = facts.fixed(line), facts.present(line), line.half_days
    if fixed is not None:
        return (fixed,)
    starts = set(facts.grid.starts(length))
    if now is not None and now + length <= len(facts.grid.cells):
        starts.add(now)
    cells = facts.along.get(line.id)
    if cells:
        spans = {start: facts.grid.span(start, length) for start in starts}
        same = {start for start, span in spans.items() if held.shape(span) == held.shape(cells)}
        starts = {start for start in same if start != now or spans[start] == cells}
    return tuple(sorted(starts))


def _worth(facts: Facts, line: PlanLine) -> int:
    """Return what it costs to leave a line out; a need that nobody knows counts as one in the middle."""
    need = 50 if line.need is None else line.need
    return facts.wishes.dropped + facts.wishes.need * need // 10


# --- rules between events -----------------------------------------------------------------------


def _rules(facts: Facts, lines: tuple[PlanLine, ...], found: Pools) -> Iterator[Rule]:
    yield from _languages(lines, found)
    yield from orders.orders(facts, lines)
    yield from _repeats(facts, lines)
    yield from guests.reach(facts, lines)
    yield from _loads(facts, lines, found)


def _languages(lines: tuple[PlanLine, ...], found: Pools) -> Iterator[Choice]:
    for number, line in enumerate(lines):
        for language in sorted(set(line.languages)):
            pairs = tuple(found.speakers(line, language))
            if pairs and found.has_trainers(line):
                yield Choice(f"language:{line.id}:{language}", number, pairs)


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
