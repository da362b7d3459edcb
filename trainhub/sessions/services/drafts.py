"""Several drafts at once: what keeps each from being published, and publishing those that are ready."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...kernel.errors import Invalid, Refused
from ..models import TrainingSession
from .conflicts import BLOCK, WARN, together
from .readiness import readiness
from .states import missing_of, publish


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with what keeps it from being published, and with what is worth a look before."""

    session: TrainingSession
    stops: tuple[str, ...]
    looks: tuple[str, ...]


def drafts(sessions: Iterable[TrainingSession]) -> list[Draft]:
    """Say of drafts of one centre how ready they are; asks as often for a hundred as for one."""
    found = [session for session in sessions if session.state == "draft"]
    clashes = together(found)
    return [_draft(session, [(each.level, each.message) for each in clashes[session.id]]) for session in found]


def _draft(session: TrainingSession, clashes: Sequence[tuple[str, str]]) -> Draft:
    missing = missing_of(session)
    stops = [*missing.values(), *(message for level, message in clashes if level == BLOCK)]
    checks = [check.text for check in readiness(session) if not check.done]
    looks = [*(message for level, message in clashes if level == WARN), *checks]
    return Draft(session, tuple(dict.fromkeys(stops)), tuple(dict.fromkeys(looks)))


def publish_all(sessions: Iterable[TrainingSession]) -> tuple[list[TrainingSession], list[Draft]]:
    """Publish drafts one after the other, as `publish` does; return those, and the rest with what stopped each.

    Of two drafts that want the same room at the same time, the first is published, and the other says so.
    """
    made, left = [], []
    for session in sessions:
        if session.state != "draft":
            continue
        try:
            publish(session)
        except (Invalid, Refused) as error:
            said = error.fields.values() if isinstance(error, Invalid) and error.fields else (str(error),)
            left.append(Draft(session, tuple(said), ()))
        else:
            made.append(session)
    return made, left
