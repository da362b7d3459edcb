"""Between tables and values: what a version says as a VersionDoc, and a VersionDoc put into the tables."""

from dataclasses import asdict
from typing import Any

from ...kernel.db import db
from ...kernel.types import Texts
from .. import queries
from ..files import (
    ActivityDoc,
    AudienceDoc,
    ComponentDoc,
    ModuleDoc,
    OutcomeDoc,
    PartDoc,
    Pointer,
    PrincipleDoc,
    ReferenceDoc,
    VersionDoc,
    WorkDoc,
    digest_marks,
    natural,
)
from ..models import (
    Activity,
    ActivityAudience,
    ActivityText,
    Component,
    CurriculumPart,
    Module,
    ModuleText,
    Outcome,
    Prerequisite,
    Principle,
    Reference,
    Version,
)

LISTS = (
    "formats_mentioned",
    "levels",
    "co_leads",
    "principles",
    "components",
    "themes",
    "sdg",
    "gcm",
    "conventions",
    "resource_countries",
    "providers",
    "recommendations",
)
PLAIN = (
    "format",
    "levels_provisional",
    "lead",
    "lead_organisation",
    "outside_region",
    "hours",
    "state",
    "not_before",
    "best_before",
    "title_reconstructed",
    "title",
    "gender",
    "condition",
    "note",
)


# --- out of the tables ---------------------------------------------------------------------------


def document(version: Version) -> VersionDoc:
    """Return everything a version says."""
    modules = db.session.scalars(queries.modules(version.id)).unique()
    keys = {identity.id: identity.key for identity in db.session.scalars(queries.activity_identities())}
    return VersionDoc(
        slug=version.curriculum.slug,
        version=version.label,
        state=version.state,
        effective_from=version.effective_from,
        effective_until=version.effective_until,
        language=version.language,
        languages=tuple(version.languages),
        title=digest_marks(version.title) or Texts(version.language),
        notice=digest_marks(version.notice),
        parts=tuple(PartDoc(part.number, _texts(part.title), _pointer(part.source)) for part in version.parts),
        principles=tuple(
            PrincipleDoc(each.key, _texts(each.text), _pointer(each.source))
            for each in sorted(version.principles, key=lambda each: natural(each.key))
        ),
        modules=tuple(module_document(module, keys) for module in modules),
    )


def module_document(module: ModuleText, keys: dict[int, str]) -> ModuleDoc:
    return ModuleDoc(
        number=module.number,
        part=module.part.number,
        title=_texts(module.title),
        introduction=digest_marks(module.body),
        source=_pointer(module.source),
        source_needs=_pointer(module.source_needs),
        components=tuple(ComponentDoc(each.key, _texts(each.title)) for each in module.components),
        activities=tuple(activity_document(activity, keys) for activity in module.activities),
        references=tuple(
            ReferenceDoc(
                entry=each.entry,
                activity=keys[each.activity_id],
                note=digest_marks(each.note),
                source=_pointer(each.source),
            )
            for each in module.references
        ),
    )


def activity_document(row: ActivityText, keys: dict[int, str]) -> ActivityDoc:
    """Return what a row says; `keys` gives the ids of activities by their row numbers."""
    values: dict[str, Any] = {name: tuple(getattr(row, name)) for name in LISTS}
    values |= {name: getattr(row, name) for name in PLAIN}
    values |= {name: digest_marks(values[name]) for name in ("title", "gender", "condition", "note")}
    return ActivityDoc(
        id=row.key,
        **values,
        source=_pointer(row.source),
        reference_material=tuple(WorkDoc(**each) for each in row.reference_material),
        audience=tuple(AudienceDoc(each.category_code, each.rule, each.group_code) for each in row.audience),
        prerequisites=tuple(keys[each.before_id] for each in row.prerequisites),
        outcomes=tuple(
            OutcomeDoc(each.key, _texts(each.text), each.proposed)
            for each in sorted(row.outcomes, key=lambda each: natural(each.key))
        ),
    )


def _texts(texts: Texts) -> Texts:
    return digest_marks(texts) or texts


def _pointer(stored: dict[str, Any] | None) -> Pointer | None:
    return Pointer(**stored) if stored else None


# --- into the tables -----------------------------------------------------------------------------


def put(doc: VersionDoc, version: Version) -> None:
    """Make a version say what a document says; rows that stay keep their numbers and so their history."""
    version.language, version.languages = doc.language, list(doc.languages)
    version.title, version.notice = doc.title, doc.notice
    db.session.add(version)
    db.session.flush()
    parts = {part.number: part for part in version.parts}
    for part in doc.parts:
        row = parts.setdefault(part.number, CurriculumPart(version_id=version.id, number=part.number))
        row.title, row.source = part.title, _stored(part.source)
    version.parts = [parts[part.number] for part in doc.parts]
    principles = {each.key: each for each in version.principles}
    for principle in doc.principles:
        saying = principles.setdefault(principle.key, Principle(version_id=version.id, key=principle.key))
        saying.text, saying.source = principle.text, _stored(principle.source)
    version.principles = [principles[each.key] for each in doc.principles]
    db.session.flush()
    _Putter(version, doc).modules()


