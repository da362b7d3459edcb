"""What anybody may read, and a ledger that publishes release after release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from trainhub.reports.disclosure.decide import Decision, decide
from trainhub.reports.disclosure.policy import Audience, Policy
from trainhub.reports.disclosure.problem import Axis, Codes, Entry, Knowledge, Link, Marks, Period, Table

PUBLIC = Policy(Audience.PUBLIC, 5)


@dataclass(frozen=True)
class Page:
    """One published table as a reader has it: how it is made, and per cell a number or a mark.

    The marks are "<5", and for the eye what the rules say it stands for there: ">=5", on sums ">=1", in veiled
    tables ">=0".
    """

    counts: str
    axes: tuple[Axis, ...]
    period: Period
    scope: Mapping[str, str]
    overlapping: frozenset[str]
    cells: Mapping[Codes, int | str]
    release: int  # which release it came with
    moment: int  # as of when its records are
    veiled: bool  # a mark means no more than "hidden", it may be a zero


def page(table: Table, counts: str, marks: Marks, release: int, moment: int, veiled: bool) -> Page:
    """Forget of a table everything that is not printed."""
    read: dict[Codes, int | str] = {}
    for codes, mark in marks.items():
        n = table.cells[codes].n if counts == table.counts else table.cells[codes].hits
        read[codes] = (n or 0) if mark.status == "shown" else "<5" if mark.status == "primary" else f">={mark.low:.0f}"
    return Page(
        counts, table.axes, table.period, table.scope, frozenset(table.overlapping), read, release, moment, veiled
    )


@dataclass
class Ledger:
    """Publishes tables one release after the other, as the real one does."""

    links: Sequence[Link] = ()
    policy: Policy = PUBLIC
    complementary: bool = True
    pages: list[Page] = field(default_factory=list)
    truth: list[dict[Codes, int]] = field(default_factory=list)  # of each page; the attacker never sees it
    entries: list[Entry] = field(default_factory=list)
    releases: int = 0
    refused: int = 0
    veiled: int = 0

    def publish(self, *tables: Table, moment: int = 0, today: Sequence[Table] = ()) -> Decision:
        """Publish tables; `today` are the earlier tables as the records are now, where these have changed."""
        changed = {table.key for table in today}
        earlier = [entry if entry.table.key in changed else replace(entry, version="now") for entry in self.entries]
        earlier += [Entry(table) for table in today]
        decision = decide(tables, earlier, self.policy, Knowledge(tuple(self.links)), complementary=self.complementary)
        self.releases += 1
        self.veiled += bool(decision.veiled)
        for table in tables:
            marks, hits = decision.marks[table.key], decision.hit_marks.get(table.key)
            version = f"release {self.releases}"
            self.entries.append(Entry(table, version, threshold=self.policy.threshold, marks=marks, hit_marks=hits))
            self._print(table, table.counts, marks, moment, table.key in decision.veiled)
            if hits is not None:
                self._print(table, table.hits, hits, moment, table.key in decision.veiled)
        return decision

    def _print(self, table: Table, counts: str, marks: Marks, moment: int, veiled: bool) -> None:
        self.pages.append(page(table, counts, marks, self.releases, moment, veiled))
        n = {codes: cell.n if counts == table.counts else cell.hits or 0 for codes, cell in table.cells.items()}
        self.truth.append(n)
