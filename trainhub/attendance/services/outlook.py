"""What somebody can still reach: hours attended of all that were planned, and whether passing became impossible."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from flask import current_app

from ...kernel.db import db
from ...registration.models import Registration
from ...sessions.models import TrainingSession
from .. import queries
from .hours import Hours, hours_of
from .marks import Marks, marks_of

CLOSE_ENOUGH = 0.006  # hours: they are told with two decimals
Share = Callable[[TrainingSession], float]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Hours attended and still possible, and those that passing needs (0: this training asks for none)."""

    hours: Hours
    possible: float
    needed: float = 0.0

    @property
    def lost(self) -> bool:
        """Say whether passing has become impossible."""
        return self.needed > 0 and self.possible + CLOSE_ENOUGH < self.needed

    @property
    def missed(self) -> float:
        """Return the hours of the plan that cannot be attended any more."""
        return max(0.0, round(self.hours.planned - self.possible, 2))


def _share_of_format(session: TrainingSession) -> float:
    """Return the share of the planned hours that passing needs; 0 where the format gives nothing to pass."""
    if not session.format.certifies:
        return 0.0
    own = session.format.certificate_share
    return float(current_app.config["CERTIFICATE_SHARE"]) if own is None else own


_share: list[Share] = [_share_of_format]


def pass_by(share: Share) -> None:
    """Let a later feature, which knows rules, say what share of the planned hours a session asks for."""
    _share[:] = [share]


def outlooks(
    session: TrainingSession, ids: Iterable[int], marks: Marks, hours: Mapping[int, Hours], closed: Collection[int]
) -> dict[int, Outlook]:
    """Return registration id -> outlook; `closed` are the ids of slots whose register is closed."""
    needed = _share[0](session)
    left = [slot for slot in session.standing if slot.id not in closed]

    def of(number: int) -> Outlook:
        spent = hours.get(number, Hours(0.0, session.hours))
        coming = sum(slot.hours for slot in left if (number, slot.id) not in marks)
        possible = min(spent.planned, round(spent.attended + coming, 2))
        return Outlook(spent, possible, round(needed * spent.planned, 2))

    return {number: of(number) for number in ids}


def of_person(registrations: Collection[Registration]) -> dict[int, Outlook]:
    """Return registration id -> outlook for places in several sessions, in three questions."""
    ids = [each.id for each in registrations]
    marks, hours = marks_of(ids), hours_of(ids)
    closed = set(db.session.scalars(queries.registers_of({each.session_id for each in registrations})))
    found: dict[int, Outlook] = {}
    for each in registrations:
        found |= outlooks(each.session, [each.id], marks, hours, closed)
    return found
