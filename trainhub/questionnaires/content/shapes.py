"""The shapes of a questionnaire's content. All frozen; editing makes a new one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts

TYPES: dict[str, str] = {
    "scale": _l("Scale"),
    "single": _l("One of several"),
    "multiple": _l("Several of several"),
    "matrix": _l("Table of lines and columns"),
    "number": _l("Number"),
    "date": _l("Date"),
    "text": _l("Free text"),
}
OPERATORS: dict[str, str] = {
    "answered": _l("was answered"),
    "is": _l("is"),
    "is_not": _l("is another than"),
    "at_least": _l("is at least"),
}
BLOCKS: dict[str, str] = {
    "": _l("Asked once"),
    "trainer": _l("Asked for each trainer"),
    "module": _l("Asked for each module"),
}
UNSURE = "unsure"  # what is kept for "do not know"; counted apart, in no mean
TEXT_LIMIT = 2000  # characters of one free text
Blocks = Mapping[str, Sequence[tuple[str, str]]]  # "trainer" -> [(code, name as shown)]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; `score` lets statistics average it."""

    code: str
    text: Texts = field(default_factory=Texts)
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix."""

    code: str
    text: Texts = field(default_factory=Texts)


@dataclass(frozen=True, slots=True)
class Scale:
    """A row of whole numbers with words at both ends, perhaps with "do not know" beside it."""

    minimum: int = 1
    maximum: int = 5
    low: Texts = field(default_factory=Texts)
    high: Texts = field(default_factory=Texts)
    unsure: bool = False

    @property
    def steps(self) -> range:
        return range(self.minimum, self.maximum + 1)


@dataclass(frozen=True, slots=True)
class Condition:
    """When something is asked: only if an earlier item was answered, and so."""

    item: str
    op: str = "is"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `key` is stable over versions, so that results of the same item compare.

    A matrix has `rows` and, as columns, `options` or a `scale`. `correct` names the right codes of a test
    (for a number: the number itself), worth `points`. `bank` names the bank item it was taken from.
    """

    key: str
    type: str = "scale"
    text: Texts = field(default_factory=Texts)
    hint: Texts = field(default_factory=Texts)
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    scale: Scale | None = None
    correct: tuple[str, ...] = ()
    points: float = 1.0
    only_if: Condition | None = None
    bank: str = ""

    @property
    def codes(self) -> list[str]:
        """Return what may be chosen, in the order shown; "do not know" last."""
        if self.options:
            return [option.code for option in self.options]
        if self.scale is None:
            return []
        return [*map(str, self.scale.steps), *([UNSURE] if self.scale.unsure else [])]

    @property
    def scores(self) -> dict[str, float]:
        """Return code -> number, of the codes that statistics may average."""
        if self.options:
            return {option.code: option.score for option in self.options if option.score is not None}
        return {str(step): float(step) for step in self.scale.steps} if self.scale else {}

    @property
    def lines(self) -> list[str]:
        """Return the codes of a matrix's rows; one empty code for every other item."""
        return [row.code for row in self.rows] if self.type == "matrix" else [""]


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading, asked once or for each trainer or module of the wave (`repeat`)."""

    key: str
    title: Texts = field(default_factory=Texts)
    intro: Texts = field(default_factory=Texts)
    repeat: str = ""
    items: tuple[Item, ...] = ()
    only_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One place where an answer goes: an item, for one block if its section repeats, and one row of a matrix."""

    section: Section
    item: Item
    block: str = ""
    row: str = ""

    @property
    def name(self) -> str:
        """Return its name in a form: item, item.row, item@block, item.row@block."""
        return f"{self.item.key}{f'.{self.row}' if self.row else ''}{f'@{self.block}' if self.block else ''}"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a version asks, with the words before and after it."""

    sections: tuple[Section, ...] = ()
    intro: Texts = field(default_factory=Texts)
    thanks: Texts = field(default_factory=Texts)
    language: str = "en"  # the source language of its texts

    @property
    def items(self) -> Iterator[Item]:
        for section in self.sections:
            yield from section.items

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def section_of(self, key: str) -> Section | None:
        """Return the section that holds an item."""
        return next((section for section in self.sections if any(item.key == key for item in section.items)), None)

    def blocks_of(self, section: Section, blocks: Blocks) -> list[tuple[str, str]]:
        """Return (code, name) of what a section is asked for; ("", "") where it is asked once."""
        return [(code, name) for code, name in blocks.get(section.repeat, ())] if section.repeat else [("", "")]

    def fields(self, blocks: Blocks) -> Iterator[Field]:
        """Yield every place where an answer goes, in the order asked."""
        for section in self.sections:
            for block, _name in self.blocks_of(section, blocks):
                for item in section.items:
                    for row in item.lines:
                        yield Field(section, item, block, row)
