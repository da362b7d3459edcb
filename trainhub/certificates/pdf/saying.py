"""What a certificate says in one language: the words frozen with it, else the shipped ones, filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..wording import WORDINGS, hours_in_words, own
from ..wording import facts as facts_sentence
from .stated import CertificateFacts

TextT = TypeVar("TextT")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one language, placeholders filled. `facts` is in pieces between which a line may break."""

    title: str
    opening: str
    linking: str
    notice: str
    centre: str
    centre_lang: str
    facts: tuple[str, ...]


def pick(texts: Mapping[str, TextT], language: str) -> tuple[TextT | str, str]:
    """Return the text in the language, else in English, else in any, and its language; "" if there is none."""
    for code in (language, "en", *texts):
        if texts.get(code):
            return texts[code], code
    return "", language


def said(facts: CertificateFacts, code: str) -> Said:
    """Return the words of a certificate in one language."""
    wording, words = WORDINGS[code], facts.design.texts.get(code, {})
    shipped = own.shipped(code, facts.kind, facts.kind_titles)
    values = _values(facts, code)
    told = {slot: own.fill(words.get(slot) or shipped[slot], values) for slot in own.SLOTS if slot != "facts"}
    if words.get("facts"):
        pieces = own.fill_pieces(words["facts"], values, wording.comma)
    else:
        pieces = facts_sentence(code, pick(facts.place, code)[0], facts.first_day, facts.last_day, facts.hours)
    lang = code if words.get("centre") else pick(facts.centre, code)[1]
    return Said(facts=pieces, centre_lang=lang, **told)


def texts_of(facts: CertificateFacts, code: str) -> list[str]:
    """Return the texts of a page in one language, to find the one that a letter stands in."""
    words = said(facts, code)
    roles = [pick(person.roles, code)[0] for person in facts.signatories]
    own_words = (words.title, words.opening, words.linking, words.notice, words.centre)
    return [*own_words, *words.facts, *roles, *_values(facts, code).values()]


def _values(facts: CertificateFacts, code: str) -> dict[str, str]:
    """Return what the placeholders stand for."""
    wording = WORDINGS[code]
    return {
        "title": pick(facts.titles, code)[0],
        "centre": pick(facts.centre, code)[0],
        "place": pick(facts.place, code)[0] or wording.online,
        "dates": wording.span(facts.first_day, facts.last_day),
        "hours": hours_in_words(code, facts.hours),
        "format": pick(facts.format, code)[0],
        "level": pick(facts.levels, code)[0],
        "modules": joined(*pick(facts.modules, code)),
        "organisers": joined(*pick(facts.organisers, code)),
        "number": facts.number,
        "issued": facts.issued.isoformat(),
        "expires": facts.expires.isoformat() if facts.expires else "",
    }


def joined(entries: tuple[str, ...] | str, code: str) -> str:
    """Return entries of a list in one line, parted as the language does it."""
    return f"{WORDINGS[code].semicolon} ".join(entries)
