"""From what is tabulated to what can be protected: which numbers count people, and what adds up to what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from ...hooks.types import Breakdown, Gather, Indicator, Scope, Sorting
from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...people.reference import EVERYBODY
from .. import indicators, periods, services
from .. import queries as reports
from ..services import NOT_STATED, Tabulation
from . import queries
from .problem import TOTAL, Axis, Cell, Codes, Entry, Knowledge, Link, Nested, Period, Table

MOST_CELLS = 6_000  # of one table
HELD_BACK = ("session",)  # breakdowns that never leave the staff: who sat in a room of twenty is known to twenty
SCOPES = ("country", "module", "format", "project", "centre")  # what a table may be narrowed to

SAME = {"core.completion_rate/yes": "core.completed"}  # numerators that are figures of their own


@dataclass(frozen=True, slots=True)
class Spec:
    """What a table is to be of: an indicator, up to three breakdowns, a period, and what it is narrowed to."""

    key: str
    indicator: str
    by: tuple[str, ...]
    period: Period
    scope: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """A table with its true numbers, and everything that is said of it, in all languages."""

    table: Table
    about: dict[str, Any]
    axes: list[dict[str, Any]]


def check(spec: Spec) -> tuple[Indicator, list[Breakdown]]:
    """Return what a spec is made of; raises NotFound where an indicator, breakdown or code is not there."""
    indicator = services.indicator(spec.indicator)
    breakdowns = [services.breakdown(key) for key in spec.by]
    if not {each.key for each in breakdowns} <= {each.key for each in services.breakdowns_of(indicator)}:
        raise NotFound
    _scope(spec)
    return indicator, breakdowns


def measure_today(spec: Spec) -> Table:
    """Tabulate what a spec asks for, for its numbers alone; raises NotFound."""
    indicator, breakdowns = check(spec)
    return _table(spec, services.tabulate(indicator, breakdowns, _scope(spec)))


def measure(spec: Spec) -> Measured:
    """Tabulate what a spec asks for, with all words; raises NotFound, TooManyCells."""
    indicator, breakdowns = check(spec)
    spoken: dict[str, Tabulation] = {}
    scope, state = _scope(spec), services.memo.state()
    for language in i18n.languages():
        with i18n.speaking(language):
            spoken[language] = services.tabulate(indicator, breakdowns, scope, state)
    found = next(iter(spoken.values()))
    axes = [_axis_words(spoken, place, each) for place, each in enumerate(breakdowns)]
    return Measured(_table(spec, found), {**_about(indicator), "only": _only(spec)}, axes)


def _scope(spec: Spec) -> Scope:
    """Return the scope of a spec, whose codes are those of the breakdowns of the same name."""
    numbered = {"centre", "project"} & set(spec.scope)
    rows = db.session.execute(reports.splitting.choices(None)).all() if numbered else []
    ids = {(row.kind, row.value): row.id for row in rows}

    def number(kind: str) -> int | None:
        code = spec.scope.get(kind)
        if code is not None and (kind, code) not in ids:
            raise NotFound
        return None if code is None else int(ids[kind, code])

    return Scope(
        spec.period.first,
        spec.period.until,
        centre_id=number("centre"),
        country=spec.scope.get("country"),
        module=int(spec.scope["module"]) if "module" in spec.scope else None,
        project_id=number("project"),
        format_key=spec.scope.get("format"),
    )


# --- words ------------------------------------------------------------------------------------------


def narrowed(scope: Mapping[str, str]) -> dict[str, str]:
    """Return in the language of the page what a table is narrowed to; its centre is said of the whole release."""
    known = services.breakdowns()
    found = {key: code for key, code in scope.items() if key != "centre"}
    return {
        key: str(known[key].labels([code]).get(code, code)) if key in known else code for key, code in found.items()
    }


def _only(spec: Spec) -> dict[str, dict[str, str]]:
    """Return the same in all languages, as it is kept."""
    found: dict[str, dict[str, str]] = {}
    for language in i18n.languages():
        with i18n.speaking(language):
            for key, label in narrowed(spec.scope).items():
                found.setdefault(key, {})[language] = label
    return found


def _about(indicator: Indicator) -> dict[str, Any]:
    """Return what a table says of itself, as it was when it was made."""
    words: dict[str, dict[str, str]] = {"title": {}, "definition": {}, "unit": {}}
    for language in i18n.languages():
        with i18n.speaking(language):
            for name, texts in words.items():
                texts[language] = str(getattr(indicator, name))
    return {**words, "gather": indicator.gather.value, "people": indicator.people, "level": indicator.level}


def _axis_words(spoken: Mapping[str, Tabulation], place: int, breakdown: Breakdown) -> dict[str, Any]:
    """Return an axis as it is kept: its codes, and their names in all languages."""
    first = next(iter(spoken.values())).axes[place]
    return {
        "key": first.key,
        "title": {language: found.axes[place].title for language, found in spoken.items()},
        "codes": list(first.codes),
        "labels": {
            code: {language: found.axes[place].label(code) for language, found in spoken.items()}
            for code in first.codes
        },
        "by_label": breakdown.sorting is Sorting.LABEL,
        "period": breakdown.period,
    }


# --- numbers ----------------------------------------------------------------------------------------


def _table(spec: Spec, found: Tabulation) -> Table:
    places = list(product(*((*axis.codes, TOTAL) for axis in found.axes)))
    if len(places) > MOST_CELLS:
        raise TooManyCells
    counts, hits, cells = _counted(found, {codes: found.cell(*codes) for codes in places})
    axes = tuple(_axis(found, place, cells, spec) for place in range(len(found.axes)))
    return Table(
        spec.key,
        counts,
        axes,
        spec.period,
        cells,
        dict(spec.scope),
        frozenset(spec.scope) & MANY,
        hits,
        splits_time=not found.counts_persons,
        people=found.indicator.people,
    )


class TooManyCells(ValueError):
    """A table is too large to be protected in reasonable time."""


MANY = frozenset({"module", "project"})  # a session may have several: their participants are counted under each


def _counted(found: Tabulation, cells: Mapping[Codes, services.Cell]) -> tuple[str, str, dict[Codes, Cell]]:
    """Return what n and the numerators of a table count, and its cells.

    A sum of ones counts people by itself. Any other whole sum (heads, marks of yes and no) is protected like a
    count of people, beside the number of people it comes from; of means and hours only that number is.
    """
    key, gather = found.indicator.key, found.indicator.gather
    if key == indicators.HEADCOUNT:
        return key, "", {codes: Cell(round(cell.value or 0), cell.value) for codes, cell in cells.items()}
    if gather is Gather.PERSONS or all(cell.value == cell.n for cell in cells.values()):
        return key, "", {codes: Cell(cell.n, cell.value) for codes, cell in cells.items()}
    if gather is Gather.SHARE:
        yes = {codes: Cell(cell.n, cell.value, round((cell.value or 0) * cell.n)) for codes, cell in cells.items()}
        return f"{key}/of", SAME.get(f"{key}/yes", f"{key}/yes"), yes
    if gather is Gather.SUM and all(float(cell.value or 0).is_integer() for cell in cells.values()):
        return (
            f"{key}/of",
            key,
            {codes: Cell(cell.n, cell.value, int(cell.value or 0)) for codes, cell in cells.items()},
        )
    return f"{key}/of", "", {codes: Cell(cell.n, cell.value) for codes, cell in cells.items()}


def _axis(found: Tabulation, place: int, cells: Mapping[Codes, Cell], spec: Spec) -> Axis:
    codes = found.axes[place].codes
    spans = {code: _clipped(_span(code), spec.period) for code in codes} if found.axes[place].period else {}
    return Axis(found.axes[place].key, codes, _adds_up(place, codes, cells), spans)


def _adds_up(place: int, codes: Codes, cells: Mapping[Codes, Cell]) -> bool:
    """Say whether the codes of an axis add up to its totals: by what is true, for readers will see that it is."""
    for where, cell in cells.items():
        if where[place] == TOTAL:
            parts = [cells[(*where[:place], code, *where[place + 1 :])] for code in codes]
            if sum(part.n for part in parts) != cell.n or sum(part.hits or 0 for part in parts) != (cell.hits or 0):
                return False
    return True


def _span(code: str) -> Period:
    """Return when a year (2027), a quarter (20271) or a month (202703) is."""
    year, rest = int(code[:4]), code[4:]
    if not rest:
        found = periods.year(year)
    else:
        found = periods.quarter(year, int(rest)) if len(rest) == 1 else periods.month(year, int(rest))
    return Period(found.first, found.until)


def _clipped(span: Period, whole: Period) -> Period:
    return Period(max(span.first, whole.first), min(span.until, whole.until))


# --- what everybody knows ----------------------------------------------------------------------------


def knowledge(entries: Sequence[Entry]) -> Knowledge:
    """Return how the figures of some tables hang together."""
    links = list(_parts(entries))
    links += [Link(link.whole, link.part) for link in links if _equal(entries, link)]
    axes = {axis.key for entry in entries for axis in entry.table.axes}
    nested = tuple(_kinds_in_groups()) if {"category", "organisation_type"} <= axes else ()
    return Knowledge(tuple(links), nested)


def _parts(entries: Sequence[Entry]) -> Iterator[Link]:
    """Yield for all that the tables count the nearest thing that counts the same people and more.

    Indicators say it of each other (`part_of`); how many people a mean or a share is made of ends in "/of".
    """
    sums = {entry.table.hits for entry in entries if entry.table.counts == f"{entry.table.hits}/of"}  # no people
    named = {name for entry in entries for name in (entry.table.counts, entry.table.hits)} - {"", *sums}
    known = services.indicators()
    for counts in sorted(named):
        if counts.endswith("/yes"):
            continue
        whole, seen = known.get(counts.removesuffix("/of")), set[str]()
        while whole is not None and whole.part_of and whole.part_of not in seen:
            seen.add(whole.part_of)
            found = [each for each in (whole.part_of, f"{whole.part_of}/of") if each in named]
            yield from (Link(counts, each) for each in found)
            whole = None if found else known.get(whole.part_of)


def _equal(entries: Sequence[Entry], link: Link) -> bool:
    """Say whether the part is the whole wherever both are told: then whoever knows one knows the other."""
    told: list[tuple[Cell, Cell]] = []
    for one in entries:
        for other in entries:
            same = (one.version, one.table.period, one.table.scope) == (
                other.version,
                other.table.period,
                other.table.scope,
            )
            if same and (one.table.counts, other.table.counts) == (link.part, link.whole):
                told += _common(one.table, other.table)
    return bool(told) and all(part.n == whole.n for part, whole in told)


def _common(one: Table, other: Table) -> Iterator[tuple[Cell, Cell]]:
    if [axis.key for axis in one.axes] == [axis.key for axis in other.axes]:
        for codes in one.cells.keys() & other.cells.keys():
            yield one.cells[codes], other.cells[codes]


def _kinds_in_groups() -> Iterator[Nested]:
    yield Nested("category", NOT_STATED, "organisation_type", frozenset({NOT_STATED}))
    for code, parent in db.session.execute(queries.groups_of_categories()).all():
        group = code if parent in (None, EVERYBODY) else str(parent)
        yield Nested("category", code, "organisation_type", frozenset({group}))


def harmonised(entries: Sequence[Entry]) -> list[Entry]:
    """Narrowed tables overlap on an axis only if tables split by it do: where these add up, readers see it."""
    adds_up: dict[tuple[str, str], bool] = {}
    for entry in entries:
        for axis in entry.table.axes:
            key = (entry.table.counts, axis.key)
            adds_up[key] = adds_up.get(key, True) and axis.additive
    found = []
    for entry in entries:
        clear = {axis for axis in entry.table.overlaps if adds_up.get((entry.table.counts, axis))}
        table = replace(entry.table, overlaps=entry.table.overlaps - clear)
        found.append(replace(entry, table=table) if clear else entry)
    return found
