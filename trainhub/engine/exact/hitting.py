"""Sets of rules of which each clash known has one: what to loosen so that none is left."""

from collections.abc import Callable, Iterable

Keys = frozenset[str]
WIDTH = 100
"""So many sets are kept, the least unwelcome ones: there are products of them."""


class Hitting:
    """The irreducible sets that hit every clash learnt so far, as far as they are kept."""

    def __init__(self, weight: Callable[[str], int]) -> None:
        self.weight = weight
        self.sets: list[Keys] = [frozenset()]
        self.failed: set[Keys] = set()
        """Sets that were tried in vain: not again, even where no other clash was learnt from them."""
        self.clashes: set[Keys] = set()

    def learn(self, clash: Iterable[str]) -> None:
        """Take note of rules that cannot hold together."""
        keys = frozenset(clash)
        if keys not in self.clashes:
            self.clashes.add(keys)
            hit = [found for found in self.sets if found & keys]
            longer = {found | {key} for found in self.sets if not found & keys for key in keys}
            more = [found for found in longer if not any(found >= other for other in hit)]
            self.sets = sorted([*hit, *more], key=self._price)[:WIDTH]

    def best(self, taken: Iterable[Keys]) -> Keys | None:
        """Return the least unwelcome set that contains none of those taken, and did not fail; None: there is none."""
        done = tuple(taken)
        fresh = (keys for keys in self.sets if keys not in self.failed and not any(keys >= other for other in done))
        return next(fresh, None)

    def _price(self, keys: Keys) -> tuple[int, list[str]]:
        return sum(map(self.weight, keys)), sorted(keys)
