"""The benchmarks themselves: what they plan is what they say, and no fault passes for a figure."""

import sys

import pytest

from benchmarks import __main__ as speed
from benchmarks.planner import __main__ as planner
from benchmarks.planner import networks, years
from trainhub.engine.judge import score


def test_a_network_of_one_centre_lends_nothing() -> None:
    """Nobody is a candidate twice."""
    network = networks.network(5, 1, 15)
    roles = [role for event in network.problem.events for role in event.roles]
    assert all(len(set(role.candidates)) == len(role.candidates) for role in roles)
    judged = score(network.problem, network.plan)
    assert (judged.hard, judged.cost) == (0, network.cost)


def test_two_judges_agree_on_what_counts() -> None:
    """What is broken they count each in its way; the cost counts where nothing is."""
    assert planner.agree({"cost": 5, "hard": 0}, {"cost": 5, "hard": 0})
    assert planner.agree({"cost": 5, "hard": 1}, {"cost": 9, "hard": 3})
    assert not planner.agree({"cost": 5, "hard": 0}, {"cost": 6, "hard": 0})
    assert not planner.agree({"cost": 5, "hard": 0}, {"cost": 5, "hard": 2})


def test_mended_is_sound_and_proven_or_not_good() -> None:
    """Each figure has its limit."""
    fine = {"year_again_0": {"value": 1.0}, "year_broken_0": {"value": 0}, "year_proven_0": {"value": 1}}
    assert years.good(fine)
    assert not years.good(fine | {"year_broken_1": {"value": 2}})
    assert not years.good(fine | {"year_proven_1": {"value": 0}})


def test_an_instance_that_is_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Said before anything runs."""
    monkeypatch.setattr(sys, "argv", ["bench-planner", "--only", "comp08"])
    with pytest.raises(SystemExit) as ended:
        planner.main()
    assert ended.value.code == 2
    assert "comp08" in capsys.readouterr().err


def test_a_figure_above_its_budget_fails_the_run() -> None:
    """At the budget is within it."""
    assert speed.over({"home": 4.0, "session": 6.1}) == ["session"]
