"""The plan language: all that the engine understands. Compilers turn a centre's year or a timetable into it.

Everything is a frozen value of texts and whole numbers, so that a problem has one canonical form (`written`) and one
hash. A hard rule carries a key: who compiled the problem turns keys into words when nothing fits. Several rules may
share a key; then they are one rule for people ("1 May") and are relaxed together.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A named reason that refuses some numbers: periods of a resource, starts of an event, resources of a role."""

    key: str
    refused: Numbers


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many periods of use from `first` to `last`, both counted."""

    key: str
    first: int
    last: int
    most: int


@dataclass(frozen=True, slots=True)
class Resource:
    """A room, a person, a pool of interpreters, a sum of money."""

    key: str
    bars: tuple[Bar, ...] = ()
    capacity: int | None = 1
    """How many events at once; None: any number."""
    stock: int | None = None
    """How much of it there is to use up, all in all; None: it is not used up."""
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """What an event needs: from `least` to `most` of the candidates (numbers of resources)."""

    key: str
    candidates: Numbers
    least: int = 1
    most: int = 1
    costs: Numbers = ()
    """What each candidate costs in points; empty: nothing."""
    uses: Numbers = ()
    """How much of each candidate's stock is used up; empty: nothing."""
    bars: tuple[Bar, ...] = ()
    before: int = 0
    """Periods before the event in which the resource may serve no other event; `after` likewise."""
    after: int = 0
    rests: Numbers = ()
    """So many periods more, before and after, each candidate is kept free; empty: none."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be placed: it takes `length` periods in a row from one of its starts."""

    key: str
    starts: Numbers
    length: int = 1
    start_costs: Numbers = ()
    bars: tuple[Bar, ...] = ()
    drop_cost: int | None = None
    """What it costs to leave it out; None: it must be placed."""
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Hard: no two of the events at once."""

    key: str
    events: Numbers


@dataclass(frozen=True, slots=True)
class Choice:
    """If the event is placed, at least `least` of the (role, resource) pairs serve it. No weight: hard."""

    key: str
    event: int
    any_of: tuple[tuple[int, int], ...]
    least: int = 1
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """If both are placed, `after` starts `gap` periods or more after the end of `before`. No weight: hard."""

    key: str
    before: int
    after: int
    gap: int = 0
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The events start in at least `least` buckets (or as many as are placed); a missing one costs the weight."""

    key: str
    events: Numbers
    bucket: str
    least: int
    weight: int


@dataclass(frozen=True, slots=True)
class Compact:
    """An event that no other of the events touches within its bucket costs the weight."""

    key: str
    events: Numbers
    bucket: str
    weight: int


@dataclass(frozen=True, slots=True)
class Stable:
    """The events share one resource in the role of that key; each further resource costs the weight."""

    key: str
    events: Numbers
    role: str
    weight: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Each of the resources serves at most `most` periods; each period above costs the weight."""

    key: str
    resources: Numbers
    most: int
    weight: int


@dataclass(frozen=True, slots=True)
class Cover:
    """Placed events reach amounts; what they leave open of the steps (size, worth of each unit) costs its worth.

    Steps are filled in order. They are the reach that is wanted: the first heads of a country are worth more.
    """

    key: str
    targets: tuple[tuple[int, int], ...]
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """Re-planning: `moved` if the event does not start as before, `changed` for each role with another team."""

    key: str
    event: int
    start: int | None
    teams: tuple[Numbers, ...]
    moved: int
    changed: int


Rule = Exclusive | Choice | Order | Spread | Compact | Stable | Balance | Cover | Keep
RULES: dict[str, Any] = {
    kind.__name__: kind for kind in (Exclusive, Choice, Order, Spread, Compact, Stable, Balance, Cover, Keep)
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be planned. Periods are the smallest unit of time, numbered from 0."""

    periods: int
    buckets: tuple[tuple[str, Numbers], ...]
    """Names for ways to divide the periods: (day, the day of every period)."""
    resources: tuple[Resource, ...]
    events: tuple[Event, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one event is: its start (None: left out) and, per role, the resources in ascending order."""

    start: int | None
    teams: tuple[Numbers, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One placement per event, in the order of the problem's events."""

    placements: tuple[Placement, ...]


def written(thing: Problem | Plan) -> bytes:
    """Return the canonical bytes of a problem or a plan."""
    raw = asdict(thing)
    if isinstance(thing, Problem):
        _without_rests(raw)
        raw["rules"] = [[type(rule).__name__, asdict(rule)] for rule in thing.rules]
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _without_rests(raw: dict[str, Any]) -> None:
    """Leave out what no role says: a problem without rests is written as it was before there were any."""
    for role in (role for event in raw["events"] for role in event["roles"]):
        if not role["rests"]:
            del role["rests"]


def digest(thing: Problem | Plan) -> str:
    """Return the hash that names a problem or a plan."""
    return hashlib.sha256(written(thing)).hexdigest()


def read_problem(data: bytes) -> Problem:
    """Read what `written` wrote."""
    raw = json.loads(data)
    return Problem(
        periods=raw["periods"],
        buckets=_deep(raw["buckets"]),
        resources=tuple(_resource(item) for item in raw["resources"]),
        events=tuple(_event(item) for item in raw["events"]),
        rules=tuple(RULES[kind](**_values(item)) for kind, item in raw["rules"]),
    )


def read_plan(data: bytes) -> Plan:
    """Read what `written` wrote."""
    return Plan(tuple(Placement(**_values(item)) for item in json.loads(data)["placements"]))


def allowed(event: Event) -> Numbers:
    """Return the starts that no bar refuses."""
    refused = {start for bar in event.bars for start in bar.refused}
    return tuple(start for start in event.starts if start not in refused)


def eligible(role: Role) -> Numbers:
    """Return the candidates that no bar refuses."""
    refused = {number for bar in role.bars for number in bar.refused}
    return tuple(number for number in role.candidates if number not in refused)


def _resource(raw: dict[str, Any]) -> Resource:
    limits = tuple(Limit(**item) for item in raw["limits"])
    return Resource(**_values(raw) | {"bars": _bars(raw), "limits": limits})


def _event(raw: dict[str, Any]) -> Event:
    roles = tuple(Role(**_values(item) | {"bars": _bars(item)}) for item in raw["roles"])
    return Event(**_values(raw) | {"bars": _bars(raw), "roles": roles})


def _bars(raw: dict[str, Any]) -> tuple[Bar, ...]:
    return tuple(Bar(**_values(item)) for item in raw["bars"])


def _values(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: _deep(value) for name, value in raw.items()}


def _deep(value: Any) -> Any:
    return tuple(_deep(item) for item in value) if isinstance(value, list) else value
