"""How languages write a span of days, and place and days together."""

from collections.abc import Callable
from datetime import date

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


def ending(number: int, units: str, tens: str, round_numbers: str) -> str:
    """Return the ending of an ordinal written in digits, by the last word of the number when spoken.

    `units` holds a letter for 1 to 9, `tens` for 10 to 90, `round_numbers` for hundred and thousand.
    """
    if number % 10:
        return units[number % 10 - 1]
    if number % 100:
        return tens[number % 100 // 10 - 1]
    return round_numbers[0 if number % 1000 else 1]


def place_first(online: str) -> Callable[[str, str], tuple[str, ...]]:
    """Return the way of languages that name the place, or say `online`, and then the days."""
    return lambda place, span: (place or online, span)
