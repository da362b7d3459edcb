"""What differs between two versions, in the words of the domain: one sentence for each change."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people import reference
from .. import vocabulary
from .shapes import ActivityDoc, AudienceDoc, ModuleDoc, PartDoc, Pointer, TextKey, VersionDoc, module_texts

FIELDS: dict[str, str] = {
    "title": _l("title"),
    "introduction": _l("introduction"),
    "note": _l("note"),
    "notice": _l("notice"),
    "gender": _l("gender component"),
    "condition": _l("condition"),
    "format": _l("format"),
    "formats_mentioned": _l("formats mentioned"),
    "audience": _l("audience"),
    "levels": _l("levels"),
    "levels_provisional": _l("levels are provisional"),
    "lead": _l("lead"),
    "lead_organisation": _l("lead organisation"),
    "co_leads": _l("co-leads"),
    "principles": _l("principles"),
    "components": _l("component"),
    "themes": _l("themes"),
    "sdg": _l("SDG targets"),
    "gcm": _l("GCM objectives"),
    "conventions": _l("conventions"),
    "outside_region": _l("examples from outside the region"),
    "resource_countries": _l("resource countries"),
    "providers": _l("named sources"),
    "reference_material": _l("reference material"),
    "prerequisites": _l("prerequisites"),
    "hours": _l("hours"),
    "state": _l("state"),
    "not_before": _l("not before"),
    "best_before": _l("best before"),
    "title_reconstructed": _l("title was reconstructed"),
    "recommendations": _l("recommendations"),
    "source": _l("source pointer"),
    "source_needs": _l("pointer to the needs"),
    "part": _l("part"),
    "outcome": _l("outcome"),
    "effective_from": _l("in force from"),
    "effective_until": _l("in force until"),
    "languages": _l("languages"),
    "proposed": _l("proposed by the centre"),
    "version": _l("version"),
    "language": _l("source language"),
    "activity": _l("stands for"),
    "principle": _l("principle"),
}
FACTS = (
    "format",
    "audience",
    "levels",
    "levels_provisional",
    "lead",
    "lead_organisation",
    "co_leads",
    "principles",
    "components",
    "themes",
    "sdg",
    "gcm",
    "conventions",
    "outside_region",
    "resource_countries",
    "providers",
    "reference_material",
    "prerequisites",
    "hours",
    "state",
    "not_before",
    "best_before",
    "formats_mentioned",
    "title_reconstructed",
    "recommendations",
    "source",
)
_LABELS: Mapping[str, Mapping[str, str]] = {
    "format": vocabulary.FORMATS,
    "formats_mentioned": vocabulary.FORMATS,
    "levels": vocabulary.LEVELS,
    "themes": vocabulary.THEMES,
    "conventions": vocabulary.CONVENTIONS,
    "state": vocabulary.ACTIVITY_STATES | vocabulary.STATES,
}


_SIGNS_OF_A_PART: tuple[Callable[[PartDoc], Any], ...] = (  # the surest first
    lambda part: (part.number, part.title),
    lambda part: str(part.title),
    lambda part: part.source,
    lambda part: part.number,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of what, and which."""

    subject: str
    words: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.words}"


def compare(before: VersionDoc, after: VersionDoc) -> list[Change]:
    """Return every change from one version to another: the head first, then module by module."""
    parts = _same_parts(before.parts, after.parts)
    changes = [Change(_("curriculum"), words) for words in _head(before, after, parts)]
    old, new = ({module.number: module for module in doc.modules} for doc in (before, after))
    old = {number: replace(module, part=parts.get(module.part, module.part)) for number, module in old.items()}
    for number in sorted(old.keys() | new.keys()):
        subject = _("module %(number)s", number=number)
        one, other = old.get(number), new.get(number)
        if one is None or other is None:
            changes.append(Change(subject, _("added") if one is None else _("removed")))
        changes += _modules(one or _empty(other), other or _empty(one), subject)
    return changes


def _empty(module: ModuleDoc | None) -> ModuleDoc:
    """Return the frame of a module, so that what a new or removed one holds is told like any change."""
    assert module is not None
    return ModuleDoc(number=module.number, part=module.part, title=module.title)


