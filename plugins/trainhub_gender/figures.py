"""What the staff's page shows: a figure split by gender, the way from registration to certificate, rates, balance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.explorer import Asked
from trainhub.plugin_api.reports import (
    ALL,
    PARTICIPATIONS,
    Breakdown,
    Chart,
    Gather,
    Indicator,
    Period,
    Scope,
    Tabulation,
    breakdown,
    breakdowns_of,
    charts,
    indicators,
    periods,
    tabulated,
)

from . import balance, intervals
from .balance import Balance, Line
from .intervals import Estimate
from .words import KEY, MEN, WOMEN

# the ways in, of which a registration has one or more; and the steps that follow each other
WAYS = ("core.invited", "core.nominated", "core.applied")
REGISTERED = "core.registrations"
STEPS = (REGISTERED, "core.selected", PARTICIPATIONS, "core.completed", "core.certificates")
TRAINERS = ("core.trainers", "core.trainer_persons")
SPLITS = 2  # beside gender
HEADS = "heads"
WHOLE = 1e-6  # so near to a whole number, a share is of people who have something or have it not
DROP = 0.01  # a fall of the share smaller than this is none


@dataclass(frozen=True, slots=True)
class Step:
    """One state on the way: its balance, how many of each came on from the step before, and how the share moved."""

    title: str
    balance: Balance
    women: Estimate | None = None  # of those one step before
    men: Estimate | None = None
    gap: Estimate | None = None  # women's less men's, by Newcombe
    moved: float | None = None  # of the share of women


@dataclass(frozen=True, slots=True)
class Rate:
    """A share or mean for women and for men, with how many it is made of, and how they differ."""

    title: str
    definition: str
    percent: bool
    women: tuple[float | None, int]
    men: tuple[float | None, int]
    all: tuple[float | None, int]
    gap: Estimate | None = None

    @property
    def difference(self) -> float | None:
        if self.women[0] is None or self.men[0] is None:
            return None
        return self.women[0] - self.men[0]


def counted() -> list[Indicator]:
    """Return what the page can be about: every count of people that can be split by gender."""
    return [each for each in _splittable() if each.gather in {Gather.SUM, Gather.PERSONS}]


def splits_of(indicator: Indicator) -> list[Breakdown]:
    """Return what a figure can be split by beside gender."""
    return [each for each in breakdowns_of(indicator) if each.key != KEY]


def table(asked: Asked, indicator: Indicator, splits: Sequence[Breakdown]) -> Tabulation | None:
    return _measured(asked, indicator, [*splits, breakdown(KEY)])


def lines(table: Tabulation) -> Iterator[Line]:
    """Yield a table's lines: sums after what they are made of, lines of nobody left out where two axes meet."""
    axes = table.axes[:-1]
    for codes in product(*((*axis.codes, ALL) for axis in axes)):
        if len(codes) == 2 and codes[0] == ALL != codes[1]:
            continue
        found, kind = balance.at(table, *codes), _kind(codes)
        if found.total or kind == "all" or len(axes) < 2:
            yield Line(_labels(table, codes), found, kind)


def steps(asked: Asked) -> tuple[list[Step], list[Step]]:
    """Return the ways in and the steps; a state that nobody ever came to is left out until somebody does."""
    found = indicators()
    ways = [_step(asked, found[key]) for key in WAYS if key in found]
    chain: list[Step] = []
    for key in STEPS:
        if key in found and (step := _step(asked, found[key])).balance.total:
            chain.append(_moved(step, chain[-1]) if chain else step)
    return [each for each in ways if each.balance.total], chain


def drop(chain: Sequence[Step]) -> Step | None:
    """Return the step at which the share of women falls most, if it falls at all."""
    falling = [each for each in chain if each.moved is not None and each.moved <= -DROP]
    return min(falling, key=lambda each: each.moved or 0, default=None)


def rates(asked: Asked) -> list[Rate]:
    """Return every share and mean that can be split by gender, core's and the plugins'."""
    found = []
    for each in _splittable():
        if each.gather in {Gather.SHARE, Gather.MEAN} and (table := _measured(asked, each, [breakdown(KEY)])):
            rate = _rate(table)
            if rate.all[1]:
                found.append(rate)
    return found


