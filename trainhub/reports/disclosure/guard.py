"""Whether every hidden number is hidden well enough, and if not, the proof: what an attacker would conclude it from."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .policy import Need
from .solver import SLACK, Optimum, Program
from .system import System

if TYPE_CHECKING:
    from numpy.typing import NDArray

POOL = 300  # points kept: each shows that many numbers may be other than they are


@dataclass(frozen=True, slots=True)
class Proof:
    """At least so much of `gains` must be hidden for a number to be safe (if it is hidden itself: `only_if`)."""

    number: int
    gains: Mapping[int, float]  # choice -> how much hiding it helps, as a share of what is lacking
    only_if: bool


class Guard:
    """Watches over a system while cells are hidden and shown."""

    def __init__(self, system: System, tick: Callable[[], None] = lambda: None) -> None:
        import numpy as np  # slow import

        self.tick = tick  # called again and again, so that a job can say that it is alive
        self.system, self.variables = system, system.variables
        self.hidden = {number for number, each in enumerate(self.variables) if each.hidden}
        self.needs: dict[int, Need] = {n: each.need for n, each in enumerate(self.variables) if each.need}
        bounds = [each.bounds(number in self.hidden) for number, each in enumerate(self.variables)]
        self.program = Program(bounds, system.relations)
        self.values = np.array([math.nan if each.value is None else each.value for each in self.variables])
        self.points = np.empty((0, len(self.variables)))
        self.valid: NDArray[np.bool_] = np.empty(0, dtype=bool)
        self.fresh = False
        self.high = self.low = self.values

    # --- what is hidden ----------------------------------------------------------------------------

    def set(self, chosen: Iterable[int]) -> None:
        """Hide these of the choices, and show all others."""
        wanted = set(chosen)
        for number, each in enumerate(self.variables):
            if each.choice and (number in wanted) != (number in self.hidden):
                self._turn(number, number in wanted)

    def hide(self, number: int) -> None:
        self._turn(number, True)

    def show(self, number: int) -> None:
        self._turn(number, False)

    def _turn(self, number: int, hidden: bool) -> None:
        (self.hidden.add if hidden else self.hidden.discard)(number)
        self.program.bound(number, *self.variables[number].bounds(hidden))
        self.fresh = False

    @property
    def chosen(self) -> list[int]:
        return [number for number in sorted(self.hidden) if self.variables[number].choice]

    def watched(self) -> Iterator[tuple[int, Need]]:
        """Yield every hidden number that must not be found out."""
        for number, need in self.needs.items():
            if number in self.hidden:
                yield number, need

    # --- what an attacker could believe --------------------------------------------------------------

    def proofs(self, most: int = 0) -> list[Proof]:
        """Return why hidden numbers are not safe: none if all are. At `most` so many, if it is given."""
        found: list[Proof] = []
        for number, need in self.watched():
            proof = self.weakness(number, need)
            if proof is not None:
                found.append(proof)
                if len(found) == most:
                    break
        return found

    def safe(self) -> bool:
        return not self.proofs(1)

    def weakness(self, number: int, need: Need) -> Proof | None:
        """Return why a number is not hidden well enough, or None."""
        self._refresh()
        if self._seen(number, need):
            return None
        if need.width:
            return self._narrow(number, need.width)
        highest = self._search(number, need.high, highest=True)
        if highest.value < need.high - SLACK:
            return self._proof(number, self._reach(highest, highest=True), need.high)
        lowest = self._search(number, need.low, highest=False)
        if lowest.value > need.low + SLACK:
            return self._proof(number, self._reach(lowest, highest=False), -need.low)
        return None

    def _narrow(self, number: int, width: float) -> Proof | None:
        value = float(self.values[number])
        highest = self._search(number, value + width, highest=True)
        if highest.value >= value + width - SLACK:
            return None
        lowest = self._search(number, highest.value - width, highest=False)
        if highest.value - lowest.value >= width - SLACK:
            return None
        above, below = self._reach(highest, highest=True), self._reach(lowest, highest=False)
        gains = {each: above[1].get(each, 0) + below[1].get(each, 0) for each in above[1].keys() | below[1].keys()}
        return self._proof(number, (above[0] + below[0], gains), width)

    def _search(self, number: int, goal: float, *, highest: bool) -> Optimum:
        """Return how far a number could go, looking no farther than the goal."""
        self.tick()
        low, high = self.variables[number].bounds(True)
        self.program.bound(number, *((low, min(high, goal)) if highest else (max(low, goal), high)))
        found = self.program.extreme(number, highest=highest)
        self.program.bound(number, low, high)
        assert found is not None  # the goal is an end
        self._keep(found)
        return found

    def _reach(self, found: Optimum, *, highest: bool) -> tuple[float, dict[int, float]]:
        """Return by its duals how far a number can go with all choices shown, and what hiding each would add.

        Counted upwards for the highest and downwards (negative) for the lowest.
        """
        base, gains = 0.0, {}
        for number in self._priced(found):
            price, each = found.costs[number], self.variables[number]
            if each.choice and each.value is not None:
                base -= price * each.value
                gains[number] = price * (each.value - each.low) if price > 0 else -price * (each.high - each.value)
            else:
                low, high = each.bounds(number in self.hidden)
                base -= price * (low if price > 0 else high)
        return base, gains

    def _priced(self, found: Optimum) -> list[int]:
        import numpy as np  # slow import

        return [int(number) for number in np.flatnonzero(np.abs(np.asarray(found.costs)) > 1e-9)]

    def _proof(self, number: int, reach: tuple[float, dict[int, float]], goal: float) -> Proof:
        base, gains = reach
        only_if = self.variables[number].choice
        lacking = goal - base - (gains.pop(number, 0.0) if only_if else 0.0)
        shares = {each: min(gain / lacking, 1.0) for each, gain in gains.items() if gain > SLACK * lacking}
        return Proof(number, shares, only_if)

    # --- points already known --------------------------------------------------------------------------

    def _keep(self, found: Optimum) -> None:
        import numpy as np  # slow import

        point = np.asarray(found.point)
        self.points = np.vstack([self.points[-POOL:], point])
        self.valid = np.append(self.valid[-POOL:], True)
        self.high, self.low = np.maximum(self.high, point), np.minimum(self.low, point)

    def _refresh(self) -> None:
        """Find out again which known points fit with what is shown now."""
        import numpy as np  # slow import

        if self.fresh:
            return
        shown = [n for n, each in enumerate(self.variables) if each.choice and n not in self.hidden]
        self.valid = (np.abs(self.points[:, shown] - self.values[shown]) < SLACK).all(axis=1)
        fitting = self.points[self.valid]
        nothing = np.full(len(self.variables), math.inf)
        self.high = fitting.max(axis=0) if len(fitting) else -nothing
        self.low = fitting.min(axis=0) if len(fitting) else nothing
        self.fresh = True

    def _seen(self, number: int, need: Need) -> bool:
        return need.met(float(self.low[number]), float(self.high[number]), SLACK)
