"""Coming: registering oneself, being added by staff, answering an offer, withdrawing."""

from dataclasses import dataclass

from flask import current_app

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import day
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...people import services as people
from ...people.models import Person
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...sessions.services import Eligibility
from .. import queries
from ..models import Registration, RegistrationFact
from ..policies import Mover
from .clashes import why_not_both
from .steps import begins, has_begun, lock, step
from .waiting import promote


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody says when registering. `gender` None: the question was not put; "": left open."""

    motivation: str = ""
    gender: str | None = None


def register(*, session: TrainingSession, person: Person, command: Application, by: Actor) -> Registration:
    """Give a person their row in a session: applied, confirmed or waiting, as rule and seats say.

    Raises Refused: not open, too late, not for them, or registered already.
    """
    lock(session)
    refusal = why_not(session, person)
    if refusal:
        raise Refused(refusal)
    if command.gender is not None:
        known = people.own_statistic(person)
        people.save_statistic(person, gender=command.gender, age_band=known.age_band)
    registration = _row(session, person, "application")
    registration.motivation = command.motivation
    step(registration, _first_state(session), Mover.PERSON, by=by)
    freeze_facts(registration)
    promote(session)
    return registration


def add(*, session: TrainingSession, person: Person, by: Actor, origin: str = "staff") -> Registration:
    """Let staff bring somebody in (at the door: origin "walk-in"), past deadline and audience.

    A government-only session stays so. Raises Refused when the session is not published, all places are
    taken, or the person has one.
    """
    lock(session)
    if session.state != "published":
        raise Refused(_("People can be added while the session is published."))
    fit = sessions.eligible(session, people.standing(person.id))
    if session.closed and not fit.ok:
        raise Refused(fit.reason)
    if both := why_not_both(session, person.id):
        raise Refused(both)
    registration = _row(session, person, origin)
    step(registration, "confirmed", Mover.PERSON, by=by)
    freeze_facts(registration)
    return registration


def answer(*, registration: Registration, coming: bool, by: Actor) -> None:
    """Take or leave an offered place. Raises Refused when it is not offered any more."""
    session = registration.session
    lock(session)
    db.session.refresh(registration, ["state", "offered_until"])
    if registration.state != "offered" or _is_late(registration):
        raise Refused(_("This place is not kept for you any more. Look at the training for another one."))
    step(registration, "confirmed" if coming else "withdrawn", Mover.PERSON, by=by)
    if not coming:
        promote(session)


def withdraw(*, registration: Registration, by: Actor, reason: str = "") -> None:
    """Give up a place or a wish for one; the next who waits moves up. Raises Refused once it has begun."""
    session = registration.session
    lock(session)
    db.session.refresh(registration, ["state"])
    if has_begun(session):
        raise Refused(_("This training has begun. Tell the centre if you cannot come."))
    step(registration, "withdrawn", Mover.PERSON, by=by, reason=reason)
    promote(session)


def own(session: TrainingSession, person_id: int | None) -> Registration | None:
    """Return the row a person has for a session, in whatever state."""
    return db.session.scalar(queries.own(session.id, person_id)) if person_id is not None else None


def why_not(session: TrainingSession, person: Person | None, fit: Eligibility | None = None) -> str:
    """Return the sentence that keeps a person from registering now, or "" when nothing does.

    A caller who knows already how they stand to the audience hands it over as `fit`.
    """
    closed = why_closed(session)
    if closed or person is None:
        return closed
    row = own(session, person.id)
    if row is not None and row.state in queries.OPEN and row.state != "invited":
        return _("You are registered for this training already.")
    fit = fit or sessions.eligible(session, people.standing(person.id))
    return why_not_both(session, person.id) if fit.ok else fit.reason


def why_closed(session: TrainingSession) -> str:
    """Return the sentence that says why nobody can register now, or ""."""
    if session.state == "cancelled":
        return _("This training is cancelled.")
    if session.state != "published" or begins(session) is None:
        return _("Registration is not open.")
    if has_begun(session):
        return _("This training has begun. Registration is over.")
    if session.register_until is not None and clock.today(session.zone) > session.register_until:
        return _("Registration was open until %(day)s.", day=day(session.register_until))
    return ""


def needs_approval(session: TrainingSession) -> bool:
    """Say whether staff approve registrations: the session decides, else the installation."""
    return bool(current_app.config["APPROVAL"]) if session.approval is None else session.approval


def freeze_facts(registration: Registration) -> None:
    """Keep what statistics may know of the person today; coming again writes it anew."""
    assert registration.person_id is not None
    known = people.frozen_facts(registration.person_id)
    facts = registration.facts or RegistrationFact(registration_id=registration.id)
    facts.gender, facts.age_band, facts.level = known.gender, known.age_band, known.level
    facts.country_code, facts.category_code = known.country_code, known.category_code
    facts.organisation_id = known.organisation_id
    facts.first_timer = not db.session.scalar(queries.earlier_places(registration.person_id, registration.session_id))
    db.session.add(facts)
    db.session.flush()
    db.session.expire(registration, ["facts"])


def _row(session: TrainingSession, person: Person, origin: str) -> Registration:
    """Return the person's row: the old one, which keeps its history, or a new one that is not stored yet."""
    row = own(session, person.id)
    if row is None:
        return Registration(
            session=session, person=person, session_id=session.id, person_id=person.id, origin=origin, state=""
        )
    db.session.refresh(row, ["state"])
    row.created_at = clock.now()  # who comes again comes last
    return row


def _first_state(session: TrainingSession) -> str:
    if needs_approval(session):
        return "applied"
    if session.free < 1 or db.session.scalar(queries.first_waiting(session.id)) is not None:
        return "waiting"
    return "confirmed"


def _is_late(registration: Registration) -> bool:
    until = registration.offered_until
    return until is not None and until < clock.now()
