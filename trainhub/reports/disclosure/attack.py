"""An attacker: what can be worked out of what is published, with whole numbers, by somebody who knows all rules.

He gets variables with what their marks say, and the relations between them; no true value of anything hidden.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .policy import Need
from .solver import SLACK, Optimum, Program
from .system import Bounds, Relation


@dataclass(frozen=True, slots=True)
class Finding:
    """Between what a hidden number lies for the attacker, and whether that is as wide as it must be."""

    low: float
    high: float
    need: Need

    @property
    def safe(self) -> bool:
        return self.need.met(self.low, self.high)

    @property
    def room(self) -> float:
        """Return how much wider than needed the interval is; below zero where it is too narrow."""
        if self.need.width:
            return self.high - self.low - self.need.width
        return min(self.need.low - self.low, self.high - self.need.high)


def attack(
    bounds: Bounds, relations: list[Relation], needs: Mapping[int, Need], tick: Callable[[], None] = lambda: None
) -> dict[int, Finding]:
    """Try to find out each of these numbers."""
    attacker, found = _Attacker(bounds, relations), {}
    for number, need in needs.items():
        tick()
        found[number] = Finding(attacker.end(number, -1), attacker.end(number, 1), need)
    return found


class _Attacker:
    def __init__(self, bounds: Bounds, relations: list[Relation]) -> None:
        self.bounds, self.relations = bounds, relations
        self.program = Program(bounds, relations)
        self.whole: Program | None = None

    def end(self, number: int, direction: int) -> float:
        """Return the least (-1) or greatest (1) whole number that a variable may be."""
        found = self.program.extreme(number, highest=direction > 0)
        if found is None:
            return direction * math.inf
        if all(abs(each - round(each)) < SLACK for each in found.point):
            return round(found.value)
        return self._whole(number, direction, found)

    def _whole(self, number: int, direction: int, near: Optimum) -> float:
        """Search among whole numbers only: people cannot be halved, and the attacker knows it."""
        if self.whole is None:
            self.whole = Program(self.bounds, self.relations, whole=True)
        end = math.floor(near.value + SLACK) if direction > 0 else math.ceil(near.value - SLACK)
        found = self.whole.extreme(number, highest=direction > 0)
        return end if found is None else round(found.value)
