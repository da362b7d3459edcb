"""The Persian calendar, as the arithmetic rule of 33 years has it: right from 1178 to 1633 (1800 to 2254)."""

from dataclasses import dataclass
from datetime import date, timedelta

_FIRST = date(2025, 3, 21)  # 1 Farvardin 1404
_FIRST_YEAR = 1404


@dataclass(frozen=True, slots=True)
class PersianDay:
    """A day of the Persian calendar."""

    year: int
    month: int
    day: int


def persian(day: date) -> PersianDay:
    """Return the day in the Persian calendar: six months of 31 days, five of 30, the last of 29 or 30."""
    year = day.year - 621
    while (start := _new_year(year)) > day:
        year -= 1
    past = (day - start).days
    month, left = divmod(past, 31) if past < 186 else divmod(past - 186, 30)
    return PersianDay(year, month + (1 if past < 186 else 7), left + 1)


def _new_year(year: int) -> date:
    """Return the common day on which a Persian year begins."""
    return _FIRST + timedelta(days=365 * (year - _FIRST_YEAR) + _leaps(year) - _leaps(_FIRST_YEAR))


def _leaps(year: int) -> int:
    """Return how many leap years came before a year; 8 of 33 are, as 25 * year + 11 falls under 8 modulo 33."""
    return (8 * year + 21) // 33
