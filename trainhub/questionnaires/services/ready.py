"""The questionnaires and bank questions that every installation begins with, from the files in `ready/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ...kernel.db import db
from ...kernel.types import Texts
from .. import queries
from ..content import Condition, Content, Item, Option, Row, Scale, Section, item_to_json
from ..models import BankItem
from .drafts import create, freeze

FOLDER = Path(__file__).resolve().parents[1] / "ready"
SHARED = "scales"
Read = Mapping[str, Any]


def ensure_ready() -> None:
    """Add ready questionnaires and bank questions where they are missing; leave what is there."""
    have = set(db.session.scalars(queries.questionnaire_keys()))
    kept = set(db.session.scalars(queries.bank_keys()))
    for read in _files().values():
        content = content_of_file(read)
        if read["key"] not in have:
            made = create(key=read["key"], title=_texts(read["title"]), kind=read["kind"], content=content)
            freeze(made.versions[0])
        for item in content.items:
            if item.key not in kept:
                kept.add(item.key)
                plain = replace(item, only_if=None)
                db.session.add(BankItem(key=item.key, theme=read["key"], item=item_to_json(plain)))
    db.session.flush()


def content_of_file(read: Read) -> Content:
    """Return what a file asks; each question names the bank question it is."""
    sections = tuple(_section(each) for each in read["sections"])
    return Content(sections, _texts(read.get("intro")), _texts(read.get("thanks")))


@cache
def _files() -> dict[str, Read]:
    """Return the files by name, without the shared one."""
    return {path.stem: tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("*.toml")) if path.stem != SHARED}


@cache
def _shared() -> Read:
    return tomllib.loads((FOLDER / f"{SHARED}.toml").read_text())


def _texts(read: Mapping[str, str] | None) -> Texts:
    return Texts.of(read or {})


def _section(read: Read) -> Section:
    """Read a section; one that is a `copy` (file/section) asks the same, so that answers compare."""
    if "copy" in read:
        name, key = read["copy"].split("/")
        return _section(next(each for each in _files()[name]["sections"] if each["key"] == key))
    items = tuple(_item(each) for each in read["items"])
    return Section(read["key"], _texts(read.get("title")), _texts(read.get("intro")), read.get("repeat", ""), items)


def _item(read: Read) -> Item:
    options = read.get("options", [])
    options = _shared()["options"][options] if isinstance(options, str) else options
    condition = read.get("only_if")
    return Item(
        read["key"],
        read["type"],
        _texts(read["text"]),
        _texts(read.get("hint")),
        read.get("required", False),
        tuple(Option(each["code"], _texts(each["text"]), each.get("score")) for each in options),
        tuple(Row(each["code"], _texts(each["text"])) for each in read.get("rows", [])),
        _scale(read["scale"]) if "scale" in read else None,
        tuple(read.get("correct", [])),
        read.get("points", 1.0),
        Condition(condition["item"], condition["op"], condition.get("value", "")) if condition else None,
        bank=read["key"],
    )


def _scale(name: str) -> Scale:
    read = _shared()["scales"][name]
    low, high = _texts(read.get("low")), _texts(read.get("high"))
    return Scale(read["minimum"], read["maximum"], low, high, read.get("unsure", False))
