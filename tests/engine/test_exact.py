"""The exact half: reasons, repairs, small changes, and the same plan for the same question."""

from dataclasses import replace

import pytest

pytest.importorskip("ortools")

from benchmarks.planner import clashes, networks, planted
from trainhub.engine.exact import why
from trainhub.engine.exact.crew import sound
from trainhub.engine.exact.explain import explain
from trainhub.engine.exact.index import Index
from trainhub.engine.exact.replan import prove, replan
from trainhub.engine.exact.search import search
from trainhub.engine.judge import score
from trainhub.engine.language import Bar, Plan, Problem
from trainhub.engine.solving import Progress, solve


@pytest.fixture(scope="module")
def year() -> planted.Planted:
    """A small centre's year with its best plan."""
    return planted.centre(3, 20)


def test_what_is_planted_is_sound(year: planted.Planted) -> None:
    """The planted plan keeps all rules, costs what it says, fills rooms and spends the money."""
    judged = score(year.problem, year.plan)
    assert (judged.hard, judged.cost) == (0, year.cost)
    assert planted.centre(0).rooms >= 0.85


def test_a_small_year_is_planned_and_known_to_be_best(year: planted.Planted) -> None:
    """One island finds the planted cost or comes close, knows its bound, tells of its progress, and can be stopped."""
    told: list[Progress] = []

    def watch(progress: Progress) -> bool:
        told.append(progress)
        return False

    outcome = solve(year.problem, seeds=(1,), steps=6_000_000, watch=watch)
    assert outcome.score.hard == 0
    assert outcome.bound is not None
    assert outcome.bound <= year.cost <= outcome.score.cost <= year.cost * 1.15
    assert told[-1].cost == outcome.score.cost
    stopped = solve(year.problem, seeds=(1,), watch=lambda progress: True)
    assert stopped.score.hard == 0


@pytest.mark.parametrize("name", ["window and lead time", "stock of three", "language and illness", "chain"])
def test_the_reason_is_named_exactly(name: str) -> None:
    """What was put in, no more and no less; and each repair lets everything be placed."""
    clash = clashes.clash(name, 12)
    found = explain(clash.problem)
    assert found is not None
    assert (set(found.rules), set(found.events), found.proven) == (clash.rules, clash.events, True)
    assert len(found.repairs) == 3
    for repair in found.repairs:
        assert score(repair.problem, repair.plan).hard == 0
    if name == "stock of three":
        assert [(c.key, c.amount) for c in found.repairs[0].changes] == [("stock:donor", 10)]


def test_what_fits_needs_no_explanation(year: planted.Planted) -> None:
    """Nothing that must be placed is missing."""
    assert explain(year.problem) is None


def ill(problem: Problem, plan: Plan) -> tuple[Problem, int]:
    """Return the problem with the lead of the first placed event ill during it, and that event."""
    event = next(number for number, placement in enumerate(plan.placements) if placement.start is not None)
    start = plan.placements[event].start
    assert start is not None
    days = tuple(range(start, start + problem.events[event].length))
    resources = list(problem.resources)
    number = plan.placements[event].teams[planted.LEAD][0]
    resources[number] = replace(resources[number], bars=(*resources[number].bars, Bar("ill", days)))
    return replace(problem, resources=tuple(resources)), event


def test_an_illness_changes_as_little_as_can_be(year: planted.Planted) -> None:
    """One change, proven, in the smallest ring; a frozen event stays where it is, ill trainer or not."""
    problem, event = ill(year.problem, year.plan)
    mended = replan(problem, year.plan)
    assert (mended.score.hard, mended.changed, mended.proven) == (0, (event,), True)
    assert mended.ring == 0
    assert 1 <= mended.bound <= prove(problem, year.plan, work=1) <= mended.changes <= 2
    still = replan(problem, year.plan, frozen=frozenset([event]))
    assert still.plan == year.plan


def test_nothing_happened(year: planted.Planted) -> None:
    """A plan that keeps all rules stays."""
    assert replan(year.problem, year.plan).changes == 0


def test_why_it_was_left_out(year: planted.Planted) -> None:
    """What was left out meets rules, and can be forced in."""
    out = next(number for number, placement in enumerate(year.plan.placements) if placement.start is None)
    reason = why.dropped(year.problem, year.plan, out)
    assert reason.against
    if reason.forced is not None:
        assert reason.extra is not None
        assert reason.extra > 0
        assert score(year.problem, reason.forced).hard == 0
        assert reason.forced.placements[out].start is not None


def test_a_network_is_solved_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two centres that share trainers and money, each small enough to be a part."""
    from trainhub.engine.exact import parts
    from trainhub.engine.exact import search as module

    monkeypatch.setattr(module, "BOUND_EVENTS", 20)
    monkeypatch.setattr(parts, "LARGEST", 20)
    network = networks.network(5, 2, 15)
    judged = score(network.problem, network.plan)
    assert (judged.hard, judged.cost) == (0, network.cost)
    left = [12]

    def stop(_: object) -> bool:
        left[0] -= 1
        return left[0] < 0

    found = search(network.problem, (1, 2), stop)
    assert found.plan is not None
    assert score(network.problem, found.plan).hard == 0


def test_what_two_found_beside_each_other_need_not_go_together(year: planted.Planted) -> None:
    """An event in the place of another breaks its room; where it was, it does not."""
    index = Index(year.problem)
    one, other = [number for number, placement in enumerate(year.plan.placements) if placement.start is not None][:2]
    assert sound(index, year.plan, [one, other])
    placements = list(year.plan.placements)
    placements[one] = replace(placements[one], start=placements[other].start, teams=placements[other].teams)
    assert not sound(index, Plan(tuple(placements)), [one])
