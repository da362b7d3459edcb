"""Before a session is changed: who is concerned, which calendars follow, which mails go and which are not sent."""

from dataclasses import dataclass, field

from ...kernel.db import db
from ...messages import kinds
from ...messages import queries as mails
from ...people.models import Person
from ..models import TrainingSession
from .invitations import topic
from .notices import Group, concerned, everybody


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of a session would lead to."""

    told: list[Person]
    groups: list[Group] = field(default_factory=list)
    unreachable: list[Person] = field(default_factory=list)  # they have no e-mail
    calendars: int = 0  # of so many people
    waiting: list[tuple[str, int]] = field(default_factory=list)  # mails that nobody has read yet, by kind
    joined: int = 0  # of those, mails about changes that the new one replaces

    @property
    def mails(self) -> int:
        return len(self.told) - len(self.unreachable)


def impact(session: TrainingSession) -> Impact:
    """Return what moving, renaming or cancelling a session would lead to."""
    groups = concerned(session)
    told = everybody(groups)
    if not told:
        return Impact([])
    waiting = db.session.execute(mails.waiting_about(topic(session))).all()
    return Impact(
        told,
        groups,
        [person for person in told if not person.email],
        sum(group.calendars for group in groups),
        [(str(kinds.find(kind).label), number) for kind, number in waiting if kind != "session_changed"],
        sum(number for kind, number in waiting if kind == "session_changed"),
    )
