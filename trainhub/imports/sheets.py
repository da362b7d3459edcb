"""Tables that people bring as files: CSV of any habit and XLSX, read line by line as text."""

import csv
import re
import string
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..kernel.errors import Invalid
from ..kernel.i18n import gettext as _
from ..kernel.text import fold
from . import workbooks
from .cells import text_of

KINDS = ("csv", "xlsx")
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LOOK_FOR_HEAD = 20  # rows with something in them: titles and notes stand above the head
BINARY = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
CYRILLIC = "windows-1251"
_FAR_EAST = re.compile(r"[\u2e80-\u9fff]")
_SEPARATORS = ";,\t|"
_CELL_NUMBERS, _COLUMNS = 10_000_000, 1_000  # numbers of cells begin beyond those of lines

Cells = Sequence[Any]


class Source(Protocol):
    """Where lines come from; can be read as often as wanted."""

    def __iter__(self) -> Iterator[tuple[int, Cells]]: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one head: iterate over (line number in the file, {header: text}); empty lines are left out."""

    headers: tuple[str, ...]
    total: int  # lines below the head that are not empty
    source: Source
    head_line: int

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for line, cells in self.source:
            texts = [text_of(cell) for cell in cells]
            if line > self.head_line and any(texts):
                yield line, dict(zip(self.headers, [*texts, *[""] * len(self.headers)], strict=False))

    def everything(self) -> Iterator[str]:
        """Return every text of the file, those above the head too."""
        for _line, cells in self.source:
            yield from filter(None, map(text_of, cells))


def read(path: Path, kind: str, known: Collection[str] = ()) -> Sheet:
    """Return the table of a file of one of KINDS; `known` are folded headers by which its head is found.

    Raises Invalid: no table, too large, a text of unknown encoding, a workbook that cannot be opened.
    """
    source = _source(path, kind)
    head_line, head, total, width = _survey(source, frozenset(known))
    if head is None:
        raise Invalid(_("There is nothing in this file."))
    if total > MOST_ROWS:
        raise Invalid(_("This file has too many rows: %(limit)s at the most. Divide it.", limit=MOST_ROWS))
    if width > MOST_COLUMNS:
        raise Invalid(_("This file has too many columns: %(limit)s at the most.", limit=MOST_COLUMNS))
    return Sheet(_headers(head, width), total, source, head_line)


def lines(path: Path, kind: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every line of a file of one of KINDS as texts, as it stands; raises Invalid as `read` does."""
    for line, cells in _source(path, kind):
        yield line, [text_of(cell) for cell in cells]


def _source(path: Path, kind: str) -> Source:
    return workbooks.Workbook(path, MOST_ROWS + LOOK_FOR_HEAD + 1) if kind == "xlsx" else Text.of(path)


def cell_number(line: int, column: int) -> int:
    """Return a number for a cell of a file, higher for later lines: `column` counts from 0."""
    return _CELL_NUMBERS + line * _COLUMNS + column


def place(number: int) -> str:
    """Return where a line or a cell stands as people call it: 7, or C7."""
    if number < _CELL_NUMBERS:
        return str(number)
    line, column = divmod(number - _CELL_NUMBERS, _COLUMNS)
    return f"{_letters(column)}{line}"


def _survey(source: Source, known: frozenset[str]) -> tuple[int, list[str] | None, int, int]:
    """Read everything once: return the head's line and texts, how many lines are below it, and the widest line."""
    begin: list[tuple[int, list[str]]] = []
    lines, width = 0, 0
    for line, cells in source:
        texts = [text_of(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        lines, width = lines + 1, max(width, len(texts))
        if len(begin) < LOOK_FOR_HEAD:
            begin.append((line, texts))
        if lines > MOST_ROWS + LOOK_FOR_HEAD:
            break
    if not begin:
        return 0, None, 0, 0
    place = _place_of_head([texts for _line, texts in begin], known)
    return begin[place][0], begin[place][1], lines - place - 1, width


def _place_of_head(rows: list[list[str]], known: frozenset[str]) -> int:
    """Return which row is the head: the one with most known words, else the first with two cells, else the first."""
    hits = [sum(fold(text) in known for text in row) for row in rows]
    if max(hits) > 0:
        return hits.index(max(hits))
    return next((place for place, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def _headers(head: list[str], width: int) -> tuple[str, ...]:
    """Return a name for each column: unnamed ones by their letter, repeated ones with a number."""
    names: list[str] = []
    for place in range(width):
        name = (head[place] if place < len(head) else "") or _letters(place)
        again = 1 + sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(name if again == 1 else f"{name} ({again})")
    return tuple(names)


def _letters(place: int) -> str:
    high, low = divmod(place, 26)
    return (string.ascii_uppercase[high - 1] if high else "") + string.ascii_uppercase[low]


# --- text files -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A CSV file with what was found out about it."""

    path: Path
    encoding: str
    separator: str
    skip: int  # lines before the table, such as Excel's sep=;

    @classmethod
    def of(cls, path: Path) -> "Text":
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as stream:
            first = stream.readline(100_000).lstrip("\ufeff")
            if first.lower().startswith("sep=") and len(first.strip()) == 5:
                return cls(path, encoding, first.strip()[4], 1)
            sample = first + stream.read(20_000)
        return cls(path, encoding, _separator(sample), 0)

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        with self.path.open(encoding=self.encoding, newline="") as stream:
            for _number in range(self.skip):
                stream.readline()
            reader, line = csv.reader(stream, delimiter=self.separator), self.skip + 1
            try:
                for cells in reader:
                    yield line, cells
                    line = self.skip + reader.line_num + 1
            except csv.Error as error:
                raise Invalid(_("Line %(line)s cannot be read. A quotation mark is missing.", line=line)) from error


def _encoding(path: Path) -> str:
    """Return how a text is encoded: by its mark, else UTF-8, else Windows-1251. Raises Invalid for what is no text."""
    begin = path.read_bytes()[:4096]
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _readable(path, "utf-16")
    if b"\x00" in begin:  # without its mark, a UTF-16 text still has a zero in every second byte
        halves = begin[0::2].count(0), begin[1::2].count(0)
        guess = "utf-16-be" if halves[0] > halves[1] else "utf-16-le"
        if _FAR_EAST.search(begin.decode(guess, "ignore")):  # what single bytes look like when taken in pairs
            raise _no_text()
        return _readable(path, guess)
    try:
        return _readable(path, "utf-8-sig")
    except Invalid:
        return _readable(path, CYRILLIC)


def _readable(path: Path, encoding: str) -> str:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            while chunk := stream.read(1 << 16):
                if BINARY.search(chunk):
                    raise _no_text()
    except UnicodeError as error:
        raise _no_text() from error
    return encoding


def _separator(sample: str) -> str:
    """Return what stands between cells: what the first lines have most of, outside quotation marks."""
    bare = "".join(sample.split('"')[0::2]).splitlines()[:LOOK_FOR_HEAD]
    counts = {each: max((line.count(each) for line in bare), default=0) for each in _SEPARATORS}
    return max(_SEPARATORS, key=lambda each: counts[each])


def _no_text() -> Invalid:
    return Invalid(_("This file is no table that can be read. Save it as XLSX, or as CSV in UTF-8, and upload that."))
