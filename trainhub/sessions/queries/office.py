"""What the roster, rooms, formats and projects ask."""

from datetime import date, datetime

from sqlalchemy import (
    Select,
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from ...curriculum.models import Module
from ...people.models import Centre
from ..models import (
    Assignment,
    Donor,
    Format,
    Project,
    ProjectDonor,
    Room,
    RoomClosing,
    SessionProject,
    Slot,
    TrainingSession,
)
from .lists import for_list


def modules() -> Select[Module]:
    return select(Module).order_by(Module.number)


def assignments_of(person_id: int) -> Select[Assignment]:
    """Select a person's parts in delivering sessions."""
    return (
        select(Assignment)
        .where(Assignment.person_id == person_id)
        .options(joinedload(Assignment.session))
        .order_by(Assignment.id)
    )


def taught_by(person_id: int) -> Select[TrainingSession]:
    """Select the sessions a person has a part in, the latest first."""
    mine = select(Assignment.session_id).where(Assignment.person_id == person_id)
    return (
        select(TrainingSession)
        .where(TrainingSession.id.in_(mine))
        .options(*for_list())
        .order_by(TrainingSession.first_day.desc(), TrainingSession.id.desc())
    )


def all_rooms(centres: set[int] | None) -> Select[Room]:
    query = select(Room).order_by(Room.archived_at.is_not(None), Room.id)
    return query if centres is None else query.where(Room.centre_id.in_(sorted(centres)))


def room(public_id: str) -> Select[Room]:
    return select(Room).where(Room.public_id == public_id)


def closings(room_id: int, since: date) -> Select[RoomClosing]:
    """Select the times in which a room is closed that are not over."""
    mine = (RoomClosing.room_id == room_id, RoomClosing.until >= since)
    return select(RoomClosing).where(*mine).order_by(RoomClosing.since, RoomClosing.id)


def closing(public_id: str, room_id: int) -> Select[RoomClosing]:
    return select(RoomClosing).where(RoomClosing.public_id == public_id, RoomClosing.room_id == room_id)


def held_in(room_id: int, first: date, last: date) -> Select[Slot]:
    """Select what is held in a room on the days of a span."""
    return (
        select(Slot)
        .join(Slot.session)
        .where(
            Slot.room_id == room_id,
            Slot.local_date.between(first, last),
            Slot.cancelled_at.is_(None),
            TrainingSession.state != "cancelled",
        )
        .order_by(Slot.utc_start)
    )


def using_room(room_id: int, since: datetime) -> Select[TrainingSession]:
    """Select the sessions with a slot in a room that is not over."""
    there = select(Slot.session_id).where(Slot.room_id == room_id, Slot.utc_end >= since)
    return (
        select(TrainingSession)
        .where(TrainingSession.id.in_(there))
        .order_by(TrainingSession.first_day, TrainingSession.id)
        .options(*for_list())
    )


def formats() -> Select[Format]:
    return select(Format).order_by(Format.archived_at.is_not(None), Format.order, Format.id)


def format_by_key(key: str) -> Select[Format]:
    return select(Format).where(Format.key == key)


def projects(centres: set[int] | None) -> Select[Project]:
    shown = (selectinload(Project.donors).joinedload(ProjectDonor.donor), joinedload(Project.predecessor))
    query = select(Project).options(*shown).order_by(Project.id)
    return query if centres is None else query.where(Project.centre_id.in_(sorted(centres)))


def project(public_id: str) -> Select[Project]:
    return projects(None).where(Project.public_id == public_id)


def following(project_id: int) -> Select[Project]:
    """Select the projects that follow a project."""
    return select(Project).where(Project.predecessor_id == project_id).order_by(Project.starts_on, Project.id)


def paid_by(project_id: int) -> Select[TrainingSession]:
    """Select the sessions a project pays for."""
    paid = select(SessionProject.session_id).where(SessionProject.project_id == project_id)
    return (
        select(TrainingSession)
        .where(TrainingSession.id.in_(paid))
        .options(*for_list())
        .order_by(TrainingSession.first_day, TrainingSession.id)
    )


def donors() -> Select[Donor]:
    return select(Donor).options(joinedload(Donor.organisation)).order_by(Donor.id)


def donor(public_id: str) -> Select[Donor]:
    return donors().where(Donor.public_id == public_id)


def funded_by(donor_id: int, centres: set[int] | None) -> Select[Project]:
    """Select a donor's projects in some centres (None: in all)."""
    given = select(ProjectDonor.project_id).where(ProjectDonor.donor_id == donor_id)
    return projects(centres).where(Project.id.in_(given))


def centres_of(centres: set[int] | None) -> Select[Centre]:
    query = select(Centre).order_by(Centre.id)
    return query if centres is None else query.where(Centre.id.in_(sorted(centres)))
