"""What differs between two definitions, as little of both as tells it: for the audit log and for two versions.

`parts` keeps of two stored definitions only what differs, with the numbers and names a reader needs;
`tell` (telling.py) says it in the words of the page's language.
"""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from .shapes import Condition, Content, Item
from .store import content_from_json, item_to_json

Json = dict[str, Any]
Pair = tuple[Json | None, Json | None]
_WHOLE = ("intro", "thanks", "language")


def parts(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Pair:
    """Return what two stored contents differ in; of one that is new or gone, the number of its questions."""
    if before is None or after is None:
        return _count(before), _count(after)
    old, new = _Flat(before), _Flat(after)
    found: tuple[Json, Json] = ({}, {})
    for kind in ("whole", "sections", "items"):
        one, other = _apart(getattr(old, kind), getattr(new, kind))
        for side, values in zip(found, (one, other), strict=True):
            if values:
                side[kind] = values
    moved = _moved(old, new)
    if moved:
        found[0]["moved"], found[1]["moved"] = old.named(moved), new.named(moved)
    return old.numbered(found[0]), new.numbered(found[1])


def item_parts(before: Json | None, after: Json | None) -> Pair:
    """Return what is logged of one question of the bank: both whole."""
    return before, after


def numbers(content: Content) -> dict[str, int]:
    """Return the number of every section and of every question, each counted through, by key."""
    sections = {section.key: number for number, section in enumerate(content.sections, 1)}
    return sections | {item.key: number for number, item in enumerate(content.items, 1)}


def _count(stored: Mapping[str, Any] | None) -> Json | None:
    return None if stored is None else {"count": len(list(content_from_json(stored).items))}


class _Flat:
    """One definition taken apart: by key, without places."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.content = content_from_json(stored)
        self.numbers = numbers(self.content)
        self.whole: Json = {name: stored[name] for name in _WHOLE if name in stored}
        self.sections: Json = {
            each["key"]: self._said({name: value for name, value in each.items() if name != "items"})
            for each in stored.get("sections", ())
        }
        self.items: Json = {item.key: self._said(item_to_json(item)) for item in self.content.items}
        self.homes = {item.key: section.key for section in self.content.sections for item in section.items}

    def _said(self, stored: Json) -> Json:
        """Give a condition the words of what it asks about."""
        condition = stored.get("only_if")
        return {**stored, "only_if": said(self.content, Condition(**condition))} if condition else stored

    def order(self) -> Iterator[str]:
        for section in self.content.sections:
            yield section.key
            yield from (item.key for item in section.items)

    def named(self, keys: list[str]) -> Json:
        return {key: self._name(key) for key in keys}

    def numbered(self, found: Json) -> Json:
        """Add to each section and question where it stands."""
        return {
            kind: values
            if kind == "whole"
            else {key: {**value, "no": self.numbers.get(key)} for key, value in values.items()}
            for kind, values in found.items()
        }

    def _name(self, key: str) -> Json:
        if key in self.items:
            return {"kind": "items", "text": self.items[key].get("text"), "home": self.homes[key]}
        return {"kind": "sections", "title": self.sections[key].get("title")}


def said(content: Content, condition: Condition) -> Json:
    """Return a condition with number, text and answer of the question it asks about."""
    item = content.item(condition.item)
    stored: Json = {"item": condition.item, "op": condition.op, "value": condition.value}
    if item is None:
        return stored
    whole = item_to_json(item)
    return {**stored, "no": numbers(content)[item.key], "text": whole.get("text"), "answer": _answer(item, condition)}


def _answer(item: Item, condition: Condition) -> Any:
    whole = item_to_json(item)
    return next((each.get("text") for each in whole.get("options", ()) if each["code"] == condition.value), None)


def _apart(old: Json, new: Json) -> tuple[Json, Json]:
    """Keep of two mappings what stands in one only, or otherwise in both."""
    keys = [key for key in dict.fromkeys([*old, *new]) if not _same(old.get(key), new.get(key))]
    return {key: old[key] for key in keys if key in old}, {key: new[key] for key in keys if key in new}


def _same(old: Any, new: Any) -> bool:
    """Say whether two are the same to a reader: that the question of a condition moved or was reworded is not its."""
    return bool(_bare(old) == _bare(new))


def _bare(value: Any) -> Any:
    if not isinstance(value, dict) or not value.get("only_if"):
        return value
    return {**value, "only_if": {name: value["only_if"].get(name) for name in ("item", "op", "value")}}


def _moved(old: _Flat, new: _Flat) -> list[str]:
    """Return what stands elsewhere among those that both have."""
    both = set(old.order()) & set(new.order())
    before, after = ([key for key in flat.order() if key in both] for flat in (old, new))
    kept = {
        key
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        for key in before[block.a : block.a + block.size]
    }
    return [key for key in after if key not in kept or (key in old.homes and old.homes[key] != new.homes.get(key))]
