"""The page as JSON: what layout/*.typ reads. The words are in `wording/`."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any, TypeVar

from babel import Locale

from ..wording import WORDINGS, sentences
from ..wording import facts as facts_sentence
from .lines import COLUMN, course_lines, ended, width
from .qr import draw
from .stated import Attachment, CertificateFacts, Signatory

SMALL_PRINT = ((8.5, 5), (8.0, 6), (7.5, 8))  # size in pt, and the most lines it is used for

Row = list[tuple[str, str]]  # label and value, side by side on one line of the small print
TextT = TypeVar("TextT")


def page_of(facts: CertificateFacts, languages: Iterable[str]) -> dict[str, Any]:
    """Return what layout/certificate.typ reads."""
    codes = list(dict.fromkeys(languages))
    kind = sentences(codes[0], facts.kind, facts.kind_titles)
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
        "qr": draw(facts.qr_text, WORDINGS[codes[0]].qr),
        "signed": _signed(codes) if facts.signed else [],
        "attachments": [_attachment(one) for one in facts.attachments],
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


def _column(facts: CertificateFacts, code: str) -> dict[str, Any]:
    """Return what the page says in one language, without the small print."""
    wording = WORDINGS[code]
    kind = sentences(code, facts.kind, facts.kind_titles)
    course = _spoken(facts.titles, code)
    return {
        "code": code,
        "rtl": Locale.parse(code).character_order == "right-to-left",
        "centre": ended(_pick(facts.centre, code)),
        "title": kind.title,
        "opening": kind.opening,
        "linking": kind.linking,
        "course": {"lines": course_lines(course["text"]), "lang": course["lang"]},
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
    return sum(ceil(width(text) * size / COLUMN) for text in texts)


def _set(rows: list[Row]) -> list[list[tuple[str, tuple[str, str]]]]:
    return [[(label, ended(value)) for label, value in row] for row in rows]


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


def _signed(codes: list[str]) -> list[dict[str, str]]:
    """Return the line that says the file is signed, in each language; English comes last."""
    return [{"text": WORDINGS[code].signed, "lang": code} for code in sorted(codes, key=lambda code: code == "en")]


def _attachment(file: Attachment) -> dict[str, Any]:
    """Return a file as JSON can hold it: text as it is, anything else as numbers."""
    try:
        body: str | list[int] = file.data.decode()
    except UnicodeDecodeError:
        body = list(file.data)
    return {"name": file.name, "mime": file.mime, "about": file.about or file.name, "body": body}
