"""Tables of the trainings that graduates of a training of trainers hold at home, as they report them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..curriculum.models import Module
from ..kernel import clock, i18n
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.files import File
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, UTCDateTime
from ..people.models import Category, Person, PersonPolicy
from ..sessions.models import TrainingSession

STATES: dict[str, str] = {
    "reported": _l("Waits for the centre"),
    "confirmed": _l("Confirmed"),
    "returned": _l("Sent back"),
}
COUNTED: dict[str, str] = {"numbers": _l("As numbers"), "persons": _l("By name")}
GENDERS: dict[str, str] = {"f": _l("Women"), "m": _l("Men"), "other": _l("Other"), "": _l("Not stated")}


class RolloutModule(Model):
    """A module that a training held by a graduate was about."""

    __tablename__ = "rollout_module"
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), primary_key=True)


class Rollout(HasPublicId, Audited, Model):
    """A training that a graduate of a training of trainers held, as that person reports it.

    `parent` is the training in which the trainer learned to teach where that was itself a roll-out; without one, it
    was the centre's session. Its people are reported as numbers or by name, never both, and enter no figure of the
    centre's participants.
    """

    __tablename__ = "rollout"
    audit_name: ClassVar[str] = _l("Training held by a graduate")
    __table_args__ = (
        CheckConstraint("state IN ('reported', 'confirmed', 'returned')", name="state"),
        CheckConstraint("counted IN ('numbers', 'persons')", name="counted"),
        CheckConstraint("generation >= 1 AND (generation = 1) = (parent_id IS NULL)", name="generation"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("rollout.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE})
    generation: Mapped[int] = mapped_column(default=1, info={"label": _l("Generation")})
    title: Mapped[str] = mapped_column(String(200), info={"label": _l("Title"), "erased": "keep"})
    language: Mapped[str] = mapped_column(String(10), default="en")  # in which the title was written
    place: Mapped[str] = mapped_column(String(120), default="", info={"label": _l("Place"), "erased": "keep"})
    search: Mapped[str] = mapped_column(
        Text, default="", info={"derived": True, "erased": "keep"}
    )  # folded, for finding
    country_code: Mapped[str] = mapped_column(
        ForeignKey("country.code"), index=True, info={"label": _l("Country"), "words": i18n.country_name}
    )
    first_day: Mapped[date] = mapped_column(info={"label": _l("First day")})
    last_day: Mapped[date] = mapped_column(info={"label": _l("Last day")})
    hours: Mapped[float] = mapped_column(info={"label": _l("Hours")})
    counted: Mapped[str] = mapped_column(
        String(8), default="numbers", info={"label": _l("People reported"), "words": COUNTED}
    )
    trains_trainers: Mapped[bool] = mapped_column(default=False, info={"label": _l("Training of trainers")})
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), info={"label": _l("Proof")})
    state: Mapped[str] = mapped_column(
        String(10), default="reported", index=True, info={"label": _l("State"), "words": STATES}
    )
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason")})
    reported_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Decided")})
    account_id: Mapped[int | None]  # who decided
    session: Mapped[TrainingSession] = relationship()
    parent: Mapped["Rollout | None"] = relationship(remote_side=id)
    person: Mapped[Person] = relationship()
    evidence: Mapped[File | None] = relationship()
    modules: Mapped[list[Module]] = relationship(secondary="rollout_module", order_by=Module.number)
    counts: Mapped[list["RolloutCount"]] = relationship(cascade="all, delete-orphan", order_by="RolloutCount.id")
    persons: Mapped[list["RolloutPerson"]] = relationship(cascade="all, delete-orphan", order_by="RolloutPerson.id")

    def __str__(self) -> str:
        return self.title

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    @property
    def open(self) -> bool:
        """Say whether the trainer may still change it."""
        return self.state != "confirmed"


class RolloutCount(Audited, Model):
    """So many people of one gender and category, as the trainer reported; never added to persons."""

    __tablename__ = "rollout_count"
    audit_name: ClassVar[str] = _l("People reported as a number")
    __table_args__ = (CheckConstraint("number > 0", name="number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    gender: Mapped[str] = mapped_column(String(20), default="", info={"label": _l("Gender"), "words": GENDERS})
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"), info={"label": _l("Category")})
    number: Mapped[int] = mapped_column(info={"label": _l("Number")})
    rollout: Mapped[Rollout] = relationship(back_populates="counts")
    category: Mapped[Category | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.rollout.session_id if self.rollout else None


class RolloutPerson(HasPublicId, Audited, Model):
    """Somebody whom a trainer reports by name; a person of the address book once the centre has confirmed it."""

    __tablename__ = "rollout_person"
    audit_name: ClassVar[str] = _l("Person of a training held by a graduate")
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(
        ForeignKey("rollout.id", ondelete="CASCADE"), index=True, info={"about": False}
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE}
    )
    name: Mapped[str] = mapped_column(String(200), info={"secret": True})
    organisation: Mapped[str] = mapped_column(String(300), default="", info={"secret": True})
    email: Mapped[str | None] = mapped_column(String(254), info={"secret": True})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    rollout: Mapped[Rollout] = relationship(back_populates="persons")
    person: Mapped[Person | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.rollout.session_id if self.rollout else None
