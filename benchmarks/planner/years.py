"""Planted years and networks, illnesses, and years that cannot work: the exact half of the engine by its figures."""

import math
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trainhub.engine import solving
from trainhub.engine.judge import score
from trainhub.engine.language import Bar, Problem

from . import clashes, greedy
from .networks import network
from .planted import LEAD, SECOND, Planted, centre

Rows = dict[str, dict[str, Any]]
Figure = tuple[str, float, str, str]
PROOF = 20
"""Deterministic time for how few changes would do anywhere, which the product looks for in the background."""
NEAR = 30
"""Six weeks of working days."""


def rows(seconds: float, seeds: int, centres: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run all and yield the figures, each as soon as it is there."""
    _warm()
    for name, value, unit, reference in _figures(seconds, seeds, centres):
        print(name, value, unit, reference, flush=True)
        yield name, {"value": value, "unit": unit, "reference": reference}


def _figures(seconds: float, seeds: int, centres: int) -> Iterator[Figure]:
    for seed in range(seeds):
        for name, *rest in _year(seed, seconds):
            yield (f"year_{name}_{seed}", *rest)
    if centres:
        yield from _reasons()
        yield from _networks(centres)


def good(found: Rows) -> bool:
    """Say whether all figures are within what is asked."""
    most = {"first": 5.0, "gap": 3.0, "again": 2.0, "broken": 0.0, "network": 600.0, "growth": 1.2}
    least = {"proven": 1.0, "reasons": 20.0, "greedy": 15.0, "rooms": 85.0, "money": 85.0}
    kinds = [(name.split("_")[1], row["value"]) for name, row in found.items()]
    return all(value <= most.get(kind, value) and value >= least.get(kind, value) for kind, value in kinds)


def _warm() -> None:
    """Load the solver, as a worker that has solved before."""
    solving.solve(centre(99, 10).problem, seeds=(1,), steps=400_000)


def _year(seed: int, seconds: float) -> Iterator[Figure]:
    year = centre(seed)
    told = f"planted {year.cost}, and no plan costs less"
    for name, plan in (("points", greedy.by_points(year.problem)), ("worth", greedy.by_worth(year.problem))):
        cost = score(year.problem, plan).cost
        yield f"greedy_{name}", round(100 * cost / year.cost - 100, 1), "% worse", f"{cost}; {told}"
    yield "rooms", round(100 * year.rooms, 1), "% used", "at least 85, by the planted plan"
    yield "money", round(100 * year.money, 1), "% used", "at least 85, by the planted plan"
    first, outcome = _solved(year, seconds)
    yield "first", round(first, 2), "s", "a plan that breaks no rule, at most 5"
    gap = round(100 * outcome.score.cost / year.cost - 100, 2)
    yield "gap", gap, "%", f"at most 3; ours {outcome.score.cost}, bound {outcome.bound}, {told}"
    begin = time.perf_counter()
    yield from _again(ill(year), year, begin)


def _solved(year: Planted, seconds: float) -> tuple[float, solving.Outcome]:
    from trainhub.engine.exact.improve import BLOCK

    begin = time.perf_counter()
    first: list[float] = []
    told: Counter[int] = Counter()

    def watch(progress: solving.Progress) -> bool:
        told[progress.island] += 1
        if told[progress.island] == math.ceil(len(year.problem.events) / BLOCK) and progress.cost is not None:
            first.append(time.perf_counter() - begin)  # each event was tried once
        return False

    outcome = solving.solve(year.problem, seconds=seconds, watch=watch)
    return min(first, default=seconds), outcome


def ill(year: Planted) -> Problem:
    """Return the year with its busiest trainer ill for the busiest 25 days."""
    busy: Counter[tuple[int, int]] = Counter()
    for event, place in zip(year.problem.events, year.plan.placements, strict=True):
        if place.start is not None:
            for role in (LEAD, SECOND):
                days = range(place.start, place.start + event.length)
                busy.update((place.teams[role][0], day // 25) for day in days)
    trainer, part = max(busy, key=lambda key: (busy[key], key))
    resources = list(year.problem.resources)
    bar = Bar("ill", tuple(range(part * 25, part * 25 + 25)))
    resources[trainer] = replace(resources[trainer], bars=(*resources[trainer].bars, bar))
    return replace(year.problem, resources=tuple(resources))


def _again(problem: Problem, year: Planted, begin: float) -> Iterator[Figure]:
    from trainhub.engine.exact.replan import prove, replan

    mended = replan(problem, year.plan, near=NEAR)
    took = time.perf_counter() - begin
    told = f"ring {mended.ring}, {mended.changes} changes, proven {mended.proven}, anywhere at least {mended.bound}"
    told += f"; by a longer proof {prove(problem, year.plan, work=PROOF)}"
    yield "again", round(took, 2), "s", f"at most 2; {told}"
    yield "broken", mended.score.hard, "rules", "by the plan that was mended"
    yield "proven", int(mended.proven), "of 1", "mended with the fewest changes of its ring"


def _reasons() -> Iterator[Figure]:
    from trainhub.engine.exact.explain import explain

    named, longest, repaired = 0, 0.0, 0
    for name in clashes.KINDS:
        clash = clashes.clash(name)
        begin = time.perf_counter()
        found = explain(clash.problem)
        longest = max(longest, time.perf_counter() - begin)
        if found is not None:
            named += (set(found.rules), set(found.events), found.proven) == (clash.rules, clash.events, True)
            repaired += len(found.repairs) == 3
    yield "reason_reasons", named, f"of {len(clashes.KINDS)}", "named exactly"
    yield "reason_repairs", repaired, f"of {len(clashes.KINDS)}", "with three repairs"
    yield "reason_longest", round(longest, 1), "s", "of one explanation with its repairs"


def _networks(centres: int) -> Iterator[Figure]:
    small, large = max(1, centres // 5), centres
    work = {size: _network(size) for size in (small, large)}
    took, _, cost, planted, events = work[large]
    told = f"{events} events of {large} centres, at most 600; ours {cost}, planted {planted}"
    yield "network_network", round(took, 1), "s", told
    growth = work[large][1] / work[small][1] / (large / small)
    yield (
        "network_growth",
        round(growth, 2),
        "times linear",
        f"from {small} to {large} centres, processor time, at most 1.2",
    )


def _network(centres: int) -> tuple[float, float, int, int, int]:
    """Return time, processor time, cost, planted cost and events; the budget grows with the network."""
    made = network(1, centres)
    begin, worked = time.perf_counter(), time.process_time()
    steps = len(made.problem.events) * NETWORK_STEPS
    outcome = solving.solve(made.problem, steps=steps)
    took, work = time.perf_counter() - begin, time.process_time() - worked
    assert outcome.score.hard == 0
    return took, work, outcome.score.cost, made.cost, len(made.problem.events)


NETWORK_STEPS = 30_000
"""Steps per event: the blocks of the first plan, then what each centre and what they share gets."""
