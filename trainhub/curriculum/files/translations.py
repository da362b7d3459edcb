"""Reads the files that hold the translations of a module."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import format as spec
from . import kinds
from .shapes import TextKey
from .source import Finding, SourceFile, Spot, read_module


@dataclass(frozen=True, slots=True)
class Said:
    """A translated text, the mark of what it was made from, and where it stands."""

    text: str
    mark: str | None
    line: int


@dataclass
class Translation:
    """One file of translations of one module."""

    source: SourceFile
    language: str
    texts: dict[TextKey, Said] = field(default_factory=dict)


def read_translation(path: Path, code: str, findings: list[Finding]) -> Translation:
    source = read_module(path, str(path), findings)
    translation = Translation(source, code)
    if not source.front:
        return translation
    front, spot = dict(source.front), source.spot()
    rows = {name: front.pop(name, {}) for name in ("activity", "reference")}
    values = kinds.table(spec.TRANSLATION, ("language",))(front, spot) or {}
    if values.get("language", code) != code:
        (spot / "language").say(f"is “{values['language']}”, but the file is {path.name}.")
    _take(translation, values, ("title",), ("title",), spot)
    for key, text in values.get("components", {}).items():
        mark = values.get("components_of", {}).get(key)
        translation.texts["components", key] = Said(text, mark, (spot / "components" / key).line)
    for entry, row in _tables(rows["activity"], spot / "activity"):
        _translated_activity(translation, entry, row, (spot / "activity" / entry).of(entry))
    _sections(translation, values, rows)
    return translation


def _take(
    translation: Translation, values: Mapping[str, Any], names: tuple[str, ...], prefix: TextKey, spot: Spot
) -> None:
    for name in names:
        if name in values:
            key = prefix if prefix == (name,) else (*prefix, name)
            translation.texts[key] = Said(values[name], values.get(f"{name}_of"), (spot / name).line)


def _tables(rows: Any, spot: Spot) -> list[tuple[str, Any]]:
    if not isinstance(rows, dict):
        spot.say(f"a translation writes [{spot.path[-1]}.m04-a02], with single brackets and the id.")
        return []
    return [(name, row) for name, row in rows.items() if isinstance(row, dict)]


def _translated_activity(translation: Translation, entry: str, raw: dict[str, Any], spot: Spot) -> None:
    row = kinds.table(spec.TRANSLATED_ACTIVITY)(without(raw, "outcome"), spot) or {}
    _take(translation, row, ("title", "gender", "condition"), ("activity", entry), spot)
    outcomes = raw.get("outcome", {})
    if not isinstance(outcomes, dict):
        (spot / "outcome").say(f"a translation writes [activity.{entry}.outcome], with single brackets.")
        return
    for name, value in outcomes.items():
        if not name.endswith("_of"):
            text = kinds.text(value, spot / "outcome" / name)
            mark = outcomes.get(f"{name}_of")
            if text is not None:
                said = Said(text, mark, (spot / "outcome" / name).line)
                translation.texts["activity", entry, "outcome", name] = said
        elif kinds.mark(value, spot / "outcome" / name) and name.removesuffix("_of") not in outcomes:
            (spot / "outcome" / name).say("stands beside no text.")


def _sections(translation: Translation, values: Mapping[str, Any], rows: Mapping[str, Any]) -> None:
    """Take introduction and notes from below the front matter; their marks stand in it."""
    spot = translation.source.spot()
    for entry, row in _tables(rows["reference"], spot / "reference"):
        kinds.table(spec.TRANSLATED_REFERENCE)(row, (spot / "reference" / entry).of(entry))
    for name, section in translation.source.sections.items():
        if section.text and not name:
            translation.texts["introduction",] = Said(section.text, values.get("introduction_of"), section.line)
        elif section.text:
            translation.texts["note", name] = Said(section.text, _note_mark(rows, name), section.line)


def _note_mark(rows: Mapping[str, Any], entry: str) -> str | None:
    for kind in ("activity", "reference"):
        row = rows[kind].get(entry) if isinstance(rows[kind], dict) else None
        mark = row.get("note_of") if isinstance(row, dict) else None
        if isinstance(mark, str):
            return mark
    return None


def without(row: Any, name: str) -> Any:
    return {key: value for key, value in row.items() if key != name} if isinstance(row, dict) else row
