"""A little statistics: mean, standard deviation, the interval of a mean by Student's t, correlation. Pure."""

import math
from collections.abc import Sequence
from functools import lru_cache

CONFIDENCE = 0.95


def mean(values: Sequence[float]) -> float | None:
    """Return the mean; None of nothing."""
    return math.fsum(values) / len(values) if values else None


def deviation(values: Sequence[float]) -> float | None:
    """Return the standard deviation of a sample (n - 1); None of fewer than two."""
    if len(values) < 2:
        return None
    middle = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % interval of the mean by Student's t; None of fewer than two."""
    middle, spread = mean(values), deviation(values)
    if middle is None or spread is None:
        return None
    reach = student(len(values) - 1) * spread / math.sqrt(len(values))
    return middle - reach, middle + reach


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Pearson's r; None where one of both does not vary."""
    middle, opposite = mean(one), mean(other)
    if middle is None or opposite is None:
        return None
    across = math.fsum((x - middle) * (y - opposite) for x, y in zip(one, other, strict=True))
    spread = math.fsum((x - middle) ** 2 for x in one) * math.fsum((y - opposite) ** 2 for y in other)
    return across / math.sqrt(spread) if spread > 0 else None


@lru_cache(maxsize=512)
def student(freedom: int) -> float:
    """Return the two-sided 95 % quantile of Student's t: 12.706 for 1 degree of freedom, 1.96 for very many."""
    low, high = 0.0, 1000.0
    for _step in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(middle, freedom) < CONFIDENCE else (low, middle)
    return high


def _inside(t: float, freedom: int) -> float:
    """Return the probability that Student's t lies between -t and t."""
    if t == 0:
        return 0.0
    return 1.0 - _beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def _beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function."""
    if x >= 1.0:
        return 1.0
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return math.exp(logs) * _fraction(x, a, b) / a
    return 1.0 - math.exp(logs) * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method."""
    tiny = 1e-300
    c, d = 1.0, 1.0 / _away(1.0 - (a + b) * x / (a + 1), tiny)
    result = d
    for m in range(1, 400):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1.0 / _away(1.0 + step * d, tiny), _away(1.0 + step / c, tiny)
            result *= d * c
        if abs(d * c - 1.0) < 1e-15:
            break
    return result


def _away(value: float, tiny: float) -> float:
    """Keep a denominator away from zero."""
    return value if abs(value) > tiny else tiny
