"""Changing a draft on the screen. What is saved can be exported: the same rules hold as for files."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...kernel import audit
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.text import check_markdown
from ...kernel.types import Texts
from .. import queries, vocabulary
from ..files import LABEL, ActivityDoc, AudienceDoc, OutcomeDoc, compare_activities, find_cycle
from ..models import ActivityText, CurriculumPart, ModuleText, Principle, Reference, Version
from .reading import texts
from .store import activity_document, identities, put_activity

_HEADING = re.compile(r"(?m)^##\s")


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


@dataclass(frozen=True, slots=True)
class ModuleCommand:
    """The texts of a module; components and notes of cross-listed entries by their keys."""

    title: Texts
    introduction: Texts
    components: Mapping[str, Texts]
    notes: Mapping[str, Texts]


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
    components: tuple[str, ...]
    themes: tuple[str, ...]
    sdg: tuple[str, ...]
    gcm: tuple[str, ...]
    conventions: tuple[str, ...]
    outside_region: bool
    resource_countries: tuple[str, ...]
    providers: tuple[str, ...]
    prerequisites: tuple[str, ...]
    hours: float | None
    state: str
    not_before: Any
    best_before: Any
    title_reconstructed: bool
    recommendations: tuple[str, ...]


def edit_version(version: Version, command: VersionCommand) -> None:
    """Save what a draft says of itself: label, title, notice, its parts and their order, its principles."""
    _only_drafts(version)
    parts = {f"part-{number}": each for number, each in command.parts.items()}
    principles = {f"principle-{key}": each for key, each in command.principles.items()}
    said = {"title": command.title, "notice": command.notice} | parts | principles
    _check_texts(said, needed={"title", *parts, *principles})
    _check_label(version, command.label)
    version.label, version.title, version.notice = command.label, command.title, command.notice or None
    for part in version.parts:
        part.title = command.parts.get(part.number, part.title)
    _put_principles(version, command.principles)
    db.session.flush()
    _renumber(version.parts, new_numbers([part.number for part in version.parts], command.places))
    db.session.expire(version, ["parts", "principles"])  # to be read again in their order
    _learn_languages(version, list(said.values()))


def new_numbers(numbers: Sequence[int], places: Mapping[int, int]) -> dict[int, int]:
    """Return old number -> new number of parts: who is sent to a place takes it, the others close up in order."""
    moved = [number for number in numbers if places.get(number, number) != number]
    order = [number for number in numbers if number not in moved]
    for number in sorted(moved, key=lambda each: places[each]):
        order.insert(sum(each < places[number] for each in numbers), number)
    return dict(zip(order, sorted(numbers), strict=True))


def edit_module(module: ModuleText, command: ModuleCommand) -> None:
    """Save the texts of a module of a draft."""
    _only_drafts(module.version)
    components = {f"component-{key}": each for key, each in command.components.items()}
    notes = {f"note-{entry}": each for entry, each in command.notes.items()}
    said = {"title": command.title, "introduction": command.introduction} | components | notes
    _check_texts(said, needed={"title", *components})
    module.title, module.body = command.title, command.introduction or None
    for component in module.components:
        component.title = command.components.get(component.key, component.title)
    for reference in module.references:
        reference.note = command.notes.get(reference.entry, reference.note) or None
    _learn_languages(module.version, [command.title, command.introduction])


def edit_activity(activity: ActivityText, command: ActivityCommand) -> None:
    """Save an activity of a draft; raises Invalid with a sentence for each field that cannot be used."""
    _only_drafts(activity.version)
    keys = {identity.id: identity.key for identity in db.session.scalars(queries.activity_identities())}
    before = activity_document(activity, keys)
    values = {name: getattr(command, name) for name in command.__slots__}
    for name in ("note", "gender", "condition"):
        values[name] = values[name] or None
    after = replace(before, **values)
    _check(after, activity)
    put_activity(activity, after, identities([]))
    db.session.flush()
    _learn_languages(activity.version, [command.title, command.note, command.gender])
    for words in compare_activities(before, after, ("audience", "prerequisites", "outcomes")):
        audit.record("changed", activity, reason=words)


def add_activity(module: ModuleText, title: Texts) -> ActivityText:
    """Add an activity to a module of a draft, under the next id that was never used."""
    _only_drafts(module.version)
    _check_texts({"title": title}, needed={"title"})
    key = _next_key(module.number)
    row = ActivityText(version=module.version, module_text=module, activity=identities([key])[key], key=key)
    put_activity(row, ActivityDoc(id=key, title=title), {})
    db.session.flush()
    return row


def remove_activity(activity: ActivityText) -> None:
    """Take an activity out of a draft; other versions and sessions keep it."""
    _only_drafts(activity.version)
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
    both places of the source remain known; its recommendations and themes pass to the one that is kept.
    """
    _only_drafts(keep.version)
    if keep.id == drop.id or keep.version_id != drop.version_id or keep.module_text_id == drop.module_text_id:
        raise Refused(_("Two different activities of two modules of the same draft can be merged."))
    for name in ("recommendations", "themes"):
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


