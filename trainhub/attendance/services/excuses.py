"""Excuses: asked for in advance, decided by who takes the register, and forgotten some time after the training."""

from dataclasses import dataclass
from datetime import timedelta

from ...kernel import clock, files
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.jobs import Running
from ...kernel.work import Actor
from ...messages import services as messages
from ...registration.models import Registration
from ...sessions import services as sessions
from ...sessions.models import Slot, TrainingSession
from .. import queries
from ..models import Excuse
from .scans import Upload

POLICY = files.FilePolicy("excuses", ("pdf", "jpg", "png"), largest=10 << 10)
KEPT_DAYS = 90  # after the last day of the session: then nobody needs to know why


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: from which slots (public ids) to be excused, why, and a document that shows it."""

    slots: tuple[str, ...]
    reason: str
    upload: Upload | None = None


def slots_to_come(registration: Registration) -> list[Slot]:
    """Return the slots that somebody can still ask to be excused from."""
    return list(db.session.scalars(queries.slots_to_come(registration.session_id, clock.now())))


def ask(*, registration: Registration, command: Asked) -> Excuse:
    """Ask to be excused. Raises Refused without a confirmed place, Invalid by field."""
    if registration.state != "confirmed" or registration.session.state != "published":
        raise Refused(_("Only who has a confirmed place in a training that is to come can be excused."))
    wanted = [slot for slot in slots_to_come(registration) if slot.public_id in command.slots]
    faults = {}
    if not wanted or len(wanted) != len(set(command.slots)):
        faults["slots"] = _("Choose at least one half-day that is to come.")
    if not command.reason.strip():
        faults["reason"] = _("Say why, in a few words.")
    if faults:
        raise Invalid(faults)
    file = None
    if command.upload is not None:
        try:
            file = files.store(command.upload.stream, command.upload.name, POLICY)
        except Invalid as error:
            raise Invalid({"file": str(error)}) from error
    made = Excuse(registration=registration, reason=command.reason.strip()[:2000], file=file, slots=wanted)
    db.session.add(made)
    db.session.flush()
    return made


def asked_by(registration: Registration) -> list[Excuse]:
    """Return what somebody asked for, the newest first."""
    return list(db.session.scalars(queries.excuses_asked_by(registration.id)))


def withdraw(excuse: Excuse) -> None:
    """Take an excuse back that was not decided, or was granted: one comes after all. Raises Refused."""
    db.session.refresh(excuse, ["state"], with_for_update=True)
    if excuse.state not in ("asked", "granted"):
        raise Refused(_("This was decided already."))
    excuse.state = "withdrawn"


def decide(*, excuse: Excuse, granted: bool, answer: str, by: Actor, person_id: int | None = None) -> None:
    """Grant or refuse, and tell who asked; `person_id` is who decides.

    Raises Refused where it was decided, or is one's own; Invalid for a no without a reason.
    """
    if person_id is not None and person_id == excuse.registration.person_id:
        raise Refused(_("Somebody else decides about your own excuse."))
    db.session.refresh(excuse, ["state"], with_for_update=True)
    if excuse.state != "asked":
        raise Refused(_("This was decided already."))
    if not granted and not answer.strip():
        raise Invalid({"answer": _("Say why not: the person reads it.")})
    excuse.state = "granted" if granted else "refused"
    excuse.answer, excuse.decided_at, excuse.decided_by = answer.strip()[:500], clock.now(), by.account_id
    db.session.flush()
    session, person = excuse.registration.session, excuse.registration.person
    if person is not None:
        messages.post(
            f"excuse_{excuse.state}",
            person,
            key=f"excuse:{excuse.public_id}",
            centre_id=session.centre_id,
            session=session,
            topic=sessions.topic(session),
            reason=excuse.answer,
            url=f"/me/excuses/{excuse.registration.public_id}",
        )


def find(session: TrainingSession, public_id: str) -> Excuse:
    """Return an excuse of this session; raises NotFound."""
    found = db.session.scalars(queries.excuse(session.id, public_id)).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def own(registration: Registration, public_id: str) -> Excuse:
    """Return one of somebody's own; raises NotFound."""
    for each in asked_by(registration):
        if each.public_id == public_id:
            return each
    raise NotFound


def excused(slot: Slot) -> set[int]:
    """Return the ids of the registrations that are excused from a slot."""
    return set(db.session.scalars(queries.excused(slot.id)))


def in_slot(slot: Slot) -> list[Excuse]:
    """Return the excuses that count for a slot or wait for an answer."""
    return list(db.session.scalars(queries.excuses_in_slot(slot.id)))


def forget_excuses(running: Running) -> None:
    """The job: what nobody needs to know any more goes; that somebody was excused stays."""
    for row in db.session.scalars(queries.excuses_ended(clock.today() - timedelta(days=KEPT_DAYS))).all():
        file, row.file, row.reason, row.answer = row.file, None, "", ""
        db.session.flush()
        if file is not None:
            files.remove(file)
        running.checkpoint()


def join_excuses(goes: Registration, stays: Registration) -> None:
    """Of two registrations that become one, move what was asked for the one that goes."""
    for row in asked_by(goes):
        row.registration = stays
