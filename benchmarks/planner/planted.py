"""A centre's year with a plan planted in it whose cost nobody can beat.

The planted plan fills the rooms' open days and spends the money to the last unit. Every soft rule but the dropping of
events costs nothing in it. Events that are planted bring more than WORTH points for each unit of money, those that are
not bring less: so by the price of the money alone (the dual of the knapsack) no plan costs less than the planted one.
Events that are not planted bring more points each, though: who takes the best first runs out of money and rooms.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from trainhub.engine.language import (
    Balance,
    Bar,
    Choice,
    Cover,
    Event,
    Exclusive,
    Limit,
    Numbers,
    Order,
    Placement,
    Plan,
    Problem,
    Resource,
    Role,
    Rule,
    Stable,
)

DAYS, COUNTRIES, ROOMS, TRAINERS, FUNDS, MODULES = 250, 13, 6, 40, 5, 24
FIRST_TRAINER, FIRST_FUND = ROOMS, ROOMS + TRAINERS
MONTH, MONTH_MOST = 21, 14
WORTH = 2
PLANTED_SHARE = 0.8
LANGUAGES = ("en", "ru", "fr")
WINDOWS = ((0, DAYS - 1), (0, 140), (90, DAYS - 1), (30, 200), (0, DAYS - 1))
ROOM, LEAD, SECOND, FUND = range(4)


@dataclass(frozen=True, slots=True)
class Planted:
    """A problem, the plan in it, what it costs (and nothing costs less), and how full it is."""

    problem: Problem
    plan: Plan
    cost: int
    rooms: float
    money: float


@dataclass
class Trainer:
    """A trainer while a year is being made."""

    speaks: tuple[str, ...]
    busy: set[int] = field(default_factory=set)
    months: Counter[int] = field(default_factory=Counter)
    days: int = 0

    def free(self, start: int, length: int) -> bool:
        """Say whether the trainer could take this, with a day to travel before it."""
        clear = self.busy.isdisjoint(range(start - 1, start + length))
        return clear and all(self.months[m] + days <= MONTH_MOST for m, days in _months(start, length).items())

    def take(self, start: int, length: int) -> None:
        """Serve an event."""
        self.busy.update(range(start - 1, start + length))
        self.months.update(_months(start, length))
        self.days += length


@dataclass
class Draft:
    """An event while a year is being made."""

    room: int
    start: int
    length: int
    planted: bool
    money: int
    points: int
    module: int = 0
    lead: int = 0
    second: int = 0
    fund: int = 0

    @property
    def days(self) -> range:
        return range(self.start, self.start + self.length)


@dataclass
class Year:
    """A centre's year while it is being made."""

    chance: Random
    name: str
    drafts: list[Draft]
    open_days: list[set[int]]
    trainers: list[Trainer]
    experts: list[list[int]]
    holidays: list[set[int]]
    """By country."""


