"""The model says what the judge says, for every word of the language."""

import pytest

pytest.importorskip("ortools")

from trainhub.engine.exact.index import Index, changed, empty, local_cost
from trainhub.engine.exact.model import Model
from trainhub.engine.exact.solver import Verdict, run
from trainhub.engine.judge import score

from . import chance

MOST = 3000


def test_what_the_model_calls_best_is_best() -> None:
    """Tiny problems by chance against trying everything."""
    feasible = 0
    for seed in range(150):
        problem = chance.rested(chance.problem(seed), seed) if seed % 3 == 0 else chance.problem(seed)
        if chance.size(problem) > MOST:
            continue
        found = run(Model(Index(problem), range(len(problem.events))), 5, 1)
        best = chance.cheapest(problem)
        assert found.verdict is (Verdict.INFEASIBLE if best is None else Verdict.OPTIMAL), seed
        if best is not None:
            feasible += 1
            judged = score(problem, changed(empty(problem), found.placements))
            assert (judged.hard, judged.cost) == (0, found.cost), seed
            assert found.cost == best, seed
    assert 20 < feasible < 120  # neither all easy nor all lost


def test_a_part_is_priced_as_the_whole() -> None:
    """Freeing some events of a larger plan moves the judge's cost by what the part's model says."""
    parts = 0
    for seed in range(25):
        problem = chance.problem(seed, events=7, resources=6)
        problem = chance.rested(problem, seed) if seed % 2 else problem
        whole = run(Model(Index(problem), range(7)), 5, 1, first=True)
        if not whole:
            continue
        parts += 1
        index, plan = Index(problem), changed(empty(problem), whole.placements)
        model = Model(index, (1, 3, 4), plan)
        found = run(model, 5, 1)
        rules = index.touched((1, 3, 4))
        better = changed(plan, found.placements)
        assert found.verdict is Verdict.OPTIMAL
        assert found.cost == local_cost(index, better, (1, 3, 4), rules, 0)
        judged, before = score(problem, better), score(problem, plan)
        assert judged.hard == 0
        assert judged.cost - before.cost == found.cost - local_cost(index, plan, (1, 3, 4), rules, 0)
        assert judged.cost <= before.cost
    assert parts > 6
