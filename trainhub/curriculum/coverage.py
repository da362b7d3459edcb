"""How far modules reach: which levels each of them serves, and which recommendations activities answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .models import ActivityText, CurriculumPart, ModuleText
from .outline import NO_LEVEL, Entry, Outline, at_level
from .vocabulary import LEVELS

COLUMNS = (*(level for level in LEVELS if level != "all"), NO_LEVEL)  # an activity for all levels counts at each


@dataclass(frozen=True, slots=True)
class Covered:
    """A module with the number of its entries at each of COLUMNS, and all of them."""

    module: ModuleText
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CoveredPart:
    """A part of the curriculum with its modules."""

    part: CurriculumPart
    rows: list[Covered]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Modules by levels (R-011). In a row cross-listed entries count too, as in the list; in the sums, an activity
    counts once (R-006)."""

    parts: list[CoveredPart]
    counts: tuple[int, ...]
    total: int


def coverage(outline: Outline) -> Coverage:
    """Count the activities of a version by module and level."""
    found: dict[int, CoveredPart] = {}
    for module in outline.modules:
        part = found.setdefault(module.part.number, CoveredPart(module.part, []))
        part.rows.append(_covered(module, outline.entries(module)))
    whole = list(outline.activities.values())
    return Coverage([found[number] for number in sorted(found)], _counts(whole), len(whole))


def _covered(module: ModuleText, entries: Sequence[Entry]) -> Covered:
    return Covered(module, _counts([entry.activity for entry in entries]), len(entries))


def _counts(activities: Sequence[ActivityText]) -> tuple[int, ...]:
    return tuple(sum(1 for each in activities if at_level(each, level)) for level in COLUMNS)


@dataclass(frozen=True, slots=True)
class Traces:
    """From recommendations of the assessment to the activities that answer them, and what answers none (R-024)."""

    answered: list[tuple[str, list[ActivityText]]]
    without: list[ActivityText]


def traces(activities: Iterable[ActivityText]) -> Traces:
    """Turn the links of activities round; recommendations come in the order of their ids."""
    answered: dict[str, list[ActivityText]] = {}
    without = []
    for each in activities:
        for code in each.recommendations:
            answered.setdefault(code, []).append(each)
        if not each.recommendations:
            without.append(each)
    return Traces(sorted(answered.items()), without)
