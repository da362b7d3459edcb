"""What differs between two definitions, in words, from what `compare.parts` kept of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts, from_json
from .compare import said
from .shapes import BLOCKS, TYPES, Condition, Content, Item, Option, Row, Scale
from .store import item_from_json

NOTHING = "—"
SHORT = 60  # characters of a question where it is only named
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One difference: of what, in which respect, before and after; `language` where both are in one."""

    where: str
    label: str
    before: str
    after: str
    language: str = ""


Line = tuple[str, str, str, str]  # label, before, after, language


def tell(before: Json | None, after: Json | None) -> list[Told]:
    """Return what differs, the form's own words first, then sections, then questions in their order."""
    old, new = before or {}, after or {}
    if "count" in old or "count" in new:
        return [Told("", _("Questions"), _figure(old.get("count")), _figure(new.get("count")))]
    found = [Told(_("Around the questions"), *line) for line in _whole(old.get("whole", {}), new.get("whole", {}))]
    found += _of_all("sections", old, new)
    return found + _of_all("items", old, new)


def tell_item(before: Json | None, after: Json | None) -> list[Told]:
    """Return what differs between two states of one question of the bank."""
    return [Told("", *line) for line in _item(before, after)]


def condition_words(content: Content, condition: Condition) -> str:
    """Say a condition: only if the answer to question 2 is …"""
    return _condition(said(content, condition))