def trainers(asked: Asked) -> list[Line]:
    """Return the balance of those who stood in front of the groups: each time, and each person once."""
    found, known = [], indicators()
    for key in TRAINERS:
        table = _measured(asked, known[key], [breakdown(KEY)]) if key in known else None
        if table and table.total.n:
            found.append(Line((str(table.indicator.title),), balance.at(table)))
    return found


def trend(asked: Asked, indicator: Indicator) -> tuple[Chart | None, tuple[str, float] | None]:
    """Return the share of women over the periods around, and what it was in the period before."""
    if "day" not in indicator.splits:
        return None, None
    around, before = asked.period.around, asked.period.before
    step = breakdown("year" if asked.period.years else "quarter")
    scope = replace(asked.scope, first=around[0].first, until=around[-1].until)
    table = _measured(asked, indicator, [step, breakdown(KEY)], scope)
    if table is None:
        return None, None
    shares = {code: found.share.value if (found := balance.at(table, code)).share else None for code in _times(table)}
    told = shares.get(_code(before, step.key)) if before in around else None
    drawn = None
    if sum(each is not None for each in shares.values()) > 1:
        notes = [str(balance.at(table, code).total) for code in shares]
        points = [(periods.short_name_of(code), value) for code, value in shares.items()]
        title = _("Share of women, by year") if asked.period.years else _("Share of women, by quarter")
        drawn = charts.line(title, points, percent=True, notes=notes)
    return drawn, None if told is None else (before.label, told)


# --- inside ---------------------------------------------------------------------------------------


def _splittable() -> list[Indicator]:
    gender = breakdown(KEY)
    return [
        each
        for each in indicators().values()
        if each.people and HEADS not in each.splits and gender in breakdowns_of(each)
    ]


def _measured(
    asked: Asked, indicator: Indicator, by: Sequence[Breakdown], scope: Scope | None = None
) -> Tabulation | None:
    return tabulated(indicator, by, scope or asked.scope, asked.state)


def _step(asked: Asked, indicator: Indicator) -> Step:
    table = _measured(asked, indicator, [breakdown(KEY)])
    found = balance.at(table) if table else Balance((0,) * len(balance.names()), 0)
    return Step(str(indicator.title), found)


def _moved(step: Step, before: Step) -> Step:
    """Return a step with what it says of the one before it."""
    here, there = step.balance, before.balance
    women, men = ((min(here.count(code), there.count(code)), there.count(code)) for code in (WOMEN, MEN))
    moved = here.share.value - there.share.value if here.share and there.share else None
    gap = intervals.difference(women, men)
    return replace(step, women=intervals.share(*women), men=intervals.share(*men), gap=gap, moved=moved)


def _rate(table: Tabulation) -> Rate:
    percent = table.indicator.gather is Gather.SHARE
    women, men, whole = ((each.value, each.n) for each in (table.cell(WOMEN), table.cell(MEN), table.total))
    gap = _gap(women, men) if percent else None
    return Rate(str(table.indicator.title), str(table.indicator.definition), percent, women, men, whole, gap)


def _gap(women: tuple[float | None, int], men: tuple[float | None, int]) -> Estimate | None:
    """Return women's share less men's; None of shares that are means of parts: Newcombe's method is of yes and no."""
    counts = [((value or 0) * n, n) for value, n in (women, men)]
    if any(abs(part - round(part)) > WHOLE for part, _n in counts):
        return None
    one, other = ((round(part), n) for part, n in counts)
    return intervals.difference(one, other)


def _times(table: Tabulation) -> Sequence[str]:
    return table.axes[0].codes


def _code(period: Period, step: str) -> str:
    year = period.first.year
    return str(year * 10 + (period.first.month + 2) // 3 if step == "quarter" else year)


def _kind(codes: Sequence[str]) -> str:
    if all(code == ALL for code in codes):
        return "all"
    return "part" if ALL in codes else ""


def _labels(table: Tabulation, codes: Sequence[str]) -> tuple[str, ...]:
    named = [_("All") if code == ALL else axis.label(code) for axis, code in zip(table.axes, codes, strict=False)]
    if len(codes) == 2 and codes[0] == ALL:
        named[1] = ""
    return tuple(named)
