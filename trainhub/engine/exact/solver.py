"""One run of CP-SAT: one worker and a budget of its deterministic time, so that every run is the same."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from ortools.sat.python import cp_model

from ..language import Placement
from .model import Model


class Verdict(Enum):
    """What a run found out."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """What came out of a run: the placements of the free events, if any, and the bound of their cost."""

    verdict: Verdict
    placements: dict[int, Placement]
    cost: int
    bound: int
    work: float
    """Deterministic time used."""

    def __bool__(self) -> bool:
        return self.verdict in (Verdict.OPTIMAL, Verdict.FEASIBLE)


VERDICTS = {
    cp_model.OPTIMAL: Verdict.OPTIMAL,
    cp_model.FEASIBLE: Verdict.FEASIBLE,
    cp_model.INFEASIBLE: Verdict.INFEASIBLE,
}


class _Told(cp_model.CpSolverSolutionCallback):
    def __init__(self, tell: Callable[[int, int], bool]) -> None:
        super().__init__()
        self.tell = tell

    def on_solution_callback(self) -> None:
        if self.tell(round(self.objective_value), round(self.best_objective_bound)):
            self.stop_search()


def run(
    model: Model,
    work: float,
    seed: int,
    *,
    first: bool = False,
    tell: Callable[[int, int], bool] | None = None,
    quick: bool = False,
) -> Found:
    """Solve within so much work. `first`: any plan will do; `tell` hears (cost, bound) and may stop.

    `quick`: a small part, of which little is to be learnt beforehand.
    """
    aimed = model.priced or model.goal is not None
    if aimed:
        model.cp.minimize(model.objective() if model.goal is None else model.goal)
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
    status = solver.solve(model.cp, _Told(tell) if tell else None)
    verdict = VERDICTS.get(status, Verdict.UNKNOWN)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(model.cp.validate())
    if verdict not in (Verdict.OPTIMAL, Verdict.FEASIBLE):
        bound = _whole(solver.best_objective_bound) if aimed and verdict is Verdict.UNKNOWN else 0
        return Found(verdict, {}, 0, bound, solver.deterministic_time)
    placements = model.read(lambda literal: int(solver.value(literal)))
    cost, bound = round(solver.objective_value), _whole(solver.best_objective_bound)
    return Found(verdict, placements, cost, bound, solver.deterministic_time)


def _whole(bound: float) -> int:
    """Return the whole number that no plan is below."""
    return -int(-(bound - 1e-6) // 1) if abs(bound) < 1e15 else -(10**15)