def _months(start: int, length: int) -> Counter[int]:
    return Counter(day // MONTH for day in range(start, start + length))


def centre(seed: int, size: int = 100, name: str = "") -> Planted:
    """Return a centre's year; the same for a seed."""
    chance = Random(seed)
    drafts, open_days = _rooms(chance, round(size * PLANTED_SHARE))
    drafts += [_temptation(chance) for _ in range(size - len(drafts))]
    trainers = [Trainer(tuple(sorted(chance.sample(LANGUAGES, chance.randint(1, 2))))) for _ in range(TRAINERS)]
    experts = [sorted(chance.sample(range(TRAINERS), 6)) for _ in range(MODULES)]
    holidays = [set(chance.sample(range(DAYS), 8)) for _ in range(COUNTRIES)]
    year = Year(chance, name, drafts, open_days, trainers, experts, holidays)
    for draft in drafts:
        _staff(year, draft)
    return _written(year)


def _rooms(chance: Random, events: int) -> tuple[list[Draft], list[set[int]]]:
    """Fill runs of open days of each room with events, back to back."""
    drafts: list[Draft] = []
    open_days: list[set[int]] = []
    for room in range(ROOMS):
        mine = events * (room + 1) // ROOMS - events * room // ROOMS
        runs = _runs(chance, mine)
        slack = DAYS - sum(size for _, size in runs)
        cuts = sorted(chance.randint(0, slack) for _ in runs)
        opened: set[int] = set()
        done = 0
        for (lengths, size), cut in zip(runs, cuts, strict=True):
            opened.update(range(done + cut, done + cut + size))
            drafts.extend(_chain(chance, room, done + cut, lengths))
            done += size
        open_days.append(opened)
    return drafts, open_days


def _runs(chance: Random, events: int) -> list[tuple[list[int], int]]:
    """Return the lengths of the events of each run, and how long it is: two to four days stay empty."""
    found = []
    while events:
        lengths = [chance.randint(4, 10) for _ in range(min(events, chance.randint(2, 4)))]
        found.append((lengths, sum(lengths) + chance.choice((2, 3, 4))))
        events -= len(lengths)
    return found


def _chain(chance: Random, room: int, day: int, lengths: list[int]) -> list[Draft]:
    drafts = []
    for length in lengths:
        money = 5 * chance.randint(2, 6)
        drafts.append(Draft(room, day, length, True, money, int(money * WORTH * chance.uniform(1.1, 1.6)) + 1))
        day += length
    return drafts


def _temptation(chance: Random) -> Draft:
    """Return an event that brings many points, but for too much money."""
    money = 5 * chance.randint(9, 16)
    points = int(money * WORTH * chance.uniform(0.75, 0.95))
    return Draft(chance.randrange(ROOMS), chance.randint(20, DAYS - 30), chance.randint(5, 9), False, money, points)


def _staff(year: Year, draft: Draft) -> None:
    """Choose a module, two trainers who are free, and a fund that is open."""
    chance = year.chance
    draft.module = chance.randrange(MODULES)
    draft.fund = chance.choice(
        [f for f, (first, last) in enumerate(WINDOWS) if first <= draft.start and draft.days.stop - 1 <= last]
    )
    draft.lead = _trainer(year, draft, None)
    draft.second = _trainer(year, draft, draft.lead)


def _trainer(year: Year, draft: Draft, other: int | None) -> int:
    free = [t for t, trainer in enumerate(year.trainers) if trainer.free(draft.start, draft.length) and t != other]
    experts = [t for t in free if t in year.experts[draft.module]]
    found = year.chance.choice(experts or free)
    if found not in year.experts[draft.module]:
        year.experts[draft.module].append(found)
    if draft.planted:
        year.trainers[found].take(draft.start, draft.length)
    return found


def _written(year: Year) -> Planted:
    events, placements = [], []
    hosts = _host_holidays(year)
    for number, draft in enumerate(year.drafts):
        events.append(_event(year, number, draft, hosts))
        teams = (
            (draft.room,),
            (FIRST_TRAINER + draft.lead,),
            (FIRST_TRAINER + draft.second,),
            (FIRST_FUND + draft.fund,),
        )
        placements.append(Placement(draft.start, teams) if draft.planted else Placement(None, ((),) * 4))
    months = tuple(day // MONTH for day in range(DAYS))
    resources = (*_room_resources(year), *_trainer_resources(year), *_funds(year))
    problem = Problem(DAYS, (("month", months),), resources, tuple(events), tuple(_rules(year, events)))
    used = sum(draft.length for draft in year.drafts if draft.planted)
    cost = sum(draft.points for draft in year.drafts if not draft.planted)
    return Planted(problem, Plan(tuple(placements)), cost, used / sum(map(len, year.open_days)), 1.0)


def _host_holidays(year: Year) -> list[int]:
    """Return days off at the centre: on none of them an event is planted."""
    taken = {day for draft in year.drafts if draft.planted for day in draft.days}
    calm = [day for day in range(DAYS) if day not in taken]
    return sorted(year.chance.sample(calm, min(5, len(calm))))


def _event(year: Year, number: int, draft: Draft, hosts: list[int]) -> Event:
    chance = year.chance
    first = max(1, draft.start - chance.randint(10, 60))
    last = min(DAYS - draft.length, draft.start + chance.randint(10, 60))
    starts = tuple(range(min(first, draft.start), last + 1))
    calm = [c for c in range(COUNTRIES) if year.holidays[c].isdisjoint(draft.days)]
    guests = chance.sample(calm, min(len(calm), chance.randint(2, 5)))
    off = Counter(day for country in guests for day in year.holidays[country])
    costs = tuple(3 * sum(off[day] for day in range(start, start + draft.length)) for start in starts)
    bars = [Bar(f"holiday:{day}", tuple(s for s in starts if s <= day < s + draft.length)) for day in hosts]
    bars = [bar for bar in bars if bar.refused]
    key = f"{year.name}e{number}"
    return Event(key, starts, draft.length, costs, tuple(bars), draft.points, _roles(year, draft))


def _roles(year: Year, draft: Draft) -> tuple[Role, ...]:
    chance = year.chance
    rooms = sorted({draft.room, *chance.sample(range(ROOMS), 3)})
    experts = sorted(FIRST_TRAINER + number for number in year.experts[draft.module])
    funds = sorted({draft.fund, *chance.sample(range(FUNDS), 2)})
    lead, second = FIRST_TRAINER + draft.lead, FIRST_TRAINER + draft.second
    return (
        Role("room", tuple(rooms), costs=_prices(chance, rooms, draft.room, 2)),
        Role("lead", tuple(experts), costs=_prices(chance, experts, lead, 4), before=1),
        Role("second", tuple(experts), costs=_prices(chance, experts, second, 3), before=1),
        Role("fund", tuple(FIRST_FUND + f for f in funds), uses=(draft.money,) * len(funds)),
    )


def _prices(chance: Random, candidates: list[int], chosen: int, most: int) -> Numbers:
    return tuple(0 if number == chosen else chance.randint(0, most) for number in candidates)


def _room_resources(year: Year) -> list[Resource]:
    return [
        Resource(f"{year.name}room{number}", (Bar(f"{year.name}closed{number}", _others(days)),))
        for number, days in enumerate(year.open_days)
    ]


def _others(days: set[int]) -> Numbers:
    return tuple(day for day in range(DAYS) if day not in days)


def _trainer_resources(year: Year) -> list[Resource]:
    return [_trainer_resource(year, number) for number in range(TRAINERS)]


def _trainer_resource(year: Year, number: int) -> Resource:
    trainer, key = year.trainers[number], f"{year.name}t{number}"
    away: set[int] = set()
    for _ in range(3):
        first = year.chance.randrange(DAYS)
        away.update(range(first, min(DAYS, first + year.chance.randint(5, 15))))
    bars = (Bar(f"{key}:away", tuple(sorted(away - trainer.busy))),)
    months = range(0, DAYS, MONTH)
    limits = tuple(Limit(f"{key}:month", day, min(DAYS, day + MONTH) - 1, MONTH_MOST) for day in months)
    return Resource(key, bars, limits=limits)


def _funds(year: Year) -> list[Resource]:
    spent = Counter[int]()
    for draft in year.drafts:
        spent[draft.fund] += draft.money * draft.planted
    return [
        Resource(
            f"{year.name}fund{number}",
            (Bar(f"{year.name}window{number}", tuple(d for d in range(DAYS) if not first <= d <= last)),),
            None,
            spent[number],
        )
        for number, (first, last) in enumerate(WINDOWS)
    ]


def _rules(year: Year, events: list[Event]) -> list[Rule]:
    planted = [number for number, draft in enumerate(year.drafts) if draft.planted]
    rules: list[Rule] = [_language(year, number, event) for number, event in enumerate(events)]
    rules += _audiences(year, planted)
    rules += _levels(year, planted)
    most = max(trainer.days for trainer in year.trainers)
    rules.append(Balance(f"{year.name}load", tuple(range(FIRST_TRAINER, FIRST_FUND)), most, 1))
    rules += _needs(year, planted)
    by_lead: dict[int, list[int]] = {}
    for number in planted:
        by_lead.setdefault(year.drafts[number].lead, []).append(number)
    for lead, mine in sorted(by_lead.items()):
        if len(mine) > 1:
            rules.append(Stable(f"{year.name}series{lead}", tuple(mine[:3]), "lead", 5))
    return rules


def _language(year: Year, number: int, event: Event) -> Choice:
    """Somebody speaks the language of the event: one that the planted team speaks."""
    draft = year.drafts[number]
    spoken = year.chance.choice(year.trainers[draft.lead].speaks + year.trainers[draft.second].speaks)
    pairs = [
        (role, trainer)
        for role in (LEAD, SECOND)
        for trainer in event.roles[role].candidates
        if spoken in year.trainers[trainer - FIRST_TRAINER].speaks
    ]
    return Choice(f"{event.key}:language", number, tuple(pairs))


def _audiences(year: Year, planted: list[int]) -> list[Rule]:
    """Return groups of events that the same people attend: never two at once."""
    rules: list[Rule] = []
    for number in range(len(planted) // 4):
        group: list[int] = []
        for event in year.chance.sample(planted, 8):
            days = set(year.drafts[event].days)
            if len(group) < 5 and all(days.isdisjoint(year.drafts[other].days) for other in group):
                group.append(event)
        rules.append(Exclusive(f"{year.name}audience{number}", tuple(sorted(group))))
    return rules


def _levels(year: Year, planted: list[int]) -> list[Rule]:
    rules: list[Rule] = []
    for number in range(len(planted) // 5):
        one, other = sorted(year.chance.sample(planted, 2), key=lambda event: year.drafts[event].start)
        gap = year.drafts[other].start - year.drafts[one].days.stop
        if gap >= 0:
            rules.append(Order(f"{year.name}level{number}", one, other, min(gap, 10)))
    return rules


def _needs(year: Year, planted: list[int]) -> list[Rule]:
    """Return what the modules are to reach: the planted events reach all of it."""
    rules: list[Rule] = []
    for module in range(MODULES):
        targets = tuple((n, year.chance.randint(1, 3)) for n in planted if year.drafts[n].module == module)
        reach = sum(amount for _, amount in targets)
        if reach:
            rules.append(Cover(f"{year.name}need{module}", targets, ((reach - reach // 2, 4), (reach // 2, 2))))
    return rules
