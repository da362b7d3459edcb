"""What must hold across the files of a version, and what is worth a warning."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from ...kernel.types import Texts
from .. import vocabulary
from ..overlap import overlap
from .read import ReadFolder, ReadModule, read_folder
from .shapes import ActivityDoc, VersionDoc, module_texts
from .source import Finding, Spot, guess


@dataclass(frozen=True)
class Examined:
    """A folder after the check: `doc` is there when nothing stands in its way."""

    doc: VersionDoc | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.warning]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.warning]


def examine(path: Path) -> Examined:
    """Read a folder and check it; findings come in the order of files and lines."""
    folder = read_folder(path)
    if folder.doc is not None:
        _check(folder, folder.doc)
    findings = tuple(sorted(folder.findings, key=lambda each: (each.file, each.line, each.field)))
    failed = any(not finding.warning for finding in findings)
    return Examined(None if failed else folder.doc, findings)


def _check(folder: ReadFolder, doc: VersionDoc) -> None:
    _head(folder, doc)
    known = {activity.id for activity in doc.activities}
    _doubled(folder)
    for module in folder.modules:
        _module(module, doc)
        for activity, spot in _activities(module):
            _activity(activity, spot, module, known)
            _follows(activity, spot, [principle.key for principle in doc.principles])
        _references(module, known)
    _cycles(folder, doc)
    _duplicates(folder)


def _activities(module: ReadModule) -> Iterator[tuple[ActivityDoc, Spot]]:
    """Give each activity with its spot; the file's order is kept in its front matter."""
    rows = module.source.front.get("activity", [])
    places = _places(rows, "id")
    for activity in module.doc.activities:
        spot = module.source.spot() / "activity" / places[activity.id]
        yield activity, spot.of(activity.id)


def _places(rows: Any, name: str) -> dict[str, int]:
    """Return where the tables of a list stand, by their ids; of doubled ones the first."""
    places: dict[str, int] = {}
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict) and isinstance(row.get(name), str):
            places.setdefault(row[name], number)
    return places


def _head(folder: ReadFolder, doc: VersionDoc) -> None:
    spot = folder.head.spot()
    if doc.language not in doc.languages:
        (spot / "languages").say(f"does not hold the source language “{doc.language}”.")
    for name in ("title", "notice"):
        texts: Texts = getattr(doc, name) or Texts()
        for code in texts.values:
            if code not in doc.languages:
                (spot / name / code).say(f"“{code}” is not among the languages.{guess(code, doc.languages)}")
    _in_force(spot, doc)
    name, at, label = folder.path.resolve().name.partition("@")
    if at and name != doc.slug:
        (spot / "slug").say(f"is “{doc.slug}”, but the folder is {name}@{label}.")
    if at and label != doc.version:
        words = f"is “{doc.version}”, but the folder is {name}@{label}. Two versions must not share a label."
        (spot / "version").say(words)


def _in_force(spot: Spot, doc: VersionDoc) -> None:
    if doc.state == "draft" and doc.effective_from:
        (spot / "effective_from").say("stands in a draft. A draft is in force from no day.")
    if doc.state != "draft" and not doc.effective_from:
        (spot / "effective_from").say(f"is missing. Say from which day the {doc.state} version is in force.")
    if doc.effective_from and doc.effective_until and doc.effective_until < doc.effective_from:
        (spot / "effective_until").say("comes before effective_from.")


def _doubled(folder: ReadFolder) -> None:
    seen: dict[str, str] = {}
    for module in folder.modules:
        for kind, name in (("activity", "id"), ("reference", "entry")):
            rows = module.source.front.get(kind, [])
            for number, row in enumerate(rows if isinstance(rows, list) else []):
                key = row.get(name) if isinstance(row, dict) else None
                if isinstance(key, str) and key in seen:
                    (module.source.spot() / kind / number / name).of(key).say(f"“{key}” stands in {seen[key]} already.")
                elif isinstance(key, str):
                    seen[key] = module.source.path


def _module(module: ReadModule, doc: VersionDoc) -> None:
    spot = module.source.spot()
    parts = [part.number for part in doc.parts]
    if module.doc.part not in parts and "part" in module.source.front:
        (spot / "part").say(f"there is no part {module.doc.part} in curriculum.toml.")
    for code, translation in module.translations.items():
        if code not in doc.languages or code == doc.language:
            (translation.source.spot() / "language").say(
                f"“{code}” is not among the translations that curriculum.toml lists."
            )
    if not module.doc.activities and not module.doc.references:
        (spot / "number").say("no activity yet: the module is listed as to be completed.", warning=True)
    for key, texts in module_texts(module.doc):
        _stale(module, " ".join(key[1:] or key), key, texts)


