"""Spans of time by the shortest word that stands for them, and those that can be reported and locked."""

from collections.abc import Iterator
from datetime import date, timedelta

from trainhub.plugin_api.reports import Period, periods

BACK = 12  # quarters that can still be locked, reported on and given targets
AHEAD = 8


def named(first: date, until: date) -> Period:
    """Return a span as the year, quarter or month it is, else as its two days."""
    last = until - timedelta(days=1)
    whole = (periods.year(first.year), periods.quarter(first.year, (first.month + 2) // 3))
    for period in (*whole, periods.month(first.year, first.month), periods.years(first.year, last.year)):
        if (period.first, period.until) == (first, until):
            return period
    return periods.span(first, last)


def reportable(key: str) -> Period | None:
    """Return a year or quarter by its word; None for anything else: values are entered and locked by these."""
    period = periods.parse(key)
    if period is None:
        return None
    known = named(period.first, period.until)
    return known if known in (periods.year(period.first.year), _quarter(period.first)) else None


def steps(period: Period) -> list[Period]:
    """Return the periods of the same kind up to this one, for a trend: five years, or eight quarters."""
    around = [named(each.first, each.until) for each in period.around]
    return around if any((each.first, each.until) == (period.first, period.until) for each in around) else []


def step_code(period: Period) -> str:
    """Return the code that the breakdowns year and quarter have for a period."""
    if period.years:
        return str(period.first.year)
    return str(period.first.year * 10 + (period.first.month + 2) // 3)


def around(today: date, *, ahead: int = 0) -> list[Period]:
    """Return years and quarters to choose from, the newest first."""
    quarters = list(_quarters(today, ahead))
    years = sorted({each.first.year for each in quarters}, reverse=True)
    return sorted(
        [*quarters, *map(periods.year, years)], key=lambda each: (each.until, each.until - each.first), reverse=True
    )


def over(today: date) -> list[Period]:
    """Return the years and quarters that are over, the newest first."""
    return [each for each in around(today) if each.until <= today]


def _quarters(today: date, ahead: int) -> Iterator[Period]:
    here = today.year * 4 + (today.month - 1) // 3
    for place in range(here + ahead, here - BACK, -1):
        yield periods.quarter(place // 4, place % 4 + 1)


def _quarter(day: date) -> Period:
    return periods.quarter(day.year, (day.month + 2) // 3)
