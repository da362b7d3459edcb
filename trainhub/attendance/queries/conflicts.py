"""What is asked of marks that devices brought, and of those that do not agree."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Select, delete, func, select
from sqlalchemy.orm import joinedload

from ...accounts.models import Account
from ...kernel.audit import AuditEntry
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from ..models import Attendance, Conflict, Sync


def open_conflicts(slot_id: int) -> Select[Conflict]:
    return select(Conflict).where(Conflict.slot_id == slot_id, Conflict.state == "open").order_by(Conflict.id)


def conflicts_of(slot_id: int, registration_id: int) -> Select[Conflict]:
    """Select all that was ever brought against a mark, the newest first."""
    return (
        select(Conflict)
        .where(Conflict.slot_id == slot_id, Conflict.registration_id == registration_id)
        .order_by(Conflict.id.desc())
    )


def conflict(slot_id: int, public_id: str) -> Select[Conflict]:
    return select(Conflict).where(Conflict.slot_id == slot_id, Conflict.public_id == public_id)


def undecided(session_id: int) -> Select[int, int]:
    """Select slot id and how many marks of it are to be decided."""
    return (
        select(Conflict.slot_id, func.count())
        .join(Slot, Slot.id == Conflict.slot_id)
        .where(Slot.session_id == session_id, Conflict.state == "open")
        .group_by(Conflict.slot_id)
    )


def syncs(uuids: Collection[str]) -> Select[Sync]:
    return select(Sync).where(Sync.uuid.in_(sorted(uuids))).options(joinedload(Sync.conflict))


def old_syncs(before: datetime) -> Delete:
    return delete(Sync).where(Sync.at < before)


def brought_for(kind: type[Any], registration_id: int) -> Select[Any]:
    return select(kind).where(kind.registration_id == registration_id)


def conflicts_of_person(person_id: int) -> Select[Conflict]:
    """Select all that devices brought about a person against marks, with slot and session."""
    session = joinedload(Conflict.slot).joinedload(Slot.session)
    return (
        select(Conflict)
        .join(Conflict.registration)
        .where(Registration.person_id == person_id)
        .options(session, session.selectinload(TrainingSession.audience))
        .order_by(Conflict.id)
    )


def names(account_ids: Collection[int]) -> Select[int, str]:
    """Select account id and the name of whose it is."""
    return (
        select(Account.id, Person.display)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id.in_(sorted(account_ids)))
    )


def changes(session_id: int, mark: Attendance) -> Select[AuditEntry]:
    """Select what the log says of one mark, the newest first."""
    return (
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == "training_session",
            AuditEntry.subject_id == session_id,
            AuditEntry.kind == Attendance.__tablename__,
            AuditEntry.row_id == mark.id,
        )
        .order_by(AuditEntry.id.desc())
    )
