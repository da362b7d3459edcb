"""What resources can bear, in the model: bars, capacities, stocks, limits."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ortools.sat.python.cp_model import Domain, IntervalVar, IntVar, LinearExpr

from ..judge import value_of
from ..language import Limit, Plan, Resource, Role
from .index import Index, occupied
from .model import Face, Model

Span = tuple[int, int]


class Use(NamedTuple):
    """That a free event may be served by a resource."""

    number: int
    face: Face
    role: Role
    literal: IntVar


def add(model: Model) -> None:
    """Add what holds for all resources that free events may use."""
    for number in model.index.resources(model.free):
        _resource(model, number)
    _crowds(model)


def _resource(model: Model, number: int) -> None:
    resource = model.index.problem.resources[number]
    uses = list(_uses(model, number))
    if not uses:
        return
    _bars(model, resource, uses)
    if resource.capacity is not None and model.holds(f"busy:{resource.key}"):
        _capacity(model, number, resource.capacity, uses)
    if resource.stock is not None and model.holds(f"stock:{resource.key}"):
        spent = sum(value_of(role, role.uses, number) for _, _, role in stays(model, number))
        amounts = [value_of(use.role, use.role.uses, number) for use in uses]
        left = max(0, resource.stock - spent)
        model.cp.add(LinearExpr.weighted_sum([use.literal for use in uses], amounts) <= left)
    for limit in resource.limits:
        if model.holds(limit.key) and (model.limits is None or limit.key in model.limits):
            _limit(model, number, limit, uses)


def _uses(model: Model, number: int) -> Iterator[Use]:
    for event, place in model.index.users[number]:
        face = model.faces.get(event)
        if face is not None and face.free and number in face.teams[place]:
            yield Use(event, face, face.event.roles[place], face.teams[place][number])


def stays(model: Model, number: int) -> Iterator[tuple[int, int, Role]]:
    """Yield (start, length, role) of the uses of a resource by events that stay where they are."""
    return model.index.serves(model.plan, number, model.free_set) if model.plan else iter(())


def _bars(model: Model, resource: Resource, uses: list[Use]) -> None:
    refused = {period for bar in resource.bars if model.holds(bar.key) for period in bar.refused}
    if not refused:
        return
    for use in uses:
        length = use.face.event.length
        good = [start for start in use.face.starts if refused.isdisjoint(range(start, start + length))]
        if not good:
            model.cp.add(use.literal == 0)
        elif len(good) < len(use.face.starts):
            within = Domain.from_values(good)
            model.cp.add_linear_expression_in_domain(use.face.start, within).only_enforce_if(use.literal)


def _capacity(model: Model, number: int, capacity: int, uses: list[Use]) -> None:
    busy = _stay(model, number)
    if not capacity:
        model.cp.add(sum(use.literal for use in uses) == 0)
    elif len(uses) + max(busy.values(), default=0) > capacity:
        pack(model, [_interval(model, number, use) for use in uses], [1] * len(uses), busy, capacity)


def _stay(model: Model, number: int) -> Counter[int]:
    """Return how busy a resource is with events that stay where they are."""
    return _busy(occupied(role, number, start, length) for start, length, role in stays(model, number))


def _busy(spans: Iterable[Span]) -> Counter[int]:
    found: Counter[int] = Counter()
    for first, end in spans:
        found.update(range(first, end))
    return found


def pack(model: Model, intervals: list[IntervalVar], demands: list[int], busy: Counter[int], capacity: int) -> None:
    """Let the intervals share what is left of a capacity."""
    taken = [(span, min(height, capacity)) for span, height in _runs(busy)]
    fixed = [model.cp.new_fixed_size_interval_var(first, end - first, "") for (first, end), _ in taken]
    if capacity == 1:
        model.cp.add_no_overlap(intervals + fixed)
    else:
        model.cp.add_cumulative(intervals + fixed, demands + [height for _, height in taken], capacity)


def _runs(busy: Counter[int]) -> Iterator[tuple[Span, int]]:
    """Yield runs of periods that are equally busy."""
    first = last = height = None
    for period in sorted(busy):
        if last is not None and (period != last + 1 or busy[period] != height):
            assert first is not None
            assert height is not None
            yield (first, last + 1), height
            first = None
        if first is None:
            first, height = period, busy[period]
        last = period
    if first is not None and last is not None and height is not None:
        yield (first, last + 1), height


def _interval(model: Model, number: int, use: Use) -> IntervalVar:
    first, end = occupied(use.role, number, 0, use.face.event.length)
    return model.cp.new_optional_fixed_size_interval_var(use.face.start + first, end - first, use.literal, "")


def _limit(model: Model, number: int, limit: Limit, uses: list[Use]) -> None:
    used = sum(_overlap(limit, start, length) for start, length, _ in stays(model, number))
    most = [_most(limit, use.face) for use in uses]
    left = max(0, limit.most - used)
    if sum(most) <= left:
        return
    taken = [_taken(model, limit, use) for use, amount in zip(uses, most, strict=True) if amount]
    model.cp.add(sum(taken) <= left)


def _most(limit: Limit, face: Face) -> int:
    """Return an upper bound of how many of the limit's periods the event takes."""
    if face.starts[-1] + face.event.length <= limit.first or face.starts[0] > limit.last:
        return 0
    return min(face.event.length, limit.last - limit.first + 1)


