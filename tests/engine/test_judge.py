"""The judge against plans worked out by hand."""

import pytest

from tests.engine import problems
from trainhub.engine.judge import Score, score
from trainhub.engine.language import (
    Balance,
    Bar,
    Choice,
    Compact,
    Cover,
    Event,
    Exclusive,
    Keep,
    Limit,
    Order,
    Placement,
    Plan,
    Problem,
    Resource,
    Role,
    Rule,
    Spread,
    Stable,
    digest,
    read_plan,
    read_problem,
    written,
)

DAYS = (("day", (0, 0, 1, 1, 2, 2)),)


def judged(problem: Problem, *placements: tuple[int | None, tuple[tuple[int, ...], ...]]) -> Score:
    return score(problem, Plan(tuple(Placement(start, teams) for start, teams in placements)))


def plain(count: int, *rules: Rule, length: int = 1) -> Problem:
    """Return a problem of events without roles, each of which may be left out for 7."""
    events = tuple(Event(f"e{n}", tuple(range(7 - length)), length, drop_cost=7) for n in range(count))
    return Problem(6, DAYS, (), events, rules)


def test_what_an_event_breaks_and_costs() -> None:
    """A must left out; a start that is none; a bar; candidates, teams and costs."""
    bars = (Bar("1 May", (2,)), Bar("lead time", (0, 2)))
    room = Role("room", (0, 1), costs=(0, 5), bars=(Bar("too small", (0,)),))
    event = Event("e", (0, 2, 4), 2, (1, 2, 3), bars, None, (room,))
    problem = Problem(6, DAYS, (Resource("r0"), Resource("r1")), (event,))
    assert judged(problem, (None, ((),))).broken == (("must:e", 1),)
    assert judged(problem, (2, ((0,),))) == Score((("1 May", 1), ("lead time", 1), ("too small", 1)), (("when:e", 2),))
    assert judged(problem, (4, ((1,),))) == Score((), (("when:e", 3), ("who:e:room", 5)))
    assert judged(problem, (3, ((0, 1),))).broken == (("role:e:room", 1), ("start:e", 1), ("too small", 1))
    assert judged(problem, (4, ((),))).broken == (("role:e:room", 1),)


def test_what_resources_allow() -> None:
    """Capacity with padding, bars, limits of periods, stock."""
    person = Role("trainer", (0,), after=1)
    fund = Role("fund", (1,), uses=(60,))
    events = tuple(Event(f"e{n}", tuple(range(5)), 2, roles=(person, fund)) for n in range(2))
    trainer = Resource("ann", (Bar("ill", (5,)),), limits=(Limit("week", 0, 3, 3),))
    problem = Problem(6, DAYS, (trainer, Resource("fund", capacity=None, stock=100)), events)
    team = ((0,), (1,))
    assert judged(problem, (0, team), (2, team)).broken == (("busy:ann", 1), ("stock:fund", 20), ("week", 1))
    assert judged(problem, (0, team), (4, team)).broken == (("ill", 1), ("stock:fund", 20))


@pytest.mark.parametrize(
    ("rule", "starts", "cost"),
    [
        (Spread("k", (0, 1, 2), "day", 3, 5), (0, 1, 2), 5),
        (Spread("k", (0, 1, 2), "day", 3, 5), (0, 1, None), 5),
        (Spread("k", (0, 1, 2), "day", 3, 5), (0, 2, 4), 0),
        (Compact("k", (0, 1, 2), "day", 2), (0, 1, 2), 2),
        (Compact("k", (0, 1, 2), "day", 2), (1, 2, 4), 6),
        (Order("k", 0, 1, 1, 4), (2, 3, None), 4),
        (Order("k", 0, 1, 1, 4), (2, 4, None), 0),
        (Order("k", 0, 1, 1, 4), (None, 0, None), 0),
        (Cover("k", ((0, 3), (1, 4)), ((5, 10), (5, 1))), (0, 0, 0), 3),
        (Cover("k", ((0, 3), (1, 4)), ((5, 10), (5, 1))), (None, 0, 0), 15),
        (Keep("k", 0, 3, (), 8, 1), (2, 0, 0), 8),
        (Keep("k", 0, None, (), 8, 1), (None, 0, 0), 0),
    ],
)
def test_soft_rules(rule: Rule, starts: tuple[int | None, ...], cost: int) -> None:
    found = judged(plain(3, rule), *((start, ()) for start in starts))
    assert dict(found.costs).get("k", 0) == cost
    assert found.cost == cost + 7 * starts.count(None)
    assert not found.hard


def test_hard_rules_between_events() -> None:
    """Exclusive counts pairs that overlap; a hard order is broken, not paid."""
    problem = plain(3, Exclusive("x", (0, 1, 2)), Order("o", 0, 1), length=2)
    assert judged(problem, (1, ()), (2, ()), (3, ())).broken == (("o", 1), ("x", 2))


def test_rules_on_teams() -> None:
    """A choice hard and soft, one resource for many events, and balance."""
    role = Role("trainer", (0, 1, 2), 1, 2)
    events = tuple(Event(f"e{n}", (0, 2), 2, roles=(role,)) for n in range(2))
    rules = (
        Choice("speaks", 0, ((0, 2),)),
        Choice("mix", 0, ((0, 1), (0, 2)), 2, 9),
        Stable("lead", (0, 1), "trainer", 1),
        Balance("load", (0, 1), 3, 4),
        Keep("keep", 1, 2, ((1,),), 8, 3),
    )
    problem = Problem(6, DAYS, tuple(Resource(f"t{n}") for n in range(3)), events, rules)
    found = judged(problem, (0, ((0, 1),)), (2, ((0,),)))
    assert found.broken == (("speaks", 1),)
    assert found.costs == (("keep", 3), ("lead", 1), ("load", 4), ("mix", 9))


def test_what_is_written_is_read_again() -> None:
    """One canonical form, one hash."""
    problem = problems.year(3)
    assert read_problem(written(problem)) == problem
    assert digest(problem) == digest(read_problem(written(problem))) != digest(problems.year(4))
    plan = Plan((Placement(3, ((1, 2), ())), Placement(None, ((),))))
    assert read_plan(written(plan)) == plan