def short(text: str, limit: int = SHORT) -> str:
    """Cut a text to where it still names a question."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def _of_all(kind: str, old: Json, new: Json) -> list[Told]:
    of_kind = _section if kind == "sections" else _item
    was, became = old.get(kind, {}), new.get(kind, {})
    found: list[tuple[int, Told]] = []
    for key in dict.fromkeys([*became, *was]):
        named = became.get(key) or was[key]
        lines = of_kind(was.get(key), became.get(key))
        found += [(named.get("no") or 0, Told(_name(kind, named), *line)) for line in lines]
    found += _places(kind, old.get("moved", {}), new.get("moved", {}))
    return [told for _no, told in sorted(found, key=lambda each: each[0])]


def _places(kind: str, old: Json, new: Json) -> Iterator[tuple[int, Told]]:
    for key, after in new.items():
        if after["kind"] == kind:
            before = old[key]
            yield after.get("no") or 0, Told(_name(kind, after), *_place(before, after))


def _place(before: Json, after: Json) -> tuple[str, str, str]:
    if before.get("no") == after.get("no"):  # the last of one section became the first of the next, or the reverse
        return _("Section"), _("another one"), _("this one")
    return _("Place"), str(before.get("no")), str(after.get("no"))


def _name(kind: str, stored: Json) -> str:
    words = short(_words(stored.get("text") if kind == "items" else stored.get("title")))
    number = stored.get("no") or "?"
    if kind == "items":
        return _("Question %(number)s: %(words)s", number=number, words=words)
    return _("Section %(number)s: %(words)s", number=number, words=words)


def _whole(old: Json, new: Json) -> Iterator[Line]:
    for name, label in (("intro", _("Before the questions")), ("thanks", _("After the questions"))):
        yield from _texts(label, _read(old.get(name)), _read(new.get(name)))
    if old.get("language") != new.get("language"):
        names = [i18n.language_name(each["language"]) if each.get("language") else NOTHING for each in (old, new)]
        yield _("Source language"), names[0], names[1], ""


def _section(old: Json | None, new: Json | None) -> Iterator[Line]:
    if old is None or new is None:
        yield from _come_or_gone(_("Section"), old and old.get("title"), new and new.get("title"), old is None)
        return
    yield from _texts(_("Heading"), _read(old.get("title")), _read(new.get("title")))
    yield from _texts(_("Introduction"), _read(old.get("intro")), _read(new.get("intro")))
    yield from _differ(_("Asked"), *(str(BLOCKS.get(each.get("repeat", ""), "")) for each in (old, new)))
    yield from _differ(_("Condition"), _condition(old.get("only_if")), _condition(new.get("only_if")))


def _item(old: Json | None, new: Json | None) -> Iterator[Line]:
    if old is None or new is None:
        yield from _come_or_gone(_("Question"), old and old.get("text"), new and new.get("text"), old is None)
        return
    was, now = (item_from_json({**each, "only_if": None}) for each in (old, new))
    yield from _texts(_("Wording"), was.text, now.text)
    yield from _texts(_("Hint"), was.hint, now.hint)
    yield from _differ(_("Type"), *(str(TYPES.get(each.type, each.type)) for each in (was, now)))
    yield from _differ(_("Must be answered"), _yes(was.required), _yes(now.required))
    yield from _choices(_("Answers to choose from"), was.options, now.options)
    yield from _choices(_("Lines"), was.rows, now.rows)
    yield from _scale(was.scale, now.scale)
    yield from _differ(_("Right answer"), _right(was), _right(now))
    yield from _differ(_("Points"), *(i18n.number(each.points) for each in (was, now)))
    yield from _differ(_("Condition"), _condition(old.get("only_if")), _condition(new.get("only_if")))


def _come_or_gone(label: str, old: Any, new: Any, come: bool) -> Iterator[Line]:
    yield label, NOTHING if come else _words(old), _words(new) if come else _("removed"), ""


def _choices(label: str, old: Sequence[Option | Row], new: Sequence[Option | Row]) -> Iterator[Line]:
    """Tell which answers or lines came and went, were reworded, valued anew or put in another order."""
    was, now = {each.code: each for each in old}, {each.code: each for each in new}
    gone = [f"− {_of(each.text)}" for code, each in was.items() if code not in now]
    come = [f"+ {_of(each.text)}" for code, each in now.items() if code not in was]
    if gone or come:
        yield label, "; ".join(gone) or NOTHING, "; ".join(come) or NOTHING, ""
    both = [code for code in now if code in was]
    if both != [code for code in was if code in now]:
        yield label, ", ".join(_of(was[code].text) for code in was), ", ".join(_of(each.text) for each in new), ""
    for code in both:
        yield from _texts(f"{label}: {short(_of(now[code].text), 30)}", was[code].text, now[code].text)
        values = [_figure(getattr(each[code], "score", None)) for each in (was, now)]
        yield from _differ(_("Value of “%(answer)s”", answer=_of(now[code].text)), *values)


def _scale(old: Scale | None, new: Scale | None) -> Iterator[Line]:
    yield from _differ(_("Scale"), *(f"{each.minimum}–{each.maximum}" if each else NOTHING for each in (old, new)))
    was, now = old or Scale(), new or Scale()
    yield from _texts(_("Word at the low end"), was.low, now.low)
    yield from _texts(_("Word at the high end"), was.high, now.high)
    yield from _differ(_("“I do not know” can be chosen"), _yes(was.unsure), _yes(now.unsure))


def _texts(label: str, old: Texts, new: Texts) -> Iterator[Line]:
    for code in dict.fromkeys([*i18n.languages(), *old.values, *new.values]):
        before, after = old.values.get(code, ""), new.values.get(code, "")
        if before != after:
            name = _("%(field)s, %(language)s", field=label, language=i18n.language_name(code))
            yield name, before or NOTHING, after or NOTHING, code
        elif old.stale(code) and not new.stale(code):
            name = _("%(field)s, %(language)s", field=label, language=i18n.language_name(code))
            yield name, _("older than the source"), _("still right"), ""


def _differ(label: str, before: str, after: str) -> Iterator[Line]:
    if before != after:
        yield label, before, after, ""


def _right(item: Item) -> str:
    words = {option.code: _of(option.text) for option in item.options}
    return ", ".join(words.get(code, code) for code in item.correct) or NOTHING


def _condition(stored: Json | None) -> str:
    if not stored:
        return NOTHING
    answer = _words(stored.get("answer")) or stored.get("value", "")
    words = {"number": stored.get("no"), "question": short(_words(stored.get("text")), 40), "answer": answer}
    if not words["number"]:
        return _("Only if a question that is no longer there was answered so")
    match stored.get("op"):
        case "is":
            return _("Only if the answer to question %(number)s (%(question)s) is “%(answer)s”", **words)
        case "is_not":
            return _("Only if the answer to question %(number)s (%(question)s) is another than “%(answer)s”", **words)
        case "at_least":
            return _("Only if the answer to question %(number)s (%(question)s) is at least %(answer)s", **words)
    return _("Only if question %(number)s (%(question)s) was answered", **words)


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")


def _figure(value: float | None) -> str:
    return NOTHING if value is None else i18n.number(value)


def _read(stored: Any) -> Texts:
    return from_json(stored) if stored else Texts()


def _words(stored: Any) -> str:
    return _of(_read(stored))


def _of(texts: Texts) -> str:
    return texts.text(i18n.language())
