"""What staff fixed stands, whatever speaks against it: the board shows that, the search works around it.

A role of a fixed line in which something is broken already, by facts or by another fixed line, is taken out of the
problem: it is decided, and must not make everything else impossible.
"""

from collections import Counter

from ....engine.language import Numbers, Resource, Role
from ...models import PlanLine
from .facts import Facts
from .pools import Pools


def settle(facts: Facts, lines: tuple[PlanLine, ...], found: Pools) -> None:
    """Take out the roles of fixed lines that are broken where those stand; the lines come in the order of their ids."""
    busy: dict[int, Counter[int]] = {}
    spent: Counter[int] = Counter()
    for line in lines:
        start = facts.fixed(line)
        if start is None:
            continue
        span = range(start, start + line.half_days)
        kept = []
        for role in found.roles[line.id]:
            team = _team(role)
            if team is None or all(_free(found.resources[each], each, role, span, busy, spent) for each in team):
                kept.append(role)
                for each in team or ():
                    busy.setdefault(each, Counter()).update(span)
                    spent[each] += _use(role, each)
        found.roles[line.id] = kept


def _team(role: Role) -> Numbers | None:
    """Return who serves a role for certain; None where there is a choice."""
    return role.candidates if role.least == len(role.candidates) else None


def _use(role: Role, number: int) -> int:
    return role.uses[role.candidates.index(number)] if role.uses else 0


def _free(
    resource: Resource, number: int, role: Role, span: range, busy: dict[int, Counter[int]], spent: Counter[int]
) -> bool:
    """Say whether a resource can serve a fixed line beside those before it."""
    taken = busy.get(number, Counter())
    if any(period in span for bar in resource.bars for period in bar.refused):
        return False
    if resource.capacity is not None and any(taken[period] >= resource.capacity for period in span):
        return False
    if resource.stock is not None and spent[number] + _use(role, number) > resource.stock:
        return False
    return all(
        sum(count for period, count in taken.items() if limit.first <= period <= limit.last)
        + sum(limit.first <= period <= limit.last for period in span)
        <= limit.most
        for limit in resource.limits
    )
