"""What people need at one training: told in confidence once their place is confirmed, gone soon after its last day.

What somebody told for all trainings, on their own page, counts here too, unless they told something else for this one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...people.models import Confidential, Person
from ...sessions.models import TrainingSession
from ...web.access import Viewer
from .. import policies, queries
from ..models import Registration
from .terms import Terms, terms


@dataclass(frozen=True, slots=True)
class Asked:
    """One need that a training asks for. The dates say until when something is kept; None where nothing is."""

    kind: str
    label: str
    purpose: str
    until: date  # until when it would be kept
    kept: date | None  # told for this training
    general: date | None  # told for all trainings


@dataclass(frozen=True, slots=True)
class Count:
    """How many of those who come told something."""

    kind: str
    label: str
    number: int
    people: int


@dataclass(frozen=True, slots=True)
class Told:
    """What one person who comes told: kind -> value."""

    registration: Registration
    values: dict[str, str] = field(default_factory=dict)


def subject(registration: Registration) -> str:
    """Return under which name something is kept that was told for one registration."""
    return f"{queries.SUBJECT}{registration.public_id}"


# --- the person ---------------------------------------------------------------------------------


def asked(registration: Registration, held: Terms) -> list[Asked]:
    """Return what the training asks this person for, with what is kept; no value is opened."""
    person = _person(registration)
    told, general = people.kept_confidential(person, subject(registration)), people.kept_confidential(person)
    return [
        Asked(
            kind,
            people.KINDS[kind].label,
            people.KINDS[kind].purpose,
            _until(kind, registration.session),
            told[kind].expires_on if kind in told else None,
            general[kind].expires_on if kind in general else None,
        )
        for kind in held.needs
    ]


def own_needs(registration: Registration) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the person told for this training and for all: for their own signed-in page, so no look is noted."""
    person = _person(registration)
    told = people.opened(people.kept_confidential(person, subject(registration)))
    return told, people.opened(people.kept_confidential(person))


def why_no_needs(registration: Registration, held: Terms) -> str:
    """Return the sentence that says why nothing is asked now, or ""."""
    session = registration.session
    if not held.needs:
        return _("Nothing more is asked for this training.")
    if registration.state != "confirmed":
        return _("This is asked once your place is confirmed.")
    if session.state == "cancelled":
        return _("This training is cancelled.")
    if session.state == "completed" or (session.last_day is not None and session.last_day < clock.today(session.zone)):
        return _("This training is over.")
    return ""


def tell_needs(registration: Registration, values: Mapping[str, str], *, empty_erases: bool) -> None:
    """Keep what a person needs at this training until some days after it.

    Without `empty_erases` an empty field leaves what was told before: where it is not shown. Raises Refused where
    nothing is asked, Invalid for what is too long.
    """
    held = terms(registration.session)
    if why := why_no_needs(registration, held):
        raise Refused(why)
    for kind in held.needs:
        value = values.get(kind, "")
        if value.strip() or empty_erases:
            people.save_confidential(
                _person(registration),
                kind,
                value,
                subject=subject(registration),
                until=_until(kind, registration.session),
            )


def erase_need(registration: Registration, kind: str) -> None:
    """Forget at once what was told for this training."""
    people.erase_confidential(_person(registration), kind, subject(registration))


# --- until when -------------------------------------------------------------------------------------


def settle(session: TrainingSession) -> None:
    """Move the ends of what was told for a session to where its last day, its state and the places say now."""
    for row, registration in db.session.execute(queries.told([session.id])):
        row.expires_on = _end(row, registration)


def settle_one(registration: Registration) -> None:
    """Do the same for one registration whose place was given or given back."""
    for row in people.told_for([subject(registration)]):
        row.expires_on = _end(row, registration)


def settle_all() -> None:
    """Do the same for all sessions, and keep what was told for all trainings while one to come still needs it."""
    for row, registration in db.session.execute(queries.told()):
        row.expires_on = _end(row, registration)
    for row, session in db.session.execute(queries.ending_before_a_training(clock.today())):
        if row.attribute in terms(session).needs:
            row.expires_on = max(row.expires_on, _until(row.attribute, session))


def take_over(goes: Registration, stays: Registration) -> None:
    """Two records of one person become one: what was told for the place that goes is told for the other."""
    there = {row.attribute for row in people.told_for([subject(stays)])}
    for row in people.told_for([subject(goes)]):
        if row.attribute not in there:
            row.subject = subject(stays)


def _end(row: Confidential, registration: Registration) -> date:
    session = registration.session
    if registration.state != "confirmed" or session.state == "cancelled":
        return min(row.expires_on, clock.today())  # nobody needs it any more
    return row.expires_on if session.last_day is None else _until(row.attribute, session)


def _until(kind: str, session: TrainingSession) -> date:
    return people.end_after(kind, session.last_day)


# --- staff --------------------------------------------------------------------------------------


def counts(session: TrainingSession, held: Terms) -> list[Count]:
    """Return how many told something of each need; names and values stay closed."""
    told = {(row.attribute, each.id) for row, each in db.session.execute(queries.needs_in(session.id, held.needs))}
    of = db.session.scalar(queries.number_in(session.id, "confirmed")) or 0
    return [Count(kind, people.KINDS[kind].label, sum(name == kind for name, _id in told), of) for kind in held.needs]


def read_needs(session: TrainingSession, kinds: Collection[str], by: Viewer, reason: str) -> list[Told]:
    """Open what those who come told of some needs; each look is noted. The caller commits, or nobody has read it.

    Raises Refused without the permission, Invalid without a reason or a need.
    """
    if not policies.may_read_needs(by, session):
        raise Refused(_("Confidential data is not open to your account."))
    wanted = [kind for kind in terms(session).needs if kind in kinds]
    if not wanted:
        raise Invalid({"kinds": _("Choose what you want to read.")})
    if not reason.strip():
        raise Invalid({"reason": _("Say what you need it for. It is noted beside your name.")})
    found: dict[int, Told] = {}
    rows = {
        (each.id, row.attribute): (row, each) for row, each in db.session.execute(queries.needs_in(session.id, wanted))
    }
    for (number, kind), (row, registration) in rows.items():  # told for this training wins: it came last
        value = people.read_confidential(_person(registration), kind, by, reason, row.subject)
        found.setdefault(number, Told(registration)).values[kind] = value
    return list(found.values())


def _person(registration: Registration) -> Person:
    assert registration.person is not None  # erased people have no page and no place
    return registration.person
