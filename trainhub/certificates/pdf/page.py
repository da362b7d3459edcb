"""The page as JSON: what layout/*.typ reads. The words are in `wording/`."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from math import ceil
from typing import Any

from babel import Locale

from ...kernel import qr
from ...kernel.pictures import measure
from ..wording import WORDINGS
from .lines import COLUMN, course_lines, ended, sentence_lines, title_lines, width
from .saying import Said, joined, pick, said
from .stated import Attachment, CertificateFacts, Logo, Picture, Signatory

SMALL_PRINT = ((8.5, 5), (8.0, 6), (7.5, 8))  # size in pt, and the most lines it is used for
TALL = ("portrait",)  # layouts with one language under the other, in one wide column
WIDE_COLUMN = 459.2  # pt: 162 mm
SENTENCE = 11.5  # pt: size of the words before the name and before the course

Row = list[tuple[str, str, str]]  # label, value and its language, side by side on one line of the small print


def page_of(facts: CertificateFacts, languages: Iterable[str]) -> dict[str, Any]:
    """Return what layout/certificate.typ reads."""
    codes = list(dict.fromkeys(languages))
    words = {code: said(facts, code) for code in codes}
    size, small = _small_print(facts, words)
    return {
        "layout": facts.design.layout,
        "document": {"title": f"{words[codes[0]].title} {facts.number}", "author": words[codes[0]].centre},
        "languages": [_column(facts, code, words[code]) | {"details": small[code]} for code in codes],
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
        "qr": _square(facts.qr_text, WORDINGS[codes[0]].qr),
        "signed": _labels("signed", codes) if facts.signed else [],
        "logos": [group for group in _logos(facts, codes) if group["logos"]],
        "attachments": [_attachment(one) for one in facts.attachments],
    }


def _square(text: str, alt: str) -> dict[str, Any]:
    drawn = qr.draw(text)
    return {"svg": drawn.svg, "quiet": drawn.quiet, "alt": alt}


def _spoken(texts: Mapping[str, str], code: str) -> dict[str, str]:
    """Return a text and the language it is in, for screen readers."""
    text, lang = pick(texts, code)
    return {"text": text, "lang": lang}


def _room(facts: CertificateFacts) -> float:
    """Return the width of a column in pt."""
    return WIDE_COLUMN if facts.design.layout in TALL else COLUMN


def _column(facts: CertificateFacts, code: str, words: Said) -> dict[str, Any]:
    """Return what the page says in one language, without the small print."""
    wording = WORDINGS[code]
    course, room = _spoken(facts.titles, code), _room(facts)
    return {
        "code": code,
        "rtl": _rtl(code),
        "centre": {"text": _bound(words.centre, words.centre_lang, code), "lang": words.centre_lang},
        "title": words.title,
        "titles": title_lines(words.title),
        "opening": sentence_lines(words.opening, room / SENTENCE),
        "linking": sentence_lines(words.linking, room / SENTENCE),
        "course": {"lines": course_lines(course["text"], room), "lang": course["lang"]},
        "facts": words.facts,
        "notice": words.notice.split(f"{wording.semicolon} "),
        "comma": wording.comma,
        "semicolon": wording.semicolon,
    }


def _small_print(facts: CertificateFacts, words: dict[str, Said]) -> tuple[float, dict[str, list[Any]]]:
    """Return the size of the small print in pt and its rows per language, values ready to be set.

    Counting letters is exact enough and saves measuring; the page is checked afterwards anyhow.
    Where the smallest size is too large, modules are named by number only.
    """
    full = {code: _rows(facts, code, brief=False) for code in words}
    for size, room in SMALL_PRINT:
        if all(_lines(rows, words[code].notice, size / _room(facts)) <= room for code, rows in full.items()):
            return size, {code: _set(rows, code) for code, rows in full.items()}
    return 8.0, {code: _set(_rows(facts, code, brief=True), code) for code in words}


def _lines(rows: list[Row], notice: str, em: float) -> int:
    """Return about how many lines the rows and the notice take; `em` is the size as a share of the column."""
    texts = ["     ".join(f"{label}: {value}" for label, value, _lang in row) for row in rows] + [notice]
    return sum(ceil(width(text) * em) for text in texts)


def _set(rows: list[Row], code: str) -> list[list[tuple[str, tuple[str, str], str]]]:
    return [[(label, _bound(value, lang, code), lang) for label, value, lang in row] for row in rows]


def _bound(text: str, lang: str, code: str) -> tuple[str, str]:
    """Return head and tail of a text in a column; one that runs the other way is not parted: the parts would swap."""
    return ended(text) if _rtl(lang) == _rtl(code) else (text, "")


@cache
def _rtl(code: str) -> bool:
    return bool(Locale.parse(code).character_order == "right-to-left")


def _rows(facts: CertificateFacts, code: str, *, brief: bool) -> list[Row]:
    """Return format and level, modules, organisers; what is empty is left out."""
    wording = WORDINGS[code]
    modules, modules_in = pick(facts.modules, code)
    organisers, organisers_in = pick(facts.organisers, code)
    numbers = f"{WORDINGS[modules_in].comma} ".join(module.split()[0] for module in modules)
    rows = [
        [(wording.format, *pick(facts.format, code)), (wording.level, *pick(facts.levels, code))],
        [(wording.module[len(modules) > 1], numbers if brief else joined(modules, modules_in), modules_in)],
        [(wording.organiser[len(organisers) > 1], joined(organisers, organisers_in), organisers_in)],
    ]
    filled = [[entry for entry in row if entry[1]] for row in rows]
    return [row for row in filled if row]


def _signatory(person: Signatory, codes: list[str]) -> dict[str, Any]:
    """Return name and roles of who signs, each role once, and the signature as a picture."""
    roles = [_spoken(person.roles, code) for code in codes]
    once = {role["text"]: role for role in roles if role["text"]}
    return {"name": person.name, "roles": list(once.values()), "image": svg(person.image) if person.image else ""}


def _stamp(codes: list[str]) -> dict[str, str]:
    """Return the mark of the place for the stamp, of the first language that uses one."""
    used = [{"text": WORDINGS[code].stamp, "lang": code} for code in codes if WORDINGS[code].stamp]
    return used[0] if used else {"text": "", "lang": codes[0]}


def _meta(facts: CertificateFacts, codes: list[str]) -> list[dict[str, Any]]:
    """Return labels and values beside the QR code, values as ISO writes them."""
    values = {
        "number": facts.number,
        "issued": facts.issued.isoformat(),
        "expires": facts.expires.isoformat() if facts.expires else "",
        "code": facts.code,
    }
    return [{"labels": _labels(key, codes), "value": value} for key, value in values.items() if value]


def _labels(key: str, codes: list[str]) -> list[dict[str, str]]:
    """Return a label in each language; English comes last."""
    return [
        {"text": getattr(WORDINGS[code], key), "lang": code} for code in sorted(codes, key=lambda code: code == "en")
    ]


def _logos(facts: CertificateFacts, codes: list[str]) -> list[dict[str, Any]]:
    """Return partners, then donors, each with the words before them."""
    return [
        {
            "labels": _labels(key, codes),
            "logos": [_logo(one, codes[0]) for one in facts.design.logos if one.donor == donor],
        }
        for key, donor in (("partners", False), ("support", True))
    ]


def _logo(logo: Logo, code: str) -> dict[str, Any]:
    sides = measure(logo.picture.data)
    return {"svg": svg(logo.picture), "alt": pick(logo.name, code)[0], "ratio": sides.width / sides.height}


def svg(picture: Picture) -> str:
    """Return a picture as SVG: JSON holds no bytes, and reading numbers one by one takes longer."""
    sides = measure(picture.data)
    body = b64encode(picture.data).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 {sides.width} {sides.height}"><image width="{sides.width}" height="{sides.height}"'
        f' xlink:href="data:{sides.media_type};base64,{body}"/></svg>'
    )


def _attachment(file: Attachment) -> dict[str, Any]:
    """Return a file as JSON can hold it: text as it is, anything else as numbers."""
    try:
        body: str | list[int] = file.data.decode()
    except UnicodeDecodeError:
        body = list(file.data)
    return {"name": file.name, "mime": file.mime, "about": file.about or file.name, "body": body}
