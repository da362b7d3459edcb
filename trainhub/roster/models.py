"""Tables of how one comes to the roster: proposals after a training of trainers, calls and applications.

The roster itself (`Expert`, `Expertise`, `Unavailability`) and what is asked of its experts (`Assignment`) are tables
of sessions, for planning needs them.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.files import File
from ..kernel.i18n import language_name
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ..people.models import Centre, Person, PersonPolicy
from ..sessions.models import EXPERT_KINDS, TrainingSession

PROPOSAL_STATES: dict[str, str] = {
    "proposed": _l("Asked for consent"),
    "agreed": _l("Agrees"),
    "declined": _l("Does not want to"),
    "taken": _l("On the roster"),
    "refused": _l("Not taken in"),
}
CALL_STATES: dict[str, str] = {"draft": _l("Draft"), "open": _l("Open"), "closed": _l("Closed")}
APPLICATION_STATES: dict[str, str] = {
    "sent": _l("Waits for a decision"),
    "taken": _l("Taken into the roster"),
    "declined": _l("Declined"),
    "withdrawn": _l("Withdrawn"),
}
DOCUMENTS: dict[str, str] = {  # what a call may ask for
    "cv": _l("CV"),
    "letter": _l("Letter of motivation"),
    "references": _l("References"),
    "diploma": _l("Diploma or certificate"),
    "sample": _l("Sample of a training"),
}


class RosterProposal(HasPublicId, Audited, Model):
    """That a person who completed a training of trainers could teach; nothing follows without their consent (US-16)."""

    __tablename__ = "roster_proposal"
    audit_name: ClassVar[str] = _l("Proposal for the roster")
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        CheckConstraint("state IN ('proposed', 'agreed', 'declined', 'taken', 'refused')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ERASE})
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    modules: Mapped[list[int]] = mapped_column(JSON, default=list, info={"label": _l("Modules")})  # numbers
    kind: Mapped[str] = mapped_column(String(30), default="", info={"label": _l("Kind"), "words": EXPERT_KINDS})
    languages: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Languages"), "words": language_name}
    )
    state: Mapped[str] = mapped_column(
        String(10), default="proposed", index=True, info={"label": _l("State"), "words": PROPOSAL_STATES}
    )
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Answered")})
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Decided")})
    person: Mapped[Person] = relationship()
    session: Mapped[TrainingSession] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "person", self.person_id


class ExpertCall(HasPublicId, Audited, Model):
    """A call for experts: what for, until when by the clocks of one place, with which documents (R-142)."""

    __tablename__ = "expert_call"
    audit_name: ClassVar[str] = _l("Call for experts")
    __table_args__ = (CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), info={"label": _l("Centre")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    text: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Text")})  # Markdown
    modules: Mapped[list[int]] = mapped_column(JSON, default=list, info={"label": _l("Modules")})  # numbers
    languages: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Languages"), "words": language_name}
    )
    documents: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Documents"), "words": DOCUMENTS}
    )
    zone: Mapped[str] = mapped_column(String(40), info={"label": _l("Time zone")})
    deadline: Mapped[datetime] = mapped_column(UTCDateTime, info={"label": _l("Deadline")})
    state: Mapped[str] = mapped_column(String(10), default="draft", info={"label": _l("State"), "words": CALL_STATES})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    centre: Mapped[Centre] = relationship()

    def __str__(self) -> str:
        return str(self.title)

    @property
    def open(self) -> bool:
        """Say whether one may apply now."""
        return self.state == "open" and clock.now() <= self.deadline


class ExpertApplication(HasPublicId, Audited, Model):
    """That somebody answered a call for experts."""

    __tablename__ = "expert_application"
    audit_name: ClassVar[str] = _l("Application to a call for experts")
    __table_args__ = (
        UniqueConstraint("call_id", "person_id"),
        CheckConstraint("state IN ('sent', 'taken', 'declined', 'withdrawn')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("expert_call.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ERASE})
    kind: Mapped[str] = mapped_column(String(30), info={"label": _l("Kind"), "words": EXPERT_KINDS})
    modules: Mapped[list[int]] = mapped_column(JSON, default=list, info={"label": _l("Modules")})  # numbers
    languages: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Languages"), "words": language_name}
    )
    note: Mapped[str] = mapped_column(Text, default="", info={"label": _l("In own words")})
    state: Mapped[str] = mapped_column(
        String(10), default="sent", info={"label": _l("State"), "words": APPLICATION_STATES}
    )
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Decided")})
    call: Mapped[ExpertCall] = relationship()
    person: Mapped[Person] = relationship()
    documents: Mapped[list["ExpertDocument"]] = relationship(cascade="all, delete-orphan", order_by="ExpertDocument.id")

    def audit_subject(self) -> tuple[str, int | None]:
        return "expert_call", self.call_id

    def __str__(self) -> str:
        return self.person.display if self.person else ""


class ExpertDocument(Audited, Model):
    """A file that came with an application."""

    __tablename__ = "expert_document"
    audit_name: ClassVar[str] = _l("Document")
    __table_args__ = (UniqueConstraint("application_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("expert_application.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20), info={"label": _l("Kind"), "words": DOCUMENTS})
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), info={"label": _l("File")})
    file: Mapped[File] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "expert_application", self.application_id
