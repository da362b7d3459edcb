"""What is asked of the tables of the curriculum."""

from collections.abc import Collection

from sqlalchemy import Select, Update, or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from ..people.models import Organisation, OrganisationSlug
from .models import (
    Activity,
    ActivityText,
    Curriculum,
    CurriculumPart,
    Module,
    ModuleText,
    Prerequisite,
    Reference,
    Version,
)


def curriculum(slug: str) -> Select[Curriculum]:
    return select(Curriculum).where(Curriculum.slug == slug)


def version_in_force(slug: str | None = None) -> Select[Version]:
    """Select the approved version: of one curriculum, or of the installation's first."""
    query = select(Version).join(Version.curriculum).where(Version.state == "approved").order_by(Curriculum.id).limit(1)
    return query.where(Curriculum.slug == slug) if slug else query


def version(slug: str, label: str) -> Select[Version]:
    return select(Version).join(Version.curriculum).where(Curriculum.slug == slug, Version.label == label)


def versions() -> Select[Version]:
    """Select all versions, the newest first."""
    whose = joinedload(Version.curriculum).joinedload(Curriculum.centre)
    return select(Version).options(whose).order_by(Version.id.desc())


def labels(curriculum_id: int) -> Select[str]:
    return select(Version.label).where(Version.curriculum_id == curriculum_id)


def draft_of_files(curriculum_id: int, label: str) -> Select[Version]:
    """Select the draft that changed files of a version made, if there is one."""
    return (
        select(Version)
        .where(Version.curriculum_id == curriculum_id, Version.files_of == label, Version.state == "draft")
        .order_by(Version.id.desc())
        .limit(1)
    )


def number_out_of_the_way(part_ids: list[int]) -> Update:
    """Number parts below zero, where none is, so that each can take another's number; rows in memory keep theirs."""
    return (
        update(CurriculumPart)
        .where(CurriculumPart.id.in_(part_ids))
        .values(number=-1 - CurriculumPart.number)
        .execution_options(synchronize_session=False)
    )


def modules(version_id: int) -> Select[ModuleText]:
    """Select the modules of a version with everything in them: seven statements, whatever their number."""
    everything = selectinload(ModuleText.activities).options(
        selectinload(ActivityText.audience),
        selectinload(ActivityText.outcomes),
        selectinload(ActivityText.prerequisites),
    )
    return _modules(version_id).options(everything, selectinload(ModuleText.components))


def tree(version_id: int) -> Select[ModuleText]:
    """Select the modules of a version with what an overview shows: five statements, whatever their number."""
    shown = selectinload(ModuleText.activities).options(
        selectinload(ActivityText.audience), selectinload(ActivityText.outcomes)
    )
    return _modules(version_id).options(shown)


def _modules(version_id: int) -> Select[ModuleText]:
    return (
        select(ModuleText)
        .where(ModuleText.version_id == version_id)
        .order_by(ModuleText.number)
        .options(joinedload(ModuleText.part), selectinload(ModuleText.references).joinedload(Reference.activity))
    )


def module(version_id: int, number: int) -> Select[ModuleText]:
    return modules(version_id).where(ModuleText.number == number)


def module_to_edit(version_id: int, number: int) -> Select[ModuleText]:
    """Select a module with what its form shows: of its activities no more than their own rows."""
    shown = selectinload(ModuleText.activities), selectinload(ModuleText.components)
    return _modules(version_id).where(ModuleText.number == number).options(*shown)


def activity_texts(version_id: int) -> Select[ActivityText]:
    """Select the activities of a version in the order of their ids."""
    return select(ActivityText).where(ActivityText.version_id == version_id).order_by(ActivityText.key)


def activity_text(version_id: int, key: str) -> Select[ActivityText]:
    """Select one activity with everything that its page shows."""
    return (
        select(ActivityText)
        .where(ActivityText.version_id == version_id, ActivityText.key == key)
        .options(
            joinedload(ActivityText.version).joinedload(Version.principles),  # a few rows for one question less
            joinedload(ActivityText.module_text).joinedload(ModuleText.part),
            selectinload(ActivityText.audience),
            selectinload(ActivityText.outcomes),
            selectinload(ActivityText.prerequisites).joinedload(Prerequisite.before),
        )
    )


def texts_by_key(version_id: int, keys: list[str]) -> Select[ActivityText]:
    """Select some activities of a version with their audiences."""
    return activity_texts(version_id).where(ActivityText.key.in_(keys)).options(selectinload(ActivityText.audience))


def followers(version_id: int, activity_id: int) -> Select[ActivityText]:
    """Select the activities of a version that name this one as a prerequisite."""
    return activity_texts(version_id).where(ActivityText.prerequisites.any(before_id=activity_id))


def prerequisites(version_id: int) -> Select[str, str]:
    """Select pairs of ids: an activity, and one that should come before it."""
    return (
        select(ActivityText.key, Activity.key)
        .join(Prerequisite, Prerequisite.activity_text_id == ActivityText.id)
        .join(Activity, Activity.id == Prerequisite.before_id)
        .where(ActivityText.version_id == version_id)
    )


def reference(version_id: int, entry: str) -> Select[Reference]:
    return (
        select(Reference)
        .where(Reference.version_id == version_id, Reference.entry == entry)
        .options(joinedload(Reference.activity))
    )


def references_to(version_id: int, activity_id: int) -> Select[Reference]:
    """Select the cross-listed entries that stand for an activity."""
    return (
        select(Reference)
        .where(Reference.version_id == version_id, Reference.activity_id == activity_id)
        .order_by(Reference.entry)
        .options(joinedload(Reference.module_text))
    )


def organisations_called(names: Collection[str]) -> Select[Organisation, str | None]:
    """Select the organisations with one of these addresses or short names, each with the former address that fits."""
    former = OrganisationSlug.slug.in_(names)
    return (
        select(Organisation, OrganisationSlug.slug)
        .outerjoin(OrganisationSlug, (OrganisationSlug.organisation_id == Organisation.id) & former)
        .where(or_(Organisation.slug.in_(names), Organisation.short.in_(names), former))
        .order_by(Organisation.id)
    )


def module_identities() -> Select[Module]:
    return select(Module)


def activity_identities() -> Select[Activity]:
    return select(Activity)


def keys_like(prefix: str) -> Select[str]:
    """Select every id that was ever given to an activity or an entry of a module ("m04-")."""
    entries = select(Reference.entry).where(Reference.entry.startswith(prefix))
    return select(Activity.key).where(Activity.key.startswith(prefix)).union(entries)  # type: ignore[return-value]
