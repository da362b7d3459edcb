"""What people are told: the mail of each step, who hears of a change, what a reply to an invitation does."""

from collections.abc import Collection

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...messages import services as messages
from ...messages.models import Message
from ...people import services as people
from ...people.models import Person
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from .. import queries
from ..models import OPEN, STATES, Registration, RegistrationEvent
from ..policies import Mover
from ..reminding import queries as reminding
from .links import place_token
from .terms import Terms, rule

MAILS = {
    "invited": "registration_invited",
    "nominated": "registration_nominated",
    "applied": "registration_received",
    "waiting": "registration_waiting",
    "offered": "place_offered",
    "confirmed": "registration_confirmed",
    "declined": "registration_declined",
    "withdrawn": "registration_withdrawn",
}
INVITES = {"offered": "OFFER", "confirmed": "REQUEST", "declined": "CANCEL", "withdrawn": "CANCEL"}


def tell(registration: Registration, event: RegistrationEvent, mover: Mover, held: Terms) -> None:
    """Write to the person, once for this step."""
    kind, person, session = MAILS.get(event.after, ""), registration.person, registration.session
    if not kind or person is None or not person.email or not may_know(session, person):
        return
    if mover is Mover.PROGRAM and event.after == "withdrawn":
        kind = "offer_ended"
    position = None
    if event.after == "waiting":
        position = db.session.scalar(queries.place_in_line(registration, ranked=held.ranked))
    with i18n.speaking(person.language):
        waits = rule(held) if position else ""
    messages.post(
        kind,
        person,
        key=f"{kind}:{event.id}",
        centre_id=session.centre_id,
        topic=topic(session),
        check=f"place:{registration.public_id}:{event.after}",
        invite=INVITES.get(event.after, ""),
        session=session,
        url=_leads(kind, registration),
        reason=event.reason,
        until=registration.offered_until,
        position=position,
        rule=waits,
        nominated_by=event.actor if event.after == "nominated" else "",
        needs_url=_asks(registration, held) if event.after == "confirmed" else "",
    )


def tell_endorsed(registration: Registration) -> None:
    """Write to the person that the own institution agrees; the centre decides next."""
    person, session = registration.person, registration.session
    if person is None or not person.email or not may_know(session, person):
        return
    messages.post(
        "registration_endorsed",
        person,
        key=f"registration_endorsed:{registration.id}:{registration.created_at:%Y%m%d%H%M%S}",
        centre_id=session.centre_id,
        topic=topic(session),
        check=f"place:{registration.public_id}:{registration.state}",
        session=session,
        url="/me/",
    )


def topic(session: TrainingSession) -> str:
    """Return under which name mails about a session hang together."""
    return f"session:{session.public_id}"


def still_true(message: Message, argument: str) -> str:
    """Say why a mail about a place is no longer true: `argument` is the registration and the state it tells of."""
    public_id, _colon, state = argument.partition(":")
    registration = db.session.scalar(queries.by_public_id(public_id))
    if registration is None or registration.person is None:
        return _("The registration is not there any more.")
    session = registration.session
    if not may_know(session, registration.person):
        return _("The training is closed to this person now.")
    if registration.state != state:
        return _("The registration is now: %(state)s.", state=STATES[registration.state])
    if session.state == "cancelled" and state not in {"declined", "withdrawn"}:
        return _("The training is cancelled.")
    return ""


def _leads(kind: str, registration: Registration) -> str:
    """Return where a mail leads: to one's own place, which needs no account, to the session, or on to others."""
    session = registration.session
    if kind in {"place_offered", "registration_invited", "registration_nominated"}:
        return f"/places/{place_token(registration)}"
    if kind in {"registration_confirmed", "registration_withdrawn", "offer_ended"}:
        return f"/sessions/{session.slug}/"
    return "/calendar/" if kind == "registration_declined" else "/me/"


def _asks(registration: Registration, held: Terms) -> str:
    """Return where the person says what they need, or "" where nothing is asked."""
    return messages.absolute(f"/places/{place_token(registration)}/needs") if held.needs else ""


def concerned(session: TrainingSession) -> list[sessions.Group]:
    """Return everybody who has a place in a session or waits for one, by state; sessions/ writes to them."""
    told: dict[str, list[Person]] = {}
    invited: dict[str, int] = {}
    rows = db.session.execute(reminding.concerned(session.id, OPEN, topic(session))).all()
    known = set(all_who_may_know(session, {row.person_id for row, _calendar in rows if row.person_id}))
    for row, calendar in rows:
        if row.person is not None and row.person_id in known:
            told.setdefault(row.state, []).append(row.person)
            invited[row.state] = invited.get(row.state, 0) + calendar
    return [
        sessions.Group(str(label), tuple(told[state]), invited[state])
        for state, label in STATES.items()
        if state in told
    ]


def all_who_may_know(session: TrainingSession, person_ids: Collection[int]) -> Collection[int]:
    """Return those of these people to whom a mail may name a session, in two questions for all of them."""
    if not session.closed:
        return person_ids
    return [key for key, one in people.standings(person_ids).items() if sessions.eligible(session, one).ok]


def may_know(session: TrainingSession, person: Person) -> bool:
    """Say whether a mail may name a session to a person: of a closed one only those whose place there still counts."""
    return not session.closed or sessions.eligible(session, people.standing(person.id)).ok