def _taken(model: Model, limit: Limit, use: Use) -> LinearExpr | IntVar:
    """Return how many of the limit's periods a use takes."""
    length, here = use.face.event.length, use.face.here
    classes = model.classes(use.number, (limit.first, limit.last), lambda start: _overlap(limit, start, length))
    within = LinearExpr.weighted_sum(list(classes.values()), list(classes))
    if use.literal is here:
        return within
    if len(classes) == 1:
        return use.literal * next(iter(classes))
    found = model.cp.new_int_var(0, max(classes), "")
    model.cp.add(found >= within).only_enforce_if(use.literal)
    return found


def overdrawn(index: Index, plan: Plan, events: Iterable[int]) -> set[str]:
    """Return the keys of the limits that the plan breaks for a resource of some events."""
    used = {number for event in events for team in plan.placements[event].teams for number in team}
    found: set[str] = set()
    for number in used:
        limits = index.problem.resources[number].limits
        spans = [(start, length) for start, length, _ in index.serves(plan, number)] if limits else []
        found.update(limit.key for limit in limits if sum(_overlap(limit, *span) for span in spans) > limit.most)
    return found


def borne(index: Index, plan: Plan, number: int) -> bool:
    """Say whether a resource can bear all that a plan asks of it; bars are not looked at."""
    resource = index.problem.resources[number]
    uses = list(index.serves(plan, number))
    busy = _busy(occupied(role, number, start, length) for start, length, role in uses)
    spent = sum(value_of(role, role.uses, number) for _, _, role in uses)
    return (
        (resource.capacity is None or max(busy.values(), default=0) <= resource.capacity)
        and (resource.stock is None or spent <= resource.stock)
        and all(sum(_overlap(limit, *use[:2]) for use in uses) <= limit.most for limit in resource.limits)
    )


def _overlap(limit: Limit, start: int, length: int) -> int:
    return max(0, min(start + length - 1, limit.last) - max(start, limit.first) + 1)


def _crowds(model: Model) -> None:
    """Add what follows for sets of candidates together; the solver would find it only by trying."""
    wanted: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for number in model.free:
        for place, team in enumerate(model.faces[number].teams):
            if len(team) > 1 and model.faces[number].event.roles[place].least:
                wanted.setdefault(tuple(team), []).append((number, place))
    for candidates in sorted(wanted):
        _crowd(model, candidates, wanted)


def _crowd(model: Model, candidates: tuple[int, ...], wanted: dict[tuple[int, ...], list[tuple[int, int]]]) -> None:
    entries = [model.index.problem.resources[number] for number in candidates]
    if any(entry.capacity is None or not model.holds(f"busy:{entry.key}") for entry in entries):
        return
    capacity = sum(entry.capacity or 0 for entry in entries)
    inside = set(candidates)
    members = [pair for other, pairs in sorted(wanted.items()) if inside.issuperset(other) for pair in pairs]
    busy: Counter[int] = Counter()
    for number, entry in zip(candidates, entries, strict=True):  # what is taken twice of one takes nothing of another
        busy.update({period: min(count, entry.capacity or 0) for period, count in _stay(model, number).items()})
    demands = [model.faces[number].event.roles[place].least for number, place in members]
    if sum(demands) + max(busy.values(), default=0) > capacity > 1:
        intervals = [_crowd_interval(model, number, place) for number, place in members]
        pack(model, intervals, demands, busy, capacity)


def _crowd_interval(model: Model, number: int, place: int) -> IntervalVar:
    face = model.faces[number]
    role = face.event.roles[place]
    rest = min(role.rests, default=0)  # whoever serves it has that at least
    size = role.before + face.event.length + role.after + 2 * rest
    return model.cp.new_optional_fixed_size_interval_var(face.start - role.before - rest, size, face.here, "")
