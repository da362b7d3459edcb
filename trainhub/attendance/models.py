"""Tables of attendance: what a mark may say, a mark per person and slot, the register that was saved, what devices
brought that were away from the network, sign-in sheets and their scans."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.files import File
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ..registration.models import Registration
from ..sessions.models import Slot, TrainingSession

# The five of every installation, and what any other one may count as
STATUSES: dict[str, str] = {
    "present": _l("Present"),
    "late": _l("Late"),
    "left_early": _l("Left early"),
    "excused": _l("Excused"),
    "absent": _l("Absent"),
}
ATTENDED = ("present", "late", "left_early")
CLOSING = "closing"  # source of marks that nobody made by hand: who was unmarked when the register was closed
CONFLICT_STATES: dict[str, str] = {
    "open": _l("To be decided"),
    "kept": _l("The mark of the register was kept"),
    "taken": _l("The mark of the other device was taken"),
}


class Status(Audited, Model):
    """One word that a mark may say, from a list that staff may extend; `counts` is what it means for hours."""

    audit_name = _l("Attendance status")
    __tablename__ = "attendance_status"
    __table_args__ = (
        CheckConstraint("counts IN ('present', 'late', 'left_early', 'excused', 'absent')", name="counts"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    counts: Mapped[str] = mapped_column(String(12), info={"label": _l("Counts as"), "words": STATUSES})
    order: Mapped[int] = mapped_column(default=100)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("No longer used since")})

    @property
    def built_in(self) -> bool:
        return self.key in STATUSES

    def __str__(self) -> str:
        return str(self.title)


class Register(Audited, Model):
    """That the register of a slot was taken: from then on everybody on it without a mark was present."""

    __tablename__ = "attendance_register"
    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), unique=True)
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    account_id: Mapped[int | None]
    slot: Mapped[Slot] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.slot.session_id if self.slot else None


class Attendance(Audited, Model):
    """One person in one slot: how, and for how many minutes. `version` rises with each change, so that a device that
    was away can say which state it saw."""

    audit_name = _l("Attendance")
    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("registration_id", "slot_id"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    status: Mapped[str] = mapped_column(
        String(12), ForeignKey("attendance_status.key"), info={"label": _l("Attendance")}
    )
    minutes: Mapped[int] = mapped_column(info={"label": _l("Minutes")})
    source: Mapped[str] = mapped_column(String(20), default="trainer")
    comment: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Comment"), "secret": True})
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    made_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"derived": True})  # by the device's clock
    version: Mapped[int] = mapped_column(default=1, server_default="1", info={"derived": True})
    registration: Mapped[Registration] = relationship()
    slot: Mapped[Slot] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.slot.session_id if self.slot else None

    def __str__(self) -> str:
        return f"{self.registration}, {self.slot}" if self.registration and self.slot else ""


class SignInSheet(HasPublicId, Audited, Model):
    """A sign-in sheet as it was printed: for which half-days, and with whom on it, in their order."""

    audit_name: ClassVar[str] = _l("Sign-in sheet")
    __tablename__ = "sign_in_sheet"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    day: Mapped[date | None] = mapped_column(info={"label": _l("Day")})  # None: the whole session
    slots: Mapped[list[str]] = mapped_column(JSON, default=list, info={"derived": True})  # public ids
    people: Mapped[list[int]] = mapped_column(JSON, default=list, info={"derived": True})  # registrations
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Languages")})
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200), default="", info={"derived": True})
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    session: Mapped[TrainingSession] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return its public id as it stands on the paper."""
        capitals = (self.public_id or "").upper()
        return "-".join(capitals[start : start + 4] for start in range(0, len(capitals), 4))


class SheetScan(HasPublicId, Audited, Model):
    """A signed sheet as a picture or PDF: evidence for the half-days of a sheet, or for one half-day."""

    audit_name: ClassVar[str] = _l("Scan of a sign-in sheet")
    __tablename__ = "sheet_scan"
    __table_args__ = (CheckConstraint("sheet_id IS NOT NULL OR slot_id IS NOT NULL", name="of_something"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sign_in_sheet.id"), info={"label": _l("Sheet")})
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"), index=True, info={"label": _l("Half-day")})
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), info={"label": _l("File")})
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200), default="", info={"derived": True})
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    session: Mapped[TrainingSession] = relationship()
    sheet: Mapped[SignInSheet | None] = relationship()
    slot: Mapped[Slot | None] = relationship()
    file: Mapped[File] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return self.file.name if self.file else ""


