"""Letters that were made for somebody with a place: what they were, never what they said."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import clock
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from .registrations import Registration

LETTERS: dict[str, str] = {"invitation": _l("Invitation letter"), "visa": _l("Letter for a visa")}


class Letter(HasPublicId, Model):
    """The number of a letter, for whom, when and by whom. It is printed when it is asked for, and kept nowhere.

    `print` is the hash of what an invitation said: as long as that stays so, it keeps its number and its day.
    """

    __tablename__ = "letter"
    __table_args__ = (CheckConstraint("kind IN ('invitation', 'visa')", name="kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)  # RTCM-L-2027-0012
    kind: Mapped[str] = mapped_column(String(12))  # of LETTERS
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    costs: Mapped[Texts | None] = mapped_column(Translated)  # who pays what
    print: Mapped[str] = mapped_column(String(64), default="")
    made_on: Mapped[date]  # where the centre is
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200), default="")
    registration: Mapped[Registration] = relationship()


class LetterCounter(Model):
    """The last number a centre gave to a letter in a year; read and raised in one statement."""

    __tablename__ = "letter_counter"
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
