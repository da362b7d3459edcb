"""Every other problem as arrays: lengths, several roles, teams, events that may be left out, stocks, all rules."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from .language import (
    Balance,
    Choice,
    Compact,
    Cover,
    Event,
    Exclusive,
    Keep,
    Numbers,
    Order,
    Placement,
    Plan,
    Problem,
    Resource,
    Role,
    Spread,
    Stable,
    allowed,
    eligible,
)

Array = Any
ENDLESS = 1 << 40
HARD = -1
"""The weight of what may not be."""


class General(NamedTuple):
    """The problem for the kernel; `x_at` cuts list x by event, slot, resource or rule, as said."""

    pad: int  # the table of use begins so many periods before the first
    length: Array
    drop: Array  # cost of leaving an event out, or HARD
    starts_at: Array  # by event
    starts: Array
    start_cost: Array
    slots_at: Array  # by event: places in its teams
    role: Array  # slot -> role of its event
    needed: Array  # slot -> may not stay empty
    before: Array
    after: Array
    candidates_at: Array  # by slot
    candidates: Array
    cost: Array
    use: Array
    capacity: Array  # resource
    stock: Array
    unit: Array  # resource -> what one use takes of its stock, about
    shut: Array  # [resource, period]
    limits_at: Array  # by resource
    limit_first: Array
    limit_last: Array
    limit_most: Array
    exclusive_at: Array  # by event
    exclusive: Array
    orders_at: Array  # by event
    order_other: Array
    order_first: Array  # this event is the earlier one
    order_gap: Array
    order_weight: Array
    choices_at: Array  # by event
    choices: Array
    choice_hit: Array  # [choice, resource] -> bits of roles
    choice_least: Array
    choice_weight: Array
    bucket: Array  # [bucket name, period]
    spreads_at: Array  # by event
    spreads: Array
    spread_bucket: Array
    spread_least: Array
    spread_weight: Array
    compacts_at: Array  # by event: places in the list of members
    compacts: Array
    members_at: Array  # by group
    members: Array
    compact_of: Array  # member -> group
    compact_bucket: Array
    compact_weight: Array
    stables_at: Array  # by slot
    stables: Array
    stable_weight: Array
    balances_at: Array  # by resource
    balance_most: Array
    balance_weight: Array
    covers_at: Array  # by event
    covers: Array
    cover_amount: Array
    steps_at: Array  # by cover
    step_size: Array
    step_worth: Array
    keeps_at: Array  # by event
    keep_start: Array
    keep_moved: Array
    keep_changed: Array
    keep_hit: Array  # [keep, resource] -> bits of roles
    keep_size: Array  # [keep, role]
    logs: Array


def prepared(problem: Problem, logs: Array) -> General:
    """Turn any problem into arrays."""
    per_event = [_places(number, event) for number, event in enumerate(problem.events)]
    slots = [slot for mine in per_event for slot in mine]
    return General(
        pad=max((role.before + role.after for _, _, role, _ in slots), default=0),
        length=_row(event.length for event in problem.events),
        drop=_row(HARD if event.drop_cost is None else event.drop_cost for event in problem.events),
        **_starts(problem),
        slots_at=_at(per_event),
        **_slots(slots),
        **_resources(problem),
        **_relations(problem),
        **_groups(problem, slots),
        **_worth(problem),
        **_keeps(problem),
        logs=logs,
    )


def horizon(problem: Problem) -> int:
    """Return the period after the last that an event can take: who starts in time may end after the last period."""
    ends = (start + event.length for event in problem.events for start in event.starts)
    return max(problem.periods, max(ends, default=0))


def plan(problem: Problem, g: General, when: Array, who: Array) -> Plan:
    """Turn the kernel's answer back into a plan."""
    placements = []
    for number, event in enumerate(problem.events):
        teams: list[list[int]] = [[] for _ in event.roles]
        if when[number] >= 0:
            for slot in range(g.slots_at[number], g.slots_at[number + 1]):
                if who[slot] >= 0:
                    teams[int(g.role[slot])].append(int(who[slot]))
        start = int(when[number]) if when[number] >= 0 else None
        placements.append(Placement(start, tuple(tuple(sorted(team)) for team in teams)))
    return Plan(tuple(placements))


def _row(values: Iterable[Any]) -> Array:
    return np.array(list(values), np.int64)


def _at(lists: Sequence[Sequence[Any]]) -> Array:
    return _row(np.cumsum([0, *(len(items) for items in lists)]))


def _flat(lists: Sequence[Sequence[Any]], place: int | None = None) -> Array:
    return _row(item if place is None else item[place] for items in lists for item in items)


