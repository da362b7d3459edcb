"""Whether an attack learned more than the policy allows."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from trainhub.reports.disclosure.problem import Codes, Period

from .attacker import Attack, Where
from .published import PUBLIC, Ledger, Page


@dataclass
class Verdict:
    """What came out of attacks: cells, hidden ones, the narrowest intervals, and what was learned that must not be."""

    cells: int = 0
    hidden: int = 0
    found_out: list[str] = field(default_factory=list)
    narrowest: dict[str, tuple[float, str]] = field(default_factory=dict)  # mark -> room, interval

    def add(self, other: "Verdict") -> None:
        self.cells += other.cells
        self.hidden += other.hidden
        self.found_out += other.found_out
        for mark, (room, interval) in other.narrowest.items():
            self.note(mark, room, interval)

    def note(self, mark: str, room: float, interval: str) -> None:
        if room < self.narrowest.get(mark, (math.inf, ""))[0]:
            self.narrowest[mark] = room, interval

    def __str__(self) -> str:
        narrow = "".join(f", {mark} {interval}" for mark, (_, interval) in sorted(self.narrowest.items()))
        return f"{self.cells} cells, {self.hidden} hidden; narrowest{narrow[1:] or ' any number'}"


def judge(ledger: Ledger) -> Verdict:
    """Attack all that a ledger published."""
    attack = Attack(ledger.pages, ledger.links)
    verdict = Verdict(cells=sum(len(page.cells) for page in ledger.pages))
    pasts: dict[int, Attack] = {}
    for where in attack.hidden():
        low, high = attack.interval(attack.sum(where))
        truth, page = ledger.truth[where[0]][where[1]], ledger.pages[where[0]]
        assert low <= truth <= high, f"the attacker believes something false of {where}: {truth} not in {low}, {high}"
        verdict.hidden += 1
        room = _room(page, where[1], truth, (low, high), (-math.inf, math.inf))
        if room < 0:  # nothing can be asked that was known before this page came out
            past = pasts.setdefault(page.release, Attack(list(_before(ledger, page.release)), ledger.links))
            room = _room(page, where[1], truth, (low, high), past.interval(past.sum(where)))
        if room < 0:
            verdict.found_out.append(f"{_name(page, where[1])} is {truth}, known as {low} to {high}")
        _note(verdict, page, where[1], room, (low, high))
    _between(ledger, attack, verdict)
    return verdict


def _room(page: Page, codes: Codes, truth: int, now: tuple[float, float], past: tuple[float, float]) -> float:
    """Return by how much an interval is wider than the policy asks, as far as it was wide before."""
    limit = PUBLIC.threshold
    if page.cells[codes] == "<5" or (page.veiled and 0 < truth < limit):
        return min(max(1, past[0]) - now[0], now[1] - min(limit - 1, past[1]))
    return math.inf if truth == 0 else now[1] - now[0] - min(limit - 2, past[1] - past[0])


def _note(verdict: Verdict, page: Page, codes: Codes, room: float, known: tuple[float, float]) -> None:
    limit = PUBLIC.threshold
    if page.cells[codes] == "<5":
        verdict.note(f"<{limit}", room, f"{known[0]} to {known[1]} (policy 1 to {limit - 1})")
    elif not page.veiled:
        verdict.note("eye", known[1] - known[0], f"{known[1] - known[0]} wide (policy {limit - 2})")


def _before(ledger: Ledger, release: int) -> Iterator[Page]:
    """Yield all pages, of which those from a release on say nothing at all."""
    for page in ledger.pages:
        blank = replace(page, veiled=True, cells=dict.fromkeys(page.cells, ">=0"))
        yield blank if page.release >= release else page


def _between(ledger: Ledger, attack: Attack, verdict: Verdict) -> None:
    """A handful of people between two releases must be known no better than a handful in a table."""
    marks: Attack | None = None
    for name, terms, truth in (*_added(ledger, attack), *_left_over(ledger, attack)):
        if 0 < truth < attack.limit:
            marks = marks or Attack(list(_marks_alone(ledger)), attack.links, unchanged=list(_unchanged(ledger)))
            low, high = attack.interval(terms)
            least, most = marks.interval(terms)  # what anybody knows who sees no number but zeros
            room = min(max(1, least) - low, high - min(attack.limit - 1, most))
            if room < 0:
                verdict.found_out.append(f"{truth} {name}, known as {low} to {high}, by marks as {least} to {most}")


def _added(ledger: Ledger, attack: Attack) -> Iterator[tuple[str, dict[int, float], int]]:
    """Yield what was added to a cell between two moments."""
    for (n, one), (m, other) in combinations(enumerate(ledger.pages), 2):
        if one.moment != other.moment and _same_table(one, other):
            early, late = sorted((n, m), key=lambda number: ledger.pages[number].moment)
            for codes in one.cells:
                truth = ledger.truth[late][codes] - ledger.truth[early][codes]
                yield f"added to {_name(one, codes)}", attack.difference((late, codes), (early, codes)), truth


def _left_over(ledger: Ledger, attack: Attack) -> Iterator[tuple[str, dict[int, float], int]]:
    """Yield what a year leaves over when the published parts of it are taken away."""
    for number, page in enumerate(ledger.pages):
        if "time" in page.overlapping:
            continue
        like = [n for n, each in enumerate(ledger.pages) if (each.counts, each.axes) == (page.counts, page.axes)]
        for parts in (each for size in (1, 2, 3) for each in combinations(like, size)):
            spans = [ledger.pages[n].period for n in parts]
            if (
                _apart(spans)
                and all(_within(each, page.period) for each in spans)
                and not _divided(ledger, number, spans)
            ):
                for codes in page.cells:
                    terms = attack.sum((number, codes))
                    for part in parts:
                        terms = {c: f for c, f in terms.items() if c not in attack.sum((part, codes))}
                    truth = ledger.truth[number][codes] - sum(ledger.truth[part][codes] for part in parts)
                    yield f"left over of {_name(page, codes)}", terms, truth


def _unchanged(ledger: Ledger) -> Iterator[tuple[Where, Where]]:
    """Yield cells that are the same at two moments; which they are may have been in the newspaper."""
    for (n, one), (m, other) in combinations(enumerate(ledger.pages), 2):
        if one.moment != other.moment and _same_table(one, other):
            for codes in one.cells:
                if ledger.truth[n][codes] == ledger.truth[m][codes]:
                    yield (n, codes), (m, codes)


def _same_table(one: Page, other: Page) -> bool:
    return (one.counts, one.axes, one.period) == (other.counts, other.axes, other.period)


def _within(inner: Period, outer: Period) -> bool:
    return outer.first <= inner.first and inner.until <= outer.until and inner != outer


def _divided(ledger: Ledger, number: int, spans: Sequence[Period]) -> bool:
    """Say whether some published period touches what is left of a page's when these are taken away."""
    page = ledger.pages[number]
    others = [each.period for each in ledger.pages if each.axes == page.axes and _within(each.period, page.period)]
    return any(not any(each == span or _within(each, span) for span in spans) for each in others)


