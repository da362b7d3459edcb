"""The history of one mark in words: who said what, when, instead of what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...kernel.audit import AuditEntry
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...registration.models import Registration
from ...sessions.models import Slot
from .. import queries
from ..models import CLOSING, Attendance, Conflict
from .statuses import SHORTENED, word, words


@dataclass(frozen=True, slots=True)
class Told:
    """One change of a mark: when, by whom, and what in words."""

    time: datetime
    who: str
    what: str


def history(slot: Slot, mark: Attendance | None) -> list[Told]:
    """Return all that was ever said in one mark, the newest first."""
    if mark is None:
        return []
    entries = db.session.scalars(queries.changes(slot.session_id, mark)).all()
    return [Told(entry.at, entry.actor, " ".join(_sentences(entry))) for entry in entries]


def _sentences(entry: AuditEntry) -> list[str]:
    changes: dict[str, Any] = entry.changes
    said = []
    if "status" in changes:
        said.append(_status(*changes["status"]))
    if "minutes" in changes and changes["minutes"][1]:
        said.append(counted(changes["minutes"][1]))
    if "comment" in changes and entry.action != "created":
        said.append(_("The comment was changed."))
    if changes.get("source", [None, ""])[1] == CLOSING:
        said.append(_("Noted when the register was closed."))
    return said


def _status(before: str | None, after: str) -> str:
    if before is None:
        return _("%(status)s.", status=word(after))
    return _("%(after)s, before: %(before)s.", after=word(after), before=word(before))


def counted(minutes: int) -> str:
    """Return how many minutes count, as a sentence."""
    return ngettext("%(num)s minute counts.", "%(num)s minutes count.", minutes)


def in_words(status: str, minutes: int, comment: str = "") -> str:
    """Return what a mark says: its status, the minutes where they are not all, and its comment."""
    parts = [word(status)]
    if words()[status].counts in SHORTENED:
        parts.append(ngettext("%(num)s minute counted", "%(num)s minutes counted", minutes))
    if comment:
        parts.append(f"“{comment}”")
    return ", ".join(parts)


def conflicts_of(slot: Slot, registration: Registration) -> list[Conflict]:
    """Return all conflicts there ever were about a mark, the newest first."""
    return list(db.session.scalars(queries.conflicts_of(slot.id, registration.id)))


def names(account_ids: Collection[int | None]) -> dict[int, str]:
    """Return account id -> name, of accounts that are still there."""
    known = {each for each in account_ids if each is not None}
    return dict(db.session.execute(queries.names(known)).all()) if known else {}