def _stale(module: ReadModule, name: str, key: tuple[str, ...], texts: Texts) -> None:
    for code, translation in module.translations.items():
        if texts.stale(code) and key in translation.texts:
            words = "older than the text it was made from. Renew it, then delete its _of."
            translation.source.say(translation.texts[key].line, name, words, warning=True)


def _activity(activity: ActivityDoc, spot: Spot, module: ReadModule, known: Collection[str]) -> None:
    _home(activity.id, spot / "id", module)
    components = [component.key for component in module.doc.components]
    for number, key in enumerate(activity.components):
        if key not in components:
            (spot / "components" / number).say(f"“{key}” is no component of this module.{guess(key, components)}")
    for number, key in enumerate(activity.prerequisites):
        if key not in known:
            (spot / "prerequisites" / number).say(f"there is no activity {key}.{guess(key, known)}")
    _fits_together(activity, spot)
    _remarks(activity, spot)


def _follows(activity: ActivityDoc, spot: Spot, principles: Collection[str]) -> None:
    for number, key in enumerate(activity.principles):
        if key not in principles:
            words = f"“{key}” is no principle of curriculum.toml.{guess(key, principles)}"
            (spot / "principles" / number).say(words)


def _home(key: str, spot: Spot, module: ReadModule) -> None:
    home, here = vocabulary.module_of(key), module.doc.number
    if home != here:
        spot.say(f"belongs to module {home}, but stands in the file of module {here}.")


def _fits_together(activity: ActivityDoc, spot: Spot) -> None:
    if "all" in activity.levels and len(activity.levels) > 1:
        (spot / "levels").say("“all” stands alone.")
    if activity.levels_provisional and not activity.levels:
        (spot / "levels_provisional").say("stands without levels.")
    for number, name in enumerate(activity.co_leads):
        if name == activity.lead_organisation:
            (spot / "co_leads" / number).say(f"“{name}” leads already.")
    if activity.not_before and activity.best_before and activity.not_before > activity.best_before:
        (spot / "not_before").say("comes after best_before.")


def _remarks(activity: ActivityDoc, spot: Spot) -> None:
    """Warn of what is open and of what is unusual (R-005, R-079)."""
    if activity.undecided:
        (spot / "id").say(f"to be completed: {', '.join(activity.undecided)}.", warning=True)
    usual = vocabulary.FORMAT_LEVELS.get(activity.format or "")
    if usual and activity.levels and not {usual, "all"} & set(activity.levels):
        (spot / "levels").say(f"a {activity.format} is usually for {usual}.", warning=True)


def _references(module: ReadModule, known: Collection[str]) -> None:
    rows = module.source.front.get("reference", [])
    places = _places(rows, "entry")
    for reference in module.doc.references:
        spot = (module.source.spot() / "reference" / places[reference.entry]).of(reference.entry)
        _home(reference.entry, spot / "entry", module)
        if reference.activity not in known:
            words = f"there is no activity {reference.activity} for which this entry could stand."
            (spot / "activity").say(words + guess(reference.activity, known))
        elif vocabulary.module_of(reference.activity) == module.doc.number:
            (spot / "activity").say(f"{reference.activity} is at home in this module and needs no further entry.")


def find_cycle(prerequisites: Mapping[str, Collection[str]]) -> list[str]:
    """Return the ids of a circle of prerequisites, the first repeated at the end; empty if there is none."""
    done: set[str] = set()
    for start in sorted(prerequisites):
        path: list[str] = []
        circle = _walk(start, prerequisites, path, done)
        if circle:
            return circle
    return []


def _walk(key: str, prerequisites: Mapping[str, Collection[str]], path: list[str], done: set[str]) -> list[str]:
    if key in path:
        return [*path[path.index(key) :], key]
    if key in done:
        return []
    path.append(key)
    for before in prerequisites.get(key, ()):
        circle = _walk(before, prerequisites, path, done)
        if circle:
            return circle
    path.pop()
    done.add(key)
    return []


def _cycles(folder: ReadFolder, doc: VersionDoc) -> None:
    circle = find_cycle({activity.id: activity.prerequisites for activity in doc.activities})
    if not circle:
        return
    for module in folder.modules:
        for activity, spot in _activities(module):
            if activity.id == circle[0]:
                (spot / "prerequisites").say(f"go in a circle: {' → '.join(circle)}.")


def _duplicates(folder: ReadFolder) -> None:
    rows = [(activity, spot) for module in folder.modules for activity, spot in _activities(module)]
    for (one, _), (other, spot) in combinations(rows, 2):
        if one.id != other.id and overlap(str(one.title), str(other.title)):
            (spot / "title").say(f"is close to {one.id} “{one.title}”.", warning=True)
