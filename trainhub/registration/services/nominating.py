"""Focal points nominate, rank, substitute and take back; institutions approve who applies from them."""

from dataclasses import dataclass

from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...people import services as people
from ...people.models import Person
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from .. import queries
from ..models import OPEN, Registration, RegistrationFact
from ..policies import Mover
from . import quotas
from .clashes import why_not_both
from .joining import own, row_of, why_not_now, withdraw
from .steps import lock, step
from .telling import tell_endorsed
from .terms import Terms, terms, why_call_closed, why_no_withdrawal
from .waiting import promote


@dataclass(frozen=True, slots=True)
class Left:
    """How many more may be nominated in a quota: its seats and reserve, less who was nominated or came otherwise."""

    quota_id: int
    whom: str
    seats: int
    reserve: int
    used: int

    @property
    def more(self) -> int:
        return max(0, self.seats + self.reserve - self.used)


def nominate(*, session: TrainingSession, person: Person, by: Actor, motivation: str = "") -> Registration:
    """Put somebody forward for a session, as the last of one's own nominees.

    Raises Refused: no call, too late, not for them, in it already, or no more may be nominated.
    """
    lock(session)
    held = terms(session)
    if refusal := why_no_nominations(session, held) or why_not_them(session, person):
        raise Refused(refusal)
    row = row_of(session, person, "nomination")
    _check_left(session, row.facts, held)
    row.motivation, row.nominated_by, row.endorsement = motivation, by.account_id, ""
    row.nominee_rank = _last_rank(session, by) + 1
    step(row, "nominated", Mover.FOCAL, by=by, held=held)
    return row


def why_no_nominations(session: TrainingSession, held: Terms) -> str:
    """Return the sentence that says why nobody can be nominated now, or ""."""
    if not held.nominate:
        return _("Nobody can be nominated for this training.")
    return why_not_now(session) or why_call_closed(held)


def why_not_them(session: TrainingSession, person: Person) -> str:
    """Return the sentence that says why this person cannot be put forward, or ""."""
    row = own(session, person.id)
    if row is not None and row.state in OPEN and row.state != "invited":
        return _("%(name)s is in this session already.", name=person.display)
    fit = sessions.eligible(session, people.standing(person.id))
    return "" if fit.ok else f"{person.display}: {fit.reason}"


def places_left(session: TrainingSession, held: Terms) -> list[Left]:
    """Return for every quota of a session how many more may be nominated."""
    if held.call is None:
        return []
    facts = db.session.scalars(queries.facts_of_open(session.id)).all()
    allotment = quotas.allotment(held.call, facts)
    used = dict.fromkeys((quota.id for quota in allotment.quotas), 0)
    for each in facts:
        for quota in allotment.counting(each):
            used[quota.id] += 1
    whom = quotas.names(allotment.quotas)
    return [Left(each.id, whom[each.id], each.seats, each.reserve, used[each.id]) for each in allotment.quotas]


def _check_left(session: TrainingSession, facts: RegistrationFact, held: Terms) -> None:
    mine = {quota.id for quota in quotas.allotment(held.call, [facts]).of(facts)}
    for left in places_left(session, held):
        if left.quota_id in mine and left.more < 1:
            raise Refused(
                _(
                    "No more may be nominated for %(whom)s: %(seats)s places and %(reserve)s in reserve are used.",
                    whom=left.whom,
                    seats=left.seats,
                    reserve=left.reserve,
                )
            )


def _last_rank(session: TrainingSession, by: Actor) -> int:
    if by.account_id is None:
        return 0
    return db.session.scalar(queries.last_nominee_rank(session.id, by.account_id)) or 0


def reorder(*, session: TrainingSession, by: Actor, public_ids: list[str]) -> None:
    """Give one's own nominees the order of these ids; who is not named comes after, in the former order."""
    assert by.account_id is not None
    found = db.session.scalars(queries.nominees_of(session.id, by.account_id)).all()
    places = {public_id: place for place, public_id in enumerate(public_ids)}
    ordered = sorted(found, key=lambda row: places.get(row.public_id, len(places)))
    for place, row in enumerate(ordered, 1):
        row.nominee_rank = place
    db.session.flush()


def take_back(*, registration: Registration, by: Actor, reason: str = "") -> None:
    """Withdraw a nominee, whatever came of the nomination; raises Refused as `withdraw` does."""
    withdraw(registration=registration, by=by, reason=reason, mover=Mover.FOCAL)


def substitute(*, registration: Registration, person: Person, by: Actor, reason: str = "") -> Registration:
    """Put a colleague in a nominee's stead: nominated as they were, or offered the seat they held.

    Raises Refused when nobody can come in or the seat cannot be given back any more, or the colleague does not fit.
    """
    session = registration.session
    lock(session)
    db.session.refresh(registration, ["state"])
    held = terms(session)
    if registration.state not in OPEN:
        raise Refused(_("This person is not in the training any more."))
    late = why_no_withdrawal(session, held) if registration.holds_seat else ""
    if refusal := why_not_now(session) or late or why_not_them(session, person):
        raise Refused(refusal)
    after = "offered" if registration.holds_seat else "nominated"
    if after == "offered":
        _check_other_place(session, person)
    step(registration, "withdrawn", Mover.FOCAL, by=by, reason=reason, held=held)
    row = row_of(session, person, "nomination")
    row.nominated_by, row.nominee_rank, row.rank = by.account_id, registration.nominee_rank, registration.rank
    row.substitutes_id = registration.id
    step(row, after, Mover.FOCAL, by=by, reason=reason, held=held)
    promote(session, held)
    return row


def endorse(*, registration: Registration, yes: bool, by: Actor, reason: str = "") -> None:
    """Approve or refuse, for the institution, that somebody comes. Raises Refused when that is not asked."""
    lock(registration.session)
    db.session.refresh(registration, ["state", "endorsement"])
    if registration.endorsement != "asked" or registration.state not in queries.ENDORSED:
        raise Refused(_("No approval is asked for here any more."))
    if yes:
        _go_on(registration, by)
        return
    registration.endorsement = "refused"
    step(registration, "declined", Mover.FOCAL, by=by, reason=reason)


def _go_on(registration: Registration, by: Actor) -> None:
    """Give the place at once where nobody else decides."""
    session = registration.session
    held = terms(session)
    at_once = not held.select and registration.state == "applied"
    if at_once and registration.person is not None:
        _check_other_place(session, registration.person)
    registration.endorsement = "given"
    db.session.flush()
    if not at_once:
        tell_endorsed(registration)
        promote(session, held)
        return
    promote(session, held)
    after = "confirmed" if not _is_full(registration, held) else "waiting"
    step(registration, after, Mover.STAFF, by=by, held=held)


def _check_other_place(session: TrainingSession, person: Person) -> None:
    """Raise Refused as the setting CONFLICTS says; which other training it is stays between person and centre."""
    if why_not_both(session, person.id):
        raise Refused(_("%(name)s has a place in another training at the same time.", name=person.display))


def _is_full(registration: Registration, held: Terms) -> bool:
    if registration.session.free < 1:
        return True
    return not quotas.allotment(held.call, [registration.facts]).has_room(registration.facts)
