"""What somebody can still reach: hours attended of all that were planned, and whether passing became impossible."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from ...kernel import clock, i18n
from ...kernel.db import db
from ...registration.models import Registration
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Attendance
from .hours import Hours, hours_by
from .marks import Marks

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
    session: TrainingSession,
    ids: Iterable[int],
    marks: Marks,
    hours: Mapping[int, Hours],
    closed: Collection[int | None],
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


def of_places(registrations: Collection[Registration]) -> dict[int, Outlook]:
    """Return registration id -> outlook for places in any sessions, in one question."""
    found = _read(queries.places_by_slot([each.id for each in registrations]))
    return {each.id: outlook for each, outlook in found}


def running(person_id: int) -> list[tuple[Registration, Outlook]]:
    """Return a person's places in trainings that have begun and are not closed, with what they can reach there."""
    return _read(queries.running_of(person_id, clock.today(i18n.viewer_zone())))


def _read(query: Any) -> list[tuple[Registration, Outlook]]:
    places: dict[int, Registration] = {}
    marks: dict[tuple[int, int], Attendance] = {}
    closed: set[int | None] = set()
    for registration, slot_id, mark in db.session.execute(query).unique():
        places[registration.id] = registration
        closed.add(slot_id)
        if mark is not None:
            marks[mark.registration_id, mark.slot_id] = mark
    hours = {number: hours_by(marks, each) for number, each in places.items()}
    return [(each, outlooks(each.session, [number], marks, hours, closed)[number]) for number, each in places.items()]
