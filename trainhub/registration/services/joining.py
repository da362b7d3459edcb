"""Coming: registering oneself, being added by staff, answering an offer, withdrawing."""

from dataclasses import dataclass, replace

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
from ..models import OPEN, Registration, RegistrationFact
from ..policies import Mover
from . import quotas
from .clashes import why_not_both
from .steps import begins, check_room, has_begun, lock, step
from .telling import may_know
from .terms import Terms, terms, why_call_closed, why_no_withdrawal
from .waiting import promote


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody says when registering. `gender` None: the question was not put; "": left open."""

    motivation: str = ""
    gender: str | None = None


def register(*, session: TrainingSession, person: Person, command: Application, by: Actor) -> Registration:
    """Give a person their row in a session: applied, confirmed or waiting, as rule, seats and quotas say.

    Raises Refused: not open, too late, not for them, no place set aside for them, or registered already.
    """
    lock(session)
    held, row = terms(session), own(session, person.id)
    refusal = why_closed(session, held) or _why_not_them(session, person, row)
    if refusal:
        raise Refused(refusal)
    if command.gender is not None:
        people.save_statistic(person, gender=command.gender, age_band=None)
    registration = _row_anew(row, session, person, "application")
    registration.motivation = command.motivation
    return _come_in(registration, held, by)


def _come_in(registration: Registration, held: Terms, by: Actor) -> Registration:
    """Take whoever asks for a place as far as nobody has to decide. Raises Refused where none is set aside for them."""
    session = registration.session
    quotas.allotment(held.call, [registration.facts]).of(registration.facts)
    registration.endorsement = "asked" if held.endorse else ""
    if held.select or held.endorse:
        step(registration, "applied", Mover.PERSON, by=by, held=held)
    else:
        promote(session, held)  # who waits comes first
        step(registration, "confirmed" if _fits(registration, held) else "waiting", Mover.PERSON, by=by, held=held)
    return registration


def _fits(registration: Registration, held: Terms) -> bool:
    try:
        check_room(registration, held)
    except Refused:
        return False
    return True


def add(*, session: TrainingSession, person: Person, by: Actor, origin: str = "staff") -> Registration:
    """Let staff bring somebody in (at the door: origin "walk-in"), past deadline and audience.

    A government-only session stays so. Raises Refused when the session is not published, all places are
    taken, or the person has one.
    """
    _check_addable(session, person)
    if both := why_not_both(session, person.id):
        raise Refused(both)
    registration = row_of(session, person, origin)
    step(registration, "confirmed", Mover.PERSON, by=by)
    return registration


def invite(*, session: TrainingSession, person: Person, by: Actor) -> Registration:
    """Let staff invite somebody, who answers by a link of their own. Raises Refused as `add` does."""
    _check_addable(session, person)
    if not person.email:
        raise Refused(_("%(name)s has no e-mail, so no link can be sent. Add one first.", name=person.display))
    if refusal := why_not_now(session):
        raise Refused(refusal)
    registration = row_of(session, person, "invitation")
    step(registration, "invited", Mover.STAFF, by=by)
    return registration


def _check_addable(session: TrainingSession, person: Person) -> None:
    lock(session)
    if session.state != "published":
        raise Refused(_("People can be added while the session is published."))
    row = own(session, person.id)
    if row is not None and row.state in OPEN and row.state != "invited":
        raise Refused(_("%(name)s is in this session already.", name=person.display))
    fit = sessions.eligible(session, people.standing(person.id))
    if session.closed and not fit.ok:
        raise Refused(fit.reason)


def answer(*, registration: Registration, coming: bool, by: Actor) -> None:
    """Take or leave an offered place, or an invitation. Raises Refused when it does not hold any more."""
    session = registration.session
    lock(session)
    db.session.refresh(registration, ["state", "offered_until"])
    if registration.state == "invited":
        return _answer_invitation(registration, coming, by)
    if registration.state != "offered" or _is_late(registration) or not _stands(registration, coming):
        raise Refused(_("This place is not kept for you any more. Look at the training for another one."))
    if coming:
        _check_other_place(registration)
    step(registration, "confirmed" if coming else "withdrawn", Mover.PERSON, by=by)
    if not coming:
        promote(session)
    return None


def _answer_invitation(registration: Registration, coming: bool, by: Actor) -> None:
    if not _stands(registration, coming):
        raise Refused(_("This invitation does not hold any more."))
    if not coming:
        step(registration, "withdrawn", Mover.PERSON, by=by)
        return
    _check_other_place(registration)
    held = terms(registration.session)
    _come_in(registration, replace(held, select=False, endorse=False), by)


def _stands(registration: Registration, coming: bool) -> bool:
    """Say whether an answer can still be given: a yes only by whom the training is not closed to now."""
    session, person = registration.session, registration.person
    if session.state != "published" or has_begun(session):
        return False
    return not coming or (begins(session) is not None and person is not None and may_know(session, person))


def _check_other_place(registration: Registration) -> None:
    assert registration.person_id is not None
    if both := why_not_both(registration.session, registration.person_id):
        raise Refused(both)


def withdraw(*, registration: Registration, by: Actor, reason: str = "", mover: Mover = Mover.PERSON) -> None:
    """Give up a place or a wish for one; the next who waits moves up.

    Raises Refused once it has begun or is cancelled, or when a held place can be given back through the centre only.
    """
    session = registration.session
    lock(session)
    db.session.refresh(registration, ["state"])
    if session.state == "cancelled":
        raise Refused(_("This training is cancelled."))
    if has_begun(session):
        raise Refused(_("This training has begun. Tell the centre if you cannot come."))
    held = terms(session)
    late = why_no_withdrawal(session, held) if registration.holds_seat else ""
    if late:
        raise Refused(late)
    step(registration, "withdrawn", mover, by=by, reason=reason, held=held)
    promote(session, held)


def own(session: TrainingSession, person_id: int | None) -> Registration | None:
    """Return the row a person has for a session, in whatever state."""
    return db.session.scalar(queries.own(session.id, person_id)) if person_id is not None else None


def why_not(
    session: TrainingSession, person: Person | None, fit: Eligibility | None = None, held: Terms | None = None
) -> str:
    """Return the sentence that keeps a person from registering now, or "" when nothing does.

    A caller who knows already how they stand to the audience, or what holds for the session, hands it over.
    """
    closed = why_closed(session, held)
    if closed or person is None:
        return closed
    return _why_not_them(session, person, own(session, person.id), fit)


def _why_not_them(
    session: TrainingSession, person: Person, row: Registration | None, fit: Eligibility | None = None
) -> str:
    if row is not None and row.state in OPEN and row.state != "invited":
        return _("You are registered for this training already.")
    fit = fit or sessions.eligible(session, people.standing(person.id))
    return why_not_both(session, person.id) if fit.ok else fit.reason


def why_closed(session: TrainingSession, held: Terms | None = None) -> str:
    """Return the sentence that says why nobody can register now, or ""."""
    if not_now := why_not_now(session):
        return not_now
    held = held or terms(session)
    if closed := why_call_closed(held):
        return closed
    if not held.apply:
        return _("Places in this training are given by nomination. Ask the focal point of your country.")
    if session.register_until is not None and clock.today(session.zone) > session.register_until:
        return _("Registration was open until %(day)s.", day=day(session.register_until))
    return ""


def why_not_now(session: TrainingSession) -> str:
    """Return the sentence that says why nobody at all can come in now, or ""."""
    if session.state == "cancelled":
        return _("This training is cancelled.")
    if session.state != "published" or begins(session) is None:
        return _("Registration is not open.")
    if has_begun(session):
        return _("This training has begun. Registration is over.")
    return ""


def freeze_facts(registration: Registration) -> None:
    """Keep what statistics may know of the person today; coming again writes it anew."""
    assert registration.person_id is not None
    known = people.frozen_facts(registration.person_id)
    earlier = db.session.scalar(queries.earlier_places(registration.person_id, registration.session_id))
    facts = registration.facts or RegistrationFact()
    facts.gender, facts.age_band, facts.level = known.gender, known.age_band, known.level
    facts.country_code, facts.category_code = known.country_code, known.category_code
    facts.organisation_id = known.organisation_id
    facts.first_timer = not earlier
    registration.facts = facts


def row_of(session: TrainingSession, person: Person, origin: str) -> Registration:
    """Return the person's row with facts of today: the old one, which keeps its history, or one not stored yet.

    Nothing of who nominated, ranked or approved them the last time counts now.
    """
    return _row_anew(own(session, person.id), session, person, origin)


def _row_anew(row: Registration | None, session: TrainingSession, person: Person, origin: str) -> Registration:
    if row is None:
        row = Registration(
            session=session, person=person, session_id=session.id, person_id=person.id, origin=origin, state=""
        )
    else:
        db.session.refresh(row, ["state"])
        row.created_at = clock.now()  # who comes again comes last
        row.origin, row.endorsement = origin, ""
        row.nominated_by = row.nominee_rank = row.rank = row.substitutes_id = None
    freeze_facts(row)
    return row


def _is_late(registration: Registration) -> bool:
    until = registration.offered_until
    return until is not None and until < clock.now()
