"""What can be done with figures: ask the registry, tabulate, keep the facts, count heads."""

from . import facts, memo, registry
from .headcounts import HeadcountCommand, find_headcount, headcounts, remove_headcount, save_headcount
from .registry import breakdown, breakdowns, breakdowns_of, exports, indicator, indicators, owner
from .tabulation import ALL, NOT_STATED, Axis, Cell, Codes, Tabulation, tabulate, tabulated

__all__ = [
    "ALL",
    "NOT_STATED",
    "Axis",
    "Cell",
    "Codes",
    "HeadcountCommand",
    "Tabulation",
    "breakdown",
    "breakdowns",
    "breakdowns_of",
    "exports",
    "facts",
    "find_headcount",
    "headcounts",
    "indicator",
    "indicators",
    "memo",
    "owner",
    "registry",
    "remove_headcount",
    "save_headcount",
    "tabulate",
    "tabulated",
]