def _starts(problem: Problem) -> dict[str, Array]:
    lists = []
    for event in problem.events:
        costs = dict(zip(event.starts, event.start_costs or (0,) * len(event.starts), strict=True))
        shut = _shut_for(problem, event)
        spans = ((start, range(start, start + event.length)) for start in allowed(event))
        fine = [start for start, span in spans if not shut.intersection(span)]
        lists.append([(start, costs[start]) for start in sorted(fine)])
    return {"starts_at": _at(lists), "starts": _flat(lists, 0), "start_cost": _flat(lists, 1)}


def _shut_for(problem: Problem, event: Event) -> set[int]:
    """Return the periods closed to the event because somebody it cannot do without is away."""
    alone = [eligible(role)[0] for role in event.roles if role.least and len(eligible(role)) == 1]
    return {period for number in alone for bar in problem.resources[number].bars for period in bar.refused}


Slot = tuple[int, int, Role, int]


def _places(number: int, event: Event) -> list[Slot]:
    """Return the places in an event's teams: event, number of the role, role, place in the team."""
    return [
        (number, role_number, role, place)
        for role_number, role in enumerate(event.roles)
        for place in range(min(role.most, max(role.least, len(eligible(role)))))
    ]


def _slots(slots: list[Slot]) -> dict[str, Array]:
    lists = [_candidates(role) for _, _, role, _ in slots]
    return {
        "role": _row(number for _, number, _, _ in slots),
        "needed": _row(place < role.least for _, _, role, place in slots),
        "before": _row(role.before for _, _, role, _ in slots),
        "after": _row(role.after for _, _, role, _ in slots),
        "candidates_at": _at(lists),
        "candidates": _flat(lists, 0),
        "cost": _flat(lists, 1),
        "use": _flat(lists, 2),
    }


def _candidates(role: Role) -> list[tuple[int, int, int]]:
    none = (0,) * len(role.candidates)
    may = set(eligible(role))
    rows = zip(role.candidates, role.costs or none, role.uses or none, strict=True)
    return [row for row in rows if row[0] in may]


def _resources(problem: Problem) -> dict[str, Array]:
    def bound(resource: Resource, name: str) -> int:
        value = getattr(resource, name)
        return ENDLESS if value is None else int(value)

    shut = np.zeros((len(problem.resources), horizon(problem)), np.uint8)
    for number, resource in enumerate(problem.resources):
        for bar in resource.bars:
            shut[number, list(bar.refused)] = 1
    limits = [[(limit.first, limit.last, limit.most) for limit in r.limits] for r in problem.resources]
    return {
        "capacity": _row(bound(resource, "capacity") for resource in problem.resources),
        "stock": _row(bound(resource, "stock") for resource in problem.resources),
        "unit": _row(_usual(uses) for uses in _uses(problem)),
        "shut": shut,
        "limits_at": _at(limits),
        "limit_first": _flat(limits, 0),
        "limit_last": _flat(limits, 1),
        "limit_most": _flat(limits, 2),
    }


def _uses(problem: Problem) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in problem.resources]
    for event in problem.events:
        for role in event.roles:
            for number, use in zip(role.candidates, role.uses, strict=False):
                found[number].append(use)
    return found


