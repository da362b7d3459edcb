"""Tables of registration: the one row a person has for a session, its frozen facts and its history."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, UTCDateTime
from ..people.models import Organisation, Person, PersonPolicy
from ..sessions.models import TrainingSession

STATES: dict[str, str] = {
    "invited": _l("Invited"),
    "nominated": _l("Nominated"),
    "applied": _l("Applied"),
    "waiting": _l("On the waiting list"),
    "offered": _l("Place offered"),
    "confirmed": _l("Confirmed"),
    "declined": _l("Declined"),
    "withdrawn": _l("Withdrawn"),
}
HOLDING = ("offered", "confirmed")  # the states that hold a seat


class Registration(HasPublicId, Audited, Model):
    """One person's one row for one session, through all its states."""

    audit_name = _l("Registration")
    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        CheckConstraint(
            "state IN ('invited','nominated','applied','waiting','offered','confirmed','declined','withdrawn')",
            name="state",
        ),
        Index(None, "session_id", "state", "created_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ANONYMISE}
    )
    origin: Mapped[str] = mapped_column(String(20), default="application")  # or nomination invitation walk-in staff
    state: Mapped[str] = mapped_column(String(12), info={"label": _l("State"), "words": STATES})
    motivation: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Motivation"), "secret": True})
    offered_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    session: Mapped[TrainingSession] = relationship()
    person: Mapped[Person | None] = relationship()
    facts: Mapped["RegistrationFact"] = relationship(back_populates="registration", cascade="all, delete-orphan")
    events: Mapped[list["RegistrationEvent"]] = relationship(
        order_by="RegistrationEvent.id", cascade="all, delete-orphan"
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return self.person.display if self.person else ""

    @property
    def holds_seat(self) -> bool:
        return self.state in HOLDING


class RegistrationFact(Model):
    """What statistics know of a registration: frozen when it was made, and kept when the person is erased."""

    __tablename__ = "registration_fact"
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    gender: Mapped[str] = mapped_column(String(20), default="")  # f m other undisclosed, "" not answered
    age_band: Mapped[str] = mapped_column(String(10), default="")
    country_code: Mapped[str | None] = mapped_column(String(2))
    category_code: Mapped[str | None] = mapped_column(String(40))  # of the confirmed affiliation
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    level: Mapped[str] = mapped_column(String(20), default="")
    first_timer: Mapped[bool] = mapped_column(default=True)
    registration: Mapped[Registration] = relationship(back_populates="facts")
    organisation: Mapped[Organisation | None] = relationship()


class RegistrationEvent(Model):
    """A step from one state to another: by whom, when and why."""

    __tablename__ = "registration_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    before: Mapped[str] = mapped_column(String(12), default="")
    after: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
