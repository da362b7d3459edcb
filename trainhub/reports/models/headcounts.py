"""People counted by heads, without accounts: at information sessions and briefings (R-109, R-204)."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, UTCDateTime
from ...sessions.models import TrainingSession

HEADS: dict[str, str] = {  # who came, as whoever counted them saw it; the order is that of lists
    "departing": _l("People about to leave for abroad"),
    "abroad": _l("People who live or work abroad"),
    "arrived": _l("People who came from abroad"),
    "returned": _l("People who came back"),
    "families": _l("Families of migrants"),
    "young": _l("Young people"),
    "associations": _l("Associations and civil society"),
    "press": _l("Press and media"),
    "officials": _l("Officials"),
    "others": _l("Others"),
}
HEAD_GENDERS: dict[str, str] = {"f": _l("Women"), "m": _l("Men"), "other": _l("Other"), "": _l("Not stated")}


class Headcount(HasPublicId, Audited, Model):
    """So many people of one kind at one session, as somebody reported. Never added to persons."""

    __tablename__ = "headcount"
    audit_name: ClassVar[str] = _l("Head-count")
    __table_args__ = (CheckConstraint("number > 0", name="number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    heads: Mapped[str] = mapped_column(
        String(20), default="", info={"label": _l("Who they were"), "words": HEADS}
    )  # "" not stated
    gender: Mapped[str] = mapped_column(String(20), default="", info={"label": _l("Gender"), "words": HEAD_GENDERS})
    number: Mapped[int] = mapped_column(info={"label": _l("Number")})
    reported_by: Mapped[str] = mapped_column(String(200), info={"label": _l("Reported by")})
    reported_on: Mapped[date] = mapped_column(info={"label": _l("Reported on")})
    note: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Note")})
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Taken out")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    session: Mapped[TrainingSession] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return str(self.number)
