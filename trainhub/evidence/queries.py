"""What is asked of the tables for a pack, and of the packs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from ..attendance.models import Attendance
from ..certificates.models import Certificate
from ..kernel.jobs import JobRow
from ..people.models import Person
from ..registration.models import Registration, RegistrationFact
from ..sessions.models import Assignment, Part, Room, Slot, TrainingSession
from .models import EvidencePack


def session(number: int) -> Select[TrainingSession]:
    return select(TrainingSession).where(TrainingSession.id == number).options(joinedload(TrainingSession.centre))


def slots(session_id: int) -> Select[Slot]:
    """Select all slots of a session, cancelled ones too, in order of time."""
    whole = (joinedload(Slot.room).load_only(Room.title), joinedload(Slot.part))
    return select(Slot).where(Slot.session_id == session_id).options(*whole).order_by(Slot.utc_start, Slot.id)


def parts(session_id: int) -> Select[Part]:
    return select(Part).where(Part.session_id == session_id).options(joinedload(Part.activity)).order_by(Part.no)


def assignments(session_id: int) -> Select[Assignment]:
    query = select(Assignment).where(Assignment.session_id == session_id).order_by(Assignment.role, Assignment.id)
    return query.options(joinedload(Assignment.person))


def registrations(session_id: int) -> Select[Registration]:
    """Select everybody who ever had a row in a session, by name."""
    facts = joinedload(Registration.facts).joinedload(RegistrationFact.organisation)
    return (
        select(Registration)
        .where(Registration.session_id == session_id)
        .outerjoin(Registration.person)
        .options(joinedload(Registration.person), facts)
        .order_by(Person.search, Registration.id)
    )


def marks(session_id: int) -> Select[Attendance]:
    """Select every mark of a session, by name and time."""
    return (
        select(Attendance)
        .join(Attendance.slot)
        .join(Attendance.registration)
        .outerjoin(Registration.person)
        .where(Slot.session_id == session_id)
        .options(joinedload(Attendance.slot), joinedload(Attendance.registration).joinedload(Registration.person))
        .order_by(Person.search, Registration.id, Slot.utc_start)
    )


def certificates(session_id: int) -> Select[Certificate]:
    """Select every certificate of a session, revoked ones too."""
    whole = (joinedload(Certificate.of_kind), joinedload(Certificate.centre))
    return select(Certificate).where(Certificate.session_id == session_id).options(*whole).order_by(Certificate.number)


def packs(session_id: int) -> Select[EvidencePack]:
    """Select the packs of a session, the newest first."""
    query = select(EvidencePack).where(EvidencePack.session_id == session_id)
    return query.options(joinedload(EvidencePack.file)).order_by(EvidencePack.made_at.desc(), EvidencePack.id.desc())


def pack(session_id: int, public_id: str) -> Select[EvidencePack]:
    return packs(session_id).where(EvidencePack.public_id == public_id)


def job(name: str, session_id: int) -> Select[JobRow]:
    """Select the work on a session's pack that waits, runs or was given up; the last one."""
    here = (JobRow.name == name, JobRow.args["session_id"].as_integer() == session_id)
    open_ = JobRow.state.in_(("queued", "running", "dead"))
    return select(JobRow).where(*here, open_).order_by(JobRow.id.desc()).limit(1)


def kept_since_before(moment: datetime) -> Select[EvidencePack]:
    """Select the packs whose file has been kept since before a moment."""
    return _kept().where(EvidencePack.made_at < moment)


def naming(person_id: int) -> Select[EvidencePack]:
    """Select the packs with a file of the sessions that a person has, or had, to do with."""
    here = select(Registration.session_id).where(Registration.person_id == person_id)
    taught = select(Assignment.session_id).where(Assignment.person_id == person_id)
    return _kept().where(or_(EvidencePack.session_id.in_(here), EvidencePack.session_id.in_(taught)))


def _kept() -> Select[EvidencePack]:
    kept: Any = EvidencePack.file_id.is_not(None)
    return select(EvidencePack).where(kept).options(joinedload(EvidencePack.file))
