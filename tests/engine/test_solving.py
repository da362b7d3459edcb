"""The engine's one door: repeatable, honest, and polite where it is not installed."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.planner import planted
from tests.engine import problems
from trainhub.engine import solving
from trainhub.engine.judge import score
from trainhub.engine.language import Bar, Cover, Event, Limit, Plan, Problem, Resource, digest

ROOT = Path(__file__).parents[2]
PINNED = {
    "grid": "75812548f4ca526ad0f80f003e3448baf6c1ff858f93bcaed2d3e8a463c33e76",
    "year": "64c1fc5939bc2ad4c38bde4e28507e592805cc20fa237a7af525accd0ad90fdb",
    "centre": "1229e6e5e70302720567bfbae38b22cb0731660d0a9f37f26b17248c94840c8a",
}
WHERE = "from tests.engine.test_solving import PINNED, solved; print(*map(solved, PINNED))"
MADE: dict[str, tuple[Callable[[], Problem], int]] = {
    "grid": (lambda: problems.grid(5), 20_000),
    "year": (lambda: problems.year(5), 20_000),
    "centre": (lambda: planted.centre(3, 14).problem, 6 * solving.PART),
}
"""Problems, and their steps: of cells, of pools, and of what islands solve together in exact parts."""


def solved(kind: str) -> str:
    """Return the hash of a plan of a small problem."""
    make, steps = MADE[kind]
    found = solving.solve(problem := make(), seeds=(1, 2), steps=steps)
    assert found.score == score(problem, found.plan)
    return digest(found.plan)


@pytest.fixture
def _engine() -> None:
    pytest.importorskip("numba", reason="the extra `planner` is not installed")


@pytest.mark.usefixtures("_engine")
def test_the_same_plan_everywhere() -> None:
    """Pinned: a change of the search changes these on purpose. And another process says the same."""
    here = {kind: solved(kind) for kind in PINNED}
    command = [sys.executable, "-c", WHERE]
    there = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert list(here.values()) == there
    assert here == PINNED


@pytest.mark.usefixtures("_engine")
def test_whoever_watches_may_stop_it() -> None:
    """Told of progress by island; the best so far comes back."""
    told: list[solving.Progress] = []

    def watch(progress: solving.Progress) -> bool:
        told.append(progress)
        return len(told) > 5

    found = solving.solve(problems.grid(5), seeds=(1,), steps=10**9, watch=watch)
    assert len(told) == 6
    assert told[-1].cost == found.score.cost
    assert not found.score.hard


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "find_spec", lambda name: None)
    with pytest.raises(solving.EngineMissing, match=r"trainhub\[planner\]"):
        solving.solve(problems.grid(5))


def test_the_program_starts_without_the_solvers() -> None:
    """Numba and ortools are read when something is solved, not before."""
    asked = (
        "import sys, trainhub.cli; print([n for n in ('numba', 'ortools', 'pandas', 'llvmlite') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.usefixtures("_engine")
def test_nothing_to_plan() -> None:
    """The empty plan, whatever kind of problem it is."""
    pool = Resource("person", limits=(Limit("days", 0, 5, 1),))
    for problem in (Problem(5, (), (), ()), Problem(5, (), (pool,), (), (Cover("need", (), ((2, 3),)),))):
        found = solving.solve(problem, steps=1_000)
        assert found.plan == Plan(())
        assert found.score == score(problem, found.plan)
        assert found.bound == found.score.cost


@pytest.mark.usefixtures("_engine")
def test_a_stop_is_heard_where_not_all_can_be_placed() -> None:
    """What must be placed is tried; the many that need not be are not gone through any more."""
    barred = Event("must", (0,), bars=(Bar("closed", (0,)),))
    optional = (Event(f"e{number}", (0, 1), drop_cost=5) for number in range(60))
    told: list[solving.Progress] = []

    def watch(progress: solving.Progress) -> bool:
        told.append(progress)
        return True

    found = solving.solve(Problem(2, (), (), (barred, *optional)), seeds=(1,), watch=watch)
    assert len(told) == 1
    assert found.score.hard == 1
    assert sum(place.start is not None for place in found.plan.placements) < 20
