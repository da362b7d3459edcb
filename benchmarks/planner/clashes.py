"""Years that cannot work, for a reason that was put into them: the explanation must name exactly that.

Each is a loose centre's year, in which all fits, with a few more events that clash, and rules beside them that have
nothing to do with the clash.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from trainhub.engine.language import (
    Bar,
    Choice,
    Event,
    Exclusive,
    Limit,
    Numbers,
    Order,
    Problem,
    Resource,
    Role,
    Rule,
)

from .planted import DAYS, FIRST_FUND, FIRST_TRAINER, ROOMS, centre

ALWAYS = tuple(range(DAYS))


@dataclass(frozen=True, slots=True)
class Clash:
    """A problem in which not all fits, and why: the keys of the rules and of the events that clash."""

    name: str
    problem: Problem
    rules: frozenset[str]
    events: frozenset[str]


class Ground:
    """A loose year to put a clash into."""

    def __init__(self, seed: int, size: int) -> None:
        problem = centre(seed, size).problem
        self.periods, self.buckets = problem.periods, problem.buckets
        self.resources = [replace(entry, bars=(), stock=_double(entry.stock)) for entry in problem.resources]
        events = [replace(event, drop_cost=None) for event in problem.events[: size * 4 // 5]]
        self.events = events
        self.rules: list[Rule] = [
            rule for rule in problem.rules if isinstance(rule, Choice) and rule.event < len(events)
        ]

    def resource(self, key: str, *bars: Bar, capacity: int | None = 1, stock: int | None = None, most: int = 0) -> int:
        """Add a resource; `most`: a limit for days 100 to 120."""
        limits = (Limit(f"{key}:limit", 100, 120, most),) if most else ()
        self.resources.append(Resource(key, bars, capacity, stock, limits))
        return len(self.resources) - 1

    def event(self, key: str, starts: range, *roles: Role, length: int = 2, bars: tuple[Bar, ...] = ()) -> int:
        """Add an event that also needs one of the year's rooms and trainers, and has a harmless bar."""
        room = Role("room", tuple(range(ROOMS)))
        helper = Role("second", tuple(range(FIRST_TRAINER, FIRST_FUND)))
        harmless = Bar(f"{key}:harmless", (starts[len(starts) // 2],))
        self.events.append(Event(key, tuple(starts), length, (), (harmless, *bars), None, (*roles, room, helper)))
        return len(self.events) - 1

    def problem(self) -> Problem:
        """Return the year with all that was put in."""
        return Problem(self.periods, self.buckets, tuple(self.resources), tuple(self.events), tuple(self.rules))


def _double(stock: int | None) -> int | None:
    return None if stock is None else 2 * stock


Reason = tuple[set[str], set[str]]


def _window_and_lead(g: Ground) -> Reason:
    bars = Bar("window", tuple(range(40, 50))), Bar("lead", tuple(range(50, 61)))
    g.event("x", range(40, 60), bars=bars)
    return {"window", "lead"}, {"x"}


def _three_bars(g: Ground) -> Reason:
    bars = Bar("decree", (30, 31, 32)), Bar("term", (33, 34)), Bar("visa", (35, 36, 37, 38))
    g.event("x", range(30, 38), bars=bars)
    return {"decree", "term", "visa"}, {"x"}


def _shared_holiday(g: Ground) -> Reason:
    g.event("x", range(30, 33), bars=(Bar("may", (30, 31)), Bar("window", (32, 33))))
    g.event("y", range(30, 40), bars=(Bar("may", (30, 31)),))
    return {"may", "window"}, {"x"}


def _stock(g: Ground, uses: Numbers, stock: int) -> Reason:
    fund = g.resource("donor", capacity=None, stock=stock)
    for number, use in enumerate(uses):
        g.event(f"x{number}", range(20 + 30 * number, 60 + 30 * number), Role("fund", (fund,), uses=(use,)))
    return {"stock:donor"}, {f"x{number}" for number in range(len(uses))}


def _language_and_illness(g: Ground) -> Reason:
    one, other = (g.resource(f"french{n}", Bar(f"ill{n}", ALWAYS)) for n in range(2))
    third = g.resource("english")
    x = g.event("x", range(50, 90), Role("lead", (one, other, third)))
    g.rules.append(Choice("language", x, ((0, one), (0, other))))
    return {"ill0", "ill1", "language"}, {"x"}


def _month(g: Ground) -> Reason:
    trainer = g.resource("busy", most=5)
    for number in range(2):
        g.event(f"x{number}", range(100, 116), Role("lead", (trainer,)), length=3)
    return {"busy:limit"}, {"x0", "x1"}


def _two_months(g: Ground) -> Reason:
    pair = g.resource("one", most=5), g.resource("two", most=5)
    for number in range(3):
        g.event(f"x{number}", range(100, 116), Role("lead", pair), length=3)
    return {"one:limit", "two:limit"}, {"x0", "x1", "x2"}


def _chain(g: Ground) -> Reason:
    a = g.event("a", range(1, 30), bars=(Bar("visa", tuple(range(1, 20))),))
    b = g.event("b", range(1, 60))
    c = g.event("c", range(5, 60), bars=(Bar("project", tuple(range(25, 61))),))
    g.rules += [Order("a-b", a, b, 2), Order("b-c", b, c, 2)]
    return {"visa", "project", "a-b", "b-c"}, {"a", "b", "c"}


def _circle(g: Ground) -> Reason:
    a, b, c = (g.event(name, range(10, 200)) for name in "abc")
    g.rules += [Order("a-b", a, b), Order("b-c", b, c), Order("c-a", c, a)]
    return {"a-b", "b-c", "c-a"}, {"a", "b", "c"}


def _audience(g: Ground) -> Reason:
    group = tuple(g.event(f"x{number}", range(70, 74)) for number in range(3))
    g.rules.append(Exclusive("audience", group))
    return {"audience"}, {"x0", "x1", "x2"}


def _room(g: Ground) -> Reason:
    hall = g.resource("hall")
    for number in range(2):
        g.event(f"x{number}", range(80, 83), Role("hall", (hall,)), length=3)
    return {"busy:hall"}, {"x0", "x1"}


def _closed(g: Ground) -> Reason:
    hall = g.resource("hall", Bar("works", tuple(range(80, 100))))
    g.event("x", range(78, 120), Role("hall", (hall,)), bars=(Bar("harvest", (78, *range(100, 121))),), length=2)
    return {"works", "harvest"}, {"x"}


def _two_choices(g: Ground) -> Reason:
    one, other = g.resource("woman"), g.resource("speaker")
    x = g.event("x", range(50, 90), Role("lead", (one, other)))
    g.rules += [Choice("gender", x, ((0, one),)), Choice("language", x, ((0, other),))]
    return {"gender", "language"}, {"x"}


def _visa_and_illness(g: Ground) -> Reason:
    one, other = g.resource("one", Bar("ill", ALWAYS)), g.resource("other")
    g.event("x", range(50, 90), Role("lead", (one, other), bars=(Bar("no visa", (other,)),)))
    return {"ill", "no visa"}, {"x"}


def _donor_window(g: Ground) -> Reason:
    fund = g.resource("donor", Bar("closed", tuple(range(60, DAYS))), capacity=None)
    g.event("x", range(40, 90), Role("fund", (fund,)), bars=(Bar("lead", tuple(range(40, 59))),))
    return {"closed", "lead"}, {"x"}


def _wrong_donor(g: Ground) -> Reason:
    rich, poor = g.resource("rich", capacity=None, stock=900), g.resource("poor", capacity=None, stock=30)
    bars = (Bar("country", (rich,)),)
    g.event("x", range(40, 90), Role("fund", (rich, poor), uses=(50, 50), bars=bars))
    g.event("y", range(40, 90), Role("fund", (rich, poor), uses=(20, 20)))
    return {"country", "stock:poor"}, {"x"}


def _interpreters(g: Ground) -> Reason:
    pool = g.resource("interpreters", capacity=2)
    for number in range(3):
        g.event(f"x{number}", range(140, 142), Role("interpreter", (pool,)), length=3)
    return {"busy:interpreters"}, {"x0", "x1", "x2"}


def _travel(g: Ground) -> Reason:
    trainer = g.resource("traveller")
    role = Role("lead", (trainer,), before=2, after=2)
    for number in range(2):
        g.event(f"x{number}", range(150, 154), role, length=2)
    return {"busy:traveller"}, {"x0", "x1"}


def _illness_and_load(g: Ground) -> Reason:
    pair = g.resource("one", Bar("ill", tuple(range(155, 190)))), g.resource("two")
    for number in range(2):
        g.event(f"x{number}", range(160, 162), Role("lead", pair), length=3)
    return {"ill", "busy:two"}, {"x0", "x1"}


KINDS: dict[str, Callable[[Ground], Reason]] = {
    "window and lead time": _window_and_lead,
    "decree, term, visa": _three_bars,
    "a holiday of many": _shared_holiday,
    "stock of three": lambda g: _stock(g, (40, 40, 40), 110),
    "stock of five": lambda g: _stock(g, (30, 20, 25, 30, 35), 125),
    "language and illness": _language_and_illness,
    "days in a month": _month,
    "days of two trainers": _two_months,
    "chain": _chain,
    "circle": _circle,
    "audience": _audience,
    "room": _room,
    "works and harvest": _closed,
    "two choices": _two_choices,
    "visa and illness": _visa_and_illness,
    "donor's window": _donor_window,
    "wrong donor": _wrong_donor,
    "interpreters": _interpreters,
    "travel": _travel,
    "illness and load": _illness_and_load,
}


def clash(name: str, size: int = 50, seed: int = 7) -> Clash:
    """Return a year with the clash of that name in it."""
    ground = Ground(seed, size)
    rules, events = KINDS[name](ground)
    return Clash(name, ground.problem(), frozenset(rules), frozenset(events))
