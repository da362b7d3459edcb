"""Writes a version as files, in one form only: the same version always gives the same bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomli_w

from ...kernel.types import Texts, digest
from . import format as spec
from .read import FORMAT, HEAD
from .shapes import (
    ActivityDoc,
    AudienceDoc,
    ModuleDoc,
    Pointer,
    TextKey,
    VersionDoc,
    WorkDoc,
    activity_texts,
    module_texts,
    natural,
)
from .source import FENCE


def write(doc: VersionDoc, folder: Path) -> list[str]:
    """Make a folder hold exactly this version; return the names of the files that changed.

    Files of modules and languages that the version does not have are removed, others are left alone.
    """
    wanted = files_of(doc)
    there = {f"modules/{path.name}": path for path in (folder / "modules").glob("m[0-9][0-9].*md")}
    changed = [name for name in there if name not in wanted]
    for name in changed:
        there[name].unlink()
    for name, text in wanted.items():
        place = folder / name
        body = text.encode()
        if not place.is_file() or place.read_bytes() != body:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body)
            changed.append(name)
    return sorted(changed)


def files_of(doc: VersionDoc) -> dict[str, str]:
    """Return every file of a version: name -> text."""
    files = {HEAD: _head(doc)}
    for module in sorted(doc.modules, key=lambda each: each.number):
        stem = f"modules/m{module.number:02}"
        files[f"{stem}.md"] = _module(module)
        for language in doc.languages:
            if language != doc.language and any(language in texts.values for _, texts in module_texts(module)):
                files[f"{stem}.{language}.md"] = _translation(module, language)
    return files


# --- TOML ----------------------------------------------------------------------------------------


def _value(value: Any) -> str:
    if isinstance(value, Pointer | AudienceDoc | WorkDoc):
        return _inline({name: item for name, item in asdict(value).items() if item is not None})
    if isinstance(value, Mapping):
        return _inline(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


def _inline(table: Mapping[str, Any]) -> str:
    return f"{{ {', '.join(f'{_key(name)} = {_value(item)}' for name, item in table.items())} }}" if table else "{}"


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else _value(name)


def _pairs(values: Iterable[tuple[str, Any]]) -> list[str]:
    """Return the lines of keys that say something: neither None, nor False, nor an empty list."""
    return [
        f"{_key(name)} = {_value(value)}"
        for name, value in values
        if value is not None and value is not False and value != ()
    ]


def _text(text: str) -> str:
    return text.strip()


# --- curriculum.toml -----------------------------------------------------------------------------


def _head(doc: VersionDoc) -> str:
    facts: dict[str, Any] = {name: getattr(doc, name, None) for name in spec.CURRICULUM}
    facts |= {"format": FORMAT, **_in_languages("title", doc.title, doc), **_in_languages("notice", doc.notice, doc)}
    blocks = [_pairs(facts.items())]
    for part in doc.parts:
        blocks.append(
            [
                "[[part]]",
                *_pairs(
                    [("number", part.number), *_in_languages("title", part.title, doc).items(), ("source", part.source)]
                ),
            ]
        )
    for principle in doc.principles:
        blocks.append(
            [
                "[[principle]]",
                *_pairs(
                    [
                        ("key", principle.key),
                        *_in_languages("text", principle.text, doc).items(),
                        ("source", principle.source),
                    ]
                ),
            ]
        )
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _in_languages(name: str, texts: Texts | None, doc: VersionDoc) -> dict[str, Any]:
    if not texts:
        return {name: None, f"{name}_of": None}
    values = {code: _text(texts.values[code]) for code in doc.languages if code in texts.values}
    marks = {code: _mark(texts, code) for code in values if code != doc.language}
    return {name: values, f"{name}_of": marks or None}


def _mark(texts: Texts, language: str) -> str:
    return texts.made_from.get(language) or digest(texts.values[texts.source])


# --- modules -------------------------------------------------------------------------------------


def _module(module: ModuleDoc) -> str:
    front = _pairs(
        [
            ("number", module.number),
            ("part", module.part),
            ("title", str(module.title)),
            ("source", module.source),
            ("source_needs", module.source_needs),
        ]
    )
    components = [f"  {_inline({'key': each.key, 'title': str(each.title)})}," for each in module.components]
    blocks = [[*front, "components = [", *components, "]"] if components else front]
    for activity in sorted(module.activities, key=lambda each: each.id):
        blocks += _activity(activity)
    for reference in sorted(module.references, key=lambda each: each.entry):
        blocks.append(["[[reference]]", *_pairs((name, getattr(reference, name)) for name in spec.REFERENCE)])
    notes = {entry: str(texts) for entry, texts in _notes(module)}
    return _whole(blocks, str(module.introduction or ""), notes)


def _activity(activity: ActivityDoc) -> list[list[str]]:
    facts = {name: getattr(activity, name) for name in spec.ACTIVITY}
    for name in ("title", "gender", "condition"):
        facts[name] = str(facts[name]) if facts[name] else None
    facts["state"] = None if activity.state == "confirmed" else activity.state
    facts["audience"] = [
        {"category": each.category}
        | ({} if each.rule == "in" else {"rule": each.rule})
        | ({"country_group": each.country_group} if each.country_group else {})
        for each in activity.audience
    ] or None
    blocks = [["[[activity]]", *_pairs(facts.items())]]
    for outcome in sorted(activity.outcomes, key=lambda each: natural(each.key)):
        blocks.append(
            [
                "[[activity.outcome]]",
                *_pairs([("key", outcome.key), ("text", str(outcome.text)), ("proposed", outcome.proposed)]),
            ]
        )
    return blocks


def _notes(module: ModuleDoc) -> list[tuple[str, Texts]]:
    """Return the notes of activities and cross-listed entries by id."""
    return sorted((key[1], texts) for key, texts in module_texts(module) if key[0] == "note")


def _whole(blocks: list[list[str]], introduction: str, notes: Mapping[str, str]) -> str:
    front = "\n\n".join("\n".join(block) for block in blocks)
    pieces = [f"{FENCE}\n{front}\n{FENCE}", _text(introduction)]
    pieces += [f"## {entry}\n\n{_text(note)}" for entry, note in notes.items()]
    return "\n\n".join(filter(None, pieces)) + "\n"


# --- translations --------------------------------------------------------------------------------


def _translation(module: ModuleDoc, language: str) -> str:
    texts = {key: each for key, each in module_texts(module) if language in each.values}
    components = {key[1]: each for key, each in texts.items() if key[0] == "components"}
    introduction = texts.get(("introduction",))
    blocks = [
        _pairs(
            [
                ("language", language),
                *_translated(texts, ("title",), language),
                ("introduction_of", _mark(introduction, language) if introduction else None),
                ("components", {key: _text(each.values[language]) for key, each in components.items()} or None),
                ("components_of", {key: _mark(each, language) for key, each in components.items()} or None),
            ]
        )
    ]
    for activity in sorted(module.activities, key=lambda each: each.id):
        blocks += _translated_activity(activity, language)
    for reference in module.references:
        if reference.note and language in reference.note.values:
            blocks.append([f"[reference.{reference.entry}]", *_pairs([("note_of", _mark(reference.note, language))])])
    notes = {entry: note.values[language] for entry, note in _notes(module) if language in note.values}
    return _whole(blocks, introduction.values[language] if introduction else "", notes)


def _translated_activity(activity: ActivityDoc, language: str) -> list[list[str]]:
    texts = {key: each for key, each in activity_texts(activity) if language in each.values}
    lines: list[tuple[str, Any]] = []
    for name in ("title", "gender", "condition"):
        lines += _translated(texts, ("activity", activity.id, name), language)
    if ("note", activity.id) in texts:
        lines.append(("note_of", _mark(texts["note", activity.id], language)))
    blocks = [[f"[activity.{activity.id}]", *_pairs(lines)]] if lines else []
    outcomes: list[tuple[str, Any]] = []
    for key in texts:
        if len(key) == 4:
            outcomes += _translated(texts, key, language)
    return [*blocks, [f"[activity.{activity.id}.outcome]", *_pairs(outcomes)]] if outcomes else blocks


def _translated(texts: Mapping[TextKey, Texts], key: TextKey, language: str) -> list[tuple[str, Any]]:
    if key not in texts:
        return []
    return [(key[-1], _text(texts[key].values[language])), (f"{key[-1]}_of", _mark(texts[key], language))]
