"""Two places at once: what a person, and what staff, are told of sessions that meet in time."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...sessions import services as sessions
from ...sessions.models import Slot, TrainingSession
from .. import queries


def elsewhere(session: TrainingSession, person_id: int) -> str:
    """Return the sentence that says where else a person is expected at that time, or ""."""
    slot = db.session.scalars(queries.elsewhere(person_id, session.id)).first()
    if slot is None:
        return ""
    return _(
        "There is a place in “%(session)s” at the same time: %(day)s, %(start)s–%(end)s.",
        session=slot.session.title.text(i18n.language()),
        day=i18n.day(slot.local_date, "week"),
        start=i18n.hour(slot.local_start),
        end=i18n.hour(slot.local_end),
    )


def why_not_both(session: TrainingSession, person_id: int) -> str:
    """Return the same sentence where the setting CONFLICTS lets nobody have both places, else ""."""
    return elsewhere(session, person_id) if forbidden() else ""


def forbidden() -> bool:
    """Say whether the setting CONFLICTS lets nobody have two places at once."""
    return sessions.level("participant") == sessions.BLOCK


def busy(session: TrainingSession, spans: Sequence[tuple[datetime, datetime]]) -> Iterator[tuple[Slot, int]]:
    """Yield slots of other sessions that meet a span, and how many with a place here have one there too."""
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    for slot, number in db.session.execute(queries.people_elsewhere(session.id, first, last)):
        if any(slot.utc_start < end and start < slot.utc_end for start, end in spans):
            yield slot, number