class SelfCheckIn(Audited, Model):
    """That people may check themselves in to the slots of a session, and from when to when. No row: they may not."""

    audit_name: ClassVar[str] = _l("Self check-in")
    __tablename__ = "self_check_in"
    __table_args__ = (CheckConstraint("before >= 0 AND (after IS NULL OR after >= 0)", name="window"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"), unique=True)
    before: Mapped[int] = mapped_column(default=15, info={"label": _l("Minutes before the beginning")})
    after: Mapped[int | None] = mapped_column(info={"label": _l("Minutes after the beginning")})  # None: to the end
    session: Mapped[TrainingSession] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return str(_l("Self check-in"))


class Conflict(HasPublicId, Audited, Model):
    """Two marks of one person in one slot that were made without knowing of each other: what stood in the register, and
    what a device brought later. A person decides; until then the register's holds."""

    audit_name = _l("Two marks")
    __tablename__ = "attendance_conflict"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'kept', 'taken')", name="state"),
        Index(None, "slot_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    held_status: Mapped[str] = mapped_column(String(12), ForeignKey("attendance_status.key"))
    held_minutes: Mapped[int]
    held_comment: Mapped[str] = mapped_column(String(300), default="", info={"secret": True})
    held_by: Mapped[int | None]  # an account
    held_at: Mapped[datetime] = mapped_column(UTCDateTime)
    status: Mapped[str] = mapped_column(
        String(12), ForeignKey("attendance_status.key"), info={"label": _l("The other mark")}
    )
    minutes: Mapped[int] = mapped_column(info={"label": _l("Minutes")})
    missed: Mapped[int] = mapped_column(default=0)
    comment: Mapped[str] = mapped_column(String(300), default="", info={"secret": True})
    account_id: Mapped[int | None]
    made_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    state: Mapped[str] = mapped_column(String(8), default="open", info={"label": _l("State"), "words": CONFLICT_STATES})
    decided_by: Mapped[int | None]  # an account
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    registration: Mapped[Registration] = relationship()
    slot: Mapped[Slot] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.slot.session_id if self.slot else None

    def __str__(self) -> str:
        return f"{self.registration}, {self.slot}" if self.registration and self.slot else ""


class Sync(Model):
    """That a mark of a device was received, by the id the device gave it: whoever sends it again changes nothing."""

    __tablename__ = "attendance_sync"
    __table_args__ = (CheckConstraint("outcome IN ('applied', 'same', 'conflict')", name="outcome"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    account_id: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]  # of the mark, once this was done
    conflict_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_conflict.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
    conflict: Mapped[Conflict | None] = relationship()


EXCUSE_STATES: dict[str, str] = {
    "asked": _l("Asked"),
    "granted": _l("Granted"),
    "refused": _l("Refused"),
    "withdrawn": _l("Taken back"),
}


class Excuse(HasPublicId, Audited, Model):
    """That somebody asked in advance not to come to some slots, why, and what was decided."""

    audit_name: ClassVar[str] = _l("Excuse")
    __tablename__ = "excuse"
    __table_args__ = (CheckConstraint("state IN ('asked', 'granted', 'refused', 'withdrawn')", name="state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, info={"label": _l("Reason"), "secret": True})
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), info={"label": _l("Document")})
    state: Mapped[str] = mapped_column(String(10), default="asked", info={"label": _l("State"), "words": EXCUSE_STATES})
    answer: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Answer"), "secret": True})
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[int | None]  # an account
    registration: Mapped[Registration] = relationship()
    file: Mapped[File | None] = relationship()
    slots: Mapped[list[Slot]] = relationship(secondary="excuse_slot", order_by=lambda: (Slot.utc_start, Slot.id))

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.registration.session_id if self.registration else None

    def __str__(self) -> str:
        return str(self.registration) if self.registration else ""


class ExcuseSlot(Model):
    """A slot that an excuse is about."""

    __tablename__ = "excuse_slot"
    excuse_id: Mapped[int] = mapped_column(ForeignKey("excuse.id", ondelete="CASCADE"), primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True, index=True)
