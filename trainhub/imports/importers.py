"""What a feature says about a kind of list it takes in, and the register of all kinds."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..kernel import i18n
from ..kernel.errors import NotFound
from ..kernel.text import fold
from ..web.access import Viewer

Values = Mapping[str, str]  # column key -> text; a column that the file has not is not there


class Kind(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: its name for the report, and the person it is about, if it is about one."""

    kind: Kind
    label: str = ""
    person: Any = None  # a Person; its id is read after the flush
    note: str = ""  # what else the reader should know, in a sentence


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood. Its head may be the key, the label in any language, or one of the aliases."""

    key: str
    label: str
    aliases: Sequence[str] = ()
    required: bool = False  # the file must have it; each row is the importer's business
    longest: int = 200  # characters
    help: str = ""  # what may stand in it, in a sentence, for the pattern file


@dataclass(frozen=True, slots=True)
class Option:
    """Something to tick before the file is tried."""

    key: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Wide:
    """A list that may also stand as a matrix: which column its heads give, and which its cells."""

    heads: str
    cells: str
    names: Callable[[str], Iterable[str]]  # subject -> folded heads that are understood


@dataclass(slots=True)
class Context:
    """What a row may know: who imports, into what, with what ticked, and what the importer keeps for itself."""

    account_id: int | None = None
    subject: str = ""
    options: frozenset[str] = frozenset()
    dry: bool = False
    chunk: dict[str, Any] = field(default_factory=dict)  # emptied before each chunk: rows of the database go here
    memory: dict[str, Any] = field(default_factory=dict)  # kept through the file: plain values only


def _no_identity(_values: Values) -> Iterable[Hashable]:
    return ()


def _nothing_to_prepare(_rows: Sequence[Values], _context: Context) -> None:
    return None


def _nothing_to_finish(_context: Context) -> None:
    return None


@dataclass(frozen=True)
class Importer:
    """A kind of list. `row` raises Invalid (column key -> sentence) or Refused for what cannot be taken in.

    With `one_by_one` each row has a savepoint of its own. Without it the rows of a chunk are flushed together, which
    is five times faster; then `row` says everything against a row before it changes anything.
    """

    key: str
    title: str
    columns: Sequence[Column]
    row: Callable[[Values, Context], Outcome]
    may: Callable[[Viewer, str], bool]  # may this viewer import into this subject?
    lede: str = ""  # what happens, in a sentence or two
    options: Sequence[Option] = ()
    any_of: Sequence[str] = ()  # of these columns the file must have one
    identity: Callable[[Values], Iterable[Hashable]] = _no_identity  # what no two rows of a file may share
    prepare: Callable[[Sequence[Values], Context], None] = _nothing_to_prepare  # what a chunk needs, asked at once
    finish: Callable[[Context], None] = _nothing_to_finish  # what follows from a chunk, once its rows have numbers
    back: Callable[[str], tuple[str, str]] | None = None  # name and address of the page one came from, of a subject
    one_by_one: bool = True
    whole: bool = False  # take in nothing as long as one row is rejected
    wide: Sequence[Wide] = ()  # how it may stand as a matrix; the first that fits a file counts
    wide_help: str = ""  # the same in a sentence

    def column(self, key: str) -> Column | None:
        return next((each for each in self.columns if each.key == key), None)

    def names(self) -> dict[str, str]:
        """Return folded header -> column key, of every header that is understood."""
        found: dict[str, str] = {}
        for code in reversed(i18n.languages()):
            with i18n.speaking(code):
                found |= {fold(str(each.label)): each.key for each in self.columns}
        for each in self.columns:
            found |= dict.fromkeys((fold(name) for name in (each.key, *each.aliases)), each.key)
        return found

    def match(self, headers: Iterable[str]) -> dict[str, str]:
        """Return column key -> header, of the headers that are understood; the first of two wins."""
        names = self.names()
        found: dict[str, str] = {}
        for header in headers:
            key = names.get(fold(header))
            if key is not None:
                found.setdefault(key, header)
        return found

    def lacking(self, mapping: Mapping[str, str]) -> list[str]:
        """Return the labels of columns that a file must have and that nobody has assigned."""
        missing = [str(each.label) for each in self.columns if each.required and each.key not in mapping]
        if self.any_of and not any(key in mapping for key in self.any_of):
            missing += [str(each.label) for each in self.columns if each.key in self.any_of][:1]
        return missing


_known: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Let a kind of list be imported; a feature says so in its hooks.py."""
    _known[importer.key] = importer


def importer_of(key: str) -> Importer:
    """Return a kind of list by its key, or raise NotFound."""
    if key not in _known:
        raise NotFound
    return _known[key]
