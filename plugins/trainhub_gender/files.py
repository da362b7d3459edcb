"""The staff's tables as lines of a file: numbers as they are, shares as parts of one."""

from collections.abc import Iterator, Sequence
from typing import Any

from trainhub.plugin_api import gettext as _

from .balance import Line, names
from .figures import Rate, Step
from .intervals import Estimate

Row = list[Any]


def balances(heads: Sequence[str], lines: Sequence[Line]) -> Iterator[Row]:
    """Yield a table of balances with share, interval, ratio and gap."""
    yield [*heads, *names(), _("All"), *_heads(_("Share of women")), _("Women for one man"), *_heads(_("Gap"))]
    for line in lines:
        found = line.balance
        yield [
            *line.labels,
            *found.counts,
            found.total,
            *_estimate(found.share),
            _rounded(found.ratio),
            *_estimate(found.gap),
        ]


def states(ways: Sequence[Step], chain: Sequence[Step]) -> Iterator[Row]:
    """Yield the way from registration to certificate."""
    passed = [_("Women who came on"), _("Men who came on")]
    yield [_("State"), *names(), _("All"), *_heads(_("Share of women")), *passed, *_heads(_("Difference"))]
    for step in (*ways, *chain):
        found = step.balance
        rates = [_rounded(each.value if each else None) for each in (step.women, step.men)]
        yield [step.title, *found.counts, found.total, *_estimate(found.share), *rates, *_estimate(step.gap)]


def rates(found: Sequence[Rate]) -> Iterator[Row]:
    """Yield the rates of women and men."""
    yield [_("Figure"), _("Women"), "n", _("Men"), "n", _("All"), "n", *_heads(_("Difference"))]
    for rate in found:
        values = [part for value, n in (rate.women, rate.men, rate.all) for part in (_rounded(value), n)]
        gap = _estimate(rate.gap) if rate.gap else [_rounded(rate.difference), None, None]
        yield [rate.title, *values, *gap]


def _heads(of: str) -> Row:
    return [of, _("%(what)s, from", what=of), _("%(what)s, to", what=of)]


def _estimate(found: Estimate | None) -> Row:
    return [None, None, None] if found is None else [_rounded(each) for each in (found.value, found.low, found.high)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
