"""Who teaches, interprets and organises; and the roster of experts they come from."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...curriculum.models import Module
from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import language_name
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import UTCDateTime
from ...people.models import Organisation, Person, PersonPolicy

if TYPE_CHECKING:
    from .delivery import TrainingSession

ASSIGNMENT_ROLES: dict[str, str] = {
    "trainer": _l("Trainer"),
    "facilitator": _l("Facilitator"),
    "interpreter": _l("Interpreter"),
}
EXPERT_KINDS: dict[str, str] = {  # where an expert comes from
    "own-agency": _l("Own agency"),
    "other-body": _l("Other public body"),
    "academia": _l("Academia"),
    "ngo": _l("Civil society"),
    "international": _l("International organisation"),
    "foreign": _l("Expert from abroad"),
    "migrant-association": _l("Migrant or migrant association"),
}
EXPERTISE_LEVELS: dict[str, str] = {
    "practitioner": _l("Practitioner"),
    "expert": _l("Expert"),
    "lead": _l("Lead expert"),
}
ORGANISER_ROLES: dict[str, str] = {
    "host": _l("Host"),
    "co-organiser": _l("Co-organiser"),
    "partner": _l("Partner"),
    "donor": _l("Donor"),
}


class Expert(Audited, Model):
    """A person who can teach: what kind of expert, in which languages (R-135 to R-137)."""

    __tablename__ = "expert"
    audit_name: ClassVar[str] = _l("Expert")
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True, info={"person": PersonPolicy.MOVE})
    kind: Mapped[str] = mapped_column(String(30), info={"label": _l("Kind"), "words": EXPERT_KINDS})
    languages: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Languages"), "words": language_name}
    )
    active: Mapped[bool] = mapped_column(default=True, info={"label": _l("Available")})
    person: Mapped[Person] = relationship()
    expertise: Mapped[list["Expertise"]] = relationship(cascade="all, delete-orphan", order_by="Expertise.module_id")

    def __str__(self) -> str:
        return self.person.display if self.person else ""


class Expertise(Audited, Model):
    """That an expert can teach a module, how well, and how one knows."""

    __tablename__ = "expertise"
    audit_name: ClassVar[str] = _l("Expertise")
    __table_args__ = (UniqueConstraint("expert_id", "module_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True, info={"label": _l("Module")})
    level: Mapped[str] = mapped_column(String(20), info={"label": _l("Level"), "words": EXPERTISE_LEVELS})
    evidence: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Evidence")})
    module: Mapped[Module] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "expert", self.expert_id


class Assignment(Audited, Model):
    """A person's part in delivering a session."""

    __tablename__ = "assignment"
    audit_name: ClassVar[str] = _l("Assignment")
    __table_args__ = (
        UniqueConstraint("session_id", "person_id", "role"),
        CheckConstraint("role IN ('trainer', 'facilitator', 'interpreter')", name="role"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE, "label": _l("Trainer")}
    )
    role: Mapped[str] = mapped_column(
        String(20), default="trainer", info={"label": _l("Role"), "words": ASSIGNMENT_ROLES}
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship()
    session: Mapped["TrainingSession"] = relationship(back_populates="assignments")

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id


class SessionOrganiser(Audited, Model):
    """An organisation with a role in a session; its logo stands on papers (R-090)."""

    __tablename__ = "session_organiser"
    audit_name: ClassVar[str] = _l("Organiser")
    __table_args__ = (UniqueConstraint("session_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), info={"label": _l("Organisation")})
    role: Mapped[str] = mapped_column(
        String(20), default="co-organiser", info={"label": _l("Role"), "words": ORGANISER_ROLES}
    )
    no: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id