def _apart(spans: Sequence[Period]) -> bool:
    return all(one.until <= other.first or other.until <= one.first for one, other in combinations(spans, 2))


def _marks_alone(ledger: Ledger) -> Iterator[Page]:
    """Yield the pages as they would be with every number but zero hidden in the last release."""
    for page in ledger.pages:
        if page.release < ledger.releases:
            yield page
            continue
        cells = {codes: page.cells[codes] or 0 for codes in page.cells}
        cells |= {codes: ">=1" if "_T" in codes else ">=5" for codes, n in cells.items() if isinstance(n, int) and n}
        yield replace(page, cells=cells)


def _unchanged(ledger: Ledger) -> Iterator[tuple[Where, Where]]:
    """Yield cells that are the same at two moments; which they are may have been in the newspaper."""
    for (n, one), (m, other) in combinations(enumerate(ledger.pages), 2):
        if one.moment != other.moment and _same_table(one, other):
            for codes in one.cells:
                if ledger.truth[n][codes] == ledger.truth[m][codes]:
                    yield (n, codes), (m, codes)


def _same_table(one: Page, other: Page) -> bool:
    return (one.counts, one.axes, one.period) == (other.counts, other.axes, other.period)


def _within(inner: Period, outer: Period) -> bool:
    return outer.first <= inner.first and inner.until <= outer.until and inner != outer


def _divided(ledger: Ledger, number: int, spans: Sequence[Period]) -> bool:
    """Say whether some published period touches what is left of a page's when these are taken away."""
    page = ledger.pages[number]
    others = [each.period for each in ledger.pages if each.axes == page.axes and _within(each.period, page.period)]
    return any(not any(each == span or _within(each, span) for span in spans) for each in others)


def _apart(spans: Sequence[Period]) -> bool:
    return all(one.until <= other.first or other.until <= one.first for one, other in combinations(spans, 2))


def _name(page: Page, codes: Codes) -> str:
    return f"{page.counts} {'/'.join(codes)} of release {page.release}"
