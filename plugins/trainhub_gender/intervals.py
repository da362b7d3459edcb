"""How far chance alone could carry a share or a difference of shares: 95 % intervals. Pure.

One share: Wilson's score interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927), which holds for small groups and near
0 and 1 too. The difference of two independent shares: Newcombe's hybrid score interval, method 10 of R. G. Newcombe,
Statistics in Medicine 17, 1998, 873-890. Both without continuity correction.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or a difference, and its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Say whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def share(part: int, whole: int) -> Estimate | None:
    """Return a share with Wilson's interval; None of nobody."""
    if whole <= 0:
        return None
    value = part / whole
    middle = value + Z * Z / (2 * whole)
    reach = Z * sqrt(value * (1 - value) / whole + Z * Z / (4 * whole * whole))
    scale = 1 + Z * Z / whole
    return Estimate(value, max((middle - reach) / scale, 0.0), min((middle + reach) / scale, 1.0))


def difference(one: tuple[int, int], other: tuple[int, int]) -> Estimate | None:
    """Return how much greater the share of one group is than that of another, (part, whole) each, with its interval."""
    first, second = share(*one), share(*other)
    if first is None or second is None:
        return None
    value = first.value - second.value
    below = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    above = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Estimate(value, value - below, value + above)


def balance(women: int, men: int) -> Estimate | None:
    """Return the gap of women and men as a part of both together: 2p - 1 of Wilson's interval for p."""
    found = share(women, women + men)
    return None if found is None else Estimate(*(2 * each - 1 for each in (found.value, found.low, found.high)))
