"""Tables of attendance: a mark per person and slot, and the register that was saved."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import UTCDateTime
from ..registration.models import Registration
from ..sessions.models import Slot

STATUSES: dict[str, str] = {
    "present": _l("Present"),
    "late": _l("Late"),
    "left_early": _l("Left early"),
    "excused": _l("Excused"),
    "absent": _l("Absent"),
}
ATTENDED = ("present", "late", "left_early")


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
    """One person in one slot: how, and for how many minutes."""

    audit_name = _l("Attendance")
    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("registration_id", "slot_id"),
        CheckConstraint("status IN ('present', 'late', 'left_early', 'excused', 'absent')", name="status"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    status: Mapped[str] = mapped_column(String(12), info={"label": _l("Attendance"), "words": STATUSES})
    minutes: Mapped[int] = mapped_column(info={"label": _l("Minutes")})
    source: Mapped[str] = mapped_column(String(20), default="trainer")
    comment: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Comment"), "secret": True})
    account_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    registration: Mapped[Registration] = relationship()
    slot: Mapped[Slot] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.slot.session_id if self.slot else None

    def __str__(self) -> str:
        return f"{self.registration}, {self.slot}" if self.registration and self.slot else ""
