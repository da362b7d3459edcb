"""Trainers are asked for a session; they accept or decline. Only who has accepted has a part in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...messages.models import Message
from ...messages.services import post, withdraw
from ...sessions.models import Assignment, TrainingSession
from ...sessions.services import Group, keep, topic
from .. import queries
from . import entries, links, mails


@dataclass(frozen=True, slots=True)
class Request:
    """Whom to ask for what, and a word to that person."""

    person: str  # public id
    role: str = "trainer"
    note: str = ""


def parts_of(session: TrainingSession) -> list[Assignment]:
    """Return everybody who has a part in a session, was asked, or declined."""
    return list(db.session.scalars(queries.parts_of(session.id)))


def ask(*, session: TrainingSession, request: Request, account_id: int | None = None) -> Assignment:
    """Ask somebody of the roster for a session and write to that person.

    Raises Invalid on `person`, Refused for a session that is over or cancelled.
    """
    _check_open(session)
    expert = db.session.scalars(queries.expert(request.person)).unique().one_or_none()
    if expert is None:
        raise Invalid({"person": _("Choose somebody of the roster.")})
    part = db.session.scalar(queries.part_of(session.id, request.person, request.role))
    if part is not None and part.state != "declined":
        name, given = expert.person.display, part.state == "accepted"
        told = _("%(person)s has this part already.", person=name) if given else ""
        raise Invalid({"person": told or _("%(person)s was asked already.", person=name)})
    if part is None:
        part = Assignment(session_id=session.id, person_id=expert.person_id, role=request.role, state="asked")
        db.session.add(part)
    part.state, part.note, part.reason = "asked", request.note.strip(), ""
    part.asked_at, part.account_id, part.answered_at = clock.now(), account_id, None
    db.session.flush()
    db.session.expire(session, ["requests", "assignments"])
    _write(part, "trainer_asked", "asked")
    return part


def answer(*, part: Assignment, accept: bool, reason: str = "", conduct: bool = False) -> None:
    """Accept or decline; raises Refused once answered or too late, Invalid on `reason` and `conduct`."""
    if part.state != "asked":
        raise Refused(_("This was answered already. Write to the centre if it has changed."))
    _check_open(part.session)
    if accept and part.expert is not None and not entries.agreed(part.expert):
        if not conduct:
            raise Invalid({"conduct": _("Trainers agree to the code of conduct before they teach.")})
        entries.agree_to_conduct(part.expert)
    if not accept and not reason.strip():
        raise Invalid({"reason": _("Say why in a few words, so that the centre can ask again or ask others.")})
    part.state = "accepted" if accept else "declined"
    part.reason, part.answered_at = reason.strip(), clock.now()
    db.session.flush()
    db.session.expire(part.session, ["requests", "assignments"])
    if accept:
        keep(part.session)
    withdraw(f"trainer_reminder:{part.id}:")
    _tell_centre(part)


def take_back(session: TrainingSession, person: str, role: str) -> None:
    """Take a request back, and say so if it was not answered; raises NotFound where nobody was asked."""
    part = db.session.scalar(queries.part_of(session.id, person, role))
    if part is None or part.state == "accepted":
        raise NotFound
    if part.state == "asked":
        withdraw(f"trainer_reminder:{part.id}:")
        withdraw(f"trainer_asked:{part.id}:")
        _write(part, "trainer_not_needed", "not_needed")
    db.session.delete(part)
    db.session.flush()
    db.session.expire(session, ["requests"])


def concerned(session: TrainingSession) -> Iterable[Group]:
    """Name those who were asked and have not answered: they hear when a session is moved or cancelled."""
    return [Group(_("Asked to teach"), tuple(part.person for part in session.requests if part.state == "asked"))]


def still_true(_message: Message, argument: str) -> str:
    """Say why a mail to somebody who is asked is no longer true: `argument` is the request and its state."""
    number, _colon, state = argument.partition(":")
    part = db.session.get(Assignment, int(number))
    if part is None:
        return _("The request was taken back.")
    if part.state != state:
        return _("This was answered already.")
    try:
        _check_open(part.session)
    except Refused as error:
        return str(error)
    return ""


def _check_open(session: TrainingSession) -> None:
    if session.state not in {"draft", "published"}:
        raise Refused(_("This session is completed or cancelled already."))
    if session.last_day is not None and session.last_day < clock.today(session.zone):
        raise Refused(_("This session is over."))


def _write(part: Assignment, kind: str, word: str) -> None:
    asked = part.asked_at or part.created_at
    post(
        kind,
        part.person,
        key=f"trainer_{word}:{part.id}:{asked:%Y%m%d%H%M%S}",
        centre_id=part.session.centre_id,
        topic=topic(part.session),
        check="" if word == "not_needed" else f"request:{part.id}:asked",
        session=part.session,
        task=mails.task_of(part),
        note=part.note,
        url=links.url_of(part),
    )


def _tell_centre(part: Assignment) -> None:
    """Write to the centre, in the language of whoever asked."""
    asker = db.session.scalar(queries.person_of_account(part.account_id)) if part.account_id else None
    if asker is None:
        return
    answer, outcome = mails.answer_of(part)
    post(
        "trainer_answered",
        asker,
        key=f"trainer_answered:{part.id}:{clock.now():%Y%m%d%H%M%S}",
        centre_id=part.session.centre_id,
        address=part.session.centre.email,
        topic=topic(part.session),
        session=part.session,
        answer=answer,
        outcome=outcome,
        reason=part.reason,
        url=f"/sessions/{part.session.slug}/trainers/",
    )
