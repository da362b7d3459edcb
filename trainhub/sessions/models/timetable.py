"""Rooms, slots and parts: when, where and what."""

import uuid
from datetime import date, datetime, time
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...curriculum.models import Activity
from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime

if TYPE_CHECKING:
    from .delivery import TrainingSession


def new_uid() -> str:
    """Return the name of a slot in the world's calendars; it never changes (RFC 5545, UID)."""
    return f"{uuid.uuid4()}@trainhub"


class Room(HasPublicId, Audited, Model):
    """A room of a centre."""

    __tablename__ = "room"
    audit_name: ClassVar[str] = _l("Room")
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Name")})
    seats: Mapped[int] = mapped_column(info={"label": _l("Seats")})
    equipment: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Equipment")})
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closings: Mapped[list["RoomClosing"]] = relationship(
        back_populates="room", order_by="(RoomClosing.since, RoomClosing.id)"
    )

    def __str__(self) -> str:
        return str(self.title)


class RoomClosing(HasPublicId, Audited, Model):
    """Days on which a room cannot be used: repairs, another house's event."""

    __tablename__ = "room_closing"
    audit_name: ClassVar[str] = _l("Room closed")
    __table_args__ = (CheckConstraint("since <= until", name="order"), Index(None, "room_id", "until"))
    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    since: Mapped[date] = mapped_column(info={"label": _l("First day")})
    until: Mapped[date] = mapped_column(info={"label": _l("Last day")})
    note: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Why")})
    room: Mapped[Room] = relationship(back_populates="closings")

    def audit_subject(self) -> tuple[str, int | None]:
        return "room", self.room_id


class Part(Audited, Model):
    """One item of a session's agenda, with its own lead, activity or recommendation, and outcome note (R-075)."""

    __tablename__ = "session_part"
    audit_name: ClassVar[str] = _l("Part")
    __table_args__ = (UniqueConstraint("session_id", "no"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    no: Mapped[int]
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), info={"label": _l("Activity")})
    recommendation: Mapped[str] = mapped_column(String(20), default="", info={"label": _l("Recommendation")})
    lead: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Lead")})
    outcome: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Outcome")})
    activity: Mapped[Activity | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return str(self.title)


class Slot(HasPublicId, Audited, Model):
    """One half-day or block: edited in place and cancelled, never deleted, because calendars know its UID.

    Local date, times and zone are what was agreed; utc_start and utc_end follow from them.
    """

    __tablename__ = "slot"
    audit_name: ClassVar[str] = _l("Slot")
    __table_args__ = (
        CheckConstraint("local_end > local_start", name="ends_after_start"),
        Index(None, "room_id", "utc_start"),
        Index(None, "session_id", "utc_start"),
        Index(None, "utc_start"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(80), unique=True, default=new_uid)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    local_date: Mapped[date] = mapped_column(info={"label": _l("Date")})
    local_start: Mapped[time] = mapped_column(info={"label": _l("Start")})
    local_end: Mapped[time] = mapped_column(info={"label": _l("End")})
    zone: Mapped[str] = mapped_column(String(40), info={"label": _l("Time zone")})
    utc_start: Mapped[datetime] = mapped_column(UTCDateTime, info={"derived": True})
    utc_end: Mapped[datetime] = mapped_column(UTCDateTime, info={"derived": True})
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), info={"label": _l("Room")})
    online: Mapped[bool] = mapped_column(default=False, info={"label": _l("Online")})
    topic: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Topic")})
    part_id: Mapped[int | None] = mapped_column(
        ForeignKey("session_part.id", ondelete="SET NULL"), info={"label": _l("Part")}
    )
    sequence: Mapped[int] = mapped_column(default=0)  # RFC 5545: rises when calendars must take notice
    modified_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, info={"derived": True})
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Cancelled")})
    vevent: Mapped[str] = mapped_column(
        Text, default="", info={"derived": True}
    )  # its public VEVENT, written when it changes
    session: Mapped["TrainingSession"] = relationship(back_populates="slots")
    room: Mapped[Room | None] = relationship()
    part: Mapped[Part | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return f"{self.local_date.isoformat()} {self.local_start:%H:%M}–{self.local_end:%H:%M}"

    @property
    def hours(self) -> float:
        return (self.utc_end - self.utc_start).total_seconds() / 3600

    @property
    def half(self) -> int:
        """Return 0 for a slot that begins before 13:00, else 1: its cell in the slot strip."""
        return int(self.local_start.hour >= 13)
