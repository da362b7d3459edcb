"""When the search is how warm: whole numbers from exact arithmetic, and budgets of steps or of time."""

import time
from decimal import Decimal, localcontext
from functools import cache
from typing import Protocol

from .language import Cover, Exclusive, Keep, Problem

ONE = 65536
"""Temperatures are in 65536ths of a point."""


@cache
def temperatures(first: Decimal, last: Decimal, levels: int) -> tuple[int, ...]:
    """Return a falling row of temperatures, the same on every machine."""
    with localcontext() as exact:
        exact.prec = 20
        step = ((last / first).ln() / (levels - 1)).exp()
        return tuple(int(first * step**level * ONE) for level in range(levels))


def units(problem: Problem) -> tuple[int, int]:
    """Return the smallest and the largest thing that one change may cost by a rule: the scale of the temperatures."""
    found = [rule.weight for rule in problem.rules if not isinstance(rule, Exclusive | Cover | Keep) and rule.weight]
    for rule in problem.rules:
        if isinstance(rule, Keep):
            found += [rule.moved, rule.changed]
        elif isinstance(rule, Cover):
            amounts = sorted(amount for _, amount in rule.targets)
            worth = sorted(worth for _, worth in rule.steps)
            found += [amounts[len(amounts) // 2] * worth[len(worth) // 2]] if amounts and worth else []
    found = [unit for unit in found if unit > 0]
    return min(found, default=1), max(found, default=5)


class Budget(Protocol):
    """How many steps the search may still make."""

    def share(self, levels: int) -> int:
        """Return the steps of the next of so many levels; 0 ends the search."""
        ...

    def spend(self, steps: int) -> None:
        """Take note of steps made."""
        ...


class Steps:
    """So many steps in all: what a level saves, colder ones get."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def share(self, levels: int) -> int:
        return max(0, self.left // levels)

    def spend(self, steps: int) -> None:
        self.left -= steps


class Seconds:
    """So much time by the clock: only for benchmarks, since no two runs are the same."""

    def __init__(self, seconds: float) -> None:
        self.end = time.perf_counter() + seconds
        self.mark = time.perf_counter()
        self.rate = 1e6

    def share(self, levels: int) -> int:
        self.mark = time.perf_counter()
        left = self.end - self.mark
        return max(1, int(left / levels * self.rate)) if left > 0 else 0

    def spend(self, steps: int) -> None:
        took = time.perf_counter() - self.mark
        if took > 0:
            self.rate += (steps / took - self.rate) / 8
