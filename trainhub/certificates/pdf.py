"""The printed certificate: facts in, one A4 page as PDF out. Pure: no Flask, no database.

The page is typst source in `layout/`, the words are in `wording.py`, kernel/press.py prints it.
The same facts give the same bytes on every machine.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

import segno
import typst
from babel import Locale

from ..kernel.errors import TrainhubError
from ..kernel.press import Press, unprintable
from .wording import WORDINGS
from .wording import facts as facts_sentence

LAYOUT = Path(__file__).resolve().parent / "layout" / "certificate.typ"
QUIET_ZONE = 4  # modules of white around a QR code, ISO/IEC 18004
QR_MASK = 4  # a fixed mask scans as well as the best one and saves trying all eight
SMALL_PRINT = ((8.5, 5), (8.0, 6), (7.5, 8))  # size in pt, and the most lines it is used for
COLUMN = 331.6  # pt, one of two columns: 117 mm
COURSE_SIZE, COURSE_HEIGHT = 17.0, 50.0  # pt: largest size of the course's title, and its room, 17.6 mm
LINE_HEIGHT = 1.04  # em
_WIDE, _NARROW = frozenset("mwMWшщжюфыЖШЩЮФЫМДQ@%"), frozenset("iıjlftrI.,:;'()-’ ")

Row = list[tuple[str, str]]  # label and value, side by side on one line of the small print
TextT = TypeVar("TextT")


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: `roles` maps a language to the role, "Director of the Centre"."""

    name: str
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What one certificate states. A Mapping has one text per language code.

    A text that lacks a language of the page is shown in English, else in any language it has;
    only facts that are empty in all languages are left out. Days are calendar days at the place
    of the training, `hours` are training hours (18, 1.5).
    """

    number: str  # "RTCM-2026-004217"
    code: str  # as printed, "7KQ4-M2XV-9R3T"
    kind: str  # a key of Wording.kinds
    name: str  # as it shall stand on the certificate, in any script
    name_lang: str  # BCP 47
    second_name: str  # the form in the passport, or ""
    titles: Mapping[str, str]
    place: Mapping[str, str]  # empty for a training held online
    first_day: date
    last_day: date
    hours: float
    modules: Mapping[str, tuple[str, ...]]  # "4 Human rights of migrants"
    format: Mapping[str, str]
    levels: Mapping[str, str]
    organisers: Mapping[str, tuple[str, ...]]  # the centre first, then co-organisers
    centre: Mapping[str, str]
    issued: date
    expires: date | None
    signatories: tuple[Signatory, ...]  # one or two
    verify_url: str  # as printed, without scheme
    qr_text: str


class MissingGlyph(TrainhubError):
    """No font of the certificate has a character of `text`; the message is for staff."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"“{text}” cannot be printed: the certificate's fonts lack a character of it."
            " Enter the name in Latin letters, as in the passport."
        )


class DoesNotFit(TrainhubError):
    """The facts are too long for one page; the message is for staff."""


def render(facts: CertificateFacts, languages: tuple[str, str] | tuple[str]) -> bytes:
    """Return the certificate as one A4 landscape page, PDF/A-3b and PDF/UA-1 in one file.

    The first of `languages` is the document's language and stands where reading begins. The
    properties carry the issue date, so equal facts give equal bytes. Raises MissingGlyph for a
    character no font has, DoesNotFit if one page cannot hold it, KeyError for a language or a
    kind without wording, ConfigError without fonts.
    """
    issued = datetime.combine(facts.issued, time(), UTC)
    try:
        return _press().print(_page(facts, languages), issued)
    except typst.TypstError as error:
        raise _explained(error) from error


@cache
def _press() -> Press:
    return Press(LAYOUT)


def _explained(error: typst.TypstError) -> Exception:
    """Return the error staff can act on; typst's own where the layout itself is wrong."""
    said = str(error)
    if text := unprintable(error):
        return MissingGlyph(text)
    if "too long for the page" in said or "more than one page" in said:
        return DoesNotFit("The certificate does not fit on one page: shorten its name, title or modules.")
    return error


