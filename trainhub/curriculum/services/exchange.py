"""Import and export of files. A version that was approved is never changed by files."""

from dataclasses import dataclass, replace
from pathlib import Path

from ...kernel import clock
from ...kernel.db import db
from .. import queries
from ..files import VersionDoc, write
from ..models import Curriculum, Version
from .reading import find_version
from .store import document, put
from .versions import free_label


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: added, changed or unchanged; `label` may be another than that of the files."""

    slug: str
    label: str
    state: str
    did: str
    beside: str | None = None  # the version that the changed files claimed to be, and that stayed as it was


def import_files(doc: VersionDoc) -> Imported:
    """Load a version.

    The first approved version of a curriculum comes into force. Files of a version that is in force
    or retired here, when they differ from it, make a draft under the next free label, and update that
    draft when they come again. Everything else is added or updated under its own label.
    """
    there = db.session.scalar(queries.version(doc.slug, doc.version))
    if there is None:
        return _add(doc)
    if same(document(there), doc):
        return Imported(doc.slug, there.label, there.state, "unchanged")
    if there.state == "draft":
        put(_kept(doc, there), there)
        return Imported(doc.slug, there.label, there.state, "changed")
    return _beside(doc, there)


def same(one: VersionDoc, other: VersionDoc) -> bool:
    """Say whether two documents have the same content; state and dates are the installation's own."""
    return _content(one) == _content(other)


def _content(doc: VersionDoc) -> VersionDoc:
    return replace(doc, version="", state="", effective_from=None, effective_until=None)


def _kept(doc: VersionDoc, version: Version) -> VersionDoc:
    return replace(
        doc,
        version=version.label,
        state=version.state,
        effective_from=version.effective_from,
        effective_until=version.effective_until,
    )


def _add(doc: VersionDoc) -> Imported:
    curriculum = db.session.scalar(queries.curriculum(doc.slug)) or Curriculum(slug=doc.slug)
    first = db.session.scalar(queries.version_in_force(doc.slug)) is None
    version = Version(curriculum=curriculum, label=doc.version, state="draft", title=doc.title)
    if doc.state == "retired":
        version.state, version.effective_until = "retired", doc.effective_until
        version.effective_from = doc.effective_from
    elif doc.state == "approved" and first:
        version.state, version.effective_from = "approved", doc.effective_from or clock.today()
    db.session.add(version)
    put(doc, version)
    return Imported(doc.slug, version.label, version.state, "added")


def _beside(doc: VersionDoc, there: Version) -> Imported:
    """Put changed files of a version that stands firm into a draft."""
    draft = db.session.scalar(queries.draft_of_files(there.curriculum_id, there.label))
    if draft is not None and same(document(draft), doc):
        return Imported(doc.slug, draft.label, draft.state, "unchanged", beside=there.label)
    did = "changed" if draft else "added"
    if draft is None:
        label = free_label(there)
        draft = Version(curriculum=there.curriculum, label=label, state="draft", files_of=there.label, title=doc.title)
        db.session.add(draft)
    put(_kept(doc, draft), draft)
    return Imported(doc.slug, draft.label, draft.state, did, beside=there.label)


def export_files(name: str, folder: Path) -> tuple[VersionDoc, list[str]]:
    """Write SLUG or SLUG@VERSION into a folder; return the version and the names of the files that changed."""
    doc = document(_named(name))
    return doc, write(doc, folder)


def open_version(name: str) -> VersionDoc:
    """Return the version called SLUG or SLUG@VERSION."""
    return document(_named(name))


def _named(name: str) -> Version:
    slug, _at, label = name.partition("@")
    return find_version(label or None, slug)