def _same_parts(before: Collection[PartDoc], after: Collection[PartDoc]) -> dict[int, int]:
    """Return old number -> new number of the parts that stand in both, so that a part that moved is known again."""
    found: dict[int, int] = {}
    left = list(after)
    for signs in _SIGNS_OF_A_PART:
        for old in before:
            same = next((new for new in left if signs(new) == signs(old)), None)
            if old.number not in found and same is not None and signs(old) is not None:
                found[old.number] = same.number
                left.remove(same)
    return found


def _head(before: VersionDoc, after: VersionDoc, parts: Mapping[int, int]) -> Iterator[str]:
    for name in ("language", "languages", "effective_from", "effective_until"):
        yield from _fact(name, getattr(before, name), getattr(after, name))
    for name in ("title", "notice"):
        yield from _text(str(FIELDS[name]), getattr(before, name), getattr(after, name))
    yield from _parts(before.parts, after.parts, parts)
    principles: list[dict[TextKey, Texts]] = [
        {("principle", principle.key): principle.text for principle in doc.principles} for doc in (before, after)
    ]
    yield from _texts(*principles)


def _parts(before: Collection[PartDoc], after: Collection[PartDoc], same: Mapping[int, int]) -> Iterator[str]:
    new = {part.number: part for part in after}
    for old in before:
        number = same.get(old.number)
        if number is None:
            yield from _text(f"{FIELDS['part']} {old.number}", old.title, None)
        else:
            yield from _fact("part", old.number, number)
            yield from _text(f"{FIELDS['part']} {number}", old.title, new[number].title)
    for number in sorted(new.keys() - set(same.values())):
        yield from _text(f"{FIELDS['part']} {number}", None, new[number].title)


def _modules(before: ModuleDoc, after: ModuleDoc, subject: str) -> Iterator[Change]:
    for name in ("part", "source", "source_needs"):
        yield from (Change(subject, words) for words in _fact(name, getattr(before, name), getattr(after, name)))
    keys = tuple(tuple(component.key for component in module.components) for module in (before, after))
    yield from (Change(subject, words) for words in _fact("components", *keys))
    both = set(keys[0]) & set(keys[1])
    texts = tuple(_own_texts(module, both) for module in (before, after))
    yield from (Change(subject, words) for words in _texts(*texts))
    yield from _activities(before, after)
    yield from _references(before, after)


def _own_texts(module: ModuleDoc, components: Collection[str]) -> dict[TextKey, Texts]:
    """Return the texts of a module itself, and those of some of its components."""
    texts = {key: each for key, each in module_texts(module) if len(key) == 1}
    return texts | {("components", each.key): each.title for each in module.components if each.key in components}


def _activities(before: ModuleDoc, after: ModuleDoc) -> Iterator[Change]:
    old, new = ({activity.id: activity for activity in module.activities} for module in (before, after))
    for key in sorted(old.keys() | new.keys()):
        subject = _("activity %(id)s", id=key)
        if key not in old:
            yield Change(subject, _("added: %(title)s", title=new[key].title))
        elif key not in new:
            yield Change(subject, _("removed"))
        else:
            yield from (Change(subject, words) for words in _activity(old[key], new[key]))


def _activity(before: ActivityDoc, after: ActivityDoc) -> Iterator[str]:
    for name in ("title", "gender", "condition", "note"):
        yield from _text(str(FIELDS[name]), getattr(before, name), getattr(after, name))
    for name in FACTS:
        yield from _fact(name, getattr(before, name), getattr(after, name))
    old, new = ({outcome.key: outcome for outcome in activity.outcomes} for activity in (before, after))
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in old:
            yield _("outcome added: %(key)s", key=key)
        elif key not in new:
            yield _("outcome removed: %(key)s", key=key)
        else:
            yield from _text(_("outcome %(key)s", key=key), old[key].text, new[key].text)
            if old[key].proposed != new[key].proposed:
                yield _(
                    "outcome %(key)s: proposed by the centre: %(answer)s", key=key, answer=_answer(new[key].proposed)
                )


def compare_activities(before: ActivityDoc, after: ActivityDoc, names: Collection[str]) -> list[str]:
    """Return what changed in some fields of an activity ("outcomes" are one of them), in words."""
    return list(_activity(replace(after, **{name: getattr(before, name) for name in names}), after))


