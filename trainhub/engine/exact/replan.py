"""Mending a plan after something happened, with as few changes as can be: ring by ring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import LinearExpr

from ..judge import Score, score
from ..language import Event, Placement, Plan, Problem
from . import hits
from .index import Index, changed, never
from .model import Model
from .solver import Found, Verdict, run

NEAR = 42
"""How far the second ring reaches from a hit event, in periods; the caller knows what six weeks are."""
WORK, FINE_WORK = 2.0, 0.3
DROPPED = 1000
"""Leaving an event out counts as so many changes, where no ring keeps everything; one that must be placed as more than
all others together."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """The mended plan.

    `ring`: 0 only hit events moved, 1 those near them too, 2 all; None: something had to be left out (or, with a score
    that is not sound, nothing was found). `changes` counts starts and teams that differ; `proven`: fewer will not do
    within the ring. `bound`: fewer will not do, whatever may move.
    """

    plan: Plan
    score: Score
    ring: int | None
    changes: int
    proven: bool
    bound: int
    changed: tuple[int, ...]


def replan(
    problem: Problem,
    before: Plan,
    *,
    frozen: frozenset[int] = frozenset(),
    seed: int = 1,
    near: int = NEAR,
    stop: Callable[[], bool] = never,
) -> Replanned:
    """Mend a plan: the first ring in which nothing more is left out wins. Frozen events stay as they are.

    Told to stop, it ends with what it has: the plan as it was, at worst.
    """
    index, before = Index(problem, stop), _fitted(problem, before)
    single, groups = hits.alone(index, before) - frozen, hits.together(index, before)
    struck = sorted(single.union(*(group.events for group in groups)) - frozen)
    bound = hits.fewest(single, groups)
    rings = [
        [number for number in events if number not in frozen]
        for events in (struck, _near(index, before, struck, near), range(len(problem.events)))
    ]
    for ring, free in enumerate(rings):
        found = _mended(index, before, free, seed, drops=False)
        if found:
            return _told(index, before, found, ring, bound)
    found = next(filter(None, (_mended(index, before, free, seed, drops=True) for free in rings[1:])), found)
    return _told(index, before, found, None, bound)


def prove(
    problem: Problem,
    before: Plan,
    *,
    frozen: frozenset[int] = frozenset(),
    seed: int = 1,
    work: float = 60,
    stop: Callable[[], bool] = never,
) -> int:
    """Return how many changes any plan needs at least, by a long run over all events: for the background."""
    before = _fitted(problem, before)
    model = Model(Index(problem, stop), set(range(len(problem.events))) - frozen, before, priced=False)
    model.goal = _count(model, before, drops=False)
    found = run(model, work, seed)
    return max(0, found.bound or 0)


def _fitted(problem: Problem, plan: Plan) -> Plan:
    """Return the plan with one team for each role: since it was made an event may need more or less."""
    return Plan(tuple(_place(*pair) for pair in zip(problem.events, plan.placements, strict=True)))


def _place(event: Event, placement: Placement) -> Placement:
    roles, teams = len(event.roles), placement.teams
    return placement if len(teams) == roles else replace(placement, teams=(*teams, *((),) * roles)[:roles])


def _near(index: Index, plan: Plan, struck: Sequence[int], near: int) -> list[int]:
    """Return the hit events and those close to them that share a resource or a rule with them."""
    resources = set(index.resources(struck))
    rules = set(index.touched(struck))
    times = [plan.placements[number].start or 0 for number in struck]
    found = set(struck)
    for number, event in enumerate(index.problem.events):
        start = plan.placements[number].start
        if start is None or not any(abs(start - time) <= near for time in times):
            continue
        shares = any(not resources.isdisjoint(role.candidates) for role in event.roles)
        if shares or not rules.isdisjoint(index.rules[number]):
            found.add(number)
    return sorted(found)


def _mended(index: Index, before: Plan, free: Sequence[int], seed: int, *, drops: bool) -> Found:
    """Return the placements with the fewest changes, and among those with the smallest cost that a short run finds."""
    model = Model(index, free, before, must=0 if drops else None, priced=False)
    model.goal = _count(model, before, drops=drops)
    model.hint({number: before.placements[number] for number in free})
    fewest = run(model, WORK, seed)
    if not fewest:
        return fewest
    cheap = Model(index, free, before, must=0 if drops else None)
    cheap.cp.add(_count(cheap, before, drops=drops) <= fewest.cost)
    cheap.hint(fewest.placements)
    found = run(cheap, FINE_WORK, seed)
    placements = found.placements if found else fewest.placements
    return replace(fewest, placements=placements)


def _count(model: Model, before: Plan, *, drops: bool) -> LinearExpr:
    """Return the number of changes, and what is left out of what was placed or must be.

    Where `drops` are not allowed, what was placed stays placed.
    """
    kept, total = [], 0
    for number in model.free:
        face, was = model.faces[number], before.placements[number]
        must = face.event.drop_cost is None
        lost = DROPPED * (len(model.free) + 1) if must else DROPPED
        if was.start is None:
            kept.append((face.here, 1 - lost * must))
            total += lost * must
            continue
        if not drops:
            model.cp.add(face.here == 1)
        stayed = model.stayed(number, was.start)
        same = [model.same_team(face.here, *pair) for pair in zip(face.teams, was.teams, strict=True)]
        kept += [(stayed, -1), *((literal, -1) for literal in same), (face.here, 1 + len(same) - lost)]
        total += lost
    terms = LinearExpr.weighted_sum([literal for literal, _ in kept], [weight for _, weight in kept])
    return terms + total


def _told(index: Index, before: Plan, found: Found, ring: int | None, bound: int) -> Replanned:
    plan = changed(before, found.placements)
    differ = tuple(n for n, was in enumerate(before.placements) if was != plan.placements[n])
    changes = sum(_changes(before, plan, number) for number in differ)
    proven = found.verdict is Verdict.OPTIMAL
    least = max(bound, changes) if proven and ring == 2 else bound
    return Replanned(plan, score(index.problem, plan), ring, changes, proven, least, differ)


def _changes(before: Plan, plan: Plan, number: int) -> int:
    was, now = before.placements[number], plan.placements[number]
    if was.start is None or now.start is None:
        return 1
    return (was.start != now.start) + sum(a != b for a, b in zip(was.teams, now.teams, strict=True))