def _usual(uses: list[int]) -> int:
    """Return the middle one: a stock that is overdrawn counts in these, else nothing would lead the search back."""
    return max(1, sorted(uses)[len(uses) // 2]) if uses else 1


def _of_kind(problem: Problem, kind: type[Any]) -> list[Any]:
    return [rule for rule in problem.rules if isinstance(rule, kind)]


def _by_event(problem: Problem, sets: Sequence[Numbers]) -> list[list[int]]:
    lists: list[list[int]] = [[] for _ in problem.events]
    for number, events in enumerate(sets):
        for event in events:
            lists[event].append(number)
    return lists


def _weight(rule: Choice | Order) -> int:
    return HARD if rule.weight is None else rule.weight


def _relations(problem: Problem) -> dict[str, Array]:
    """What events are to each other and to their own teams: exclusive, in order, with a choice."""
    exclusive = _by_event(problem, [rule.events for rule in _of_kind(problem, Exclusive)])
    orders: list[list[tuple[int, int, int, int]]] = [[] for _ in problem.events]
    for rule in _of_kind(problem, Order):
        orders[rule.before].append((rule.after, 1, rule.gap, _weight(rule)))
        orders[rule.after].append((rule.before, 0, rule.gap, _weight(rule)))
    rules = _of_kind(problem, Choice)
    choices = _by_event(problem, [(rule.event,) for rule in rules])
    return {
        "exclusive_at": _at(exclusive),
        "exclusive": _flat(exclusive),
        "orders_at": _at(orders),
        "order_other": _flat(orders, 0),
        "order_first": _flat(orders, 1),
        "order_gap": _flat(orders, 2),
        "order_weight": _flat(orders, 3),
        "choices_at": _at(choices),
        "choices": _flat(choices),
        "choice_hit": _hits(problem, [rule.any_of for rule in rules]),
        "choice_least": _row(rule.least for rule in rules),
        "choice_weight": _row(_weight(rule) for rule in rules),
    }


def _hits(problem: Problem, pairs: Sequence[Iterable[tuple[int, int]]]) -> Array:
    found = np.zeros((len(pairs), len(problem.resources)), np.int64)
    for number, mine in enumerate(pairs):
        for role, resource in mine:
            found[number, resource] |= 1 << role
    return found


def _groups(problem: Problem, slots: list[Slot]) -> dict[str, Array]:
    """What binds several events softly: spread, compact, stable."""
    names = [name for name, _ in problem.buckets]
    return {
        "bucket": np.array([bucket for _, bucket in problem.buckets] or [(0,) * problem.periods], np.int64),
        **_spreads(problem, names),
        **_compacts(problem, names),
        **_stables(problem, slots),
    }


def _spreads(problem: Problem, names: list[str]) -> dict[str, Array]:
    rules = _of_kind(problem, Spread)
    lists = _by_event(problem, [rule.events for rule in rules])
    return {
        "spreads_at": _at(lists),
        "spreads": _flat(lists),
        "spread_bucket": _row(names.index(rule.bucket) for rule in rules),
        "spread_least": _row(rule.least for rule in rules),
        "spread_weight": _row(rule.weight for rule in rules),
    }


def _compacts(problem: Problem, names: list[str]) -> dict[str, Array]:
    rules = _of_kind(problem, Compact)
    lists: list[list[int]] = [[] for _ in problem.events]
    member = [(number, event) for number, rule in enumerate(rules) for event in rule.events]
    for place, (_, event) in enumerate(member):
        lists[event].append(place)
    return {
        "compacts_at": _at(lists),
        "compacts": _flat(lists),
        "members_at": _at([rule.events for rule in rules]),
        "members": _row(event for _, event in member),
        "compact_of": _row(number for number, _ in member),
        "compact_bucket": _row(names.index(rule.bucket) for rule in rules),
        "compact_weight": _row(rule.weight for rule in rules),
    }


def _stables(problem: Problem, slots: list[Slot]) -> dict[str, Array]:
    rules = _of_kind(problem, Stable)
    sets = [set(rule.events) for rule in rules]
    lists = [
        [k for k, rule in enumerate(rules) if role.key == rule.role and event in sets[k]] for event, _, role, _ in slots
    ]
    return {"stables_at": _at(lists), "stables": _flat(lists), "stable_weight": _row(rule.weight for rule in rules)}


def _worth(problem: Problem) -> dict[str, Array]:
    balances: list[list[tuple[int, int]]] = [[] for _ in problem.resources]
    for rule in _of_kind(problem, Balance):
        for resource in rule.resources:
            balances[resource].append((rule.most, rule.weight))
    rules = _of_kind(problem, Cover)
    covers: list[list[tuple[int, int]]] = [[] for _ in problem.events]
    for number, rule in enumerate(rules):
        for event, amount in rule.targets:
            covers[event].append((number, amount))
    steps = [rule.steps for rule in rules]
    return {
        "balances_at": _at(balances),
        "balance_most": _flat(balances, 0),
        "balance_weight": _flat(balances, 1),
        "covers_at": _at(covers),
        "covers": _flat(covers, 0),
        "cover_amount": _flat(covers, 1),
        "steps_at": _at(steps),
        "step_size": _flat(steps, 0),
        "step_worth": _flat(steps, 1),
    }


def _keeps(problem: Problem) -> dict[str, Array]:
    rules = sorted(_of_kind(problem, Keep), key=lambda rule: int(rule.event))
    roles = max((len(event.roles) for event in problem.events), default=0)
    size = np.zeros((len(rules), roles), np.int64)
    for number, rule in enumerate(rules):
        size[number, : len(rule.teams)] = [len(team) for team in rule.teams]
    pairs = [[(role, one) for role, team in enumerate(rule.teams) for one in team] for rule in rules]
    lists = _by_event(problem, [(rule.event,) for rule in rules])
    return {
        "keeps_at": _at(lists),
        "keep_start": _row(HARD if rule.start is None else rule.start for rule in rules),
        "keep_moved": _row(rule.moved for rule in rules),
        "keep_changed": _row(rule.changed for rule in rules),
        "keep_hit": _hits(problem, pairs),
        "keep_size": size,
    }
