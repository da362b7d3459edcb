"""Words of lists: countries, languages, levels and categories as people write them, in any interface language."""

from collections.abc import Callable, Iterable

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.text import fold
from .. import queries, reference

Words = dict[str, str]  # folded word -> code

OTHER_NAMES = {
    "turkiye": "TR", "turkey": "TR", "moldova": "MD", "russia": "RU", "rossiya": "RU", "russian federation": "RU",
    "российская федерация": "RU", "kyrgyz republic": "KG", "kyrgyzstan": "KG", "киргизия": "KG", "belarus": "BY",
    "белоруссия": "BY", "iran": "IR", "islamic republic of iran": "IR", "uk": "GB", "usa": "US",
}  # fmt: skip


def countries() -> Words:
    """Return the countries of the address book by code and by name in every language of the interface."""
    codes = set(db.session.scalars(queries.country_codes()))
    other = {fold(name): code for name, code in OTHER_NAMES.items() if code in codes}
    return other | _spoken(codes, i18n.country_name)


def languages() -> Words:
    """Return the languages of pages and mails by code and by name."""
    own = {fold(i18n.NATIVE[code]): code for code in i18n.languages() if code in i18n.NATIVE}
    return own | _spoken(i18n.languages(), i18n.language_name)


def levels() -> Words:
    return _spoken(reference.LEVELS, lambda code: str(reference.LEVELS[code]))


def categories() -> Words:
    rows = db.session.scalars(queries.categories()).all()
    return {fold(word): row.code for row in rows for word in (row.code, *row.title.values.values())}


def code_of(words: Words, text: str, key: str) -> str:
    """Return the code that a text means, "" for none; raises Invalid for a word that is not known."""
    if not text:
        return ""
    found = words.get(fold(text))
    if found is None:
        raise Invalid({key: _("“%(word)s” is not known. Write a name or a code of the list.", word=text)})
    return found


def _spoken(codes: Iterable[str], name: Callable[[str], str]) -> Words:
    """Return codes by themselves and by their names in every language of the interface."""
    kept = sorted(codes)
    found = {fold(code): code for code in kept}
    for language in i18n.languages():
        with i18n.speaking(language):
            found |= {fold(name(code)): code for code in kept}
    return found
