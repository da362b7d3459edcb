"""How languages write a span of days, and place and days together."""

from collections.abc import Callable
from datetime import date
from typing import Protocol, TypeVar

from babel.dates import format_date


def span(language: str, first: date, last: date, day: str, year: str) -> str:
    """Join two days by a dash, each part written once: days, months and years that agree are not repeated.

    `day` is Babel's pattern of a day with its month, `year` what is added for the year.
    """
    end = format_date(last, day + year, locale=language)
    if first == last:
        return end
    if first.year != last.year:
        return f"{format_date(first, day + year, locale=language)} – {end}"
    if first.month != last.month:
        return f"{format_date(first, day, locale=language)} – {end}"
    return f"{first.day}–{end}"


class Day(Protocol):
    """A day of any calendar."""

    @property
    def year(self) -> int: ...
    @property
    def month(self) -> int: ...
    @property
    def day(self) -> int: ...


DayT = TypeVar("DayT", bound=Day)


def joined(
    first: DayT,
    last: DayT,
    day: Callable[[DayT], str],
    year: Callable[[int], str],
    to: str = " – ",
    digits: Callable[[int], str] = str,
) -> str:
    """Join two days as `span` does, where day with month and year are written by functions.

    `to` stands between days of two months; between those of one it stands without its spaces if it is a dash.
    """
    end = day(last) + year(last.year)
    if first == last:
        return end
    if first.year != last.year:
        return f"{day(first)}{year(first.year)}{to}{end}"
    if first.month != last.month:
        return f"{day(first)}{to}{end}"
    return f"{digits(first.day)}{'–' if to == ' – ' else to}{end}"


def year_first(first: date, last: date, year: Callable[[int], str], day: Callable[[date], str]) -> str:
    """Join two days in a language that writes the year before them."""
    start = f"{year(first.year)} "
    if first == last:
        return start + day(last)
    if first.year != last.year:
        return f"{start}{day(first)} – {year(last.year)} {day(last)}"
    if first.month != last.month:
        return f"{start}{day(first)} – {day(last)}"
    return f"{start}{first.day}–{day(last)}"


def ending(number: int, units: str, tens: str, round_numbers: str) -> str:
    """Return the ending of an ordinal written in digits, by the last word of the number when spoken.

    `units` holds a letter for 1 to 9, `tens` for 10 to 90, `round_numbers` for hundred and thousand.
    """
    if number % 10:
        return units[number % 10 - 1]
    if number % 100:
        return tens[number % 100 // 10 - 1]
    return round_numbers[0 if number % 1000 else 1]


def place_first(place: str, days: str) -> tuple[str, ...]:
    """Return the way of languages that name the place, or say that it was online, and then the days."""
    return place, days
