"""What placements of a centre keep to, read once with what stands around them: the numbers of the rules page, clocks,
who knows what, what comes first, what things cost.

The search reads the same (`timetable/`); these are for the page, which needs no engine.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..models import CostRate
from .money import Rates
from .timetable import wishes
from .timetable.wishes import Wishes

INTERPRETER = "interpreter"


@dataclass(slots=True)
class Expert:
    """What the roster says of somebody who teaches or interprets."""

    languages: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    modules: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Rules:
    """The rules of a centre, and what they speak of."""

    wishes: Wishes = field(default_factory=Wishes)
    zones: Mapping[str, str] = field(default_factory=dict)  # of countries
    before: Mapping[int, set[int]] = field(default_factory=dict)  # activity -> those that come first
    modules: Mapping[int, set[int]] = field(default_factory=dict)  # activity -> numbers
    experts: Mapping[int, Expert] = field(default_factory=dict)  # by person
    rates: Rates = field(default_factory=lambda: Rates({}))

    def needed(self, activities: Iterable[int]) -> set[int]:
        """Return the activities that come before some others, but for those that are held with them."""
        own = set(activities)
        return set().union(*(self.before.get(each, set()) for each in own)) - own

    def modules_of(self, activities: Iterable[int]) -> set[int]:
        return set().union(*(self.modules.get(each, set()) for each in activities))

    def speaks(self, person_id: int, language: str) -> bool:
        known = self.experts.get(person_id)
        return known is not None and language in known.languages

    def interpreters(self, language: str) -> set[int] | None:
        """Return who interprets a language; None where the roster names nobody, and the centre finds somebody."""
        found = {key for key, each in self.experts.items() if INTERPRETER in each.roles and language in each.languages}
        return found or None


def gather(rows: Iterable[Any]) -> Rules:
    """Sort the rows of `queries.standing` that are rules."""
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    experts = {row.of: Expert(frozenset(row.said or ()), frozenset(row.also or ())) for row in by_kind["expert"]}
    for row in by_kind["knows"]:
        experts[row.of].modules.add(row.other)
    return Rules(
        wishes=wishes.read(next((row.said or {} for row in by_kind["wishes"]), {})),
        zones={row.line: row.word for row in by_kind["zone"]},
        before=_pairs(by_kind["before"]),
        modules=_pairs(by_kind["module"]),
        experts=experts,
        rates=Rates({(row.word, row.of): _rate(row) for row in by_kind["rate"]}),
    )


def _pairs(rows: Iterable[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[row.of].add(row.other)
    return dict(found)


def _rate(row: Any) -> CostRate:
    return CostRate(travel=row.first, daily=row.second, fixed=row.third)
