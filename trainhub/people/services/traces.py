"""What else names a person: every text of every table is searched, and the names in it are blotted out.

A name counts inside texts when it has two words, an @ or eight letters; a shorter one only where it stands alone,
or every "Ali" would go with one. Endings that a language adds go with the name. A name that somebody else has, too,
is left in texts: they may mean that one.
"""

import json
import re
import string
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import JSON, MetaData, String, Table
from sqlalchemy.exc import IntegrityError

from ...kernel.db import db
from ...kernel.text import fold, upper
from ...kernel.types import random_code
from ..models import ERASED
from ..queries import register as queries

LONG = 8  # letters of a single word that counts inside texts
SHORTEST = 2
SKIPPED = {"alembic_version", "person", "person_key", "person_column", "country", "country_group_member"}
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
PARTS = re.compile(r"[^\s,]+")


class Names:
    """The names of one person, in all spellings they were written in, and how they are found in a text."""

    def __init__(self, given: Iterable[str]) -> None:
        every = {each.strip() for each in given if len(each.strip()) >= SHORTEST and each.strip() != ERASED}
        every |= {fold(each) for each in every} | set(_turned(every))
        self.alone = {each.casefold() for each in every}
        self.inside = {each for each in every if " " in each or "@" in each or len(each) >= LONG}
        alternatives = "|".join(re.escape(each) for each in sorted(self.spellings(self.inside), key=len, reverse=True))
        self.pattern = re.compile(rf"(?<!\w)(?:{alternatives})\w*", re.IGNORECASE) if alternatives else None

    @staticmethod
    def spellings(names: Iterable[str]) -> set[str]:
        """Return names as they are, in capitals and in small letters, by the rule of Turkic alphabets too."""
        return {form for name in names for form in (name, name.lower(), name.upper(), upper(name, "az"), name.title())}

    @property
    def pieces(self) -> set[str]:
        """Return what to look for in the database: the longest word of each name, as texts and as JSON hold it.

        In small letters, as far as SQLite knows them: those of ASCII.
        """
        words = {max(PARTS.findall(name) or [name], key=len) for name in self.inside} | self.alone
        forms = self.spellings(words)
        return {form.translate(_SMALL) for each in forms for form in (each, json.dumps(each)[1:-1], each.lower())}

    def blot(self, text: str) -> str:
        """Return a text without the names."""
        if text.strip().casefold() in self.alone:
            return ERASED
        return self.pattern.sub(ERASED, text) if self.pattern else text

    def blot_value(self, value: Any) -> Any:
        """Return what a JSON column holds without the names, in keys too."""
        if isinstance(value, str):
            return self.blot(value)
        if isinstance(value, list):
            return [self.blot_value(each) for each in value]
        if isinstance(value, dict):
            return {self.blot(key): self.blot_value(each) for key, each in value.items()}
        return value

    def __bool__(self) -> bool:
        return bool(self.alone)


def _turned(names: Iterable[str]) -> Iterator[str]:
    """Yield names of two words the other way round: given name last, with and without a comma."""
    for name in names:
        words = name.split()
        if len(words) == 2:
            yield f"{words[1]} {words[0]}"
            yield f"{words[1]}, {words[0]}"


def blot_out(names: Names, tables: MetaData) -> set[str]:
    """Take the names out of every text of every table; return the tables that changed."""
    return {table.name for table in tables.sorted_tables if table.name not in SKIPPED and _blot_table(names, table)}


def _blot_table(names: Names, table: Table) -> int:
    columns = [each.name for each in table.columns if _may_name(each)]
    if not columns or not names or not len(table.primary_key.columns):
        return 0
    changed = 0
    for row in db.session.execute(queries.naming(table, columns, names.pieces)).all():
        new = {name: names.blot_value(getattr(row, name)) for name in columns}
        new = {name: value for name, value in new.items() if value != getattr(row, name)}
        if new:
            _put(table, row, new)
            changed += 1
    return changed


def _may_name(column: Any) -> bool:
    return isinstance(column.type, String | JSON) and not column.foreign_keys and not column.primary_key


def _put(table: Table, row: Any, new: dict[str, Any]) -> None:
    """Write a row anew; where a value must be the only one of its kind, it gets a mark of its own."""
    try:
        with db.session.begin_nested():
            db.session.execute(queries.change(table, queries.is_row(table, row), **new))
    except IntegrityError:
        marked = {name: f"{random_code(8).lower()}" if isinstance(value, str) else value for name, value in new.items()}
        db.session.execute(queries.change(table, queries.is_row(table, row), **marked))


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, dict):
        yield from texts_in(list(value.values()))


def masked(value: Any, hidden: str) -> Any:
    """Return a value with every text in it hidden; numbers and empty values stay."""
    if isinstance(value, str):
        return hidden if value else value
    if isinstance(value, list | dict):
        return hidden if value else value
    return value