def _page(facts: CertificateFacts, languages: Iterable[str]) -> dict[str, Any]:
    """Return what layout/certificate.typ reads."""
    codes = list(dict.fromkeys(languages))
    kind = WORDINGS[codes[0]].kinds[facts.kind]
    size, small = _small_print(facts, codes)
    return {
        "document": {"title": f"{kind.title} {facts.number}", "author": _pick(facts.centre, codes[0])},
        "languages": [_column(facts, code) | {"details": small[code]} for code in codes],
        "details": {"size": size},
        "name": {
            "text": " ".join(facts.name.split()),
            "lang": facts.name_lang.split("-")[0] or codes[0],
            "second": " ".join(facts.second_name.split()),
        },
        "signatories": [_signatory(one, codes) for one in facts.signatories],
        "stamp": _stamp(codes),
        "meta": _meta(facts, codes),
        "address": {"text": facts.verify_url, "target": f"https://{facts.verify_url}"},
        "qr": _qr(facts.qr_text, WORDINGS[codes[0]].qr),
    }


def _pick(texts: Mapping[str, TextT], language: str) -> TextT | str:
    """Return the text in the language, else in English, else in any; "" if there is none."""
    for code in (language, "en", *texts):
        if texts.get(code):
            return texts[code]
    return ""


def _spoken(texts: Mapping[str, str], language: str) -> dict[str, str]:
    """Return the text that `_pick` finds and the language it is in, for screen readers."""
    text = _pick(texts, language)
    found = next((code for code in (language, "en", *texts) if texts.get(code) == text), language)
    return {"text": text, "lang": found}


def _tied(text: str) -> list[str]:
    """Return the words of a title; a word of up to three letters stays with the one after it."""
    groups: list[str] = []
    open_group = ""
    for word in text.split():
        open_group = f"{open_group} {word}".lstrip()
        if len(word) > 3 or word[-1] in ",.:;)" or word[-1].isdigit():
            groups.append(open_group)
            open_group = ""
    return [*groups, open_group] if open_group else groups


def _ended(text: str) -> tuple[str, str]:
    """Return a text as head and tail: no line may break inside the tail, its last two words."""
    words = _tied(text)
    cut = -2 if len(words) > 2 and " " not in words[-1] and len(words[-2] + words[-1]) < 60 else -1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _width(text: str) -> float:
    """Return about how wide a text is, in em: good enough to choose between breaks."""
    return sum(0.8 if letter in _WIDE else 0.3 if letter in _NARROW else 0.54 for letter in text)


def _filled(words: list[str], limit: float) -> list[str]:
    """Return the words on lines filled one after the other, none wider than `limit` em save a word's."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if _width(longer) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _even_lines(words: list[str], count: int) -> list[str]:
    """Return the words on at most `count` lines, as even as they can be."""
    low, high = 0.0, _width(" ".join(words))
    while high - low > 0.25:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(words, middle)) <= count else (middle, high)
    return _filled(words, high)


@lru_cache(maxsize=256)
def _course_lines(title: str) -> list[str]:
    """Return a course's title on as many lines as let it be printed largest."""

    def size(lines: list[str]) -> float:
        widest = max(map(_width, lines))
        return min(COURSE_SIZE, COLUMN / widest, COURSE_HEIGHT / LINE_HEIGHT / len(lines))

    words = _tied(title) or [""]
    return max((_even_lines(words, count) for count in range(1, min(len(words), 6) + 1)), key=size)


def _column(facts: CertificateFacts, code: str) -> dict[str, Any]:
    """Return what the page says in one language, without the small print."""
    wording = WORDINGS[code]
    kind = wording.kinds[facts.kind]
    course = _spoken(facts.titles, code)
    return {
        "code": code,
        "rtl": Locale.parse(code).character_order == "right-to-left",
        "centre": _ended(_pick(facts.centre, code)),
        "title": kind.title,
        "opening": kind.opening,
        "linking": kind.linking,
        "course": {"lines": _course_lines(course["text"]), "lang": course["lang"]},
        "facts": facts_sentence(code, _pick(facts.place, code), facts.first_day, facts.last_day, facts.hours),
        "notice": wording.notice.split("; "),
    }


