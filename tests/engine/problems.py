"""Small random problems that use every word of the plan language."""

import random

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
    Problem,
    Resource,
    Role,
    Rule,
    Spread,
    Stable,
)

PERIODS = 20


def year(seed: int, events: int = 8, roomy: bool = False) -> Problem:
    """Return a problem of the general kind."""
    luck = random.Random(seed)
    resources = (
        *(Resource(f"room {n}", (Bar(f"closed {n}", _some(luck, PERIODS, 3)),)) for n in range(2)),
        *(Resource(f"person {n}", limits=(Limit(f"days {n}", 2, 12, 20 if roomy else 5),)) for n in range(4)),
        Resource("pool", capacity=2),
        *(Resource(f"fund {n}", (Bar(f"window {n}", (0, 1)),), None, 60 if roomy else 12) for n in range(2)),
    )
    made = tuple(_event(luck, number) for number in range(events))
    return Problem(
        periods=PERIODS,
        buckets=(("day", tuple(p // 2 for p in range(PERIODS))), ("week", tuple(p // 10 for p in range(PERIODS)))),
        resources=resources,
        events=made,
        rules=tuple(_rules(luck, events)),
    )


def grid(seed: int, events: int = 14) -> Problem:
    """Return a problem that fits a grid."""
    luck = random.Random(seed)
    rooms = tuple(range(4))
    resources = (*(Resource(f"room {n}", (Bar(f"closed {n}", (n,)),)) for n in rooms), *map(Resource, ("a", "b", "c")))
    made = []
    for number in range(events // 2):
        role = Role("room", rooms, costs=tuple(luck.randrange(4) for _ in rooms), bars=_bars(luck, "refused", 4, 1))
        fixed = Role("teacher", (4 + luck.randrange(3),))
        starts = tuple(range(PERIODS))
        costs = tuple(luck.randrange(3) for _ in starts) if luck.random() < 0.5 else ()
        event = Event(f"e{number}", starts, 1, costs, _bars(luck, f"never {number}", PERIODS, 4), roles=(fixed, role))
        made += [event, event]
    rules: list[Rule] = []
    for number in range(5):
        some = _some(luck, events, luck.randrange(3, 6))
        rules.append(Exclusive(f"x{number}", some))
        rules.append(Compact(f"c{number}", some, "day", luck.randrange(1, 4)))
        rules.append(Spread(f"d{number}", _some(luck, events, 4), "week", 2, luck.randrange(1, 6)))
        rules.append(Stable(f"s{number}", some, "room", luck.randrange(1, 3)))
    buckets = (("day", tuple(p // 5 for p in range(PERIODS))), ("week", tuple(p // 10 for p in range(PERIODS))))
    return Problem(PERIODS, buckets, resources, tuple(made), tuple(rules))


def _some(luck: random.Random, of: int, size: int) -> tuple[int, ...]:
    return tuple(sorted(luck.sample(range(of), min(of, size))))


def _bars(luck: random.Random, key: str, of: int, size: int) -> tuple[Bar, ...]:
    return (Bar(key, _some(luck, of, size)),) if luck.random() < 0.6 else ()


def _event(luck: random.Random, number: int) -> Event:
    length = luck.randrange(1, 5)
    starts = _some(luck, PERIODS - length + 1, 10)
    room = Role("room", (0, 1), costs=(0, 2), bars=_bars(luck, f"small {number}", 2, 1))
    people = Role("trainer", (2, 3, 4, 5), 1, 2, costs=(1, 0, 2, 0), before=1, after=luck.randrange(2))
    helper = Role("interpreter", (6,), 0, 1, costs=(3,))
    money = Role("fund", (7, 8), uses=(luck.randrange(1, 6), luck.randrange(1, 6)))
    costs = tuple(luck.randrange(4) for _ in starts)
    bars = (*_bars(luck, f"holiday {number}", PERIODS, 3), *_bars(luck, "week-end", PERIODS, 2))
    drop = None if luck.random() < 0.3 else luck.randrange(5, 40)
    return Event(f"e{number}", starts, length, costs, bars, drop, (room, people, helper, money))


def _rules(luck: random.Random, events: int) -> list[Rule]:
    rules: list[Rule] = [Balance("balance", (2, 3, 4), 4, 2)]
    for number in range(3):
        one, two = luck.sample(range(events), 2)
        weight = luck.choice([None, 4])
        rules.append(Exclusive(f"cohort {number}", _some(luck, events, 3)))
        rules.append(Choice(f"mix {number}", one, ((1, 2), (1, 3), (2, 6)), 1, weight))
        rules.append(Order(f"level {number}", one, two, luck.randrange(3), luck.choice([None, 3])))
        rules.append(Spread(f"spread {number}", _some(luck, events, 3), "week", 2, 5))
        rules.append(Compact(f"trip {number}", _some(luck, events, 4), "week", 3))
        rules.append(Stable(f"same {number}", _some(luck, events, 3), "trainer", 2))
        targets = tuple((event, luck.randrange(1, 9)) for event in _some(luck, events, 3))
        rules.append(Cover(f"need {number}", targets, ((5, 4), (10, 1))))
        rules.append(Keep(f"keep {number}", one, luck.choice([None, 4]), ((0,), (2, 3), (), (7,)), 10, 3))
    return rules
