"""Who teaches, interprets and organises; and the roster of experts they come from."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...curriculum.models import Module
from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.files import File
from ...kernel.i18n import language_name
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, UTCDateTime
from ...people.models import Organisation, Person, PersonPolicy

if TYPE_CHECKING:
    from .delivery import TrainingSession

ASSIGNMENT_ROLES: dict[str, str] = {
    "trainer": _l("Trainer"),
    "facilitator": _l("Facilitator"),
    "interpreter": _l("Interpreter"),
}
REQUEST_STATES: dict[str, str] = {  # of a part in a session: only who has accepted has a part
    "asked": _l("Asked"),
    "accepted": _l("Accepted"),
    "declined": _l("Declined"),
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
SPOKEN_LEVELS: dict[str, str] = {  # how well an expert speaks a language
    "native": _l("Native language"),
    "fluent": _l("Fluent, teaches in it"),
    "working": _l("Good enough to discuss"),
    "basic": _l("Basic"),
}
SKILLS: dict[str, str] = {  # what terms of reference ask for
    "adult-learning": _l("Teaching adults"),
    "facilitation": _l("Leading discussions"),
    "state-bodies": _l("Work with public bodies"),
    "gap-analysis": _l("Analysis of gaps"),
    "strategy": _l("Drafting strategies and laws"),
    "gender-data": _l("Data by gender"),
    "metadata": _l("Metadata and statistical methods"),
    "iom-mechanisms": _l("Mechanisms of the IOM"),
    "un": _l("Work with the United Nations"),
    "data-security": _l("Security of data"),
}
REGIONS: dict[str, str] = {  # where an expert has worked
    "central-asia": _l("Central Asia"),
    "south-caucasus": _l("South Caucasus"),
    "eastern-europe": _l("Eastern Europe"),
    "south-eastern-europe": _l("South-Eastern Europe"),
    "european-union": _l("European Union"),
    "middle-east": _l("Middle East"),
    "elsewhere": _l("Elsewhere"),
}
ORGANISER_ROLES: dict[str, str] = {
    "host": _l("Host"),
    "co-organiser": _l("Co-organiser"),
    "partner": _l("Partner"),
    "donor": _l("Donor"),
}


def _spoken(levels: dict[str, str]) -> str:
    """Return the levels of languages as the history tells them."""
    return ", ".join(f"{language_name(code)}: {SPOKEN_LEVELS.get(level, level)}" for code, level in levels.items())


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
    language_levels: Mapped[dict[str, str]] = mapped_column(  # language -> level, of those that say one
        JSON, default=dict, info={"label": _l("How well each language is spoken"), "words": _spoken}
    )
    roles: Mapped[list[str]] = mapped_column(
        JSON, default=lambda: ["trainer"], info={"label": _l("Roles"), "words": ASSIGNMENT_ROLES}
    )
    formats: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Formats")})  # keys of formats
    regions: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Has worked in"), "words": REGIONS}
    )
    skills: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Skills"), "words": SKILLS})
    education: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Education")})
    active: Mapped[bool] = mapped_column(default=True, info={"label": _l("Available")})
    public_name: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Name on public pages")})
    travel: Mapped[str] = mapped_column(String(1000), default="", info={"label": _l("Travel and visa")})
    share_contact: Mapped[bool] = mapped_column(default=False, info={"label": _l("Contact may be passed on")})
    conduct_version: Mapped[str] = mapped_column(
        String(20), default="", info={"label": _l("Code of conduct agreed, version")}
    )
    conduct_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Code of conduct agreed")})
    cv_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), info={"label": _l("CV")})
    person: Mapped[Person] = relationship()
    cv: Mapped[File | None] = relationship()
    expertise: Mapped[list["Expertise"]] = relationship(cascade="all, delete-orphan", order_by="Expertise.module_id")

    def __str__(self) -> str:
        return self.person.display if self.person else ""

    @property
    def shown(self) -> str:
        """Return the name that public pages show: the one the expert chose, else the person's (US-17)."""
        return self.public_name or self.person.display

    @property
    def inside(self) -> bool:
        """Say whether the expert comes from the agency itself (R-138)."""
        return self.kind == "own-agency"


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
    """A person's part in delivering a session; nobody has it who is only asked, or declined.

    `TrainingSession.assignments` holds the accepted ones only, `TrainingSession.requests` the others.
    """

    __tablename__ = "assignment"
    audit_name: ClassVar[str] = _l("Assignment")
    __table_args__ = (
        UniqueConstraint("session_id", "person_id", "role"),
        CheckConstraint("role IN ('trainer', 'facilitator', 'interpreter')", name="role"),
        CheckConstraint("state IN ('asked', 'accepted', 'declined')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE, "label": _l("Trainer")}
    )
    role: Mapped[str] = mapped_column(
        String(20), default="trainer", info={"label": _l("Role"), "words": ASSIGNMENT_ROLES}
    )
    state: Mapped[str] = mapped_column(
        String(10), default="accepted", info={"label": _l("State"), "words": REQUEST_STATES}
    )
    note: Mapped[str] = mapped_column(String(1000), default="", info={"label": _l("What was asked")})
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason")})
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Asked on")})
    account_id: Mapped[int | None]  # account
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Answered")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship()
    session: Mapped["TrainingSession"] = relationship(back_populates="assignments", overlaps="requests")
    expert: Mapped[Expert | None] = relationship(
        primaryjoin="foreign(Assignment.person_id) == Expert.person_id", viewonly=True, uselist=False
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    @property
    def shown(self) -> str:
        """Return the name that public pages show."""
        return self.expert.shown if self.expert else self.person.display


class Unavailability(HasPublicId, Audited, Model):
    """Days on which a person cannot teach; the editor warns when a session touches them."""

    __tablename__ = "unavailability"
    audit_name: ClassVar[str] = _l("Not available")
    __table_args__ = (CheckConstraint("since <= until", name="order"), Index(None, "person_id", "until"))
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": PersonPolicy.ERASE})
    since: Mapped[date] = mapped_column(info={"label": _l("First day")})
    until: Mapped[date] = mapped_column(info={"label": _l("Last day")})
    note: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Note")})
    person: Mapped[Person] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "person", self.person_id


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
