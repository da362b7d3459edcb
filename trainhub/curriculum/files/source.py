"""One file as it was found: its front matter, its Markdown sections, and the remarks it earned."""

import re
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from .locate import Locator
from .locate import Path as TomlPath

FENCE = "+++"
HEADING = re.compile(r"##[ \t]+(.*)")
_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark on a file: a mistake, or a warning that stops nothing."""

    file: str
    line: int
    field: str
    words: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}: {kind}{self.field}: {self.words}"


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of Markdown and the line it begins in."""

    text: str
    line: int


@dataclass
class SourceFile:
    """A file of a curriculum; `front` is its TOML, `sections` its Markdown by heading ("" comes before the first)."""

    path: str
    findings: list[Finding]
    front: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    locator: Locator = field(default_factory=lambda: Locator(""))

    def say(self, line: int, name: str, words: str, *, warning: bool = False) -> None:
        self.findings.append(Finding(self.path, line, name, words, warning))

    def spot(self) -> "Spot":
        return Spot(self)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file's TOML: knows its line, and whose field it is."""

    source: SourceFile
    path: TomlPath = ()
    subject: str = ""  # m04-a02, where the field is an activity's

    def __truediv__(self, step: str | int) -> "Spot":
        return Spot(self.source, (*self.path, step), self.subject)

    def of(self, subject: str) -> "Spot":
        return Spot(self.source, self.path, subject)

    @property
    def line(self) -> int:
        return self.source.locator.line(self.path)

    @property
    def name(self) -> str:
        """Return the field as the writer knows it: "m04-a02 levels"."""
        keys = [step for step in self.path if isinstance(step, str)]
        if self.subject and keys[:1] in (["activity"], ["reference"]):
            keys = [key for key in keys[1:] if key != self.subject]
        return " ".join(filter(None, [self.subject, ".".join(keys)])) or "file"

    def say(self, words: str, *, warning: bool = False) -> None:
        self.source.say(self.line, self.name, words, warning=warning)


def guess(word: str, known: Any) -> str:
    """Return " Did you mean …?" where one of the known words is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean “{near[0]}”?" if near else ""


def read_toml(path: Path, shown: str, findings: list[Finding]) -> SourceFile:
    """Read a file that is TOML from end to end."""
    source = SourceFile(shown, findings)
    text = _decode(path, source)
    if text is not None:
        _parse(source, text, 1)
    return source


def read_module(path: Path, shown: str, findings: list[Finding]) -> SourceFile:
    """Read a file of TOML between two lines +++ and Markdown after them."""
    source = SourceFile(shown, findings)
    lines = (_decode(path, source) or "").split("\n")
    if lines[0].rstrip() != FENCE:
        source.say(
            1, "front matter", "is missing. The file begins with a line +++, the facts in TOML, and another line +++."
        )
        return source
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        source.say(1, "front matter", "has no end. Put a line +++ after the facts.")
        return source
    _parse(source, "\n".join(lines[1:end]) + "\n", 2)
    _split(source, lines[end + 1 :], end + 2)
    return source


def _decode(path: Path, source: SourceFile) -> str | None:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        source.say(raw[: error.start].count(b"\n") + 1, "encoding", "is not UTF-8. Save the file as UTF-8.")
        return None


def _parse(source: SourceFile, text: str, first_line: int) -> None:
    try:
        source.front = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
        words = _AT.sub("", str(error))
        source.say(first_line - 1 + line, "TOML", f"cannot be read: {words[:1].lower()}{words[1:]}.")
        return
    source.locator = Locator(text, first_line)


def _split(source: SourceFile, lines: list[str], first_line: int) -> None:
    """Cut Markdown at its headings of the second level; those in fenced code are text."""
    name, start, fenced = "", 0, False
    cuts: list[tuple[str, int, int]] = []
    for number, line in enumerate(lines):
        fenced ^= line.lstrip().startswith("```")
        heading = None if fenced else HEADING.fullmatch(line.rstrip())
        if heading:
            cuts.append((name, start, number))
            name, start = heading[1].strip(), number + 1
    cuts.append((name, start, len(lines)))
    for name, begin, end in cuts:
        place = first_line + max(begin - 1, 0)
        if name in source.sections:
            source.say(place, name, "has two sections. Keep one.")
        source.sections[name] = Section("\n".join(lines[begin:end]).strip(), place)
