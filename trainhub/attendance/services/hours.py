"""Hours that come of the registers: attended, of all that were planned."""

from collections.abc import Collection
from dataclasses import dataclass

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...registration.models import Registration
from .. import queries
from .marks import Marks
from .statuses import gone


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours somebody attended, of the hours planned; `share` from 0 to 1."""

    attended: float = 0.0
    planned: float = 0.0

    @property
    def share(self) -> float:
        return min(1.0, self.attended / self.planned) if self.planned else 0.0


def hours(registration: Registration) -> Hours:
    """Return the hours of one registration."""
    return hours_of([registration.id])[registration.id]


def hours_of_session(session_id: int) -> dict[int, Hours]:
    """Return registration id -> hours for everybody who has a row in a session, in one query."""
    return _hours(queries.hours_of_session(session_id))


def hours_of(registration_ids: Collection[int]) -> dict[int, Hours]:
    """Return registration id -> hours, in one query."""
    return _hours(queries.hours_of(registration_ids))


def hours_by(marks: Marks, registration: Registration) -> Hours:
    """Return the hours that come of marks at hand; the session's slots are at hand, too."""
    mine = (marks.get((registration.id, slot.id)) for slot in registration.session.standing)
    minutes = sum(mark.minutes for mark in mine if mark is not None and not gone(mark.status))
    return Hours(round(minutes / 60, 2), registration.session.hours)


def said_of(registration_ids: Collection[int]) -> dict[int, str]:
    """Return registration id -> how much of the training somebody attended, in words."""
    return {number: told(hours) for number, hours in hours_of(registration_ids).items()}


def told(hours: Hours) -> str:
    """Return hours attended, of the hours planned."""
    return _("%(attended)s of %(planned)s h", attended=i18n.number(hours.attended), planned=i18n.number(hours.planned))


def _hours(query: object) -> dict[int, Hours]:
    rows = db.session.execute(query)  # type: ignore[call-overload]
    return {row.id: Hours(round(int(row.minutes) / 60, 2), row.hours) for row in rows}
