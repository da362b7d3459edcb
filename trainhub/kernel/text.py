"""Texts of thirteen countries: folding for search, alphabetical order, initials, slugs, Markdown."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, TypeVar

import markdown
import nh3
from markupsafe import Markup

from .errors import Invalid
from .i18n import gettext as _

Otherwise = TypeVar("Otherwise")

MARKDOWN_LIMIT = 50_000  # characters; python-markdown takes seconds for hostile input beyond this
MOST_WORDS = 20  # of one search
_NESTING = re.compile(r"(?m)^(?:\s*(?:>|\d+\.|[-*+])\s*){12,}|\[{40,}|[*_`]{200,}")

_FOLDS = str.maketrans(
    {
        "ə": "e",
        "ı": "i",
        "ʻ": None,
        "ʼ": None,
        "‘": None,
        "’": None,
        "'": None,
        "`": None,
        "\u200c": " ",
        "ي": "ی",
        "ك": "ک",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ß": "ss",
    }
)
_OWN_LETTERS = "йїўґ"  # letters that decompose, yet are not their base letter with a mark


def fold(text: str) -> str:
    """Return the text as search compares it: lower case, without marks, ə as e, ı as i."""
    lowered = text.replace("İ", "i").replace("I", "i").lower()
    return "".join(map(_bare, lowered)).translate(_FOLDS)


def search_words(text: str) -> list[str]:
    """Return the folded words that somebody searches for: no more than MOST_WORDS, for each is a condition."""
    return fold(text).split()[:MOST_WORDS]


def whole(text: str, otherwise: Otherwise) -> int | Otherwise:
    """Return the number that nine ASCII digits at most say, so that a column of the database holds it; else another.

    Python takes "²" for a digit and reads numbers of a thousand digits; addresses and forms are written by anybody.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    """Return a letter without its marks; lists ask for the same few hundred again and again."""
    if letter in _OWN_LETTERS:
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


_ALPHABETS = {
    "az": "aAbBcCçÇdDeEəƏfFgGğĞhHxXıIiİjJkKqQlLmMnNoOöÖpPrRsSşŞtTuUüÜvVwWyYzZ",
    "tk": "aAbBcCçÇdDeEäÄfFgGhHiIjJžŽkKlLmMnNňŇoOöÖpPqQrRsSşŞtTuUüÜvVwWxXyYýÝzZ",
    "ru": "аАбБвВгГдДеЕёЁжЖзЗиИйЙкКлЛмМнНоОпПрРсСтТуУфФхХцЦчЧшШщЩъЪыЫьЬэЭюЮяЯ",
    "en": "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ",
}


@cache
def alphabetical(language: str) -> Callable[[str], tuple[str, str]]:
    """Return the sort key of a language's alphabet; letters it lacks follow by their folded form."""
    alphabet = _ALPHABETS.get(language, _ALPHABETS["en"])
    places = {letter: chr(0x100 + number // 2) for number, letter in enumerate(alphabet)}

    def key(text: str) -> tuple[str, str]:
        placed = "".join(places.get(c) or "".join(places.get(d, d) for d in fold(c)) for c in text)
        return placed, text

    return key


def upper(text: str, language: str) -> str:
    """Return the text in capitals by the language's rule: i becomes İ in Turkic Latin alphabets."""
    return text.replace("i", "İ").upper() if language in {"az", "tr"} else text.upper()


def capital(text: str, language: str) -> str:
    """Return the text as a heading or sentence begins, its first letter a capital by the language's rule."""
    return upper(text[:1], language) + text[1:]


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words))


_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқғҳӣҷөұүһәң",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g u"
        " q gh h i j o u u h a ng".split(),
        strict=True,
    )
)


def slugify(text: str, limit: int = 60) -> str:
    """Return a readable address for a title in Latin or Cyrillic letters."""
    latin = "".join(_LATIN.get(c, c).replace("_", "") for c in text.lower())
    words = re.findall(r"[a-z0-9]+", fold(latin))
    slug = ""
    for word in words:
        if len(slug) + len(word) >= limit:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "item"


_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


def disarm(cell: Any) -> Any:
    """Return a table cell that a spreadsheet will not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


_TAGS = set(
    "p br hr h2 h3 h4 h5 h6 strong em b i s del ins sub sup code pre blockquote ul ol li dl dt dd"
    " table thead tbody tr th td a abbr".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}}


def check_markdown(source: str) -> str:
    """Return Markdown that can be rendered safely and in time; raises Invalid with what to change."""
    if len(source) > MARKDOWN_LIMIT:
        raise Invalid(_("This text is too long: %(limit)s characters at the most.", limit=MARKDOWN_LIMIT))
    if _NESTING.search(source):
        raise Invalid(_("This text nests lists or brackets too deeply. Make it flatter."))
    return source


@lru_cache(maxsize=1024)
def render_markdown(source: str) -> Markup:
    """Return Markdown as HTML that carries no script, style, image or form (nh3 decides, not we)."""
    try:
        html = markdown.markdown(check_markdown(source), extensions=["extra", "sane_lists"])
    except (Invalid, RecursionError):
        return Markup("<pre>{}</pre>").format(source[:MARKDOWN_LIMIT])
    safe = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener nofollow"
    )
    return Markup(safe)  # noqa: S704 - nh3 has cleaned it
