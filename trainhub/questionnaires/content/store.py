"""Content to JSON and back; what is empty is left out."""

from collections.abc import Mapping
from typing import Any

from ...kernel.types import Texts, from_json, to_json
from .shapes import Condition, Content, Item, Option, Row, Scale, Section

Json = dict[str, Any]


def content_to_json(content: Content) -> Json:
    """Return what a version stores."""
    return _whole(
        {
            "language": content.language,
            "intro": _text(content.intro),
            "thanks": _text(content.thanks),
            "sections": [_section(section) for section in content.sections],
        }
    )


def content_from_json(stored: Mapping[str, Any]) -> Content:
    """Read what a version stores."""
    return Content(
        tuple(_read_section(each) for each in stored.get("sections", ())),
        _read_text(stored.get("intro")),
        _read_text(stored.get("thanks")),
        stored.get("language", "en"),
    )


def item_to_json(item: Item) -> Json:
    """Return what the bank stores of an item."""
    return _whole(
        {
            "key": item.key,
            "type": item.type,
            "text": _text(item.text),
            "hint": _text(item.hint),
            "required": item.required,
            "options": [
                _whole({"code": each.code, "text": _text(each.text), "score": each.score}) for each in item.options
            ],
            "rows": [_whole({"code": each.code, "text": _text(each.text)}) for each in item.rows],
            "scale": _scale(item.scale) if item.scale else None,
            "correct": list(item.correct),
            "points": item.points if item.points != 1 else None,
            "only_if": _condition(item.only_if),
            "bank": item.bank,
        }
    )


def item_from_json(stored: Mapping[str, Any]) -> Item:
    """Read what the bank stores of an item."""
    return Item(
        stored["key"],
        stored.get("type", "scale"),
        _read_text(stored.get("text")),
        _read_text(stored.get("hint")),
        stored.get("required", False),
        tuple(
            Option(each["code"], _read_text(each.get("text")), each.get("score")) for each in _list(stored, "options")
        ),
        tuple(Row(each["code"], _read_text(each.get("text"))) for each in _list(stored, "rows")),
        _read_scale(stored.get("scale")),
        tuple(_list(stored, "correct")),
        stored.get("points", 1.0),
        _read_condition(stored.get("only_if")),
        stored.get("bank", ""),
    )


def _list(stored: Mapping[str, Any], name: str) -> list[Any]:
    found: list[Any] = stored.get(name, [])
    return found


def _whole(values: Json) -> Json:
    """Leave out what is empty; zero is a value."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}) and value is not False}


def _text(texts: Texts) -> Json | None:
    return to_json(texts) if texts else None


def _read_text(stored: Any) -> Texts:
    return from_json(stored) if stored else Texts()


def _section(section: Section) -> Json:
    return _whole(
        {
            "key": section.key,
            "title": _text(section.title),
            "intro": _text(section.intro),
            "repeat": section.repeat,
            "items": [item_to_json(item) for item in section.items],
            "only_if": _condition(section.only_if),
        }
    )


def _read_section(stored: Mapping[str, Any]) -> Section:
    return Section(
        stored["key"],
        _read_text(stored.get("title")),
        _read_text(stored.get("intro")),
        stored.get("repeat", ""),
        tuple(item_from_json(each) for each in _list(stored, "items")),
        _read_condition(stored.get("only_if")),
    )


def _scale(scale: Scale) -> Json:
    return _whole(
        {
            "minimum": scale.minimum,
            "maximum": scale.maximum,
            "low": _text(scale.low),
            "high": _text(scale.high),
            "unsure": scale.unsure,
        }
    )


def _read_scale(stored: Mapping[str, Any] | None) -> Scale | None:
    if stored is None:
        return None
    low, high = _read_text(stored.get("low")), _read_text(stored.get("high"))
    return Scale(stored["minimum"], stored["maximum"], low, high, stored.get("unsure", False))


def _condition(condition: Condition | None) -> Json | None:
    return {"item": condition.item, "op": condition.op, "value": condition.value} if condition else None


def _read_condition(stored: Mapping[str, Any] | None) -> Condition | None:
    return Condition(stored["item"], stored["op"], stored.get("value", "")) if stored else None
