"""What is asked of sign-in sheets, their scans, and codes."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from ...people.models import Affiliation, Person
from ...registration.models import Registration
from ...sessions.models import Assignment, Slot, TrainingSession
from ..models import Attendance, SheetScan, SignInSheet
from .rows import on_register


def coded(session_id: int) -> Select[int, str]:
    """Select every row of a session, in the order they were made, whatever became of it: no code is given twice."""
    return (
        select(Registration.id, Registration.public_id)
        .where(Registration.session_id == session_id)
        .order_by(Registration.id)
    )


def some_on_register(session_id: int, registration_ids: Collection[int]) -> Select[Registration]:
    return on_register(session_id).where(Registration.id.in_(registration_ids))


def team(session_id: int) -> Select[Assignment]:
    """Select who delivers a session, with their persons and where these work."""
    return (
        select(Assignment)
        .where(Assignment.session_id == session_id, Assignment.state == "accepted")
        .options(
            joinedload(Assignment.person).selectinload(Person.affiliations).joinedload(Affiliation.organisation),
        )
        .order_by(Assignment.id)
    )


def sheets_of(session_id: int) -> Select[SignInSheet]:
    return (
        select(SignInSheet)
        .where(SignInSheet.session_id == session_id)
        .order_by(SignInSheet.made_at.desc(), SignInSheet.id.desc())
    )


def sheet(public_id: str) -> Select[SignInSheet]:
    return select(SignInSheet).where(SignInSheet.public_id == public_id).options(joinedload(SignInSheet.session))


def scans_of(session_id: int) -> Select[SheetScan]:
    """Select the scans of a session, the newest first."""
    return (
        select(SheetScan)
        .join(SheetScan.file)
        .where(SheetScan.session_id == session_id)
        .options(contains_eager(SheetScan.file), joinedload(SheetScan.sheet), joinedload(SheetScan.slot))
        .order_by(SheetScan.at.desc(), SheetScan.id.desc())
    )


def scans_ended(before: date) -> Select[SheetScan]:
    """Select the scans of sessions whose last day was before a day."""
    return (
        select(SheetScan)
        .join(SheetScan.session)
        .join(SheetScan.file)
        .where(TrainingSession.last_day < before)
        .options(contains_eager(SheetScan.file))
    )


def marks_from(slot_id: int, source: str, most: int) -> Select[Attendance]:
    """Select the last marks of a slot that came from one source, the newest first."""
    return (
        select(Attendance)
        .where(Attendance.slot_id == slot_id, Attendance.source == source)
        .options(joinedload(Attendance.registration).joinedload(Registration.person))
        .order_by(Attendance.at.desc(), Attendance.id.desc())
        .limit(most)
    )


def slots_named(session_id: int, public_ids: Collection[str]) -> Select[Slot]:
    return (
        select(Slot)
        .where(Slot.session_id == session_id, Slot.public_id.in_(public_ids))
        .order_by(Slot.utc_start, Slot.id)
    )
