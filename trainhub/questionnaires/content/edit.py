"""Editing a definition: each act returns a new one. Keys that do not exist change nothing."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Protocol, TypeVar

from .shapes import UNSURE, Content, Item, Option, Row, Section

Items = Callable[[Section], tuple[Item, ...]]


class HasKey(Protocol):
    """A section or an item."""

    @property
    def key(self) -> str: ...


Keyed = TypeVar("Keyed", bound=HasKey)
Coded = TypeVar("Coded", bound="Option | Row")


def fresh_key(content: Content, prefix: str, used: Collection[str] = ()) -> str:
    """Return a key that no section or item has, nor had in another version (`used`): q7 after q6."""
    taken = {section.key for section in content.sections} | {item.key for item in content.items} | set(used)
    number = len(taken) + 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def add_section(content: Content, section: Section) -> Content:
    """Put a section at the end."""
    return replace(content, sections=(*content.sections, section))


def put_section(content: Content, section: Section) -> Content:
    """Replace the section of the same key; its items stay as they are there."""
    sections = tuple(replace(section, items=old.items) if old.key == section.key else old for old in content.sections)
    return replace(content, sections=sections)


def move_section(content: Content, key: str, by: int) -> Content:
    """Move a section up (-1) or down (1)."""
    return replace(content, sections=_moved(content.sections, key, by))


def remove_section(content: Content, key: str) -> Content:
    """Take a section away with its items."""
    return replace(content, sections=tuple(each for each in content.sections if each.key != key))


def add_item(content: Content, section: str, item: Item) -> Content:
    """Put an item at the end of a section."""
    return _in_sections(content, lambda each: (*each.items, item) if each.key == section else each.items)


def put_item(content: Content, item: Item) -> Content:
    """Replace the item of the same key, where it stands."""
    return _in_sections(content, lambda each: tuple(item if old.key == item.key else old for old in each.items))


def move_item(content: Content, key: str, by: int) -> Content:
    """Move an item up (-1) or down (1); at the edge of its section it goes into the next one."""
    places = [(number, item) for number, each in enumerate(content.sections) for item in each.items]
    home = next((number for number, item in places if item.key == key), None)
    if home is None:
        return content
    items = content.sections[home].items
    at = next(number for number, item in enumerate(items) if item.key == key)
    if 0 <= at + by < len(items):
        return _in_sections(content, lambda each: _moved(each.items, key, by))
    other = home + (1 if by > 0 else -1)
    if not 0 <= other < len(content.sections):
        return content
    moved, target = items[at], content.sections[other]
    joined = (moved, *target.items) if by > 0 else (*target.items, moved)
    rest = remove_item(content, key)
    return _in_sections(rest, lambda each: joined if each.key == target.key else each.items)


def remove_item(content: Content, key: str) -> Content:
    """Take an item away."""
    return _in_sections(content, lambda each: tuple(item for item in each.items if item.key != key))


def _in_sections(content: Content, items: Items) -> Content:
    return replace(content, sections=tuple(replace(each, items=items(each)) for each in content.sections))


def _moved(rows: tuple[Keyed, ...], key: str, by: int) -> tuple[Keyed, ...]:
    at = next((number for number, row in enumerate(rows) if row.key == key), None)
    if at is None:
        return rows
    kept = [*rows[:at], *rows[at + 1 :]]
    kept.insert(max(0, at + by), rows[at])
    return tuple(kept)


def move_choice(item: Item, kind: str, code: str, by: int) -> Item:
    """Move an answer ("options") or a line ("rows") of a question; "do not know" stays last."""
    if kind == "rows":
        return replace(item, rows=_shifted(item.rows, code, by))
    last = tuple(each for each in item.options if each.code == UNSURE)
    rest = tuple(each for each in item.options if each.code != UNSURE)
    return replace(item, options=(*_shifted(rest, code, by), *last))


def remove_choice(item: Item, kind: str, code: str) -> Item:
    """Take an answer ("options") or a line ("rows") away."""
    if kind == "rows":
        return replace(item, rows=tuple(each for each in item.rows if each.code != code))
    kept = tuple(each for each in item.options if each.code != code)
    return replace(item, options=kept, correct=tuple(each for each in item.correct if each != code))


def copy_item(content: Content, key: str, own: str) -> Content:
    """Put a copy of a question behind it, under a key of its own."""
    return _in_sections(
        content,
        lambda each: tuple(
            new for item in each.items for new in ((item, replace(item, key=own)) if item.key == key else (item,))
        ),
    )


def _shifted(rows: tuple[Coded, ...], code: str, by: int) -> tuple[Coded, ...]:
    at = next((number for number, row in enumerate(rows) if row.code == code), None)
    if at is None:
        return rows
    kept = [*rows[:at], *rows[at + 1 :]]
    kept.insert(max(0, at + by), rows[at])
    return tuple(kept)
