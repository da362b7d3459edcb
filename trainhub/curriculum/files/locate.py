"""Finds the line of every key of a TOML text, which the standard library's reader does not tell.

The text is known to be valid TOML by then, so the scanner only has to find where things begin and end.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

Path = tuple[str | int, ...]
_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.S)
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")


class Locator:
    """Where each key of a TOML text stands; `first_line` is the line its first character has in the file."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._first = first_line
        self._lengths: dict[Path, int] = {}  # of arrays of tables
        self._at = 0
        self.lines: dict[Path, int] = {}
        self._document()

    def line(self, path: Path) -> int:
        """Return the line of a key, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, self._first)

    # --- inside ----------------------------------------------------------------------------------

    def _mark(self, path: Path) -> None:
        for depth in range(1, len(path) + 1):
            self.lines.setdefault(path[:depth], self._first - 1 + bisect_right(self._starts, self._at))

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[0]

    def _peek(self, token: str) -> bool:
        return self._text.startswith(token, self._at)

    def _document(self) -> None:
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._peek("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> Path:
        start, double = self._at, self._peek("[[")
        self._at += 2 if double else 1
        keys = self._keys()
        end, self._at = self._at, start  # the line of a table is the line of its bracket
        path: Path = (*self._resolve(keys[:-1]), keys[-1])
        if double:
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path += (self._lengths[path] - 1,)
        elif path in self._lengths:
            path += (self._lengths[path] - 1,)
        self._mark(path)
        self._at = end + (2 if double else 1)
        return path

    def _resolve(self, keys: list[str]) -> Path:
        """Return the path of a header's keys: a name of an array of tables means its last table."""
        path: Path = ()
        for key in keys:
            path += (key,)
            if path in self._lengths:
                path += (self._lengths[path] - 1,)
        return path

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            keys.append(self._skip(_STRING)[1:-1] if self._text[self._at] in "\"'" else self._skip(_BARE_KEY))
            self._skip(_SPACE)
            if not self._peek("."):
                return keys
            self._at += 1

    def _pair(self, table: Path) -> None:
        start = self._at
        path = table + tuple(self._keys())
        end, self._at = self._at, start
        self._mark(path)
        self._at = end + 1  # the sign of equality
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        self._mark(path)
        if self._peek("["):
            self._list("]", lambda number: self._value((*path, number)))
        elif self._peek("{"):
            self._list("}", lambda _number: self._pair(path))
        else:
            self._skip(_STRING) or self._skip(_BARE_VALUE)

    def _list(self, end: str, item: Callable[[int], None]) -> None:
        self._at += 1
        number = 0
        self._skip(_BLANK)
        while not self._peek(end):
            item(number)
            number += 1
            self._skip(_BLANK)
            if self._peek(","):
                self._at += 1
                self._skip(_BLANK)
        self._at += 1
