"""The rules of a problem in the model: what is forbidden, and what costs."""

from collections import Counter
from collections.abc import Callable
from itertools import accumulate, combinations
from typing import Any

from ortools.sat.python.cp_model import IntVar, LinearExpr

from ..language import Balance, Choice, Compact, Cover, Exclusive, Keep, Order, Rule, Spread, Stable
from .keys import hard
from .model import Literal, Model
from .usage import pack, stays


def add(model: Model) -> None:
    """Add the rules that speak of free events."""
    for rule in model.rules:
        if hard(rule):
            if model.holds(rule.key):
                TERMS[type(rule)](model, rule)
        elif model.priced:
            TERMS[type(rule)](model, rule)


def _excess(model: Model, expression: Any, most: int) -> IntVar:
    """Return a number that is at least the expression, and at least 0."""
    found = model.cp.new_int_var(0, max(0, most), "")
    model.cp.add(found >= expression)
    return found


def _exclusive(model: Model, rule: Exclusive) -> None:
    intervals, busy = [], Counter[int]()
    for number in rule.events:
        face = model.face(number)
        length = face.event.length
        if face.free:
            intervals.append(model.cp.new_optional_fixed_size_interval_var(face.start, length, face.here, ""))
        elif face.here is model.one:
            busy.update(range(face.starts[0], face.starts[0] + length))
    pack(model, intervals, [1] * len(intervals), busy, 1)


def _choice(model: Model, rule: Choice) -> None:
    face = model.face(rule.event)
    chosen = sum(face.teams[role].get(number, model.zero) for role, number in rule.any_of)
    if rule.weight is None:
        model.cp.add(chosen >= rule.least * face.here)
    else:
        model.cost(_excess(model, rule.least * face.here - chosen, rule.least), rule.weight)


def _order(model: Model, rule: Order) -> None:
    before, after = model.face(rule.before), model.face(rule.after)
    kept = model.cp.add(after.start >= before.start + before.event.length + rule.gap)
    conditions: list[Literal] = [face.here for face in (before, after) if face.here is not model.one]
    if rule.weight is not None:
        broken = model.boolean()
        conditions.append(~broken)
        model.cost(broken, rule.weight)
    kept.only_enforce_if(conditions)


def _spread(model: Model, rule: Spread) -> None:
    starts: dict[int, list[IntVar]] = {}
    for number in rule.events:
        for value, literal in model.in_bucket(number, rule.bucket).items():
            starts.setdefault(value, []).append(literal)
    used = []
    for literals in starts.values():
        used.append(model.any_of(literals))
    model.cost(_excess(model, _wanted(model, rule) - LinearExpr.sum(used), rule.least), rule.weight)


def _wanted(model: Model, rule: Spread) -> Any:
    """Return how many buckets are wanted: `least`, or as many as are placed."""
    here = [model.face(number).here for number in rule.events]
    if all(literal is model.one for literal in here):
        return min(rule.least, len(here))
    wanted = model.cp.new_int_var(0, min(rule.least, len(here)), "")
    model.cp.add_min_equality(wanted, [LinearExpr.sum(here), rule.least])
    return wanted


def _compact(model: Model, rule: Compact) -> None:
    touching: dict[int, list[IntVar]] = {number: [] for number in range(len(rule.events))}
    for one, other in combinations(range(len(rule.events)), 2):
        literal = _touch(model, rule.bucket, rule.events[one], rule.events[other])
        if literal is not None:
            touching[one].append(literal)
            touching[other].append(literal)
    for place, number in enumerate(rule.events):
        face = model.face(number)
        if face.here is model.zero:
            continue
        alone = model.boolean()
        model.cp.add_bool_or([alone, ~face.here, *touching[place]])
        model.cost(alone, rule.weight)


def _touch(model: Model, name: str, one: int, other: int) -> IntVar | None:
    """Return a literal that can be true only if the two touch within a bucket."""
    a, b = model.face(one), model.face(other)
    mine, theirs = (model.in_bucket(number, name) for number in (one, other))
    shared = sorted(mine.keys() & theirs.keys())
    if not shared or a.here is model.zero or b.here is model.zero:
        return None
    found = model.boolean()
    inside = [_in_bucket(model, found, mine[value], theirs[value]) for value in shared]
    model.cp.add_bool_or([~found, *inside])
    model.cp.add(b.start <= a.start + a.event.length).only_enforce_if(found)
    model.cp.add(a.start <= b.start + b.event.length).only_enforce_if(found)
    return found


def _in_bucket(model: Model, touch: IntVar, mine: IntVar, theirs: IntVar) -> IntVar:
    found = model.boolean()
    model.cp.add_implication(found, mine)
    model.cp.add_implication(found, theirs)
    return found


def _stable(model: Model, rule: Stable) -> None:
    using: dict[int, list[IntVar]] = {}
    for number in rule.events:
        face = model.face(number)
        for role, team in zip(face.event.roles, face.teams, strict=True):
            if role.key == rule.role:
                for resource, literal in team.items():
                    using.setdefault(resource, []).append(literal)
    used = [model.boolean() for _ in using]
    for found, literals in zip(used, using.values(), strict=True):
        for literal in literals:
            model.cp.add_implication(literal, found)
    model.cost(_excess(model, LinearExpr.sum(used) - 1, len(used)), rule.weight)


def _balance(model: Model, rule: Balance) -> None:
    for resource in rule.resources:
        served = [
            (face.teams[place][resource], face.event.length)
            for number, place in model.index.users[resource]
            if (face := model.faces.get(number)) and face.free and resource in face.teams[place]
        ]
        stay = sum(length for _, length, _ in stays(model, resource))
        most = stay + sum(length for _, length in served) - rule.most
        if served and most > 0:
            total = LinearExpr.weighted_sum([literal for literal, _ in served], [length for _, length in served])
            model.cost(_excess(model, total + stay - rule.most, most), rule.weight)
        elif most > 0:
            model.constant += most * rule.weight


def _cover(model: Model, rule: Cover) -> None:
    reached = sum(amount * model.face(number).here for number, amount in rule.targets)
    ends = list(accumulate(size for size, _ in rule.steps))
    worths = [worth for _, worth in rule.steps] + [0]
    for place, end in enumerate(ends):
        gain = worths[place] - worths[place + 1]
        short = model.cp.new_int_var(0, max(0, end), "")
        if gain > 0:
            model.cp.add(short >= end - reached)
        elif gain < 0:
            model.cp.add_max_equality(short, [end - reached, 0])
        model.cost(short, gain)


def _keep(model: Model, rule: Keep) -> None:
    face = model.face(rule.event)
    if rule.start is None:
        model.cost(face.here, rule.moved)
        return
    stayed = model.stayed(rule.event, rule.start)
    if model.priced:
        model.constant += rule.moved
    model.cost(stayed, -rule.moved)
    for team, before in zip(face.teams, rule.teams, strict=True):
        same = model.same_team(face.here, team, before)
        model.cost(face.here, rule.changed)
        model.cost(same, -rule.changed)


TERMS: dict[type[Rule], Callable[[Model, Any], None]] = {
    Exclusive: _exclusive,
    Choice: _choice,
    Order: _order,
    Spread: _spread,
    Compact: _compact,
    Stable: _stable,
    Balance: _balance,
    Cover: _cover,
    Keep: _keep,
}
