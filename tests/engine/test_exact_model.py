"""The model says what the judge says, for every word of the language."""

import math

import pytest

pytest.importorskip("ortools")

from trainhub.engine.exact.ceiling import ceiling
from trainhub.engine.exact.improve import Improver
from trainhub.engine.exact.index import Index, changed, empty, local_cost
from trainhub.engine.exact.model import Model
from trainhub.engine.exact.solver import Verdict, _whole, run
from trainhub.engine.judge import score
from trainhub.engine.language import Event, Problem, Resource, Role, Spread

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


def test_the_name_of_a_bucket_is_any_word() -> None:
    """Even one that the model has a use for itself."""
    events = tuple(Event(f"e{n}", (0, 1, 2), start_costs=(5, 0, 7)) for n in range(2))
    rules = (Spread("apart", (0, 1), "price", 2, 9),)
    problem = Problem(3, (("price", (0, 0, 1)),), (), events, rules)
    found = run(Model(Index(problem), range(2)), 1, 1)
    judged = score(problem, changed(empty(problem), found.placements))
    assert found.cost == judged.cost == chance.cheapest(problem) == 7


def test_no_plan_costs_more_than_the_ceiling() -> None:
    """Whatever is tried, with everything left out that may be."""
    for seed in range(40):
        problem = chance.problem(seed)
        if chance.size(problem) <= MOST:
            most = max((score(problem, plan).cost for plan in chance.everything(problem)), default=0)
            assert most <= ceiling(problem), seed


def test_what_must_be_placed_weighs_more_than_anything_else() -> None:
    """One place, and a line worth three millions that could have it."""
    role = Role("room", (0,))
    dear, must = Event("dear", (0,), drop_cost=3_000_000, roles=(role,)), Event("must", (0,), roles=(role,))
    improver = Improver(Index(Problem(1, (), (Resource("room"),), (dear, must))), 1)
    improver.solve((0, 1), 1.0)
    assert improver.complete


def test_a_bound_that_is_not_known_is_none() -> None:
    """The solver says minus infinity."""
    assert _whole(-math.inf) is None
    assert _whole(2.2) == 3
