"""Finding versions, modules and activities."""

from collections.abc import Sequence

from ...kernel.db import db
from ...kernel.errors import NotFound
from .. import queries
from ..models import ActivityText, ModuleText, Version


def current(slug: str | None = None) -> Version:
    """Return the version in force; raises NotFound where nothing was approved yet."""
    version = db.session.scalar(queries.version_in_force(slug))
    if version is None:
        raise NotFound("no version of the curriculum is in force")
    return version


def find_version(label: str | None, slug: str | None = None) -> Version:
    """Return a version by its label, in the curriculum of the version in force unless one is named."""
    if label is None:
        return current(slug)
    slugs = [slug] if slug else [version.curriculum.slug for version in db.session.scalars(queries.versions())]
    for each in slugs:
        version = db.session.scalar(queries.version(each, label))
        if version is not None:
            return version
    raise NotFound(label)


def modules(version: Version) -> Sequence[ModuleText]:
    """Return the modules of a version with what an overview shows."""
    return db.session.scalars(queries.tree(version.id)).unique().all()


def module(number: int, version: Version | None = None) -> ModuleText:
    """Return what a version (the one in force, if none is named) says of a module."""
    found = db.session.scalars(queries.module((version or current()).id, number)).unique().first()
    if found is None:
        raise NotFound(f"module {number}")
    return found


def module_to_edit(number: int, version: Version) -> ModuleText:
    """Return what a draft says of a module, with what its form shows."""
    found = db.session.scalars(queries.module_to_edit(version.id, number)).unique().first()
    if found is None:
        raise NotFound(f"module {number}")
    return found


def activity(key: str, version: Version | None = None) -> ActivityText:
    """Return an activity by its id or by the id of a cross-listed entry that stands for it."""
    version = version or current()
    entry = db.session.scalar(queries.reference(version.id, key))
    found = db.session.scalars(queries.activity_text(version.id, entry.activity.key if entry else key)).unique().first()
    if found is None:
        raise NotFound(f"activity {key}")
    return found


def texts(version: Version, keys: list[str] | None = None) -> Sequence[ActivityText]:
    """Return the activities of a version in the order of their ids: all, or those with these ids."""
    query = queries.activity_texts(version.id) if keys is None else queries.texts_by_key(version.id, keys)
    return db.session.scalars(query).all()
