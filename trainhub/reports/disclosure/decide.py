"""The whole way: from tables, and what was published before, to a mark for every cell that an attack has tested."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .attack import Finding, attack
from .build import Built, build
from .policy import Need, Policy, Status
from .problem import NOTHING, Codes, Entry, Knowledge, Mark, Marks, Table
from .protect import Impossible, Tick, left_of_needs, protect
from .system import System, view


@dataclass(frozen=True, slots=True)
class Decision:
    """Marks for the cells of every table, and what an attacker can still find out."""

    marks: dict[str, Marks]
    hit_marks: dict[str, Marks]
    findings: list[Finding] = field(default_factory=list)
    smallest: bool = True
    veiled: frozenset[str] = frozenset()  # tables whose marks say no more than "hidden"

    @property
    def cells(self) -> int:
        return sum(map(len, self.marks.values())) + sum(map(len, self.hit_marks.values()))

    @property
    def hidden(self) -> int:
        every = (*self.marks.values(), *self.hit_marks.values())
        return sum(mark.status in (Status.PRIMARY, Status.SECONDARY) for marks in every for mark in marks.values())

    @property
    def room(self) -> float:
        """Return how much wider than the policy asks the narrowest interval is."""
        return min((finding.room for finding in self.findings), default=float("inf"))


def decide(
    tables: Sequence[Table],
    earlier: Sequence[Entry],
    policy: Policy,
    knowledge: Knowledge = NOTHING,
    *,
    complementary: bool = True,
    tick: Tick = lambda: None,
) -> Decision:
    """Decide what of new tables is shown. Raises Contradiction, TooLarge or Impossible; then nothing may be.

    `tick` is called again and again while it works.
    """
    veiled: frozenset[str] = frozenset()
    while True:
        new = [Entry(table, candidate=True, threshold=policy.threshold, veiled=table.key in veiled) for table in tables]
        built = build([*new, *earlier], policy, knowledge)
        try:
            return _decide(tables, built, veiled, complementary, tick)
        except Impossible as error:
            more = {key for (key, _, _), number in built.cells.items() if number in error.numbers}
            if more <= veiled:
                raise
            veiled |= more


def _decide(tables: Sequence[Table], built: Built, veiled: frozenset[str], complementary: bool, tick: Tick) -> Decision:
    protection = protect(built.system, complementary=complementary, tick=tick)
    hidden, smallest = set(protection.hidden), protection.smallest
    findings = _try(built, hidden, protection.needs, tick)
    while complementary and (weak := [number for number, finding in findings.items() if not finding.safe]):
        more = _more(built.system, hidden, weak)
        if not more:
            raise Impossible(range(len(built.system.variables)))
        hidden, smallest = hidden | more, False
        findings = _try(built, hidden, protection.needs, tick)
    return _decision(tables, built, hidden, Decision({}, {}, list(findings.values()), smallest, veiled))


def _try(built: Built, hidden: set[int], needs: Mapping[int, Need], tick: Tick) -> dict[int, Finding]:
    """Let the attacker try everything that is hidden and must not be known."""
    watched = {number: need for number, need in sorted(needs.items()) if number in hidden}
    return attack(view(built.system, hidden), built.system.relations, watched, tick)


def _more(system: System, hidden: set[int], weak: Iterable[int]) -> set[int]:
    """Return what to hide after a successful attack: all that stands in a sum with something hidden around it."""
    around = set(weak)
    while True:
        rows = [relation for relation in system.relations if any(number in around for number, _ in relation.terms)]
        near = {number for relation in rows for number, _ in relation.terms}
        more = {number for number in near if system.variables[number].choice and number not in hidden}
        if more or near <= around:
            return more
        around |= near


def _decision(tables: Sequence[Table], built: Built, hidden: set[int], found: Decision) -> Decision:
    marks = {table.key: _marks(table, table.counts, built, hidden) for table in tables}
    hits = {table.key: _marks(table, table.hits, built, hidden) for table in tables if table.hits}
    return replace(found, marks=marks, hit_marks=hits)


def _marks(table: Table, counts: str, built: Built, hidden: set[int]) -> Marks:
    return {codes: _mark(table, counts, codes, built, hidden) for codes in table.cells}


def _mark(table: Table, counts: str, codes: Codes, built: Built, hidden: set[int]) -> Mark:
    number = built.cells.get((table.key, counts, codes))
    cell = table.cells[codes]
    if number is None or number not in hidden:
        n = cell.n if counts == table.counts else cell.hits or 0
        return Mark(Status.SHOWN, n, n)
    variable = built.system.variables[number]
    return Mark(built.status[number], variable.low, variable.high)


def endangers(
    earlier: Sequence[Entry],
    new: Sequence[Entry],
    policy: Policy,
    knowledge: Knowledge = NOTHING,
    tick: Tick = lambda: None,
) -> bool:
    """Say whether new tables, with their marks, would tell readers of a narrower audience more than its policy allows.

    They see the new tables beside those that only they have: each may be safe, and both together not.
    """
    told = [replace(entry, threshold=policy.threshold) for entry in new]
    blind = [replace(entry, marks=_veil(entry.marks), hit_marks=_veil(entry.hit_marks)) for entry in told]
    before, after = (build([*earlier, *entries], policy, knowledge) for entries in (blind, told))
    needs = left_of_needs(before.system, tick)
    hidden = {number for number, each in enumerate(after.system.variables) if each.hidden}
    shown = (each for number, each in enumerate(after.system.variables) if number in needs and number not in hidden)
    if any(policy.small(each.value or 0) for each in shown):
        return True
    watched = {number: need for number, need in needs.items() if number in hidden}
    findings = attack(view(after.system, hidden), after.system.relations, watched, tick)
    return not all(finding.safe for finding in findings.values())


def _veil(marks: Marks | None) -> Marks | None:
    return None if marks is None else dict.fromkeys(marks, Mark(Status.SECONDARY, 0, math.inf))
