"""What a mark may say: the five words of every installation, and those that staff add, each counting as one of five."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts, new_public_id
from .. import queries
from ..models import ATTENDED, STATUSES, Status

SHORTENED = ("late", "left_early")  # there, but not for the whole slot
GONE = ("absent", "excused")
_KNOWN = "attendance.statuses"  # in the session's info: asked for once


@dataclass(frozen=True, slots=True)
class Word:
    """A status as marks use it; `counts` is one of the five: its meaning for hours, certificates and figures."""

    key: str
    title: Texts
    counts: str
    archived: bool = False

    @property
    def shortened(self) -> bool:
        return self.counts in SHORTENED

    @property
    def there(self) -> bool:
        return self.counts in ATTENDED

    def __str__(self) -> str:
        return self.title.text(i18n.language())


def words() -> Mapping[str, Word]:
    """Return key -> status in their order, also of those no longer used."""
    known: dict[str, Word] | None = db.session.info.get(_KNOWN)
    if known is None:
        rows = db.session.scalars(queries.statuses())
        known = {row.key: Word(row.key, row.title, row.counts, row.archived_at is not None) for row in rows}
        db.session.info[_KNOWN] = known
    return known


def in_use() -> list[Word]:
    """Return what may be marked today."""
    return [word for word in words().values() if not word.archived]


def word(key: str) -> str:
    """Return a status in the reader's language."""
    found = words().get(key)
    return str(found) if found else key


def counts(key: str) -> str:
    """Return which of the five a status counts as."""
    return words()[key].counts


def gone(key: str) -> bool:
    """Say whether a status counts as not having been there."""
    return counts(key) in GONE


@dataclass(frozen=True, slots=True)
class StatusPlan:
    """What staff say of a status."""

    title: Texts
    counts: str = "present"
    archived: bool = False


def find_status(key: str) -> Status:
    """Return a status by its key; raises NotFound."""
    found = db.session.scalar(queries.status_by_key(key))
    if found is None:
        raise NotFound
    return found


def save_status(*, plan: StatusPlan, status: Status | None = None) -> Status:
    """Add a status or change one. Raises Invalid under the plan's fields, Refused for what would change the past."""
    if not plan.title:
        raise Invalid({"title": _("The status needs a title.")})
    if plan.counts not in STATUSES:
        raise Invalid({"counts": _("Choose one of the list.")})
    if status is None:
        status = Status(key=new_public_id(), counts=plan.counts, order=100)
    elif status.built_in:
        _check_built_in(status, plan)
    elif plan.counts != status.counts and db.session.scalar(queries.is_used(status.key)):
        raise Refused(_("Marks already say this; what it counts as cannot change any more. Add another status."))
    status.title, status.counts = plan.title, plan.counts
    status.archived_at = (status.archived_at or clock.now()) if plan.archived else None
    db.session.add(status)
    db.session.flush()
    db.session.info.pop(_KNOWN, None)
    return status


def _check_built_in(status: Status, plan: StatusPlan) -> None:
    if plan.counts != status.counts or plan.archived:
        raise Refused(_("This is one of the five that every register has. Only its words can change."))
