"""A thin, typed door to HiGHS, the only one that knows it: programs are kept, and solved again from where they were."""

import atexit
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .system import Relation

if TYPE_CHECKING:
    import highspy
    from highspy._core import _Highs

SLACK = 1e-6
# A process that ends while a thread of jobs is inside the solver would be torn down with it: so it waits for
# the solver to come out, and lets it in no more. The job begins anew where its lease has run out.
_AT_WORK = threading.Lock()
atexit.register(_AT_WORK.acquire, timeout=7)
_LINEAR: dict[str, Any] = {"solver": "simplex", "presolve": "off"}
_WHOLE: dict[str, Any] = {"mip_max_nodes": 20_000, "mip_rel_gap": 1e-4, "mip_feasibility_tolerance": 1e-7}


@dataclass(frozen=True, slots=True)
class Optimum:
    """The end of a search: the value reached, the point, and the reduced costs (of minimising)."""

    value: float
    point: Sequence[float]
    costs: Sequence[float]


class Unsolved(RuntimeError):
    """The solver found no answer: nothing may be published on it."""


class Nowhere(Unsolved):
    """There is no point at all."""


def _open(**options: Any) -> "_Highs":
    from highspy._core import _Highs  # slow import, and the class it exports prints a line on standard output

    solver = _Highs()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 1, **options}.items():
        solver.setOptionValue(name, value)
    return solver


class Program:
    """A linear program over variables with bounds and relations that are zero or at most zero."""

    def __init__(
        self,
        bounds: Sequence[tuple[float, float]],
        relations: Sequence[Relation],
        costs: Sequence[float] = (),
        *,
        whole: bool = False,
    ) -> None:
        self.size, self.whole = len(bounds), whole
        self.solver = _open(**(_WHOLE if whole else _LINEAR))
        self.solver.passModel(_model(bounds, relations, costs, whole))
        self.aim = -1

    def option(self, name: str, value: float) -> None:
        self.solver.setOptionValue(name, value)

    def bound(self, variable: int, low: float, high: float) -> None:
        self.solver.changeColBounds(variable, low, high)

    def cost(self, variable: int, cost: float) -> None:
        self.solver.changeColCost(variable, cost)

    def at_least(self, terms: Sequence[tuple[int, float]], low: float) -> int:
        """Add a relation: the terms add up to `low` at least; return its number."""
        columns, factors = _arrays(terms)
        self.solver.addRow(low, math.inf, len(terms), columns, factors)
        return int(self.solver.getNumRow()) - 1

    def row(self, number: int, low: float) -> None:
        """Say anew what the terms of a relation add up to at least."""
        self.solver.changeRowBounds(number, low, math.inf)

    def extreme(self, variable: int, *, highest: bool) -> Optimum | None:
        """Return where a variable is greatest or least; None if it has no end."""
        if self.aim >= 0:
            self.solver.changeColCost(self.aim, 0.0)
        self.aim = variable
        self.solver.changeColCost(variable, -1.0 if highest else 1.0)
        found = self.solve()
        return None if found is None else Optimum(-found.value if highest else found.value, found.point, found.costs)

    def solve(self) -> Optimum | None:
        """Return the cheapest point; None if there is no end to cheapness."""
        status = self._run()
        if status != "Optimal" and not self.whole:
            self.solver.clearSolver()  # a start from the last basis went astray: begin anew
            status = self._run()
        if status in {"Unbounded", "Primal infeasible or unbounded"}:
            return None
        if status == "Infeasible":
            raise Nowhere(status)
        if status != "Optimal":
            raise Unsolved(status)
        solution = self.solver.getSolution()
        return Optimum(self.solver.getObjectiveValue(), solution.col_value, solution.col_dual)

    def _run(self) -> str:
        with _AT_WORK:
            self.solver.run()
        return self.solver.modelStatusToString(self.solver.getModelStatus())


def _arrays(terms: Sequence[tuple[int, float]]) -> tuple[Any, Any]:
    import numpy as np  # slow import

    return np.array([v for v, _ in terms], dtype=np.int32), np.array([c for _, c in terms], dtype=np.float64)


def _model(
    bounds: Sequence[tuple[float, float]], relations: Sequence[Relation], costs: Sequence[float], whole: bool
) -> "highspy.HighsLp":
    import highspy  # slow import
    import numpy as np  # slow import

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(bounds), len(relations)
    model.col_cost_ = np.array(costs or [0.0] * len(bounds), dtype=np.float64)
    model.col_lower_ = np.array([low for low, _ in bounds], dtype=np.float64)
    model.col_upper_ = np.array([high for _, high in bounds], dtype=np.float64)
    model.row_lower_ = np.array([-math.inf if each.below else 0.0 for each in relations], dtype=np.float64)
    model.row_upper_ = np.zeros(len(relations))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = np.cumsum([0, *(len(each.terms) for each in relations)])
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = np.array([v for each in relations for v, _ in each.terms], dtype=np.int32)
    model.a_matrix_.value_ = np.array([c for each in relations for _, c in each.terms], dtype=np.float64)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(bounds)
    return model
