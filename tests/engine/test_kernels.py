"""What the compiled searches count is what the judge says, after any walk."""

import pytest

pytest.importorskip("numba", reason="the extra `planner` is not installed")

from tests.engine import problems
from trainhub.engine import general, generalsearch, grid, gridsearch
from trainhub.engine.judge import score
from trainhub.engine.kernels import cells, effects

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_general_search_counts_as_the_judge(seed: int) -> None:
    """Warm or cold, in the middle of any walk: the same cost, and broken exactly when the judge says so."""
    problem = problems.year(seed)
    search = generalsearch.GeneralSearch(problem, seed)
    for temperature in (50, 10, 3, 1):
        search.advance(temperature << 16, 3_000, 1_500)
        now = score(problem, general.plan(problem, search.arrays, search.state.when, search.state.who))
        assert search.state.figures[effects.COST] == now.cost
        assert (search.state.figures[effects.BROKEN] == 0) == (now.hard == 0)
    if search.cost is not None:
        best = score(problem, search.plan())
        assert (best.hard, best.cost) == (0, search.cost)
        search.recall()
        assert search.state.figures[effects.COST] == search.cost
        assert search.state.figures[effects.BROKEN] == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_over_cells_counts_as_the_judge(seed: int) -> None:
    """The same on grids, where no walk ever breaks a hard rule once the events are untangled."""
    problem = problems.grid(seed)
    assert grid.fits(problem)
    search = gridsearch.GridSearch(problem, seed)
    assert search.filled
    search.settle()
    assert search.settled
    for temperature in (50, 10, 3, 1):
        search.advance(temperature << 16, 3_000, 1_500)
        now = score(problem, grid.plan(problem, search.shape, search.state.when, search.state.where))
        assert (0, search.state.figures[cells.COST]) == (now.hard, now.cost)
    best = score(problem, search.plan())
    assert (best.hard, best.cost) == (0, search.cost)
    search.recall()
    assert search.state.figures[cells.COST] == search.cost
