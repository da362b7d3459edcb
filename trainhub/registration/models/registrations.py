"""The one row a person has for a session, its frozen facts, its documents and its history."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.files import File
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, UTCDateTime
from ...people.models import Organisation, Person, PersonPolicy
from ...sessions.models import TrainingSession

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
OPEN = ("invited", "nominated", "applied", "waiting", "offered", "confirmed")  # neither side has said no
UNDECIDED = ("nominated", "applied")  # staff have the word
ORIGINS: dict[str, str] = {
    "application": _l("Registered themselves"),
    "nomination": _l("Nominated"),
    "invitation": _l("Invited by the centre"),
    "walk-in": _l("Came to the door"),
    "staff": _l("Added by the centre"),
}
ENDORSEMENTS: dict[str, str] = {  # of the institution somebody applies from, where the call asks for it
    "": _l("Not needed"),
    "asked": _l("Asked"),
    "given": _l("Given"),
    "refused": _l("Refused"),
}


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
        CheckConstraint("endorsement IN ('', 'asked', 'given', 'refused')", name="endorsement"),
        Index(None, "session_id", "state", "created_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE}
    )
    origin: Mapped[str] = mapped_column(String(20), default="application")  # of ORIGINS
    state: Mapped[str] = mapped_column(String(12), info={"label": _l("State"), "words": STATES})
    motivation: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Motivation"), "secret": True})
    offered_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    nominated_by: Mapped[int | None]  # account of the focal point
    nominee_rank: Mapped[int | None]  # the focal point's order among their own nominees, 1 comes first
    rank: Mapped[int | None] = mapped_column(info={"label": _l("Rank")})  # the centre's, for a waiting list by ranking
    endorsement: Mapped[str] = mapped_column(
        String(10), default="", info={"label": _l("Approval of the institution"), "words": ENDORSEMENTS}
    )
    substitutes_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))  # whose place this person took
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    session: Mapped[TrainingSession] = relationship()
    person: Mapped[Person | None] = relationship()
    facts: Mapped["RegistrationFact"] = relationship(back_populates="registration", cascade="all, delete-orphan")
    events: Mapped[list["RegistrationEvent"]] = relationship(
        order_by="RegistrationEvent.id", cascade="all, delete-orphan"
    )
    documents: Mapped[list["RegistrationDocument"]] = relationship(
        order_by="RegistrationDocument.id", cascade="all, delete-orphan"
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


class RegistrationDocument(HasPublicId, Model):
    """A document that a call asks for, brought by the person or by who nominated them."""

    __tablename__ = "registration_document"
    __table_args__ = (UniqueConstraint("registration_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))  # of the call's list
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    file: Mapped[File] = relationship()


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
