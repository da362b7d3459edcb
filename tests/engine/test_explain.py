"""Reasons and repairs where there are many of them, where none is known, and where amounts depend on each other."""

import pytest

pytest.importorskip("ortools")

from trainhub.engine.exact import core, hitting
from trainhub.engine.exact import explain as module
from trainhub.engine.exact.explain import explain
from trainhub.engine.exact.keys import loosened
from trainhub.engine.judge import score
from trainhub.engine.language import Bar, Event, Problem, Resource, Role


def barred(count: int, *costs: int) -> Problem:
    """Return events that must be placed, each with no start left for a reason of its own."""
    events = (Event(f"e{n}", (3, 4), 1, costs, (Bar(f"bar {n}", (3, 4)),)) for n in range(count))
    return Problem(5, (), (), tuple(events))


def test_many_causes_that_have_nothing_to_do_with_each_other() -> None:
    """More of them than tries: after one that fails all clashes are known, and three repairs come back."""
    found = explain(barred(14))
    assert found is not None
    assert [each.refused for each in found.barred] == [((f"bar {n}", 2),) for n in range(14)]
    assert len(found.repairs) == 3
    assert {change.key for change in found.repairs[0].changes} == {f"bar {n}" for n in range(14)}
    for repair in found.repairs:
        assert score(repair.problem, repair.plan).hard == 0


def test_no_start_is_left_of_those_that_cost_something() -> None:
    """There is nothing to pay, and a reason to tell."""
    found = explain(barred(1, 5, 6))
    assert found is not None
    assert (found.rules, found.proven) == (("bar 0",), True)


def test_the_least_unwelcome_of_very_many_sets() -> None:
    """Five to the power of twenty sets hit all clashes: the best are kept, none contains another."""
    sets = hitting.Hitting(lambda key: 1 + int(key.partition(" ")[2]))
    for clash in range(20):
        sets.learn(f"{clash} {number}" for number in range(5))
    best = sets.best(())
    assert best == {f"{clash} 0" for clash in range(20)}
    assert sets.best([best]) != best
    assert len(sets.sets) <= hitting.WIDTH
    assert not any(one < other for one in sets.sets for other in sets.sets)
    sets.learn([])
    assert sets.best(()) is None


def test_what_failed_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is learnt from a try, another set has its turn."""
    tried: list[set[str]] = []

    def noting(problem: Problem, changes: list[module.Change]) -> Problem:
        tried.append({change.key for change in changes})
        return loosened(problem, changes)

    monkeypatch.setattr(core, "every", lambda improver: [])
    monkeypatch.setattr(module, "loosened", noting)
    found = explain(barred(2))
    assert found is not None
    assert not found.repairs
    assert tried == [{"bar 0"}, {"must:e0"}]


def test_amounts_that_do_together() -> None:
    """Either fund could take the third line if the other need not: what is said to be enough is enough for all."""
    funds = (Resource("a", capacity=None, stock=9), Resource("b", capacity=None, stock=9))
    pools = ((0,), (1,), (0, 1))
    events = (
        Event(f"e{n}", (0, 1), roles=(Role("fund", pool, uses=(10,) * len(pool)),)) for n, pool in enumerate(pools)
    )
    problem = Problem(2, (), funds, tuple(events))
    found = explain(problem)
    assert found is not None
    for repair in found.repairs:
        assert loosened(problem, repair.changes) == repair.problem
        assert score(repair.problem, repair.plan).hard == 0
    amounts = [sorted(change.amount or 0 for change in repair.changes) for repair in found.repairs]
    assert [1, 11] in amounts


def test_who_says_stop_gets_what_there_is() -> None:
    """At once nothing; after the reason was found, the reason without repairs."""
    assert explain(barred(3), stop=lambda: True) is None
    asked = [0]

    def later() -> bool:
        asked[0] += 1
        return asked[0] > 40

    found = explain(barred(60), stop=later)
    assert found is None or not found.repairs
