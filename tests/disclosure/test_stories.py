"""Two hundred invented stories of publishing: no hidden cell becomes known better than the policy allows."""

from collections.abc import Callable

import pytest

from .stories import KINDS, tell
from .verdict import Verdict

EACH = 20  # stories of each kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_attacker_learns_nothing(kind: Callable[..., None], record_property: Callable[[str, object], None]) -> None:
    total, veiled = Verdict(), 0
    for number in range(EACH):
        ledger, verdict = tell(number * len(KINDS) + KINDS.index(kind))
        total.add(verdict)
        veiled += ledger.veiled
    line = f"{kind.__name__:<10} {EACH} stories, {total}" + (f"; {veiled} releases veiled" if veiled else "")
    record_property("finding", f"disclosure attack: {line}")
    assert total.found_out == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_same_attacker_finds_out_where_only_small_cells_are_hidden(kind: Callable[..., None]) -> None:
    """The guard of the guard: an attack that never succeeds would prove nothing."""
    total = Verdict()
    for number in range(6):
        total.add(tell(number * len(KINDS) + KINDS.index(kind), complementary=False)[1])
    assert total.found_out != []
