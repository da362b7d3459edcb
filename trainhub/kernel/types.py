"""Column types and values that every feature shares."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # 30 characters nobody confuses: no 0 O 1 I L U


def random_code(length: int) -> str:
    """Return `length` random characters of ALPHABET; each carries 4.9 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_public_id() -> str:
    """Return the id under which the world may know a row: 12 characters, 58 bits."""
    return random_code(12).lower()


class HasPublicId:
    """Gives a model the id that addresses use; row numbers never leave the program."""

    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, stored as UTC and always handed out with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None else value.replace(tzinfo=UTC)


def digest(text: str) -> str:
    """Return the mark by which a translation remembers the text it was made from (12 hex digits)."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in several languages, of which one is the source.

    `made_from` maps a language to the digest of the source text its translation was made from:
    when the source changes, the translation stays and shows that it is older.
    """

    source: str = "en"
    values: Mapping[str, str] = field(default_factory=dict)
    made_from: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Mapping[str, str], source: str = "en") -> "Texts":
        """Make a text whose translations are all current."""
        kept = {language: text for language, text in texts.items() if text}
        mark = digest(kept.get(source, ""))
        return cls(source, kept, {language: mark for language in kept if language != source})

    def text(self, language: str) -> str:
        """Return the text in the language, else in the source language, else in any."""
        return self.values.get(self.language(language), "")

    def language(self, wanted: str) -> str:
        """Return the language that `text(wanted)` is written in."""
        return next((code for code in (wanted, self.source, *self.values) if code in self.values), wanted)

    def stale(self, language: str) -> bool:
        """Say whether the source changed after this translation was made."""
        mark = self.made_from.get(language)
        return mark is not None and mark != digest(self.values.get(self.source, ""))

    def missing(self, languages: Iterable[str]) -> list[str]:
        return [code for code in languages if code not in self.values]

    def put(self, language: str, text: str) -> "Texts":
        """Return the same text with one language written anew; an empty text takes it away.

        Raises ValueError for what is no language: "" is the name of the source in what is stored.
        """
        if not language:
            raise ValueError("a text has a language")
        values, marks = dict(self.values), dict(self.made_from)
        if not text:
            values.pop(language, None)
            marks.pop(language, None)
        elif values.get(language) != text or self.stale(language):
            values[language] = text
            if language != self.source:
                marks[language] = digest(values.get(self.source, ""))
        return Texts(self.source, values, marks)

    def __bool__(self) -> bool:
        return bool(self.values)

    def __str__(self) -> str:
        return self.text(self.source)


class Translated(TypeDecorator[Texts]):
    """A column of `Texts`, kept as JSON: {"": source, "en": text, "az": [text, digest of the source]}."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Texts | None, dialect: Dialect) -> Any:
        return None if value is None else to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Texts | None:
        return None if value is None else from_json(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Texts | None] | None:
        """Read what SQLite hands out as text: pages read the same titles again and again, and joins repeat them."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=8192)
def _read(stored: str | None) -> Texts | None:
    value = None if stored is None else json.loads(stored)
    return None if value is None else from_json(value)


def to_json(texts: Texts) -> dict[str, Any]:
    """Return what `Translated` stores."""
    stored: dict[str, Any] = {"": texts.source}
    for language, text in texts.values.items():
        mark = texts.made_from.get(language)
        stored[language] = text if mark is None else [text, mark]
    return stored


def from_json(stored: Mapping[str, Any]) -> Texts:
    """Read what `Translated` stores."""
    entries = {language: entry for language, entry in stored.items() if language}
    return Texts(
        stored[""],
        {language: entry if isinstance(entry, str) else entry[0] for language, entry in entries.items()},
        {language: entry[1] for language, entry in entries.items() if not isinstance(entry, str)},
    )
