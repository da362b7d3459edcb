"""Staff decide: about one registration, or about many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language, speaking
from ...kernel.jobs import Running, enqueue
from ...kernel.work import Actor, acting
from ...sessions.models import TrainingSession
from .. import queries
from ..models import HOLDING, Registration
from ..policies import VERBS, Mover
from .choosing import check_reasons
from .clashes import why_not_both
from .steps import check_room, lock, step
from .terms import Terms, terms
from .waiting import promote

AT_ONCE = 20  # decisions about more people than this are made by a job
CHUNK = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision came to: how many were changed, and who was not with the reason."""

    changed: int
    refused: tuple[tuple[str, str], ...] = ()  # name, sentence


def decide(
    *, registrations: Sequence[Registration], verb: str, by: Actor, reason: str = "", missed: str = ""
) -> Outcome:
    """Decide about registrations of one session; seats go in the order given.

    `missed` says why the target share of women is missed, where it is. Of several, those that cannot be changed are
    named in the outcome. Raises Refused when there is only one and it cannot be changed, Invalid for an unknown verb,
    an empty choice, or where the call asks for a reason.
    """
    after = _after(verb, registrations)
    session = registrations[0].session
    lock(session)
    held = terms(session)
    check_reasons(held, registrations, after, reason, missed, by)
    if len(registrations) == 1:
        _move(registrations[0], after, held, by, reason)
        promote(session, held)
        return Outcome(1)
    return _move_all(registrations, after, held, by, reason)


def decide_later(
    *, session: TrainingSession, public_ids: Sequence[str], verb: str, by: Actor, reason: str = "", missed: str = ""
) -> str:
    """Queue a decision about many; return the job's public id. Raises Invalid as `decide` does."""
    after = _after(verb, public_ids)
    chosen = db.session.scalars(queries.picked(session.id, public_ids)).unique().all()
    check_reasons(terms(session), chosen, after, reason, missed, by)
    job = enqueue(
        "registration.decide",
        account_id=by.account_id,
        session_id=session.id,
        public_ids=list(public_ids),
        verb=verb,
        reason=reason,
        actor=by.name,
        spoken=language(),
    )
    assert job is not None
    return job


def run_decision(
    running: Running, session_id: int, public_ids: list[str], verb: str, reason: str, actor: str, spoken: str = ""
) -> None:
    """Decide in parts, so that others may register meanwhile; who could not be changed is said beside the progress.

    Reasons were checked for the whole choice when it was queued. Doing it again skips who was decided already.
    """
    by, said = Actor(running.account_id, actor), list[str]()
    for start in range(0, len(public_ids), CHUNK):
        with acting(by), speaking(spoken or language()):
            found = db.session.scalars(queries.picked(session_id, public_ids[start : start + CHUNK])).unique().all()
            for name, why in _decide_part(found, VERBS[verb], by, reason).refused:
                said.append(_("%(name)s stays as before. %(why)s", name=name, why=why))
        running.say(said)
        running.checkpoint(min(start + CHUNK, len(public_ids)), len(public_ids))


def _decide_part(found: Sequence[Registration], after: str, by: Actor, reason: str) -> Outcome:
    """Change those of a part who are not where they should be yet."""
    if not found:
        return Outcome(0)
    session = found[0].session
    lock(session)
    return _move_all([each for each in found if each.state != after], after, terms(session), by, reason)


def _move_all(registrations: Sequence[Registration], after: str, held: Terms, by: Actor, reason: str) -> Outcome:
    """Change registrations of one session, under its lock, and note who could not be."""
    refused: list[tuple[str, str]] = []
    for registration in registrations:
        try:
            _move(registration, after, held, by, reason)
        except Refused as error:
            refused.append((str(registration), str(error)))
    if registrations:
        promote(registrations[0].session, held)
    return Outcome(len(registrations) - len(refused), tuple(refused))


def _move(registration: Registration, after: str, held: Terms, by: Actor, reason: str) -> None:
    db.session.refresh(registration, ["state", "endorsement"])
    _check_approved(registration, after)
    _check_line(registration, after, held)
    _check_other_place(registration, after)
    step(registration, after, Mover.STAFF, by=by, reason=reason, held=held)


def _check_line(registration: Registration, after: str, held: Terms) -> None:
    """Nobody waits while a place is free for them: the rule people read would be broken."""
    if after != "waiting":
        return
    try:
        check_room(registration, held)
    except Refused:
        return
    raise Refused(_("A place is free. Offer it to this person, or decline."))


def _check_approved(registration: Registration, after: str) -> None:
    """Give no place before the institution has said yes where it is asked."""
    if after in HOLDING and registration.endorsement == "asked":
        raise Refused(_("The institution has not approved yet."))


def _check_other_place(registration: Registration, after: str) -> None:
    """Give no second place at the same time where the setting says so."""
    both = after in HOLDING and registration.person_id and why_not_both(registration.session, registration.person_id)
    if both:
        raise Refused(both)


def _after(verb: str, chosen: Sequence[object]) -> str:
    if verb not in VERBS:
        raise Invalid(_("Choose what to do with these people."))
    if not chosen:
        raise Invalid(_("Tick the people first."))
    return VERBS[verb]
