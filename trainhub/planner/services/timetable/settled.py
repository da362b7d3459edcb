"""What staff fixed stands, whatever speaks against it: the board shows that, the search works around it.

A role of a line that stays in which something is broken already, by facts or by another such line, is taken out of the
problem: it is decided, and must not make everything else impossible. What of it is broken is said beside the proposal.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ....engine.language import Numbers, Resource, Role
from ...models import PlanLine
from .facts import Facts
from .pools import Pools


@dataclass
class _Used:
    """What lines that stay take of the resources, by number: how often in which period, and how much in all."""

    busy: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    spent: Counter[int] = field(default_factory=Counter)


def settle(facts: Facts, lines: tuple[PlanLine, ...], found: Pools) -> dict[int, tuple[str, ...]]:
    """Settle the lines that stay, which come in the order of their ids; return what speaks against them, by line.

    Where they take more of something that is used up than there is, there is just so much, and none for others.
    """
    used = _Used()
    hits: dict[int, tuple[str, ...]] = {}
    for line in lines:
        start = facts.fixed(line)
        if start is not None:
            span = range(start, start + line.half_days)
            hits[line.id] = tuple(dict.fromkeys(_settle(facts, line, span, found, used)))
    found.resources = tuple(_stretched(resource, number, used) for number, resource in enumerate(found.resources))
    return {line: keys for line, keys in hits.items() if keys}


def _settle(facts: Facts, line: PlanLine, span: range, found: Pools, used: _Used) -> list[str]:
    """Keep the roles of a line that hold where it stands; return the keys of what does not."""
    kept: list[Role] = []
    said: list[str] = []
    for role in found.roles[line.id]:
        team = _team(role)
        if facts.again and not team:
            continue  # planning again decides nothing for what stays
        against = [key for each in team for key in _against(found.resources[each], used.busy[each], span)]
        if not against:
            kept.append(role)
            against = [key for each in team for key in _taken(found.resources[each], each, role, span, used)]
        said += against
    found.roles[line.id] = kept
    return said


def _team(role: Role) -> Numbers:
    """Return who serves a role for certain; nobody where there is a choice."""
    return role.candidates if role.least == len(role.candidates) else ()


def _against(resource: Resource, taken: Counter[int], span: range) -> Iterator[str]:
    """Yield what keeps a resource from serving a line that stays beside those before it."""
    yield from (bar.key for bar in resource.bars if any(period in span for period in bar.refused))
    if resource.capacity is not None and any(taken[period] >= resource.capacity for period in span):
        yield f"busy:{resource.key}"


def _taken(resource: Resource, number: int, role: Role, span: range, used: _Used) -> Iterator[str]:
    """Let a role take its resource; yield of what it takes more than there is."""
    used.busy[number].update(span)
    used.spent[number] += role.uses[role.candidates.index(number)] if role.uses else 0
    if resource.stock is not None and used.spent[number] > resource.stock:
        yield f"stock:{resource.key}"
    for limit in resource.limits:
        here = any(limit.first <= period <= limit.last for period in span)
        if here and _within(used.busy[number], limit.first, limit.last) > limit.most:
            yield limit.key


def _within(taken: Counter[int], first: int, last: int) -> int:
    return sum(count for period, count in taken.items() if first <= period <= last)


def _stretched(resource: Resource, number: int, used: _Used) -> Resource:
    taken = used.busy[number]
    limits = (replace(each, most=max(each.most, _within(taken, each.first, each.last))) for each in resource.limits)
    stock = None if resource.stock is None else max(resource.stock, used.spent[number])
    return replace(resource, limits=tuple(limits), stock=stock)
