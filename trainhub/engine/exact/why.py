"""Why an event is where it is, and what stands against one that was left out. Keys and amounts, no words."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..judge import score
from ..language import Placement, Plan, Problem, Rule
from .core import minimal
from .improve import MUST, Improver
from .index import Index, changed, local_cost, nowhere, rule_cost
from .keys import hard_keys
from .model import Model
from .solver import Verdict, run

WORK = 0.3
FORCING = 2
"""How often to solve anew around an event that is forced in."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place for an event while all others stay, and what the plan would cost more (less: negative)."""

    placement: Placement
    extra: int


@dataclass(frozen=True, slots=True)
class Why:
    """What the place of an event costs by itself, and by each rule compared with the event left out.

    Rules that are better off for it have negative amounts. Alternatives are ranked, the cheapest first.
    """

    own: tuple[tuple[str, int], ...]
    rules: tuple[tuple[str, int], ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Why an event was left out.

    `against`: hard rules that, as everything else stands, leave it no place: a smallest set; empty if it has one but
    costs more than it brings. `forced`: the plan with it in, others around it moved or left out; `extra`: its cost
    more than now. None: no such plan was found.
    """

    against: tuple[str, ...]
    forced: Plan | None
    extra: int | None


def placed(problem: Problem, plan: Plan, event: int, *, most: int = 5, seed: int = 1) -> Why:
    """Say why an event is where it is."""
    index = Index(problem)
    prefixes = tuple(f"{kind}:{problem.events[event].key}" for kind in ("when", "who"))
    own = tuple((key, n) for key, n in score(problem, plan).costs if _own(key, prefixes))
    without = changed(plan, {event: nowhere(problem.events[event])})
    rules = (problem.rules[number] for number in index.rules[event])
    amounts = tuple(_rule_amounts(problem, plan, without, rules))
    return Why(own, amounts, alternatives(problem, plan, event, most=most, seed=seed, index=index))


def _own(key: str, prefixes: tuple[str, ...]) -> bool:
    return any(key == prefix or key.startswith(f"{prefix}:") for prefix in prefixes)


def _rule_amounts(problem: Problem, plan: Plan, without: Plan, rules: Iterator[Rule]) -> Iterator[tuple[str, int]]:
    for rule in rules:
        amount = rule_cost(problem, plan, rule) - rule_cost(problem, without, rule)
        if amount:
            yield rule.key, amount


def alternatives(
    problem: Problem, plan: Plan, event: int, *, most: int = 5, seed: int = 1, index: Index | None = None
) -> tuple[Alternative, ...]:
    """Return the cheapest other starts of an event while all others stay, each with the best teams for it."""
    index = index or Index(problem)
    rules = index.touched([event])
    before = local_cost(index, plan, [event], rules, MUST)
    model = Model(index, [event], plan)
    face = model.face(event)
    model.cp.add(face.here == 1)
    taken = plan.placements[event].start
    found: list[Alternative] = []
    while len(found) < most:
        if taken is not None:
            model.cp.add(face.start != taken)
        answer = run(model, WORK, seed, quick=True)
        if not answer:
            break
        placement = answer.placements[event]
        found.append(Alternative(placement, answer.cost - before))
        taken = placement.start
    return tuple(found)


def dropped(problem: Problem, plan: Plan, event: int, *, seed: int = 1) -> Dropped:
    """Say what stands against an event that was left out, and what it would cost to force it in."""
    index = Index(problem)
    keys = hard_keys(problem, [event])

    def clash(on: list[str]) -> bool:
        model = Model(index, [event], plan, off=frozenset(keys) - frozenset(on), priced=False)
        model.cp.add(model.face(event).here == 1)
        return run(model, WORK, seed, first=True, quick=True).verdict is Verdict.INFEASIBLE

    against = tuple(minimal(keys, clash)) if clash(keys) else ()
    forced = _forced(index, plan, event, seed)
    extra = None if forced is None else score(problem, forced).cost - score(problem, plan).cost
    return Dropped(against, forced, extra)


def _forced(index: Index, plan: Plan, event: int, seed: int) -> Plan | None:
    """Return a plan with the event in, solved anew around it."""
    improver = Improver(index, seed, plan)
    for size in (20, 35)[:FORCING]:
        events = improver.draw.around(plan, event, size)
        model = Model(index, events, plan)
        model.cp.add(model.face(event).here == 1)
        found = run(model, 4 * WORK, seed, quick=True)
        if found:
            return changed(plan, found.placements)
    return None
