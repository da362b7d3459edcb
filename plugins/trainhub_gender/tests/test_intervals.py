"""Intervals against the worked examples of R. G. Newcombe's papers of 1998 (Statistics in Medicine 17, 857 and 873)."""

import pytest

from trainhub_gender import intervals


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    found = intervals.share(part, whole)
    assert found is not None
    assert (found.value, round(found.low, 4), round(found.high, 4)) == (part / whole, low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_is_newcombes(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    found = intervals.difference(one, other)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4), found.clear) == (low, high, True)


def test_the_gap_is_the_share_seen_from_its_middle() -> None:
    found, share = intervals.balance(81, 182), intervals.share(81, 263)
    assert found is not None
    assert share is not None
    assert found.value == pytest.approx(-101 / 263)
    assert found.low == 2 * share.low - 1


def test_nothing_is_said_of_nobody() -> None:
    assert intervals.share(0, 0) is None
    assert intervals.difference((0, 0), (1, 2)) is None
    assert intervals.balance(0, 0) is None
