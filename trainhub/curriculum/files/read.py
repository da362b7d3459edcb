"""Reads a folder into a VersionDoc, with a remark for everything that cannot be understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...kernel.types import Texts
from . import format as spec
from . import kinds
from .shapes import (
    ActivityDoc,
    ComponentDoc,
    ModuleDoc,
    OutcomeDoc,
    PartDoc,
    PrincipleDoc,
    ReferenceDoc,
    TextKey,
    VersionDoc,
    digest_marks,
    natural,
)
from .source import Finding, SourceFile, Spot, guess, read_module, read_toml
from .translations import Translation, read_translation, without

HEAD = "curriculum.toml"
FORMAT = 1
_NAME = re.compile(r"m(\d\d)(?:\.([a-z]{2,3}))?\.md")


@dataclass
class ReadModule:
    """A module as read, with its files, so that later checks can point at lines."""

    doc: ModuleDoc
    source: SourceFile
    translations: dict[str, Translation]


@dataclass
class ReadFolder:
    """A folder as read. `doc` is None if its head could not be understood."""

    path: Path
    findings: list[Finding]
    head: SourceFile
    doc: VersionDoc | None = None
    modules: list[ReadModule] = field(default_factory=list)


def read_folder(path: Path) -> ReadFolder:
    """Read a version from its folder."""
    findings: list[Finding] = []
    if not (path / HEAD).is_file():
        head = SourceFile(str(path / HEAD), findings)
        head.say(1, HEAD, "is missing. Every version has one.")
        return ReadFolder(path, findings, head)
    head = read_toml(path / HEAD, str(path / HEAD), findings)
    folder = ReadFolder(path, findings, head)
    values = _head(head)
    if values is not None:
        folder.modules = _modules(folder, values["language"])
        folder.doc = VersionDoc(**values, modules=tuple(module.doc for module in folder.modules))
    return folder


# --- curriculum.toml -----------------------------------------------------------------------------


def _head(source: SourceFile) -> dict[str, Any] | None:
    """Return the fields of a VersionDoc without its modules."""
    if not source.front:
        return None
    front, spot = dict(source.front), source.spot()
    rows = {name: front.pop(name, []) for name in ("part", "principle")}
    values = (
        kinds.table(spec.CURRICULUM, ("format", "slug", "version", "state", "language", "title"))(front, spot) or {}
    )
    if values.pop("format", FORMAT) != FORMAT:
        (spot / "format").say(f"this program reads format {FORMAT}.")
    if not {"slug", "version", "state", "language", "title"} <= values.keys():
        return None
    language = values["language"]
    values.setdefault("languages", (language,))
    for name in ("title", "notice"):
        values[name] = _texts(values, name, language, spot)
    if values["title"] is None:
        return None
    values["parts"] = tuple(_parts(rows["part"], language, spot))
    values["principles"] = tuple(_principles(rows["principle"], language, spot))
    return values


def _texts(values: dict[str, Any], name: str, language: str, spot: Spot) -> Texts | None:
    """Make a text of { en = …, az = … } and of the marks beside it."""
    texts, marks = values.pop(name, None), values.pop(f"{name}_of", {})
    if texts is None:
        return None
    if language not in texts:
        (spot / name).say(f"has no text in the source language ({language}).")
        return None
    return _joined(language, texts, marks)


def _joined(language: str, texts: Mapping[str, str], marks: Mapping[str, str | None]) -> Texts:
    """A translation without a mark counts as current."""
    made_from = {code: mark for code, mark in marks.items() if mark}
    return digest_marks(Texts(language, dict(texts), made_from)) or Texts(language)


def _parts(rows: Any, language: str, spot: Spot) -> list[PartDoc]:
    found = []
    for row, where in _rows(rows, spot / "part", spec.PART, ("number", "title")):
        title = _texts(row, "title", language, where)
        if title is not None and "number" in row:
            found.append(PartDoc(row["number"], title, row.get("source")))
    _once([part.number for part in found], spot / "part", "number")
    return sorted(found, key=lambda part: part.number)


def _principles(rows: Any, language: str, spot: Spot) -> list[PrincipleDoc]:
    found = []
    for row, where in _rows(rows, spot / "principle", spec.PRINCIPLE, ("key", "text")):
        text = _texts(row, "text", language, where)
        if text is not None and "key" in row:
            found.append(PrincipleDoc(row["key"], text, row.get("source")))
    _once([principle.key for principle in found], spot / "principle", "key")
    return sorted(found, key=lambda principle: natural(principle.key))


def _rows(
    rows: Any, spot: Spot, keys: Mapping[str, kinds.Kind], needed: tuple[str, ...], name: str = ""
) -> list[tuple[dict[str, Any], Spot]]:
    """Read an array of tables; `name` is the key by which remarks call a row."""
    if not isinstance(rows, list):
        spot.say(f"write [[{spot.path[-1]}]], with two brackets on each side.")
        return []
    found = []
    for number, raw in enumerate(rows):
        where = spot / number
        if name and isinstance(raw, dict) and isinstance(raw.get(name), str):
            where = where.of(raw[name])
        row = kinds.table(keys, needed)(raw, where)
        if row is not None:
            found.append((row, where))
    return found


def _once(keys: list[Any], spot: Spot, name: str) -> None:
    for number, key in enumerate(keys):
        if key in keys[:number]:
            (spot / number / name).say(f"“{key}” stands twice.")


# --- modules -------------------------------------------------------------------------------------


def _modules(folder: ReadFolder, language: str) -> list[ReadModule]:
    names = {}
    for path in sorted((folder.path / "modules").glob("*")):
        match = _NAME.fullmatch(path.name)
        if match:
            names[path] = (int(match[1]), match[2])
        elif not path.name.startswith("."):
            folder.findings.append(
                Finding(str(path), 1, "file name", "fits nothing. Use m04.md, or m04.az.md for a translation.")
            )
    found = []
    for path, (number, code) in names.items():
        if code is None:
            others = {other: name for other, (of, name) in names.items() if of == number and name}
            found.append(_module(path, number, language, others, folder.findings))
        elif (number, None) not in names.values():
            folder.findings.append(
                Finding(str(path), 1, "file name", f"translates m{number:02}.md, which is not there.")
            )
    return [module for module in found if module is not None]


def _module(
    path: Path, number: int, language: str, others: Mapping[Path, str], findings: list[Finding]
) -> ReadModule | None:
    source = read_module(path, str(path), findings)
    translations = {code: read_translation(other, code, findings) for other, code in others.items()}
    if not source.front:
        return None
    front, spot = dict(source.front), source.spot()
    rows = {name: front.pop(name, []) for name in ("components", "activity", "reference")}
    values = kinds.table(spec.MODULE, ("number", "part", "title"))(front, spot) or {}
    if values.get("number", number) != number:
        (spot / "number").say(f"is {values['number']}, but the file is {path.name}.")
    reader = _ModuleReader(source, language, translations)
    doc = ModuleDoc(
        number=number,
        part=values.get("part", 0),
        title=reader.text(("title",), values.get("title", path.stem)),
        introduction=reader.section("", ("introduction",)),
        source=values.get("source"),
        source_needs=values.get("source_needs"),
        components=reader.components(rows["components"], spot / "components"),
        activities=reader.activities(rows["activity"], spot / "activity"),
        references=reader.references(rows["reference"], spot / "reference"),
    )
    reader.leftovers(doc)
    return ReadModule(doc, source, translations)


@dataclass
class _ModuleReader:
    """Joins the English file of a module with its translations."""

    source: SourceFile
    language: str
    translations: dict[str, Translation]
    used: set[TextKey] = field(default_factory=set)

    def text(self, key: TextKey, text: str) -> Texts:
        self.used.add(key)
        said = {code: other.texts[key] for code, other in self.translations.items() if key in other.texts}
        texts = {self.language: text} | {code: each.text for code, each in said.items()}
        return _joined(self.language, texts, {code: each.mark for code, each in said.items()})

    def section(self, name: str, key: TextKey) -> Texts | None:
        section = self.source.sections.get(name)
        return self.text(key, section.text) if section and section.text else None

    def components(self, rows: Any, spot: Spot) -> tuple[ComponentDoc, ...]:
        found = _rows(rows, spot, spec.COMPONENT, ("key", "title"))
        _once([row.get("key") for row, _ in found], spot, "key")
        return tuple(
            ComponentDoc(row["key"], self.text(("components", row["key"]), row["title"]))
            for row, _ in found
            if {"key", "title"} <= row.keys()
        )

    def activities(self, rows: Any, spot: Spot) -> tuple[ActivityDoc, ...]:
        outcomes = (
            [row.get("outcome", []) if isinstance(row, dict) else [] for row in rows] if isinstance(rows, list) else []
        )
        bare = [without(row, "outcome") for row in rows] if isinstance(rows, list) else rows
        found = _rows(bare, spot, spec.ACTIVITY, ("id", "title"), name="id")
        docs = [
            self._activity(row, where, outcomes[int(where.path[-1])])
            for row, where in found
            if {"id", "title"} <= row.keys()
        ]
        return tuple(sorted(docs, key=lambda doc: doc.id))

    def _activity(self, row: dict[str, Any], spot: Spot, outcomes: Any) -> ActivityDoc:
        key = row["id"]
        for name in ("title", "gender", "condition"):
            if name in row:
                row[name] = self.text(("activity", key, name), row[name])
        row["note"] = self.section(key, ("note", key))
        row["outcomes"] = self._outcomes(key, outcomes, spot / "outcome")
        return ActivityDoc(**row)

    def _outcomes(self, activity: str, rows: Any, spot: Spot) -> tuple[OutcomeDoc, ...]:
        found = _rows(rows, spot, spec.OUTCOME, ("key", "text"))
        _once([row.get("key") for row, _ in found], spot, "key")
        docs = [
            OutcomeDoc(
                row["key"],
                self.text(("activity", activity, "outcome", row["key"]), row["text"]),
                row.get("proposed", False),
            )
            for row, _ in found
            if {"key", "text"} <= row.keys()
        ]
        return tuple(sorted(docs, key=lambda doc: natural(doc.key)))

    def references(self, rows: Any, spot: Spot) -> tuple[ReferenceDoc, ...]:
        found = _rows(rows, spot, spec.REFERENCE, ("entry", "activity"), name="entry")
        docs = [
            ReferenceDoc(
                entry=row["entry"],
                activity=row["activity"],
                source=row.get("source"),
                note=self.section(row["entry"], ("note", row["entry"])),
            )
            for row, _ in found
            if {"entry", "activity"} <= row.keys()
        ]
        return tuple(sorted(docs, key=lambda doc: doc.entry))

    def leftovers(self, doc: ModuleDoc) -> None:
        """Say what belongs to nothing: sections of no entry, translations of no English text."""
        entries = [activity.id for activity in doc.activities] + [reference.entry for reference in doc.references]
        for source in (self.source, *(each.source for each in self.translations.values())):
            for name, section in source.sections.items():
                if name and name not in entries:
                    source.say(
                        section.line,
                        f"## {name}",
                        f"is no entry of this module.{guess(name, entries)} Headings inside a text begin with ###.",
                    )
        for translation in self.translations.values():
            for key, said in translation.texts.items():
                if key not in self.used and (key[0] not in ("activity", "note") or key[1] in entries):
                    name = " ".join(key[1:] if len(key) > 1 else key)
                    translation.source.say(said.line, name, "translates a text that the source language does not have.")
            _strangers(translation.source, entries)


def _strangers(source: SourceFile, entries: list[str]) -> None:
    for kind in ("activity", "reference"):
        rows = source.front.get(kind, {})
        for name in rows if isinstance(rows, dict) else ():
            if name not in entries:
                (source.spot() / kind / name).of(name).say(
                    f"there is no activity {name} in this module.{guess(name, entries)}"
                )
