"""The curriculum as a reader sees it in one list: parts, modules, entries, narrowed by what was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from ..kernel.text import fold
from ..kernel.types import Texts
from .files import AudienceDoc
from .models import ActivityText, CurriculumPart, ModuleText, Reference
from .policies import Invited, resolve_audience
from .services import language_marks, shown_texts, undecided
from .vocabulary import module_of

NO_LEVEL = "none"  # what the address asks for to see activities whose levels nobody has decided


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty fields ask for nothing."""

    text: str = ""
    theme: str = ""
    audience: str = ""
    level: str = ""
    kind: str = ""  # a format; ?format= asks for a file
    module: str = ""
    principle: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line under a module: an activity, or a cross-listed entry that stands for one."""

    key: str
    activity: ActivityText
    reference: Reference | None
    invited: Invited
    open_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A module with the entries that were asked for."""

    module: ModuleText
    entries: list[Entry]
    marks: list[tuple[str, str]]
    gaps: int  # how many of its activities are to be completed
    twins: list[str] = field(default_factory=list)  # ids of near-duplicates

    @property
    def empty(self) -> bool:
        return not self.module.activities and not self.module.references


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the curriculum with its modules."""

    part: CurriculumPart
    rows: list[Row]


class Outline:
    """Builds the list from the modules of one version, without asking the database anything more."""

    def __init__(
        self, modules: Sequence[ModuleText], parents: Mapping[str, str | None], languages: Sequence[str]
    ) -> None:
        self.modules, self.parents, self.languages = modules, parents, languages
        self.activities = {each.activity_id: each for module in modules for each in module.activities}

    def sections(self, asked: Asked, twins: Mapping[str, list[str]]) -> list[Section]:
        """Return parts with rows; where something was asked for, only modules that hold it."""
        found: dict[int, Section] = {}
        for module in self.modules:
            entries = [entry for entry in self.entries(module) if self._fits(entry, asked)]
            if asked and not entries:
                continue
            section = found.setdefault(module.part.number, Section(module.part, []))
            section.rows.append(self._row(module, entries, twins))
        return [found[number] for number in sorted(found)]

    def entries(self, module: ModuleText) -> list[Entry]:
        """Return the activities and cross-listed entries of a module in the order of their ids."""
        pairs: list[tuple[str, ActivityText, Reference | None]]
        pairs = [(each.key, each, None) for each in module.activities]
        for each in module.references:
            if each.activity_id in self.activities:
                pairs.append((each.entry, self.activities[each.activity_id], each))
        return [self._entry(*pair) for pair in sorted(pairs, key=lambda pair: pair[0])]

    def _entry(self, key: str, activity: ActivityText, reference: Reference | None) -> Entry:
        return Entry(key, activity, reference, resolve_audience(activity.audience, self.parents), undecided(activity))

    def _row(self, module: ModuleText, entries: list[Entry], twins: Mapping[str, list[str]]) -> Row:
        marks = language_marks(shown_texts(module), self.languages)
        gaps = sum(1 for each in module.activities if undecided(each))
        near = [key for each in module.activities for key in twins.get(each.key, [])]
        return Row(module, entries, marks, gaps, near)

    def _fits(self, entry: Entry, asked: Asked) -> bool:
        activity = entry.activity
        return (
            (not asked.theme or asked.theme in activity.themes)
            and (not asked.level or at_level(activity, asked.level))
            and (not asked.module or asked.module == str(module_of(entry.key)))
            and (not asked.principle or asked.principle in activity.principles)
            and (not asked.kind or activity.format == asked.kind)
            and (not asked.audience or asked.audience in entry.invited.categories)
            and (not asked.text or _holds(entry, fold(asked.text)))
        )


def at_level(activity: ActivityText, level: str) -> bool:
    """Say whether an activity is for a level, also as one for all; NO_LEVEL asks whether none is decided."""
    return not activity.levels if level == NO_LEVEL else bool({level, "all"} & set(activity.levels))


def _holds(entry: Entry, wanted: str) -> bool:
    texts: list[Texts] = [entry.activity.title, *(outcome.text for outcome in entry.activity.outcomes)]
    return wanted in entry.key or any(wanted in fold(text) for each in texts for text in each.values.values())


def twins_of(pairs: Sequence[tuple[ActivityText, ActivityText]]) -> dict[str, list[str]]:
    """Return id -> ids of its near-duplicates, from pairs of them."""
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one.key, []).append(other.key)
        found.setdefault(other.key, []).append(one.key)
    return found


def audience_entries(activity: ActivityText) -> list[AudienceDoc]:
    return [AudienceDoc(each.category_code, each.rule, each.group_code) for each in activity.audience]
