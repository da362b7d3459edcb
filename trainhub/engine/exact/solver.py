"""One run of CP-SAT: one worker and a budget of its deterministic time, so that every run is the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from threading import Event, Thread

from ortools.sat.python import cp_model

from ..language import Placement
from .index import never
from .model import Model

LOOK = 0.2
"""Seconds between two looks whether somebody said stop."""


class Verdict(Enum):
    """What a run found out."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """What came out of a run: the placements of the free events, if any, and the bound of their cost, if any."""

    verdict: Verdict
    placements: dict[int, Placement]
    cost: int
    bound: int | None

    def __bool__(self) -> bool:
        return self.verdict in (Verdict.OPTIMAL, Verdict.FEASIBLE)


NOTHING = Found(Verdict.UNKNOWN, {}, 0, None)
VERDICTS = {
    cp_model.OPTIMAL: Verdict.OPTIMAL,
    cp_model.FEASIBLE: Verdict.FEASIBLE,
    cp_model.INFEASIBLE: Verdict.INFEASIBLE,
}


def run(model: Model, work: float, seed: int, *, first: bool = False, quick: bool = False) -> Found:
    """Solve within so much work, or until the index of the model says stop. `first`: any plan will do.

    `quick`: a small part, of which little is to be learnt beforehand.
    """
    if model.index.stop():
        return NOTHING
    aimed = model.priced or model.goal is not None
    if aimed:
        model.cp.minimize(model.objective() if model.goal is None else model.goal)
    solver = _solver(work, seed, first=first, quick=quick)
    with _stoppable(solver, model.index.stop):
        status = solver.solve(model.cp)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(model.cp.validate())
    verdict = VERDICTS.get(status, Verdict.UNKNOWN)
    bound = _whole(solver.best_objective_bound) if aimed and verdict is not Verdict.INFEASIBLE else None
    if verdict not in (Verdict.OPTIMAL, Verdict.FEASIBLE):
        return Found(verdict, {}, 0, bound)
    placements = model.read(lambda literal: int(solver.value(literal)))
    return Found(verdict, placements, round(solver.objective_value), bound)


def _solver(work: float, seed: int, *, first: bool, quick: bool) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    options = solver.parameters
    options.num_workers = 1
    options.max_deterministic_time = work
    options.random_seed = seed & 0x3FFFFFFF
    options.stop_after_first_solution = first
    if quick:
        options.linearization_level = 1
        options.max_presolve_iterations = 1
        options.cp_model_probing_level = 0
        options.symmetry_level = 0
    return solver


@contextmanager
def _stoppable(solver: cp_model.CpSolver, stop: Callable[[], bool]) -> Iterator[None]:
    """Let a run end early where somebody says stop; else the clock has no part in it."""
    if stop is never:
        yield
        return
    over = Event()

    def look() -> None:
        while not over.wait(LOOK):
            if stop():
                solver.stop_search()

    thread = Thread(target=look, name="stop", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _whole(bound: float) -> int | None:
    """Return the whole number that no plan is below; None where nothing is known."""
    return -int(-(bound - 1e-6) // 1) if abs(bound) < 1e15 else None
