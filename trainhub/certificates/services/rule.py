"""The rule that decides who has earned a certificate of a kind. A new condition is one more line in `_CONDITIONS`.

What depends on more than a session's own records (a test, an evaluation, a roll-out) is a condition that a kind
names (conditions.py), or belongs to a plugin: it refuses through the hook check_certificate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from ..models import PARTICIPATION, CertificateKind, Ground
from . import conditions


class Lacks(StrEnum):
    """What a certificate still lacks; empty when it is earned."""

    NOTHING = ""
    FORMAT = "format"
    KIND = "kind"
    CANCELLED = "cancelled"
    PLACE = "place"
    PERSON = "person"
    END = "end"
    REGISTERS = "registers"
    HOURS = "hours"
    CONDITION = "condition"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of certificate, and whether a session gives it; staff may have left it out there."""

    kind: CertificateKind
    given: bool
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What the rule looks at: a kind, for what somebody may get it, the hours, and how many slots of the session
    are to come, or have no register yet."""

    offer: Offer
    ground: Ground
    hours: Hours
    coming: int
    open_registers: int

    @property
    def session(self) -> TrainingSession:
        return self.ground.session

    @property
    def taken(self) -> bool:
        """Say whether the place is confirmed, or the request to teach accepted."""
        return self.ground.state == ("confirmed" if isinstance(self.ground, Registration) else "accepted")

    @property
    def needed(self) -> float:
        """Return the hours that a certificate of this kind needs in this session."""
        return round(share_needed(self.session.format, self.offer.kind) * self.hours.planned, 2)


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
    (
        Lacks.KIND,
        lambda case: case.offer.given,
        lambda case: _("This session does not give this certificate."),
    ),
    (Lacks.CANCELLED, lambda case: case.session.state != "cancelled", lambda case: _("The session was cancelled.")),
    (
        Lacks.PERSON,
        lambda case: case.ground.person is not None and case.ground.person.erased_at is None,
        lambda case: _("The person’s data was erased."),
    ),
    (
        Lacks.PLACE,
        lambda case: case.taken,
        lambda case: (
            _("The place was not confirmed.")
            if isinstance(case.ground, Registration)
            else _("The request to teach was not accepted.")
        ),
    ),
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


def share_needed(form: Format, kind: CertificateKind | None = None) -> float:
    """Return the share of the planned hours that a certificate needs, from 0 to 1: the kind's, else the format's."""
    for share in (kind.share if kind else None, form.certificate_share):
        if share is not None:
            return share
    return float(current_app.config["CERTIFICATE_SHARE"])


def offers(session: TrainingSession) -> list[Offer]:
    """Return all kinds of certificates, each with whether a session gives it."""
    return [Offer(kind, given, out) for kind, given, out in db.session.execute(queries.offers(session.id))]


def offer_of(session: TrainingSession, kind: CertificateKind | None = None, *, anyhow: bool = False) -> Offer:
    """Return whether a session gives a kind, participation if none is named; `anyhow` says yes, for what was given."""
    key = kind.key if kind else PARTICIPATION
    found = next(each for each in offers(session) if each.kind.key == key)
    return replace(found, given=True) if anyhow else found


def judge(case: Case) -> Verdict:
    """Apply the rule to one case, further conditions apart."""
    for lacks, holds, sentence in _CONDITIONS:
        if not holds(case):
            return Verdict(case.hours, lacks, sentence(case))
    return Verdict(case.hours)


def verdict(ground: Ground, offer: Offer | None = None) -> Verdict:
    """Return the verdict on one registration or assignment, for participation if no kind is named."""
    return verdicts(ground.session, [ground], offer)[ground.id]


def verdicts(session: TrainingSession, grounds: Sequence[Ground], offer: Offer | None = None) -> dict[int, Verdict]:
    """Return id -> verdict for registrations (or assignments) of one session, in as many queries for one as for all."""
    offer = offer or offer_of(session)
    return Judge(session).verdicts(grounds, offer)


class Judge:
    """Looks at one session for all kinds: what is the same for all of them is asked once."""

    def __init__(self, session: TrainingSession) -> None:
        self.session = session
        self.hours = attendance.hours_of_session(session.id)
        coming, without = db.session.execute(queries.unfinished(session.id, clock.now())).one()
        self.unfinished = (coming, without)

    def verdicts(self, grounds: Sequence[Ground], offer: Offer) -> dict[int, Verdict]:
        """Return id -> verdict on grounds of one sort, with the further conditions of the kind."""
        found = {each.id: judge(Case(offer, each, self._hours(each), *self.unfinished)) for each in grounds}
        near = [each.id for each in grounds if found[each.id].earned]
        for ground_id, why in conditions.unmet(offer.kind.needs, self.session, near).items():
            lacks = Lacks.UNDECIDED if why.undecided else Lacks.CONDITION
            found[ground_id] = replace(found[ground_id], lacks=lacks, reason=why.reason)
        return found

    def _hours(self, ground: Ground) -> Hours:
        """Return the hours attended; who teaches is there for all of them."""
        if isinstance(ground, Registration):
            return self.hours.get(ground.id, Hours())
        return Hours(self.session.hours, self.session.hours)


def completed(session: TrainingSession) -> list[Person]:
    """Return who had a place in a session and was there for the hours that a certificate needs."""
    hours = attendance.hours_of_session(session.id)
    needed = share_needed(session.format)
    enough = [number for number, each in hours.items() if each.planned and each.attended >= needed * each.planned]
    return list(db.session.scalars(queries.persons_of(enough)))
