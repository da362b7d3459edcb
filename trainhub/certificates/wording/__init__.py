"""What a certificate says in each language: its sentences, dates and labels. No layout, no Flask.

A language is one module with one `Wording`, and what its dates need. Sentences stand around the name
without inflecting it, so every language keeps its own order of words; none tells the holder's sex
(hence no past tense in Russian). A reader whose first language it is must read a wording before it is used.
"""

from collections.abc import Mapping
from datetime import date

from babel import Locale
from babel.numbers import format_decimal

from . import az, be, en, fa, ka, kk, ky, ro, ru, tg, tk, tr, uk, uz
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording

WORDINGS: dict[str, Wording] = {
    "en": en.WORDING,
    "az": az.WORDING,
    "ru": ru.WORDING,
    "tk": tk.WORDING,
    "be": be.WORDING,
    "fa": fa.WORDING,
    "ka": ka.WORDING,
    "kk": kk.WORDING,
    "ky": ky.WORDING,
    "ro": ro.WORDING,
    "tg": tg.WORDING,
    "tr": tr.WORDING,
    "uk": uk.WORDING,
    "uz": uz.WORDING,
}
STANDARD = ("en", "az", "ru", "tk")  # of certificates without a design of the centre


def sentences(language: str, kind: str, titles: Mapping[str, str]) -> Sentences:
    """Return the words of a kind; one of the centre's own says what participation says, under its own title."""
    known = WORDINGS[language].kinds
    if kind in known:
        return known[kind]
    plain = known[PARTICIPATION]
    title = titles.get(language) or titles.get("en") or next(iter(titles.values()), plain.title)
    return Sentences(title, plain.opening, plain.linking)


def facts(language: str, place: str, first: date, last: date, hours: float) -> tuple[str, ...]:
    """Return where, when and how long, in pieces to be joined by the language's comma and a space.

    `place` is "" for a training held online. Raises KeyError for a language without wording.
    """
    wording = WORDINGS[language]
    return *wording.held(place or wording.online, wording.span(first, last)), hours_in_words(language, hours)


def hours_in_words(language: str, hours: float) -> str:
    """Return training hours in words, shown with at most two decimals: 18 training hours."""
    wording = WORDINGS[language]
    shown = round(hours, 2)
    number = format_decimal(int(shown) if shown == int(shown) else shown, locale=language, numbering_system="default")
    plural = Locale.parse(language).plural_form(shown)
    return wording.hours.get(plural, wording.hours["other"]).format(number.translate(wording.digits))


__all__ = [
    "COMPLETION",
    "PARTICIPATION",
    "STANDARD",
    "TOT",
    "TRAINER",
    "WORDINGS",
    "Sentences",
    "Wording",
    "facts",
    "sentences",
]
