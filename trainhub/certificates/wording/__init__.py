"""What a certificate says in each language: its sentences, dates and labels. No layout, no Flask.

A language is one module with one `Wording`, and what its dates need. Sentences stand around the name
without inflecting it, so every language keeps its own order of words; none tells the holder's sex
(hence no past tense in Russian). A reader whose first language it is must read a wording before it is used.
"""

from collections.abc import Mapping
from datetime import date

from babel import Locale
from babel.numbers import format_decimal

from . import az, en, ru, tk
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording

WORDINGS: dict[str, Wording] = {"en": en.WORDING, "az": az.WORDING, "ru": ru.WORDING, "tk": tk.WORDING}


def sentences(language: str, kind: str, titles: Mapping[str, str]) -> Sentences:
    """Return the words of a kind; one of the centre's own says what participation says, under its own title."""
    known = WORDINGS[language].kinds
    if kind in known:
        return known[kind]
    plain = known[PARTICIPATION]
    title = titles.get(language) or titles.get("en") or next(iter(titles.values()), plain.title)
    return Sentences(title, plain.opening, plain.linking)


def facts(language: str, place: str, first: date, last: date, hours: float) -> tuple[str, ...]:
    """Return where, when and how long, in pieces to be joined by a comma and a space.

    `place` is "" for a training held online; `hours` are training hours, shown with at most two
    decimals. Raises KeyError for a language without wording.
    """
    wording = WORDINGS[language]
    shown = round(hours, 2)
    number = format_decimal(int(shown) if shown == int(shown) else shown, locale=language)
    plural = Locale.parse(language).plural_form(shown)
    amount = wording.hours.get(plural, wording.hours["other"]).format(number)
    return *wording.held(place, wording.span(first, last)), amount


__all__ = ["COMPLETION", "PARTICIPATION", "TOT", "TRAINER", "WORDINGS", "Sentences", "Wording", "facts", "sentences"]
