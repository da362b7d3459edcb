"""What stands against an event that was left out. Keys and amounts, no words."""

from collections.abc import Callable
from dataclasses import dataclass

from ..judge import score
from ..language import Plan, Problem
from .core import minimal
from .improve import Improver
from .index import Index, changed, never
from .keys import hard_keys
from .model import Model
from .solver import Verdict, run

WORK = 0.3
FORCING = 2
"""How often to solve anew around an event that is forced in."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Why an event was left out.

    `against`: hard rules that, as everything else stands, leave it no place: an irreducible set; empty if it has one
    but costs more than it brings. `forced`: the plan with it in, others around it moved or left out; `extra`: its cost
    more than now. None: no such plan was found.
    """

    against: tuple[str, ...]
    forced: Plan | None
    extra: int | None


def dropped(problem: Problem, plan: Plan, event: int, *, seed: int = 1, stop: Callable[[], bool] = never) -> Dropped:
    """Say what stands against an event that was left out, and what it would cost to force it in.

    Told to stop, it leaves empty what it does not know yet.
    """
    index = Index(problem, stop)
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
