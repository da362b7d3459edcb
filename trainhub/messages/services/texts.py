"""Mails in the centre's own words: shown beside the shipped ones, tried with a real mail, saved, taken back."""

from collections.abc import Collection
from dataclasses import dataclass

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import NotFound
from .. import kinds, queries, wording
from ..kinds import Kind
from ..models import MailText, Message
from ..smtp import one_line
from .posting import absolute


@dataclass(frozen=True, slots=True)
class Draft:
    """One mail in one language as the editor shows it."""

    language: str
    subject: str
    body: str
    shipped: str  # subject in the first line
    own: bool = False
    stale: bool = False  # the shipped text has changed since this one was written


@dataclass(frozen=True, slots=True)
class Row:
    """One kind in the list: what happens to its mails, and which languages have own words ("old": stale)."""

    kind: Kind
    mode: str
    languages: dict[str, str]


def overview() -> list[Row]:
    """Return every kind whose words staff may change, with what is decided about it."""
    modes: dict[str, str] = dict(db.session.execute(queries.rules()).all())
    own: dict[str, dict[str, str]] = {}
    for text in db.session.scalars(queries.all_texts()):
        stale = text.basis != shipped(text.kind, text.language)
        own.setdefault(text.kind, {})[text.language] = "old" if stale else ""
    return [Row(kind, modes.get(kind.key, "send"), own.get(kind.key, {})) for kind in kinds.editable()]


def find_kind(key: str) -> Kind:
    """Return a kind whose words may be changed; raises NotFound."""
    kind = kinds.find(key)
    if not kind.editable:
        raise NotFound
    return kind


def mode(kind: Kind) -> str:
    """Return what happens to the mails of a kind."""
    row = db.session.scalar(queries.rule(kind.key))
    return row.mode if row is not None else "send"


def shipped(kind: str, language: str) -> str:
    """Return the shipped text with placeholders in braces, the subject in the first line."""
    with i18n.speaking(language):
        return wording.shipped(kind)


def drafts(kind: Kind) -> dict[str, Draft]:
    """Return the present words of a kind in every language."""
    own = {text.language: text for text in db.session.scalars(queries.texts(kind.key))}
    return {code: _draft(kind, code, own.get(code)) for code in i18n.languages()}


def _draft(kind: Kind, language: str, own: MailText | None) -> Draft:
    text = shipped(kind.key, language)
    if own is not None:
        return Draft(language, own.subject, own.body, text, own=True, stale=own.basis != text)
    return Draft(language, *wording.parted(text), text)


def save(kind: Kind, language: str, *, subject: str, body: str) -> None:
    """Send mails of a kind in these words from now on; words that are the shipped ones are not kept apart.

    Raises Invalid where a placeholder is unknown or the link is missing, NotFound for a language that is none.
    """
    text = _own_row(kind, language)
    subject, body = one_line(subject), body.replace("\r\n", "\n").strip()
    wording.check(kind, subject, body)
    basis = shipped(kind.key, language)
    if (subject, body) == wording.parted(basis):
        reset(kind, language)
        return
    if text is None:
        text = MailText(kind=kind.key, language=language)
        db.session.add(text)
    text.subject, text.body, text.basis = subject[:300], body, basis
    db.session.flush()


def reset(kind: Kind, language: str) -> None:
    """Go back to the shipped words."""
    text = _own_row(kind, language)
    if text is not None:
        db.session.delete(text)
        db.session.flush()


def _own_row(kind: Kind, language: str) -> MailText | None:
    if language not in i18n.languages():
        raise NotFound
    own = {text.language: text for text in db.session.scalars(queries.texts(kind.key))}
    return own.get(language)


def sample(kind: Kind, language: str, centres: Collection[int] | None) -> Message | None:
    """Return the latest mail of a kind whose values a preview may show, one in this language if there is one."""
    return db.session.scalar(queries.sample(kind.key, language, centres))


def previewed(kind: Kind, language: str, subject: str, body: str, values: dict[str, str]) -> tuple[str, str]:
    """Return subject and body filled with real values; what a real mail did not say shows its explanation."""
    wording.check(kind, subject, body)
    with i18n.speaking(language):
        said = {name: values.get(name, f"[{label}]") for name, label in kind.places.items()}
        said |= {name: absolute("/…") for name in said if name == "url" or name.endswith("_url")}  # may be one's alone
        return wording.filled(subject, said), wording.filled(body, said)