def _small_print(facts: CertificateFacts, codes: list[str]) -> tuple[float, dict[str, list[Any]]]:
    """Return the size of the small print in pt and its rows per language, values ready to be set.

    Counting letters is exact enough and saves measuring; the page is checked afterwards anyhow.
    Where the smallest size is too large, modules are named by number only.
    """
    full = {code: _rows(facts, code, brief=False) for code in codes}
    for size, room in SMALL_PRINT:
        if all(_lines(rows, code, size) <= room for code, rows in full.items()):
            return size, {code: _set(rows) for code, rows in full.items()}
    return 8.0, {code: _set(_rows(facts, code, brief=True)) for code in codes}


def _lines(rows: list[Row], code: str, size: float) -> int:
    """Return about how many lines the rows and the notice take at a size in pt."""
    texts = ["     ".join(map(": ".join, row)) for row in rows] + [WORDINGS[code].notice]
    return sum(ceil(_width(text) * size / COLUMN) for text in texts)


def _set(rows: list[Row]) -> list[list[tuple[str, tuple[str, str]]]]:
    return [[(label, _ended(value)) for label, value in row] for row in rows]


def _rows(facts: CertificateFacts, code: str, *, brief: bool) -> list[Row]:
    """Return format and level, modules, organisers; what is empty is left out."""
    wording = WORDINGS[code]
    organisers = list(_pick(facts.organisers, code))
    modules = list(_pick(facts.modules, code))
    named = ", ".join(module.split()[0] for module in modules) if brief else "; ".join(modules)
    rows = [
        [(wording.format, _pick(facts.format, code)), (wording.level, _pick(facts.levels, code))],
        [(wording.module[len(modules) > 1], named)],
        [(wording.organiser[len(organisers) > 1], "; ".join(organisers))],
    ]
    filled = [[(label, value) for label, value in row if value] for row in rows]
    return [row for row in filled if row]


def _signatory(person: Signatory, codes: list[str]) -> dict[str, Any]:
    """Return name and roles of who signs, each role once."""
    roles = [_spoken(person.roles, code) for code in codes]
    once = {role["text"]: role for role in roles if role["text"]}
    return {"name": person.name, "roles": list(once.values())}


def _stamp(codes: list[str]) -> dict[str, str]:
    """Return the mark of the place for the stamp, of the first language that uses one."""
    used = [{"text": WORDINGS[code].stamp, "lang": code} for code in codes if WORDINGS[code].stamp]
    return used[0] if used else {"text": "", "lang": codes[0]}


def _meta(facts: CertificateFacts, codes: list[str]) -> list[dict[str, Any]]:
    """Return labels and values beside the QR code; English comes last, values are ISO."""
    ordered = sorted(codes, key=lambda code: code == "en")
    values = {
        "number": facts.number,
        "issued": facts.issued.isoformat(),
        "expires": facts.expires.isoformat() if facts.expires else "",
        "code": facts.code,
    }
    return [
        {"labels": [{"text": getattr(WORDINGS[code], key), "lang": code} for code in ordered], "value": value}
        for key, value in values.items()
        if value
    ]


def _qr(text: str, alt: str) -> dict[str, Any]:
    """Return the QR code as SVG with its quiet zone; `quiet` is that zone's share of the width."""
    code = segno.make_qr(text, error="m", boost_error=False, mask=QR_MASK)
    side = len(code.matrix) + 2 * QUIET_ZONE
    path = "".join(_runs(code.matrix))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
    return {"svg": svg, "quiet": QUIET_ZONE / side, "alt": alt}


def _runs(matrix: Iterable[Iterable[int]]) -> Iterator[str]:
    """Yield each run of black modules as a closed rectangle of an SVG path, a module being 1."""
    for y, row in enumerate(matrix, QUIET_ZONE):
        x = QUIET_ZONE
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length
