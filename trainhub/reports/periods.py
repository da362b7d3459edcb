"""Spans of time as figures are asked for: a year, a quarter, a month, three years, or any two days."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..kernel import i18n

THREE = 3
REPORTED_FROM = 4  # until April, people report on the year before
FIRST_YEAR, LAST_YEAR = 1990, 2199


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time with the word that stands for it in an address."""

    key: str
    first: date
    until: date  # the first day after it

    @property
    def label(self) -> str:
        """Return it in the page's language."""
        return _label(self)

    @property
    def years(self) -> bool:
        """Say whether it is made of whole years."""
        return (self.first.month, self.first.day, self.until.month, self.until.day) == (1, 1, 1, 1)

    @property
    def before(self) -> "Period":
        """Return the span of the same length just before it."""
        if self.years:
            return years(self.first.year - (self.until.year - self.first.year), self.first.year - 1)
        months = _months(self)
        if months:
            return _of_months(_back(self.first, months), months)
        return span(self.first - (self.until - self.first), self.first - timedelta(days=1))

    @property
    def around(self) -> "list[Period]":
        """Return what it may be compared with: five years up to its last one, or eight quarters up to its own."""
        if self.years:
            return [year(number) for number in range(self.until.year - 5, self.until.year)]
        last = quarter(self.first.year, (self.first.month + 2) // 3)
        return [_of_months(_back(last.first, 3 * number), 3) for number in range(7, -1, -1)]


def year(number: int) -> Period:
    return Period(str(number), date(number, 1, 1), date(number + 1, 1, 1))


def years(first: int, last: int) -> Period:
    """Return whole years, both counted."""
    if first == last:
        return year(first)
    return Period(f"{first}-{last}", date(first, 1, 1), date(last + 1, 1, 1))


def quarter(of_year: int, number: int) -> Period:
    first = date(of_year, 3 * number - 2, 1)
    return Period(f"{of_year}-q{number}", first, _back(first, -3))


def month(of_year: int, number: int) -> Period:
    first = date(of_year, number, 1)
    return Period(f"{of_year}-{number:02d}", first, _back(first, -1))


def span(first: date, last: date) -> Period:
    """Return any two days and what lies between, both counted."""
    return Period(f"{first.isoformat()}..{last.isoformat()}", first, last + timedelta(days=1))


def default(today: date) -> Period:
    """Return what most reports are about: this year, and until April the year before."""
    return year(today.year if today.month >= REPORTED_FROM else today.year - 1)


def presets(today: date) -> list[Period]:
    """Return the spans that a menu offers: years, quarters, and the three years that most trends are told for."""
    present = quarter(today.year, (today.month + 2) // 3)
    return [
        *(year(today.year - back) for back in range(3)),
        years(today.year - THREE + 1, today.year),
        years(today.year - THREE, today.year - 1),
        *(_of_months(_back(present.first, 3 * back), 3) for back in range(4)),
    ]


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (re.compile(r"(\d{4})"), lambda one: year(int(one[1]))),
    (re.compile(r"(\d{4})-q([1-4])"), lambda one: quarter(int(one[1]), int(one[2]))),
    (re.compile(r"(\d{4})-(\d{2})"), lambda one: month(int(one[1]), int(one[2]))),
    (re.compile(r"(\d{4})-(\d{4})"), lambda one: years(int(one[1]), int(one[2]))),
    (re.compile(r"(\S{10})\.\.(\S{10})"), lambda one: span(date.fromisoformat(one[1]), date.fromisoformat(one[2]))),
)


def parse(text: str) -> Period | None:
    """Return the period a word in an address stands for; None for what is none."""
    for form, make in _FORMS:
        found = form.fullmatch(text)
        if found:
            try:
                period = make(found)
            except ValueError:
                return None
            fits = period.first.year >= FIRST_YEAR and period.until.year <= LAST_YEAR + 1
            return period if fits and period.first < period.until else None
    return None


def name_of(code: str) -> str:
    """Return the name of a year (2027), quarter (20271) or month (202703) as breakdowns have their codes."""
    if not code.isdigit():
        return code
    if len(code) == 4:
        return code
    if len(code) == 5:
        return quarter(int(code[:4]), int(code[4:])).label
    return month(int(code[:4]), int(code[4:])).label


def between(codes: Iterable[str]) -> list[str]:
    """Return the codes of all years, quarters or months from the first of these to the last; others stay."""
    have = sorted(codes)
    if not have or not all(code.isdigit() and len(code) == len(have[0]) for code in have):
        return have
    parts = {5: 4, 6: 12}.get(len(have[0]))
    if parts is None:
        return [str(number) for number in range(int(have[0]), int(have[-1]) + 1)] if len(have[0]) == 4 else have
    size = 10 if parts == 4 else 100
    first, last = ((number // size) * parts + number % size - 1 for number in (int(have[0]), int(have[-1])))
    return [str((place // parts) * size + place % parts + 1) for place in range(first, last + 1)]


def short_name_of(code: str) -> str:
    """Return the same as it stands under a chart: the year with its first month and quarter only."""
    if not code.isdigit() or len(code) == 4:
        return name_of(code)
    if len(code) == 5:
        return i18n.day(quarter(int(code[:4]), int(code[4:])).first, "quarter-short")
    first = month(int(code[:4]), int(code[4:])).first
    return i18n.day(first, "LLL y" if first.month == 1 else "LLL")


def _label(period: Period) -> str:
    first, last = period.first, period.until - timedelta(days=1)
    if period.years:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    months = _months(period)
    if months == 1:
        return i18n.day(first, "month")
    if months == 3 and first.month % 3 == 1:
        return i18n.day(first, "quarter")
    return i18n.dates(first, last)


def _months(period: Period) -> int:
    """Return how many whole months a span has; 0 where it cuts one."""
    if period.first.day != 1 or period.until.day != 1:
        return 0
    return 12 * (period.until.year - period.first.year) + period.until.month - period.first.month


def _of_months(first: date, months: int) -> Period:
    until = _back(first, -months)
    if months == 1:
        return month(first.year, first.month)
    if months == 3 and first.month % 3 == 1:
        return quarter(first.year, (first.month + 2) // 3)
    return Period(span(first, until - timedelta(days=1)).key, first, until)


def _back(first: date, months: int) -> date:
    """Return the first of a month so many months before."""
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
