"""Rooms of a centre."""

from dataclasses import dataclass
from datetime import date

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...web.access import Viewer
from .. import policies, queries
from ..models import Room, RoomClosing
from .keeping import renew

LONGEST_CLOSING = 366  # days


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """What staff say of a room."""

    centre_id: int
    title: Texts
    seats: int
    equipment: str = ""
    archived: bool = False


def find_room(public_id: str, who: Viewer) -> Room:
    """Return a room of a centre whose staff the viewer is; raises NotFound."""
    room = db.session.scalar(queries.room(public_id))
    if room is None or not who.may(policies.EDIT, centre_id=room.centre_id):
        raise NotFound
    return room


def save_room(plan: RoomPlan, room: Room | None = None) -> Room:
    """Add a room or change one; calendars hear of a new name. Raises Invalid under the plan's fields."""
    wrong: dict[str, str] = {}
    if not plan.title:
        wrong["title"] = _("The room needs a name.")
    if plan.seats < 1:
        wrong["seats"] = _("A room seats one person at least.")
    if wrong:
        raise Invalid(wrong)
    if room is None:
        room = Room(centre_id=plan.centre_id)
        db.session.add(room)
    room.title, room.seats, room.equipment = plan.title, plan.seats, plan.equipment
    room.archived_at = (room.archived_at or clock.now()) if plan.archived else None
    db.session.flush()
    for session in db.session.scalars(queries.using_room(room.id, clock.now())).unique():
        renew(session)
    db.session.flush()
    return room


# --- closed for a time ----------------------------------------------------------------------------------


def closings(room: Room) -> list[RoomClosing]:
    """Return the times in which a room is closed that are not over."""
    return list(db.session.scalars(queries.closings(room.id, clock.today())))


def close_room(*, room: Room, since: date, until: date, note: str = "") -> tuple[RoomClosing, int]:
    """Close a room for some days; return also how many sessions were to be held there. Raises Invalid."""
    if until < since:
        raise Invalid({"until": _("The last day is before the first.")})
    if (until - since).days > LONGEST_CLOSING:
        raise Invalid({"until": _("This is longer than a year. Say that the room is no longer used instead.")})
    row = RoomClosing(room=room, since=since, until=until, note=note.strip())
    db.session.add(row)
    db.session.flush()
    held = {slot.session_id for slot in db.session.scalars(queries.held_in(room.id, since, until))}
    return row, len(held)


def open_room(*, room: Room, public_id: str) -> None:
    """Take back that a room is closed; raises NotFound."""
    row = db.session.scalar(queries.closing(public_id, room.id))
    if row is None:
        raise NotFound
    db.session.delete(row)
    db.session.flush()
