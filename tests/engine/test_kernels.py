"""What the compiled searches count is what the judge says, after any walk."""

from dataclasses import replace

import pytest

pytest.importorskip("numba", reason="the extra `planner` is not installed")

from tests.engine import problems
from trainhub.engine import general, generalsearch, grid, gridsearch, solving
from trainhub.engine.judge import score
from trainhub.engine.kernels import cells, effects
from trainhub.engine.language import Bar, Event, Problem, Resource, Role, Spread

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


def test_a_first_plan_without_a_conflict_is_kept() -> None:
    """Nothing is to be untangled where events are no rivals: the first plan counts from the beginning."""
    events = tuple(replace(event, roles=event.roles[1:]) for event in problems.grid(5).events)
    problem = replace(problems.grid(5), events=events, rules=())
    search = gridsearch.GridSearch(problem, 1)
    assert search.settled
    judged = score(problem, search.plan())
    assert (judged.hard, judged.cost) == (0, search.cost)


def test_no_warmth_lets_a_refused_resource_in() -> None:
    """Weights near 100,000 make it as warm as this."""
    problem = problems.grid(1, 30)
    search = gridsearch.GridSearch(problem, 1)
    search.settle()
    for _ in range(100):
        search.advance(10_000_000 << 16, 50, 50)
        assert not score(problem, grid.plan(problem, search.shape, search.state.when, search.state.where)).hard


def test_what_does_not_fit_a_grid() -> None:
    """A role that nobody can fill; a cost as high as what may not be."""
    problem = problems.grid(5)
    fixed, room = problem.events[0].roles
    for roles in (
        (fixed, room, Role("helper", (5,), bars=(Bar("ill", (5,)),))),
        (fixed, replace(room, costs=(1 << 20,) * 4)),
    ):
        assert not grid.fits(replace(problem, events=(replace(problem.events[0], roles=roles), *problem.events[1:])))


def test_counters_are_as_wide_as_what_they_count() -> None:
    """Of 200 events of a group more than 127 could be on a day; normal problems keep the narrow ones."""
    for events, kind in ((40, "int8"), (200, "int32")):
        problem = problems.grid(5, events)
        problem = replace(problem, rules=(Spread("all", tuple(range(events)), "week", 2, 1),))
        arrays, _ = grid.prepared(problem)
        assert gridsearch._state(arrays, problem.periods, 1).days.dtype == kind


def test_an_event_may_end_after_the_last_period() -> None:
    """For the judge it may, so for the search."""
    room = Role("room", (0,))
    problem = Problem(3, (), (Resource("room"),), (Event("long", (1, 2), 4, roles=(room,)),))
    found = solving.solve(problem, seeds=(1,), steps=2_000)
    assert found.plan.placements[0].start in {1, 2}
    assert not found.score.hard
