"""Which events belong together: a network falls into parts that share little."""

from collections.abc import Iterable, Sequence

from .index import Index

LARGEST, SMALLEST = 150, 40


class _Sets:
    """Sets that are joined as long as they do not become too large."""

    def __init__(self, size: int) -> None:
        self.above = list(range(size))
        self.sizes = [1] * size

    def root(self, item: int) -> int:
        """Return the name of an item's set."""
        while self.above[item] != item:
            self.above[item] = self.above[self.above[item]]
            item = self.above[item]
        return item

    def join(self, items: Sequence[int]) -> None:
        """Join the sets of the items, unless that makes too large a set."""
        roots = sorted({self.root(item) for item in items})
        total = sum(self.sizes[root] for root in roots)
        if len(roots) > 1 and total <= LARGEST:
            for root in roots[1:]:
                self.above[root] = roots[0]
            self.sizes[roots[0]] = total


def parts(index: Index) -> list[tuple[int, ...]]:
    """Return the events in parts, none too large: bound by rules first, then by what most share."""
    sets = _Sets(len(index.problem.events))
    for members in sorted(map(index.members, index.problem.rules), key=lambda events: (len(events), events)):
        sets.join(members)
    users = [tuple(sorted({event for event, _ in users})) for users in index.users]
    for members in sorted(users, key=lambda events: (-len(events), events)):
        sets.join(members)
    found: dict[int, list[int]] = {}
    for number in range(len(index.problem.events)):
        found.setdefault(sets.root(number), []).append(number)
    return _bundled(found.values())


def _bundled(groups: Iterable[list[int]]) -> list[tuple[int, ...]]:
    """Put small parts together, so that each is worth a run."""
    found: list[list[int]] = []
    for group in groups:
        if found and (len(found[-1]) < SMALLEST or len(group) < SMALLEST) and len(found[-1]) + len(group) <= LARGEST:
            found[-1] = sorted([*found[-1], *group])
        else:
            found.append(group)
    return [tuple(group) for group in found]


def shared(index: Index, groups: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return the events that may use something that events of another part may use too."""
    part = {event: number for number, events in enumerate(groups) for event in events}
    found: set[int] = set()
    for users in index.users:
        if len({part[event] for event, _ in users}) > 1:
            found.update(event for event, _ in users)
    return tuple(sorted(found))
