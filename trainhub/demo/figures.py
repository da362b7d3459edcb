"""What the centre counts: heads at information sessions, and the facts behind all figures, made at the end."""

from collections.abc import Iterator
from typing import Any

from ..kernel import work
from ..kernel.db import db
from ..reports import services as reports
from ..reports.services import HeadcountCommand, facts
from ..sessions.models import TrainingSession
from .world import World, read

GENDERS = {"f": "f", "m": "m", "unstated": ""}
COUNTED_BY = "Gulnora Rahimova, Migrant Resource Centre"


def load_figures(world: World) -> None:
    """Count the heads of every information session that is over, then make the facts of all sessions."""
    numbers = {key: session.id for key, session in _known(world).items()}
    for entry in read("sessions")["session"]:
        if entry.get("headcount") and entry["key"] in numbers:
            session = db.session.get_one(TrainingSession, numbers[entry["key"]])
            for command in _counts(session, entry):
                reports.save_headcount(session=session, command=command)
    facts.rebuild()
    work.commit()


def _known(world: World) -> dict[str, TrainingSession]:
    """Return the sessions anew: the jobs of the journeys ended the database session they were loaded in."""
    return {key: db.session.merge(session, load=False) for key, session in world.sessions.items()}


def _counts(session: TrainingSession, entry: dict[str, Any]) -> Iterator[HeadcountCommand]:
    assert session.last_day is not None
    for group in entry["headcount"]:
        for word, gender in GENDERS.items():
            if word in group:
                yield HeadcountCommand(group[word], COUNTED_BY, session.last_day, group["heads"], gender)
