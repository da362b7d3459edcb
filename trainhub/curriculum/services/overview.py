"""What can be said of a version as a whole: counts, gaps, near-duplicates, states of translation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ...kernel.db import db
from ...kernel.types import Texts
from ...people import queries as people
from ..models import ActivityText, ModuleText
from ..overlap import overlap
from ..policies import Invited, resolve_audience


@dataclass(frozen=True, slots=True)
class Counts:
    """An activity that stands in two modules is two entries and one activity."""

    modules: int
    entries: int
    activities: int
    empty: tuple[int, ...]  # numbers of modules without an entry

    @property
    def gaps(self) -> int:
        return len(self.empty)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to be completed: a module without activities, or an activity with open fields."""

    module: ModuleText
    activity: ActivityText | None
    fields: tuple[str, ...]  # format, audience, levels; empty for an empty module


def counts(modules: Sequence[ModuleText]) -> Counts:
    activities = sum(len(module.activities) for module in modules)
    references = sum(len(module.references) for module in modules)
    empty = tuple(module.number for module in modules if not module.activities and not module.references)
    return Counts(len(modules), activities + references, activities, empty)


def undecided(activity: ActivityText) -> tuple[str, ...]:
    """Return the fields of an activity that nobody has decided yet (R-005)."""
    values = {"format": activity.format, "audience": activity.audience, "levels": activity.levels}
    return tuple(name for name, value in values.items() if not value)


def to_be_completed(modules: Iterable[ModuleText]) -> list[Gap]:
    """Return what a version leaves open, module by module."""
    gaps = []
    for module in modules:
        if not module.activities and not module.references:
            gaps.append(Gap(module, None, ()))
        gaps += [Gap(module, each, fields) for each in module.activities if (fields := undecided(each))]
    return gaps


def near_duplicates(activities: Iterable[ActivityText]) -> list[tuple[ActivityText, ActivityText]]:
    """Return pairs whose titles are so close that somebody should look at both (R-008)."""
    return [(one, other) for one, other in combinations(activities, 2) if overlap(str(one.title), str(other.title))]


def gender_share(activities: Sequence[ActivityText]) -> float:
    """Return the share of activities with a gender component (R-009), 0 to 1."""
    return sum(1 for each in activities if each.gender) / len(activities) if activities else 0.0


def invited(entries: Iterable[object]) -> Invited:
    """Resolve an audience (rows of an activity or of a session) over the list of categories."""
    return resolve_audience(entries, category_parents())  # type: ignore[arg-type]


def category_parents() -> Mapping[str, str | None]:
    return {category.code: category.parent_code for category in db.session.scalars(people.categories())}


def language_marks(texts: Iterable[Texts], languages: Sequence[str]) -> list[tuple[str, str]]:
    """Return for each language "" (current), "old" (older than its source) or "no" (something is missing)."""
    kept = [each for each in texts if each]
    return [(code, _mark(kept, code)) for code in languages]


def _mark(texts: list[Texts], code: str) -> str:
    if any(code not in each.values for each in texts):
        return "no"
    return "old" if any(each.stale(code) for each in texts) else ""


def shown_texts(module: ModuleText) -> list[Texts]:
    """Return the texts of a module and of its activities that an overview judges translations by."""
    found = [module.title, module.body, *(reference.note for reference in module.references)]
    for each in module.activities:
        found += activity_words(each)
    return [text for text in found if text]


def activity_words(activity: ActivityText) -> list[Texts]:
    """Return every text of an activity."""
    found = [activity.title, activity.note, activity.gender, activity.condition]
    return [text for text in (*found, *(outcome.text for outcome in activity.outcomes)) if text]
