"""Problems by chance: small ones that use every word of the plan language."""

from dataclasses import replace
from itertools import combinations, product
from math import prod
from random import Random

from trainhub.engine.judge import score
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
    allowed,
    eligible,
)

PERIODS = 8


def problem(seed: int, events: int = 3, resources: int = 4) -> Problem:
    """Return a problem that is the same for a seed."""
    chance = Random(seed)
    made = tuple(_event(chance, f"e{number}", resources) for number in range(events))
    pools = tuple(_resource(chance, f"r{number}") for number in range(resources))
    day = tuple(period // 3 for period in range(PERIODS))
    rules = tuple(_rule(chance, f"x{number}", made, resources) for number in range(chance.randint(2, 6)))
    return Problem(PERIODS, (("day", day), ("half", tuple(p // 4 for p in range(PERIODS)))), pools, made, rules)


def _some(chance: Random, most: int, least: int = 1) -> tuple[int, ...]:
    return tuple(sorted(chance.sample(range(most), chance.randint(least, most))))


def _bars(chance: Random, key: str, most: int) -> tuple[Bar, ...]:
    return (Bar(f"{key}:bar", _some(chance, most)[:2]),) if chance.random() < 0.4 else ()


def _event(chance: Random, key: str, resources: int) -> Event:
    length = chance.choice((1, 1, 2, 3))
    starts = tuple(start for start in _some(chance, PERIODS, 4) if start + length <= PERIODS)
    costs = tuple(chance.choice((0, 0, 1, 5)) for _ in starts) if chance.random() < 0.6 else ()
    roles = tuple(_role(chance, f"role{number}", resources) for number in range(chance.randint(0, 2)))
    drop = None if chance.random() < 0.5 else chance.randint(3, 30)
    return Event(key, starts, length, costs, _bars(chance, key, PERIODS), drop, roles)


def _role(chance: Random, key: str, resources: int) -> Role:
    candidates = _some(chance, resources)
    least = chance.randint(0, min(2, len(candidates)))
    most = max(least, chance.choice((least, 1, 2)))
    costs = tuple(chance.randint(0, 4) for _ in candidates) if chance.random() < 0.5 else ()
    uses = tuple(chance.randint(0, 4) for _ in candidates) if chance.random() < 0.5 else ()
    pads = chance.choice(((0, 0), (0, 0), (1, 0), (0, 2)))
    return Role(key, candidates, least, most, costs, uses, _bars(chance, key, resources), *pads)


def _resource(chance: Random, key: str) -> Resource:
    limits = (Limit(f"{key}:limit", 2, 5, chance.randint(0, 3)),) if chance.random() < 0.4 else ()
    stock = chance.randint(2, 8) if chance.random() < 0.5 else None
    return Resource(key, _bars(chance, key, PERIODS), chance.choice((1, 1, 2, None)), stock, limits)


def _rule(chance: Random, key: str, events: tuple[Event, ...], resources: int) -> Rule:
    group = _some(chance, len(events), min(2, len(events)))
    one, other = chance.sample(range(len(events)), 2)
    pairs = [(r, n) for r, role in enumerate(events[one].roles) for n in role.candidates]
    weight = chance.randint(1, 9)
    rules: list[Rule] = [
        Exclusive(key, group),
        Order(key, one, other, chance.randint(0, 2), chance.choice((None, weight))),
        Spread(key, group, "day", chance.randint(2, 3), weight),
        Compact(key, group, "half", weight),
        Stable(key, group, "role0", weight),
        Balance(key, _some(chance, resources), chance.randint(0, 2), weight),
        Cover(key, tuple((event, chance.randint(1, 4)) for event in group), ((2, chance.randint(1, 5)), (3, 2))),
        Keep(key, one, *_before(chance, events[one]), chance.randint(1, 9), chance.randint(1, 4)),
    ]
    if pairs:
        rules.append(Choice(key, one, tuple(pairs[:3]), 1, chance.choice((None, weight))))
    return chance.choice(rules)


def _before(chance: Random, event: Event) -> tuple[int | None, tuple[tuple[int, ...], ...]]:
    if chance.random() < 0.2 or not event.starts:
        return None, ((),) * len(event.roles)
    return chance.choice(event.starts), tuple(role.candidates[: role.least] for role in event.roles)


def rested(problem: Problem, seed: int) -> Problem:
    """Return a problem in which some candidates are kept free for a period before and after."""
    chance = Random(seed)

    def resting(role: Role) -> Role:
        return replace(role, rests=tuple(chance.choice((0, 0, 1)) for _ in role.candidates))

    events = (replace(event, roles=tuple(map(resting, event.roles))) for event in problem.events)
    return replace(problem, events=tuple(events))


def everything(problem: Problem) -> list[Plan]:
    """Return every plan that could be thought of, placement by placement within its own event's rules."""
    return [Plan(tuple(placements)) for placements in product(*(_placements(event) for event in problem.events))]


def _placements(event: Event) -> list[Placement]:
    teams = [
        [team for size in range(role.least, role.most + 1) for team in combinations(eligible(role), size)]
        for role in event.roles
    ]
    found = [Placement(start, chosen) for start in allowed(event) for chosen in product(*teams)]
    return found if event.drop_cost is None else [*found, Placement(None, ((),) * len(event.roles))]


def size(problem: Problem) -> int:
    """Return how many plans `everything` has."""
    return prod(len(_placements(event)) for event in problem.events)


def cheapest(problem: Problem) -> int | None:
    """Return the cost of the best plan by trying all; None if none keeps the hard rules."""
    scores = (score(problem, plan) for plan in everything(problem))
    return min((found.cost for found in scores if not found.hard), default=None)
