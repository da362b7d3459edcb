"""Files that prove values: reports, survey results, letters of institutions."""

from typing import BinaryIO

from trainhub.plugin_api import Invalid, NotFound, clock, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.files import FilePolicy, store

from .. import queries
from ..models import Evidence, Tracked

POLICY = FilePolicy("impact.evidence", ("pdf", "docx", "xlsx", "pptx", "png", "jpg"))


def bring(tracked: Tracked, stream: BinaryIO, name: str, title: str) -> Evidence:
    """Keep a file with an indicator; raises Invalid for what is not taken."""
    if not title.strip():
        raise Invalid({"title": _("Say what it proves.")})
    try:
        file = store(stream, name, POLICY)
    except Invalid as error:
        raise Invalid({"upload": str(error)}) from error
    made = Evidence(indicator_id=tracked.id, file=file, title=title.strip()[:200])
    db.session.add(made)
    db.session.flush()
    return made


def of(tracked: Tracked) -> list[Evidence]:
    """Return the files of an indicator, the newest first."""
    return list(db.session.scalars(queries.evidence(tracked.id)))


def find(tracked: Tracked, public_id: str) -> Evidence:
    """Return a file of an indicator; raises NotFound."""
    found = db.session.scalar(queries.one_file(tracked.id, public_id))
    if found is None:
        raise NotFound
    return found


def remove(evidence: Evidence) -> None:
    """Take a file off the page; the history keeps that it was there."""
    evidence.removed_at = clock.now()
    db.session.flush()