class _Putter:
    """Puts modules and activities; knows the identities they refer to."""

    def __init__(self, version: Version, doc: VersionDoc) -> None:
        self.version, self.doc = version, doc
        self.parts = {part.number: part for part in version.parts}
        self.numbers = {each.number: each for each in db.session.scalars(queries.module_identities())}
        self.keys = identities([activity.id for activity in doc.activities])
        self.rows = {row.key: row for row in db.session.scalars(queries.activity_texts(version.id))}

    def modules(self) -> None:
        rows = {row.number: row for row in db.session.scalars(queries.modules(self.version.id)).unique()}
        for module in self.doc.modules:
            row = rows.pop(module.number, None) or self._new_module(module.number)
            self._module(row, module)
        for row in rows.values():
            self.version.modules.remove(row)
        db.session.flush()

    def _new_module(self, number: int) -> ModuleText:
        identity = self.numbers.get(number) or Module(number=number)
        row = ModuleText(module=identity, number=number, components=[], activities=[], references=[])  # not to be asked
        self.version.modules.append(row)
        return row

    def _module(self, row: ModuleText, doc: ModuleDoc) -> None:
        row.part, row.title, row.body = self.parts[doc.part], doc.title, doc.introduction
        row.source, row.source_needs = _stored(doc.source), _stored(doc.source_needs)
        db.session.flush()
        put_components(row, doc.components)
        old: dict[str, ActivityText | None] = {each.key: each for each in row.activities}
        for activity in doc.activities:
            put_activity(old.pop(activity.id, None) or self._new_activity(row, activity.id), activity, self.keys)
        for gone in filter(None, old.values()):
            row.activities.remove(gone)
        self._references(row, doc)

    def _new_activity(self, module: ModuleText, key: str) -> ActivityText:
        new: dict[str, Any] = {"audience": [], "prerequisites": [], "outcomes": []}  # not to be asked
        return ActivityText(version=self.version, module_text=module, activity=self.keys[key], key=key, **new)

    def _references(self, row: ModuleText, doc: ModuleDoc) -> None:
        old = {each.entry: each for each in row.references}
        for each in doc.references:
            entry = old.get(each.entry) or Reference(version_id=self.version.id, entry=each.entry)
            entry.activity, entry.note, entry.source = self.keys[each.activity], each.note, _stored(each.source)
            old[each.entry] = entry
        row.references = [old[each.entry] for each in doc.references]


def identities(keys: list[str]) -> dict[str, Activity]:
    """Return the activities of these ids, making those that are new."""
    known = {each.key: each for each in db.session.scalars(queries.activity_identities())}
    for key in keys:
        if key not in known:
            known[key] = Activity(key=key)
            db.session.add(known[key])
    db.session.flush()
    return known


def put_components(row: ModuleText, docs: tuple[ComponentDoc, ...]) -> None:
    """Give a module its components in their order; one that stays keeps its row and so its history."""
    rows = {each.key: each for each in row.components}
    for place, doc in enumerate(docs, 1):
        each = rows.setdefault(doc.key, Component(version_id=row.version_id, number=row.number, key=doc.key))
        each.title, each.place = doc.title, place
    row.components = [rows[doc.key] for doc in docs]


def put_activity(row: ActivityText, doc: ActivityDoc, keys: dict[str, Activity]) -> None:
    """Make a row say what a document says; `keys` gives the identities that prerequisites point at."""
    for name in LISTS:
        _set(row, name, list(getattr(doc, name)))
    for name in PLAIN:
        _set(row, name, getattr(doc, name))
    _set(row, "source", _stored(doc.source))
    _set(row, "reference_material", [_stored_work(each) for each in doc.reference_material])
    db.session.add(row)
    if tuple(AudienceDoc(each.category_code, each.rule, each.group_code) for each in row.audience) != doc.audience:
        row.audience = [
            ActivityAudience(category_code=each.category, rule=each.rule, group_code=each.country_group)
            for each in doc.audience
        ]
    if [each.before_id for each in row.prerequisites] != [keys[key].id for key in doc.prerequisites]:
        if row.prerequisites:
            row.prerequisites = []
            db.session.flush()
        row.prerequisites = [Prerequisite(before_id=keys[key].id) for key in doc.prerequisites]
    outcomes = {each.key: each for each in row.outcomes}
    for outcome in doc.outcomes:
        each = outcomes.setdefault(outcome.key, Outcome(key=outcome.key))
        each.text, each.proposed = outcome.text, outcome.proposed
    row.outcomes = [outcomes[outcome.key] for outcome in doc.outcomes]


def _set(row: Any, name: str, value: Any) -> None:
    if getattr(row, name) != value:
        setattr(row, name, value)


def _stored(pointer: Pointer | None) -> dict[str, Any] | None:
    return asdict(pointer) if pointer else None


def _stored_work(work: WorkDoc) -> dict[str, str]:
    return {name: value for name, value in asdict(work).items() if value is not None}
