"""The public holidays of a year, as the library `holidays` knows them: pure, no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from ..kernel.types import Texts

MEMBERS = ("AZ", "BY", "GE", "IR", "KG", "KZ", "MD", "RU", "TJ", "TM", "TR", "UA", "UZ")
OURS = {"az": "az", "ru": "ru", "ru_KG": "ru", "tk": "tk"}  # the library's languages that are ours, too
ESTIMATED = "(estimated)"
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
SEVERAL = "; "


@dataclass(frozen=True, slots=True)
class Known:
    """A holiday as the library has it."""

    country_code: str
    day: date
    title: Texts
    estimated: bool


def known(year: int) -> list[Known]:
    """Return the public holidays of the member countries in a year, by country and day."""
    return [each for code in MEMBERS for each in _of_country(code, year)]


def source() -> str:
    """Return the library and its version."""
    return f"holidays {version('holidays')}"


def _of_country(code: str, year: int) -> Iterator[Known]:
    import holidays  # slow import

    english = holidays.country_holidays(code, years=year, language="en_US")
    others = {
        OURS[language]: holidays.country_holidays(code, years=year, language=language)
        for language in english.supported_languages
        if language in OURS
    }
    for day, name in sorted(english.items()):
        estimated = ESTIMATED in name
        texts = {"en": _clean(name, estimated=estimated)}
        texts |= {
            language: _clean(there[day], estimated=estimated) for language, there in others.items() if day in there
        }
        yield Known(code, day, Texts.of(texts), estimated)


def _clean(name: str, *, estimated: bool) -> str:
    """Take the library's own word for "estimated" away: we say it ourselves, in the reader's language."""
    parts = (_BRACKETS.sub("", part) if estimated else part for part in name.split(SEVERAL))
    return SEVERAL.join(dict.fromkeys(parts))
