"""What a version of a curriculum says, as values: the same whether it came from files or from the database.

A sequence that is empty and a value that is None mean "not decided" or "nothing to say".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...kernel.types import Texts, digest
from ..vocabulary import work_words

TextKey = tuple[str, ...]  # where a text stands: ("title",), ("activity", "m04-a02", "gender"), …


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in the source: lines count from 1, the offset counts Unicode characters from 0."""

    file: str
    line: int
    line_end: int
    offset: int


@dataclass(frozen=True, slots=True)
class AudienceDoc:
    """One entry of an audience; `rule` is in, priority or out."""

    category: str
    rule: str = "in"
    country_group: str | None = None


@dataclass(frozen=True, slots=True)
class WorkDoc:
    """A piece of reference material; `by` is the body that made it (R-018)."""

    title: str
    by: str | None = None
    url: str | None = None

    def __str__(self) -> str:
        return work_words({"title": self.title, "by": self.by, "url": self.url})


@dataclass(frozen=True, slots=True)
class OutcomeDoc:
    key: str
    text: Texts
    proposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDoc:
    """An activity in its primary module; fields in the order of the file."""

    id: str
    title: Texts
    note: Texts | None = None  # Markdown
    format: str | None = None
    formats_mentioned: tuple[str, ...] = ()
    audience: tuple[AudienceDoc, ...] = ()
    levels: tuple[str, ...] = ()
    levels_provisional: bool = False
    lead: str | None = None
    lead_organisation: str | None = None
    co_leads: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    gender: Texts | None = None
    sdg: tuple[str, ...] = ()
    gcm: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()
    outside_region: bool = False
    resource_countries: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    reference_material: tuple[WorkDoc, ...] = ()
    prerequisites: tuple[str, ...] = ()
    hours: float | None = None
    state: str = "confirmed"
    condition: Texts | None = None
    not_before: date | None = None
    best_before: date | None = None
    title_reconstructed: bool = False
    recommendations: tuple[str, ...] = ()
    source: Pointer | None = None
    outcomes: tuple[OutcomeDoc, ...] = ()

    @property
    def undecided(self) -> list[str]:
        """Return the fields that are still to be completed (R-005)."""
        return [name for name in ("format", "audience", "levels") if not getattr(self, name)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceDoc:
    """A cross-listed entry: the activity stands in one more module, with its own note."""

    entry: str
    activity: str
    note: Texts | None = None
    source: Pointer | None = None


@dataclass(frozen=True, slots=True)
class ComponentDoc:
    key: str
    title: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleDoc:
    number: int
    part: int
    title: Texts
    introduction: Texts | None = None  # Markdown
    source: Pointer | None = None
    source_needs: Pointer | None = None
    components: tuple[ComponentDoc, ...] = ()
    activities: tuple[ActivityDoc, ...] = ()
    references: tuple[ReferenceDoc, ...] = ()


@dataclass(frozen=True, slots=True)
class PartDoc:
    number: int
    title: Texts
    source: Pointer | None = None


@dataclass(frozen=True, slots=True)
class PrincipleDoc:
    key: str
    text: Texts
    source: Pointer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDoc:
    """A whole version."""

    slug: str
    version: str
    state: str
    effective_from: date | None = None
    effective_until: date | None = None
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    title: Texts
    notice: Texts | None = None
    parts: tuple[PartDoc, ...] = ()
    principles: tuple[PrincipleDoc, ...] = ()
    modules: tuple[ModuleDoc, ...] = ()

    @property
    def activities(self) -> Iterator[ActivityDoc]:
        return (activity for module in self.modules for activity in module.activities)


def natural(key: str) -> tuple[int, str]:
    """Sort o2 before o10."""
    return len(key), key


def digest_marks(texts: Texts | None) -> Texts | None:
    """Return a text whose translations all say what they were made from: one without a mark counts as current."""
    if not texts:
        return None
    own = digest(texts.values.get(texts.source, ""))
    marks = {code: texts.made_from.get(code) or own for code in texts.values if code != texts.source}
    return Texts(texts.source, dict(texts.values), marks)


def module_texts(module: ModuleDoc) -> Iterator[tuple[TextKey, Texts]]:
    """Give every text of a module with its key, in the order of the file."""
    yield ("title",), module.title
    if module.introduction:
        yield ("introduction",), module.introduction
    for component in module.components:
        yield ("components", component.key), component.title
    for activity in module.activities:
        yield from activity_texts(activity)
    for reference in module.references:
        if reference.note:
            yield ("note", reference.entry), reference.note


def activity_texts(activity: ActivityDoc) -> Iterator[tuple[TextKey, Texts]]:
    for name in ("title", "gender", "condition"):
        texts: Texts | None = getattr(activity, name)
        if texts:
            yield ("activity", activity.id, name), texts
    if activity.note:
        yield ("note", activity.id), activity.note
    for outcome in activity.outcomes:
        yield ("activity", activity.id, "outcome", outcome.key), outcome.text
