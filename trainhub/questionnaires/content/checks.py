"""What stands in the way of using a definition, each with a sentence that says what to do."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .shapes import BLOCKS, OPERATORS, TYPES, Condition, Content, Item, Section

MOST_ITEMS = 150
MOST_STEPS = 11  # of a scale: 0 to 10
MOST_TEXT = 3000  # characters of one text of the definition
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CHOOSING = ("single", "multiple")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: the key of the section or item it concerns ("" for the whole), and the sentence."""

    where: str
    sentence: str


def faults(content: Content) -> list[Fault]:
    """Return what must be put right before a definition can be frozen; nothing means it is sound."""
    return [*_of_whole(content), *(fault for section in content.sections for fault in _of_section(content, section))]


def _of_whole(content: Content) -> Iterator[Fault]:
    items = list(content.items)
    if not items:
        yield Fault("", _("Add at least one question."))
    if len(items) > MOST_ITEMS:
        yield Fault("", _("These are too many questions: %(limit)s at the most.", limit=MOST_ITEMS))
    keys = Counter([*(section.key for section in content.sections), *(item.key for item in items)])
    for key, number in keys.items():
        if number > 1:
            yield Fault(key, _("The key %(key)s stands twice. Give each section and question its own.", key=key))
        if not _KEY.fullmatch(key):
            yield Fault(key, _("The key “%(key)s” cannot be used: small Latin letters, digits and _ only.", key=key))


def _of_section(content: Content, section: Section) -> Iterator[Fault]:
    if section.repeat not in BLOCKS:
        yield Fault(section.key, _("Choose whether this section is asked once, for each trainer or for each module."))
    if not section.items:
        yield Fault(section.key, _("This section has no questions. Add one, or remove the section."))
    if section.only_if is not None:
        yield from _of_condition(content, section, None, section.only_if)
    for item in section.items:
        yield from _of_item(content, section, item)


def _of_item(content: Content, section: Section, item: Item) -> Iterator[Fault]:
    if item.type not in TYPES:
        yield Fault(item.key, _("Choose the type of this question."))
        return
    if _empty(item.text, content.language):
        yield Fault(item.key, _("Write the question in the source language."))
    if item.type in _CHOOSING or (item.type == "matrix" and item.options):
        yield from _of_options(content, item)
    if item.type == "scale" or (item.type == "matrix" and not item.options):
        yield from _of_scale(item)
    if item.type == "matrix":
        yield from _of_rows(content, item)
    if item.correct:
        yield from _of_solution(item)
    if item.only_if is not None:
        yield from _of_condition(content, section, item, item.only_if)


def _of_options(content: Content, item: Item) -> Iterator[Fault]:
    codes = [option.code for option in item.options]
    if len(codes) < 2:
        yield Fault(item.key, _("Give at least two answers to choose from."))
    yield from _of_codes(item, codes)
    if any(_empty(option.text, content.language) for option in item.options):
        yield Fault(item.key, _("Write every answer in the source language."))


def _of_rows(content: Content, item: Item) -> Iterator[Fault]:
    if not item.rows:
        yield Fault(item.key, _("Give the table at least one line."))
    yield from _of_codes(item, [row.code for row in item.rows])
    if any(_empty(row.text, content.language) for row in item.rows):
        yield Fault(item.key, _("Write every line in the source language."))
    if item.options and item.scale:
        yield Fault(item.key, _("The columns are either answers or a scale: remove one of them."))


def _of_codes(item: Item, codes: list[str]) -> Iterator[Fault]:
    if len(set(codes)) < len(codes):
        yield Fault(item.key, _("Two answers or lines have the same code. Give each its own."))
    if not all(_CODE.fullmatch(code) for code in codes):
        yield Fault(item.key, _("Codes consist of small Latin letters, digits, _ and -."))


def _of_scale(item: Item) -> Iterator[Fault]:
    if item.scale is None:
        yield Fault(item.key, _("Say from where to where the scale goes."))
    elif not 2 <= len(item.scale.steps) <= MOST_STEPS:
        yield Fault(item.key, _("A scale has 2 to %(most)s steps, the lowest first.", most=MOST_STEPS))


def _of_solution(item: Item) -> Iterator[Fault]:
    if item.points <= 0:
        yield Fault(item.key, _("A right answer is worth more than no points."))
    if item.type == "number":
        if len(item.correct) != 1 or _as_number(item.correct[0]) is None:
            yield Fault(item.key, _("Give one number as the right answer."))
    elif item.type not in {"scale", *_CHOOSING}:
        yield Fault(item.key, _("Only questions with a choice or a number can have a right answer."))
    elif not set(item.correct) <= set(item.codes):
        yield Fault(item.key, _("The right answer is not among the answers. Mark it again."))
    elif item.type != "multiple" and len(item.correct) > 1:
        yield Fault(item.key, _("Mark one right answer, or let several be chosen."))


def _of_condition(content: Content, section: Section, item: Item | None, condition: Condition) -> Iterator[Fault]:
    where = item.key if item else section.key
    asked = content.item(condition.item)
    if condition.op not in OPERATORS or asked is None:
        yield Fault(where, _("The condition names no question. Choose one, or remove the condition."))
    elif not _earlier(content, section, item, asked):
        yield Fault(where, _("The condition names a question that comes later. Move it up, or choose another."))
    elif not _reachable(content, section, item, asked):
        yield Fault(where, _("The condition names a question asked for each trainer or module. Choose another."))
    elif not _fits(asked, condition):
        yield Fault(where, _("The condition compares with an answer that the question does not have. Choose again."))


def _earlier(content: Content, section: Section, item: Item | None, asked: Item) -> bool:
    order = [each.key for each in content.items]
    first = item.key if item else next((each.key for each in section.items), None)
    return first is None or order.index(asked.key) < order.index(first)


def _reachable(content: Content, section: Section, item: Item | None, asked: Item) -> bool:
    home = content.section_of(asked.key)
    return home is not None and (not home.repeat or (item is not None and home.key == section.key))


def _fits(asked: Item, condition: Condition) -> bool:
    if asked.type == "matrix":
        return False
    if condition.op == "answered":
        return True
    if condition.op == "at_least":
        return _as_number(condition.value) is not None and (asked.type == "number" or bool(asked.scores))
    return condition.value in asked.codes or (asked.type == "number" and _as_number(condition.value) is not None)


def _empty(texts: Texts, language: str) -> bool:
    return not texts.values.get(language)


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
