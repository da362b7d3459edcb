"""Which fields are asked, given what was answered so far, and whether answers can be used."""

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...kernel.i18n import gettext as _
from .shapes import TEXT_LIMIT, UNSURE, Blocks, Condition, Content, Field, Item

Given = Mapping[str, Sequence[str]]  # name of a field -> what was entered there
_LARGEST = 1e12  # of a number that somebody may enter


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it is kept: a choice with its number if it has one, a number, a day (ISO) or a text."""

    item: str
    block: str = ""
    row: str = ""
    choice: str = ""
    number: float | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of answers: values to keep, sentences beside fields (by name), and the fields that were asked."""

    values: tuple[Value, ...]
    errors: Mapping[str, str]
    asked: frozenset[str]


class _Unusable(Exception):
    """An entry that cannot be used; its message says what would do."""


def check_answers(content: Content, blocks: Blocks, given: Given, *, complete: bool = True) -> Checked:
    """Check what was entered; what a condition hides is ignored. `complete` insists on required items."""
    values: list[Value] = []
    errors: dict[str, str] = {}
    asked: set[str] = set()
    answered: dict[tuple[str, str], list[Value]] = {}
    for field in content.fields(blocks):
        if not _is_asked(content, field, answered):
            continue
        asked.add(field.name)
        entered = [text for text in (_clean(each) for each in given.get(field.name, ())) if text]
        try:
            found = _values(field, entered)
        except _Unusable as error:
            errors[field.name] = str(error)
            continue
        if not found and field.item.required and complete:
            errors[field.name] = _("Please answer this question.")
        values += found
        answered.setdefault((field.item.key, field.block), []).extend(found)
    return Checked(tuple(values), errors, frozenset(asked))


def visible(content: Content, blocks: Blocks, given: Given) -> frozenset[str]:
    """Return the names of the fields that are asked, given these entries."""
    return check_answers(content, blocks, given, complete=False).asked


def points(content: Content, values: Iterable[Value]) -> tuple[float, float]:
    """Return the points a test got, and the most it can get."""
    by_item: dict[str, list[Value]] = {}
    for value in values:
        by_item.setdefault(value.item, []).append(value)
    tested = [item for item in content.items if item.correct]
    got = sum(item.points for item in tested if is_right(item, by_item.get(item.key, [])))
    return got, sum(item.points for item in tested)


def is_right(item: Item, values: Sequence[Value]) -> bool:
    """Say whether an item of a test was answered rightly: all right choices, and no other."""
    if item.type == "number":
        return any(value.number == float(item.correct[0]) for value in values)
    return {value.choice for value in values} == set(item.correct)


def _is_asked(content: Content, field: Field, answered: Mapping[tuple[str, str], list[Value]]) -> bool:
    conditions = [each for each in (field.section.only_if, field.item.only_if) if each is not None]
    for condition in conditions:
        found = answered.get((condition.item, field.block)) or answered.get((condition.item, "")) or []
        if not holds(condition, found):
            return False
    return True


def holds(condition: Condition, values: Sequence[Value]) -> bool:
    """Say whether a condition is met by the answers to its item; without an answer it never is."""
    if not values or condition.op == "answered":
        return bool(values)
    if condition.op == "at_least":
        return any(value.number is not None and value.number >= float(condition.value) for value in values)
    chosen = any(_plain(value) == condition.value for value in values)
    return chosen if condition.op == "is" else not chosen


def _plain(value: Value) -> str:
    return value.choice if value.choice or value.number is None else f"{value.number:g}"


def _values(field: Field, entered: Sequence[str]) -> list[Value]:
    """Return the values of one field; raises _Unusable with a sentence."""
    if not entered:
        return []
    item = field.item
    if item.type in {"scale", "single", "multiple", "matrix"}:
        return _choices(field, entered)
    if item.type == "number":
        return [Value(item.key, field.block, number=_number(entered[0]))]
    text = _day(entered[0]) if item.type == "date" else _free(entered[0])
    return [Value(item.key, field.block, text=text)]


def _choices(field: Field, entered: Sequence[str]) -> list[Value]:
    item, wanted = field.item, list(dict.fromkeys(entered))
    if not set(wanted) <= set(item.codes):
        raise _Unusable(_("Choose one of the answers shown."))
    if item.type != "multiple" and len(wanted) > 1:
        raise _Unusable(_("Choose one answer only."))
    if UNSURE in wanted and len(wanted) > 1:
        raise _Unusable(_("“Do not know” stands alone: take it away, or the other answers."))
    scores = item.scores
    return [Value(item.key, field.block, field.row, code, scores.get(code)) for code in wanted]


def _number(text: str) -> float:
    try:
        number = float(text.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except ValueError as error:
        raise _Unusable(_("Write a number, such as 12 or 3.5.")) from error
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise _Unusable(_("Write a number, such as 12 or 3.5."))
    return number


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise _Unusable(_("Write a date, such as 2027-03-09.")) from error


def _free(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise _Unusable(_("This is too long: %(limit)s characters at the most.", limit=TEXT_LIMIT))
    return text


def _clean(text: str) -> str:
    """Return an entry without what cannot be seen; line ends stay."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
