"""Few changes: what must be placed comes first, what is counted twice counts once, and a stop is heard."""

import time
from dataclasses import replace

import pytest

pytest.importorskip("ortools")

from benchmarks.planner import planted, years
from trainhub.engine.exact import hits, why
from trainhub.engine.exact.bound import proven
from trainhub.engine.exact.index import Index
from trainhub.engine.exact.model import Model
from trainhub.engine.exact.replan import prove, replan
from trainhub.engine.exact.solver import run
from trainhub.engine.judge import score
from trainhub.engine.language import Bar, Event, Placement, Plan, Problem, Resource, Role


def test_a_new_line_that_must_be_placed_is_placed_beside_a_lost_one() -> None:
    """The first has lost its only trainer, so that something is left out in every ring: but not what fits."""
    ill = Resource("ill", (Bar("ill", (0,)),))
    lost = Event("lost", (0,), roles=(Role("trainer", (0,)),))
    problem = Problem(3, (), (ill,), (lost, Event("new", (1, 2))))
    mended = replan(problem, Plan((Placement(0, ((0,),)), Placement(None, ()))))
    assert [place.start is None for place in mended.plan.placements] == [True, False]
    assert mended.ring is None


def test_a_trainer_who_is_booked_twice_takes_nothing_of_another() -> None:
    """Two lines that may not move have the same trainer at once: the other trainer is still free for a third."""
    role = Role("trainer", (0, 1))
    problem = Problem(
        1, (), (Resource("a"), Resource("b")), tuple(Event(f"e{n}", (0,), roles=(role,)) for n in range(3))
    )
    before = Plan((Placement(0, ((0,),)), Placement(0, ((0,),)), Placement(None, ((),))))
    found = run(Model(Index(problem), [2], before), 1, 1)
    assert found
    assert found.placements[2] == Placement(0, ((1,),))
    assert replan(problem, before, frozen=frozenset((0, 1))).plan.placements[2].start == 0


def test_the_least_number_of_changes_counts_events() -> None:
    """An event that takes twice of the same is one event: never are more changes said to be needed than are."""
    pool, fund = Resource("pool", capacity=2), Resource("fund", capacity=None, stock=3)
    roles = (Role("lead", (0,)), Role("second", (0,)))
    problem = Problem(2, (), (pool,), tuple(Event(f"e{n}", (0, 1), roles=roles) for n in range(2)))
    mended = replan(problem, Plan((Placement(0, ((0,), (0,))),) * 2))
    assert (mended.score.hard, mended.changes, mended.bound) == (0, 1, 1)
    twice = tuple(Role(name, (0,), uses=(6,)) for name in ("lead", "second"))
    problem = Problem(1, (), (fund,), (Event("e", (0,), drop_cost=1, roles=twice),))
    groups = hits.together(Index(problem), Plan((Placement(0, ((0,), (0,))),)))
    assert hits.fewest(frozenset(), groups) == 1


def test_a_line_that_needs_more_than_when_it_was_planned() -> None:
    """Since then it needs an interpreter, too: it gets one; another needs none any more."""
    people = (Resource("trainer", capacity=None), Resource("interpreter", capacity=None))
    trainer, interpreter = Role("trainer", (0,)), Role("interpreter", (1,))
    events = (Event("more", (0, 1), roles=(trainer, interpreter)), Event("less", (0, 1), roles=(trainer,)))
    problem = Problem(2, (), people, events)
    before = Plan((Placement(0, ((0,),)), Placement(1, ((0,), (1,)))))
    mended = replan(problem, before)
    assert mended.plan == Plan((Placement(0, ((0,), (1,))), Placement(1, ((0,),))))
    assert mended.score.hard == 0
    assert prove(problem, before) == 1


def test_who_says_stop_is_heard() -> None:
    """Before a run and in the middle of one, which else would take a minute."""
    year = planted.centre(0)
    problem = years.ill(year)
    stopped = replan(problem, year.plan, stop=lambda: True)
    assert (stopped.plan, stopped.ring, stopped.proven) == (year.plan, None, False)
    assert proven(problem, year.plan, work=20, stop=lambda: True) == (year.plan, None)
    out = next(number for number, place in enumerate(year.plan.placements) if place.start is None)
    assert why.dropped(year.problem, year.plan, out, stop=lambda: True) == why.Dropped((), None, None)
    began = time.perf_counter()
    least = prove(problem, year.plan, work=1000, stop=lambda: time.perf_counter() - began > 3)
    assert time.perf_counter() - began < 30
    assert 0 <= least <= replan(problem, year.plan, near=years.NEAR).changes


def test_nothing_to_mend() -> None:
    """A plan of nothing stays one."""
    mended = replan(Problem(2, (), (), ()), Plan(()))
    assert (mended.changes, mended.score) == (0, score(Problem(2, (), (), ()), Plan(())))
    assert replace(mended, plan=Plan(())) == mended