# --- checks --------------------------------------------------------------------------------------


def _only_drafts(version: Version) -> None:
    if version.state != "draft":
        raise Refused(_("Only a draft can be changed. Make a draft of this version first."))


def _check_texts(said: Mapping[str, Texts], needed: set[str]) -> None:
    wrong: dict[str, str] = {}
    for name, each in said.items():
        if not each.values.get(each.source):
            if name in needed:
                wrong[name] = _("This is needed. Fill it in.")
            elif each.values:
                wrong[name] = _("A translation needs the text it translates. Write that first.")
        for text in each.values.values():
            problem = _markdown_problem(text)
            if problem:
                wrong[name] = problem
    if wrong:
        raise Invalid(wrong)


def _markdown_problem(text: str) -> str:
    if _HEADING.search(text):
        return str(_("Headings inside a text begin with ###. Two signs (##) divide the texts of a file."))
    try:
        check_markdown(text)
    except Invalid as error:
        return str(error)
    return ""


def _check(doc: ActivityDoc, activity: ActivityText) -> None:
    _check_texts(
        {
            "title": doc.title,
            "note": doc.note or Texts(),
            "gender": doc.gender or Texts(),
            "condition": doc.condition or Texts(),
            **{f"outcome-{each.key}": each.text for each in doc.outcomes},
        },
        needed={"title", *(f"outcome-{each.key}" for each in doc.outcomes)},
    )
    wrong = dict(_facts(doc))
    wrong |= _prerequisites(doc, activity)
    if wrong:
        raise Invalid(wrong)


def _facts(doc: ActivityDoc) -> list[tuple[str, str]]:
    unknown = _("%(codes)s: there is no such code.")
    found = []
    for name, known in (
        ("sdg", vocabulary.SDG_TARGETS),
        ("gcm", vocabulary.GCM_OBJECTIVES),
        ("resource_countries", vocabulary.COUNTRIES),
    ):
        strange = [code for code in getattr(doc, name) if code not in known]
        if strange:
            found.append((name, unknown % {"codes": ", ".join(strange)}))
    if "all" in doc.levels and len(doc.levels) > 1:
        found.append(("levels", _("“All levels” stands alone. Take it or the others away.")))
    if doc.levels_provisional and not doc.levels:
        found.append(("levels", _("Choose the levels that are provisional.")))
    if doc.not_before and doc.best_before and doc.not_before > doc.best_before:
        found.append(("best_before", _("This day comes before the first one.")))
    if len({(each.category, each.country_group) for each in doc.audience}) < len(doc.audience):
        found.append(("audience", _("A category stands twice. Keep one of the two.")))
    return found


def _prerequisites(doc: ActivityDoc, activity: ActivityText) -> dict[str, str]:
    others: dict[str, list[str]] = {row.key: [] for row in texts(activity.version)}
    for key, before in db.session.execute(queries.prerequisites(activity.version_id)):
        others[key].append(before)
    strange = [key for key in doc.prerequisites if key not in others]
    if strange:
        return {"prerequisites": _("There is no activity %(ids)s in this version.", ids=", ".join(strange))}
    circle = find_cycle(others | {doc.id: list(doc.prerequisites)})
    if circle:
        return {"prerequisites": _("The prerequisites go in a circle: %(ids)s.", ids=" → ".join(circle))}
    return {}


def _check_label(version: Version, label: str) -> None:
    if not LABEL.fullmatch(label):
        raise Invalid({"label": _("A version is numbered by digits and points, such as 1.2.")})
    if label != version.label and label in db.session.scalars(queries.labels(version.curriculum_id)).all():
        raise Invalid({"label": _("There is a version %(label)s already. Take another number.", label=label)})


def _put_principles(version: Version, texts: Mapping[str, Texts]) -> None:
    rows = {each.key: each for each in version.principles}
    for key in rows.keys() - texts.keys():
        db.session.delete(rows[key])
    for key, text in texts.items():
        if key in rows:
            rows[key].text = text
        else:
            db.session.add(Principle(version_id=version.id, key=key, text=text))


def _renumber(parts: Sequence[CurriculumPart], numbers: Mapping[int, int]) -> None:
    """Give parts other numbers, in two steps: the database allows no number twice, not even for a moment."""
    moved = [part for part in parts if numbers[part.number] != part.number]
    if moved:
        db.session.execute(queries.number_out_of_the_way([part.id for part in moved]))
    for part in moved:
        part.number = numbers[part.number]
    db.session.flush()


def _next_key(number: int) -> str:
    used = db.session.scalars(queries.keys_like(f"m{number:02}-")).all()
    highest = max((int(key[-2:]) for key in used), default=0)
    return f"m{number:02}-a{highest + 1:02}"


def _learn_languages(version: Version, texts: list[Texts]) -> None:
    """List a language among the translations once something is written in it."""
    new = {code for each in texts for code in each.values} - set(version.languages)
    if new:
        version.languages = [*version.languages, *sorted(new)]
