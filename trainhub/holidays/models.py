"""Public holidays as the library knows them, and decisions that add, move or cancel one."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, Texts, Translated, UTCDateTime

KINDS: dict[str, str] = {
    "added": _l("Day off added"),
    "moved": _l("Holiday moved"),
    "cancelled": _l("Holiday cancelled"),
}


class Holiday(Model):
    """A public holiday as the library has it; all of a country's year are filled in together, and never changed."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("country_code", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"))
    day: Mapped[date]
    title: Mapped[Texts] = mapped_column(Translated)
    estimated: Mapped[bool] = mapped_column(default=False)  # it follows the moon


class HolidayYear(Model):
    """That the holidays of a year were filled in, and by which version of the library."""

    __tablename__ = "holiday_year"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(40))


class HolidayDecision(HasPublicId, Audited, Model):
    """An official decision: a day off more, a holiday on another day, a holiday that is none this year."""

    __tablename__ = "holiday_decision"
    audit_name: ClassVar[str] = _l("Decision about a holiday")
    __table_args__ = (
        UniqueConstraint("country_code", "day"),
        CheckConstraint("kind IN ('added', 'moved', 'cancelled')", name="kind"),
        CheckConstraint("(kind = 'moved') = (moved_to IS NOT NULL)", name="moved"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"), info={"label": _l("Country")})
    day: Mapped[date] = mapped_column(info={"label": _l("Day")})
    kind: Mapped[str] = mapped_column(String(10), info={"label": _l("What was decided"), "words": KINDS})
    moved_to: Mapped[date | None] = mapped_column(info={"label": _l("New day")})
    title: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Name of the day")})
    language: Mapped[str] = mapped_column(String(3), default="en", server_default="en")  # of the title
    source: Mapped[str] = mapped_column(String(300), info={"label": _l("Decided by")})
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    def __str__(self) -> str:
        return f"{self.country_code} {self.day.isoformat()}"