def _references(before: ModuleDoc, after: ModuleDoc) -> Iterator[Change]:
    old, new = ({each.entry: each for each in module.references} for module in (before, after))
    for key in sorted(old.keys() | new.keys()):
        subject = _("entry %(id)s", id=key)
        if key not in old:
            yield Change(subject, _("added for %(activity)s", activity=new[key].activity))
        elif key not in new:
            yield Change(subject, _("removed"))
        else:
            for name in ("activity", "source"):
                yield from (
                    Change(subject, words) for words in _fact(name, getattr(old[key], name), getattr(new[key], name))
                )
            yield from (Change(subject, words) for words in _text(str(FIELDS["note"]), old[key].note, new[key].note))


# --- texts ---------------------------------------------------------------------------------------


def _texts(before: Mapping[TextKey, Texts], after: Mapping[TextKey, Texts]) -> Iterator[str]:
    for key in [*before, *(key for key in after if key not in before)]:
        label = " ".join([str(FIELDS[key[0]]), *key[1:]])
        yield from _text(label, before.get(key), after.get(key))


def _text(label: str, before: Texts | None, after: Texts | None) -> Iterator[str]:
    """Say in which languages a text changed."""
    old, new = before or Texts(), after or Texts()
    for code in sorted(old.values.keys() | new.values.keys(), key=lambda code: (code != new.source, code)):
        values = {"field": label, "language": code}
        if code not in old.values:
            yield _("%(field)s (%(language)s) added", **values)
        elif code not in new.values:
            yield _("%(field)s (%(language)s) removed", **values)
        elif old.values[code] != new.values[code]:
            yield _("%(field)s (%(language)s) changed", **values)
        elif old.stale(code) != new.stale(code):
            yield (
                _("%(field)s (%(language)s) is older than its source now", **values)
                if new.stale(code)
                else _("%(field)s (%(language)s) confirmed", **values)
            )


# --- facts ---------------------------------------------------------------------------------------


def _fact(name: str, before: Any, after: Any) -> Iterator[str]:
    if before == after:
        return
    label = str(FIELDS[name])
    if isinstance(before, tuple):
        yield from _items(name, label, before, after)
    elif isinstance(before, bool):
        yield _("%(field)s: %(answer)s", field=label, answer=_answer(after))
    elif isinstance(before or after, Pointer):
        yield _("%(field)s changed", field=label)
    else:
        yield _("%(field)s %(before)s → %(after)s", field=label, before=_value(name, before), after=_value(name, after))


def _items(name: str, label: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[str]:
    signed = [f"+ {_value(name, item)}" for item in after if item not in before]
    signed += [f"− {_value(name, item)}" for item in before if item not in after]
    if signed:
        yield f"{label} {' '.join(signed)}"
    else:
        yield _("%(field)s in another order", field=label)


def _answer(yes: bool) -> str:
    return str(_("yes") if yes else _("no"))


def _value(name: str, value: Any) -> str:
    if value is None:
        return str(_("not decided"))
    if isinstance(value, AudienceDoc):
        return audience_words(value)
    if isinstance(value, date):
        return i18n.day(value)
    if isinstance(value, float):
        return i18n.number(value)
    if name == "resource_countries":
        return i18n.country_name(value)
    if name == "lead":
        return category_name(value)
    return str(_LABELS.get(name, {}).get(value, value))


def audience_words(entry: AudienceDoc) -> str:
    """Return one entry of an audience in words: "CSOs (Council of Europe)"."""
    words = category_name(entry.category)
    if entry.country_group:
        words = _("%(category)s (%(group)s)", category=words, group=group_name(entry.country_group))
    if entry.rule == "priority":
        return str(_("%(category)s with priority", category=words))
    return _("%(category)s (left out)", category=words) if entry.rule == "out" else words


def category_name(code: str) -> str:
    """Return the short name of a stakeholder category."""
    short = vocabulary.SHORT_CATEGORIES.get(code)
    return str(short) if short else _title(reference.CATEGORIES[code][1])


def group_name(code: str) -> str:
    """Return the name of a group of countries."""
    return _title(reference.GROUPS[code][0])


def _title(titles: Mapping[str, str]) -> str:
    return Texts.of(titles).text(i18n.language())
