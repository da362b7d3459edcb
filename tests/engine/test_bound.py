"""Bounds are true: never above what the cheapest plan costs, and a proof ends at it."""

import pytest

pytest.importorskip("ortools")

from tests.engine import chance
from trainhub.engine.exact import bound
from trainhub.engine.judge import score
from trainhub.engine.solving import solve


def test_no_bound_is_above_the_cheapest_plan_and_a_proof_reaches_it() -> None:
    reached = 0
    for seed in range(30):
        problem = chance.problem(seed)
        cheapest = chance.cheapest(problem) if chance.size(problem) < 20_000 else None
        if cheapest is None:
            continue
        assert bound.floor(problem) <= cheapest, seed
        found = solve(problem, seeds=(1,), steps=2_000)
        plan, proven = bound.proven(problem, found.plan, work=0.5)
        assert proven is None or proven <= cheapest, seed
        if score(problem, plan).hard == 0 and proven is not None:
            assert score(problem, plan).cost == cheapest, seed
            reached += proven == cheapest
    assert reached > 5
