"""Versions: draft, then approved and in force, then retired."""

from dataclasses import replace

from ...kernel import audit, clock
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from .. import queries
from ..files import Change, compare
from ..models import Version
from .store import document, put


def approve(version: Version) -> None:
    """Bring a draft into force from today; the version that was in force is retired on the same day."""
    if version.state != "draft":
        raise Refused(_("Only a draft can be approved."))
    today = clock.today()
    before = db.session.scalar(queries.version_in_force(version.curriculum.slug))
    if before is not None:
        before.state, before.effective_until = "retired", today
        db.session.flush()  # the database allows one version in force at a time
    version.state, version.effective_from = "approved", today
    db.session.flush()
    audit.record("approved", version)


def make_draft(source: Version) -> Version:
    """Make a draft that says what another version says, under the next free label."""
    draft = Version(curriculum=source.curriculum, label=free_label(source), state="draft", title=source.title)
    db.session.add(draft)
    doc = replace(document(source), version=draft.label, state="draft", effective_from=None, effective_until=None)
    put(doc, draft)
    return draft


def free_label(version: Version) -> str:
    """Return the next label after a version that no other has: 1.0 gives 1.1, or 1.2 where 1.1 is taken."""
    taken = set(db.session.scalars(queries.labels(version.curriculum_id)))
    numbers = [int(number) for number in version.label.split(".")]
    if len(numbers) == 1:
        numbers.append(0)
    while ".".join(map(str, numbers)) in taken | {version.label}:
        numbers[-1] += 1
    return ".".join(map(str, numbers))


def compare_versions(before: Version, after: Version) -> list[Change]:
    """Return what differs, in words."""
    return compare(document(before), document(after))
