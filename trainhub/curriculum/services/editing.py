"""Changing a draft on the screen. What is saved can be exported: the same rules hold as for files."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...kernel import audit
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .. import queries
from ..files import (
    LABEL,
    ActivityDoc,
    AudienceDoc,
    OutcomeDoc,
    WorkDoc,
    activity_texts,
    compare_activities,
)
from ..models import ActivityText, CurriculumPart, ModuleText, Principle, Reference, Version
from .checks import check_activity, check_texts, learn_languages, next_key, only_drafts
from .reading import texts
from .store import activity_document, identities, put_activity


@dataclass(frozen=True, slots=True)
class VersionCommand:
    """What a version says of itself; parts by their numbers, and to which number each goes; principles by their keys.

    A principle that is not among them leaves; one under a new key is added.
    """

    label: str
    title: Texts
    notice: Texts
    parts: Mapping[int, Texts]
    places: Mapping[int, int]
    principles: Mapping[str, Texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCommand:
    """Everything of an activity that the screen can change."""

    title: Texts
    note: Texts
    gender: Texts
    condition: Texts
    outcomes: tuple[OutcomeDoc, ...]
    audience: tuple[AudienceDoc, ...]
    format: str | None
    formats_mentioned: tuple[str, ...]
    levels: tuple[str, ...]
    levels_provisional: bool
    lead: str | None
    lead_organisation: str | None
    co_leads: tuple[str, ...]
    principles: tuple[str, ...]
    components: tuple[str, ...]
    themes: tuple[str, ...]
    sdg: tuple[str, ...]
    gcm: tuple[str, ...]
    conventions: tuple[str, ...]
    outside_region: bool
    resource_countries: tuple[str, ...]
    providers: tuple[str, ...]
    reference_material: tuple[WorkDoc, ...]
    prerequisites: tuple[str, ...]
    hours: float | None
    state: str
    not_before: Any
    best_before: Any
    title_reconstructed: bool
    recommendations: tuple[str, ...]


def edit_version(version: Version, command: VersionCommand) -> None:
    """Save what a draft says of itself: label, title, notice, its parts and their order, its principles."""
    only_drafts(version)
    parts = {f"part-{number}": each for number, each in command.parts.items()}
    principles = {f"principle-{key}": each for key, each in command.principles.items()}
    said = {"title": command.title, "notice": command.notice} | parts | principles
    check_texts(said, needed={"title", *parts, *principles})
    _check_label(version, command.label)
    version.label, version.title, version.notice = command.label, command.title, command.notice or None
    for part in version.parts:
        part.title = command.parts.get(part.number, part.title)
    _put_principles(version, command.principles)
    db.session.flush()
    _renumber(version.parts, new_numbers([part.number for part in version.parts], command.places))
    db.session.expire(version, ["parts", "principles"])  # to be read again in their order
    learn_languages(version, list(said.values()))


def new_numbers(numbers: Sequence[int], places: Mapping[int, int]) -> dict[int, int]:
    """Return old number -> new number of parts: who is sent to a place takes it, the others close up in order."""
    moved = [number for number in numbers if places.get(number, number) != number]
    order = [number for number in numbers if number not in moved]
    for number in sorted(moved, key=lambda each: places[each]):
        order.insert(sum(each < places[number] for each in numbers), number)
    return dict(zip(order, sorted(numbers), strict=True))


def edit_activity(activity: ActivityText, command: ActivityCommand) -> None:
    """Save an activity of a draft; raises Invalid with a sentence for each field that cannot be used."""
    only_drafts(activity.version)
    keys = {identity.id: identity.key for identity in db.session.scalars(queries.activity_identities())}
    before = activity_document(activity, keys)
    values = {name: getattr(command, name) for name in command.__slots__}
    for name in ("note", "gender", "condition"):
        values[name] = values[name] or None
    after = replace(before, **values)
    check_activity(after, activity)
    put_activity(activity, after, identities([]))
    db.session.flush()
    learn_languages(activity.version, [text for _key, text in activity_texts(after)])
    for words in compare_activities(before, after, ("audience", "prerequisites", "outcomes")):
        audit.record("changed", activity, reason=words)


def add_activity(module: ModuleText, title: Texts) -> ActivityText:
    """Add an activity to a module of a draft, under the next id that was never used."""
    only_drafts(module.version)
    check_texts({"title": title}, needed={"title"})
    key = next_key(module.number)
    row = ActivityText(version=module.version, module_text=module, activity=identities([key])[key], key=key)
    put_activity(row, ActivityDoc(id=key, title=title), {})
    db.session.flush()
    return row


def remove_activity(activity: ActivityText) -> None:
    """Take an activity out of a draft; other versions and sessions keep it."""
    only_drafts(activity.version)
    followers = db.session.scalars(queries.followers(activity.version_id, activity.activity_id)).all()
    if followers:
        names = ", ".join(each.key for each in followers)
        raise Refused(_("It is a prerequisite of %(activities)s. Change those first.", activities=names))
    for reference in db.session.scalars(queries.references_to(activity.version_id, activity.activity_id)):
        db.session.delete(reference)
    db.session.delete(activity)
    db.session.flush()


def merge_activities(keep: ActivityText, drop: ActivityText) -> Reference:
    """Make one activity of two near-duplicates of a draft (R-008).

    The dropped one stays as a cross-listed entry with its note and its pointer into the source, so
    both places of the source remain known; its recommendations, themes and principles pass to the one that is kept.
    """
    only_drafts(keep.version)
    if keep.id == drop.id or keep.version_id != drop.version_id or keep.module_text_id == drop.module_text_id:
        raise Refused(_("Two different activities of two modules of the same draft can be merged."))
    for name in ("recommendations", "themes", "principles"):
        both = [*getattr(keep, name), *(item for item in getattr(drop, name) if item not in getattr(keep, name))]
        setattr(keep, name, both)
    remove_activity(drop)
    entry = Reference(
        version_id=keep.version_id,
        entry=drop.key,
        activity=keep.activity,
        note=drop.note,
        source=drop.source,
        module_text=drop.module_text,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


# --- inside --------------------------------------------------------------------------------------


def _check_label(version: Version, label: str) -> None:
    if not LABEL.fullmatch(label):
        raise Invalid({"label": _("A version is numbered by digits and points, such as 1.2.")})
    if label != version.label and label in db.session.scalars(queries.labels(version.curriculum_id)).all():
        raise Invalid({"label": _("There is a version %(label)s already. Take another number.", label=label)})


def _put_principles(version: Version, texts: Mapping[str, Texts]) -> None:
    rows = {each.key: each for each in version.principles}
    gone = rows.keys() - texts.keys()
    for key in gone:
        db.session.delete(rows[key])
    _forget_principles(version, gone)
    for key, text in texts.items():
        if key in rows:
            rows[key].text = text
        else:
            db.session.add(Principle(version_id=version.id, key=key, text=text))


def _forget_principles(version: Version, gone: Collection[str]) -> None:
    """No activity follows a principle that is no more."""
    for row in texts(version) if gone else ():
        if not set(gone).isdisjoint(row.principles):
            row.principles = [key for key in row.principles if key not in gone]


def _renumber(parts: Sequence[CurriculumPart], numbers: Mapping[int, int]) -> None:
    """Give parts other numbers, in two steps: the database allows no number twice, not even for a moment."""
    moved = [part for part in parts if numbers[part.number] != part.number]
    if moved:
        db.session.execute(queries.number_out_of_the_way([part.id for part in moved]))
    for part in moved:
        part.number = numbers[part.number]
    db.session.flush()
