"""The rule that decides who has earned a certificate. A new condition is one more line in `_CONDITIONS`.

What depends on more than a session's own records (a test, an evaluation) belongs to a plugin:
it refuses through the hook check_certificate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flask import current_app

from ...attendance import services as attendance
from ...attendance.services import Hours
from ...kernel import clock
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext, number
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import Format, TrainingSession
from .. import queries


class Lacks(StrEnum):
    """What a certificate still lacks; empty when it is earned."""

    NOTHING = ""
    FORMAT = "format"
    CANCELLED = "cancelled"
    PLACE = "place"
    PERSON = "person"
    END = "end"
    REGISTERS = "registers"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Case:
    """What the rule looks at: a registration, its hours, and how many slots of the session are to come, or
    have no register yet."""

    registration: Registration
    hours: Hours
    coming: int
    open_registers: int

    @property
    def session(self) -> TrainingSession:
        return self.registration.session

    @property
    def needed(self) -> float:
        """Return the hours that a certificate of this session needs."""
        return round(share_needed(self.session.format) * self.hours.planned, 2)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a certificate was earned, and if not, what it lacks, in a sentence for staff and the person."""

    hours: Hours
    lacks: Lacks = Lacks.NOTHING
    reason: str = ""

    @property
    def earned(self) -> bool:
        return not self.lacks


# what must hold, in the order in which it is told: (what is lacking, does it hold?, the sentence if not)
_CONDITIONS: tuple[tuple[Lacks, Callable[[Case], bool], Callable[[Case], str]], ...] = (
    (
        Lacks.FORMAT,
        lambda case: case.session.format.certifies,
        lambda case: _("Sessions of this format give no certificates."),
    ),
    (Lacks.CANCELLED, lambda case: case.session.state != "cancelled", lambda case: _("The session was cancelled.")),
    (
        Lacks.PERSON,
        lambda case: case.registration.person is not None and case.registration.person.erased_at is None,
        lambda case: _("The person’s data was erased."),
    ),
    (Lacks.PLACE, lambda case: case.registration.state == "confirmed", lambda case: _("The place was not confirmed.")),
    (
        Lacks.END,
        lambda case: case.session.state == "completed" or (case.session.state == "published" and not case.coming),
        lambda case: _("The session is not over yet."),
    ),
    (
        Lacks.REGISTERS,
        lambda case: case.open_registers == 0,
        lambda case: ngettext(
            "%(num)s register is still open.", "%(num)s registers are still open.", case.open_registers
        ),
    ),
    (
        Lacks.HOURS,
        lambda case: case.hours.planned > 0 and case.hours.attended >= case.needed,
        lambda case: _(
            "%(attended)s of %(planned)s hours attended; %(needed)s are needed.",
            attended=number(case.hours.attended),
            planned=number(case.hours.planned),
            needed=number(case.needed),
        ),
    ),
)


def share_needed(kind: Format) -> float:
    """Return the share of the planned hours that a certificate needs, from 0 to 1."""
    own = kind.certificate_share
    return float(current_app.config["CERTIFICATE_SHARE"]) if own is None else own


def judge(case: Case) -> Verdict:
    """Apply the rule to one case."""
    for lacks, holds, sentence in _CONDITIONS:
        if not holds(case):
            return Verdict(case.hours, lacks, sentence(case))
    return Verdict(case.hours)


def verdict(registration: Registration) -> Verdict:
    """Return the verdict on one registration."""
    return judge(Case(registration, attendance.hours(registration), *_unfinished(registration.session_id)))


def verdicts(session: TrainingSession, registrations: list[Registration]) -> dict[int, Verdict]:
    """Return registration id -> verdict for registrations of one session, in two queries."""
    hours = attendance.hours_of_session(session.id)
    unfinished = _unfinished(session.id)
    return {each.id: judge(Case(each, hours.get(each.id, Hours()), *unfinished)) for each in registrations}


def _unfinished(session_id: int) -> tuple[int, int]:
    """Return how many slots of a session are to come, and how many have no register yet."""
    coming, without = db.session.execute(queries.unfinished(session_id, clock.now())).one()
    return coming, without


def completed(session: TrainingSession) -> list[Person]:
    """Return who had a place in a session and was there for the hours that a certificate needs."""
    hours = attendance.hours_of_session(session.id)
    needed = share_needed(session.format)
    enough = [number for number, each in hours.items() if each.planned and each.attended >= needed * each.planned]
    return list(db.session.scalars(queries.persons_of(enough)))
