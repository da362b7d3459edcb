"""The session itself: one scheduled delivery of one or more activities."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...curriculum.models import LEVELS, Activity, Version
from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import language_name
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ...people.models import Category, Centre, CountryGroup, Organisation

if TYPE_CHECKING:
    from .funding import SessionProject
    from .staffing import Assignment, SessionOrganiser
    from .timetable import Part, Slot

STATES: dict[str, str] = {
    "draft": _l("Draft"),
    "published": _l("Published"),
    "completed": _l("Completed"),
    "cancelled": _l("Cancelled"),
}
MODES: dict[str, str] = {"room": _l("In the room"), "online": _l("Online"), "hybrid": _l("In the room and online")}
RULES: dict[str, str] = {"in": _l("Invited"), "priority": _l("Invited first"), "out": _l("Left out")}
_PARTS = "TrainingSession.id == Assignment.session_id, Assignment.state"
ACCEPTED = f"and_({_PARTS} == 'accepted')"
OPEN_OR_DECLINED = f"and_({_PARTS} != 'accepted')"
FORMAT_SWITCHES = ("counts_as_trainees", "certifies")


class Format(Audited, Model):
    """A kind of session, from a list that staff may extend; its switches say what follows (R-093, R-236)."""

    __tablename__ = "format"
    audit_name: ClassVar[str] = _l("Format")
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    counts_as_trainees: Mapped[bool] = mapped_column(default=True, info={"label": _l("Counts as training")})
    certifies: Mapped[bool] = mapped_column(default=True, info={"label": _l("Gives certificates")})
    certificate_share: Mapped[float | None] = mapped_column(info={"label": _l("Share of hours for a certificate")})
    default_hours: Mapped[float | None] = mapped_column(info={"label": _l("Usual hours")})
    default_levels: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Usual levels"), "words": LEVELS}
    )
    order: Mapped[int] = mapped_column(default=100)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    def __str__(self) -> str:
        return str(self.title)


class TrainingSession(HasPublicId, Audited, Model):
    """One scheduled delivery. `taken` counts offered and confirmed registrations; the database holds it to `seats`."""

    __tablename__ = "training_session"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= seats", name="seats_held"),
        CheckConstraint("min_seats >= 0 AND min_seats <= seats", name="min_seats"),
        CheckConstraint("state IN ('draft', 'published', 'completed', 'cancelled')", name="state"),
        CheckConstraint("mode IN ('room', 'online', 'hybrid')", name="mode"),
        Index(None, "state", "first_day"),
        Index(None, "centre_id", "first_day"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    version_id: Mapped[int] = mapped_column(
        ForeignKey("curriculum_version.id"), info={"label": _l("Version of the curriculum")}
    )
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id"), info={"label": _l("Format")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    short_title: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Short title")})
    description: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Description")})  # Markdown
    note: Mapped[str] = mapped_column(
        Text, default="", info={"label": _l("Note for staff")}
    )  # never leaves staff
    state: Mapped[str] = mapped_column(String(10), default="draft", info={"label": _l("State"), "words": STATES})
    closed: Mapped[bool] = mapped_column(default=False, info={"label": _l("Government only")})
    mode: Mapped[str] = mapped_column(String(10), default="room", info={"label": _l("Way of meeting"), "words": MODES})
    zone: Mapped[str] = mapped_column(String(40), info={"label": _l("Time zone")})
    seats: Mapped[int] = mapped_column(default=20, info={"label": _l("Seats")})
    taken: Mapped[int] = mapped_column(default=0)
    min_seats: Mapped[int] = mapped_column(default=0, info={"label": _l("Minimum")})
    approval: Mapped[bool | None] = mapped_column(
        info={"label": _l("Staff approve registrations")}
    )  # None: as the setting says
    languages: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Languages"), "words": language_name}
    )
    interpretation: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Interpretation"), "words": language_name}
    )
    levels: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Levels"), "words": LEVELS})
    join_url: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Join link")})
    register_until: Mapped[date | None] = mapped_column(info={"label": _l("Registration until")})
    cancel_reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason")})
    contact: Mapped[str] = mapped_column(String(254), default="", info={"label": _l("Contact")})
    search: Mapped[str] = mapped_column(Text, default="", info={"derived": True})  # folded titles, for finding
    first_day: Mapped[date | None] = mapped_column(
        info={"derived": True}
    )  # of the slots that stand; kept by services for lists
    last_day: Mapped[date | None] = mapped_column(info={"derived": True})
    hours: Mapped[float] = mapped_column(default=0, info={"derived": True})  # planned, of the slots that stand
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(
        UTCDateTime, default=clock.now, onupdate=clock.now, info={"derived": True}
    )
    centre: Mapped[Centre] = relationship()
    version: Mapped[Version] = relationship()
    format: Mapped[Format] = relationship()
    activities: Mapped[list["SessionActivity"]] = relationship(
        cascade="all, delete-orphan", order_by="(SessionActivity.no, SessionActivity.id)"
    )
    audience: Mapped[list["SessionAudience"]] = relationship(
        cascade="all, delete-orphan", order_by="SessionAudience.id"
    )
    slots: Mapped[list["Slot"]] = relationship(back_populates="session", order_by="(Slot.utc_start, Slot.id)")
    parts: Mapped[list["Part"]] = relationship(cascade="all, delete-orphan", order_by="Part.no")
    assignments: Mapped[list["Assignment"]] = relationship(  # of those who have accepted; the others are `requests`
        cascade="all, delete-orphan", back_populates="session", primaryjoin=ACCEPTED, order_by="Assignment.id"
    )
    requests: Mapped[list["Assignment"]] = relationship(
        primaryjoin=OPEN_OR_DECLINED, viewonly=True, order_by="Assignment.id"
    )
    organisers: Mapped[list["SessionOrganiser"]] = relationship(
        cascade="all, delete-orphan", order_by="(SessionOrganiser.no, SessionOrganiser.id)"
    )
    projects: Mapped[list["SessionProject"]] = relationship(cascade="all, delete-orphan", order_by="SessionProject.id")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def free(self) -> int:
        return self.seats - self.taken

    @property
    def standing(self) -> list["Slot"]:
        """Return the slots that are not cancelled, in the order of time."""
        return [slot for slot in self.slots if slot.cancelled_at is None]

    @property
    def phase(self) -> str:
        """Return the state as time makes it: a published session is upcoming, running or over."""
        if self.state != "published" or self.first_day is None or self.last_day is None:
            return self.state
        today = clock.today(self.zone)
        return "upcoming" if today < self.first_day else "running" if today <= self.last_day else "over"


class SessionSlug(Model):
    """A former address of a session; it redirects."""

    __tablename__ = "session_slug"
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))


class SessionActivity(Audited, Model):
    """An activity this session delivers; several may be merged into one session (R-073)."""

    __tablename__ = "session_activity"
    audit_name: ClassVar[str] = _l("Activity")
    __table_args__ = (UniqueConstraint("session_id", "activity_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True, info={"label": _l("Activity")})
    no: Mapped[int] = mapped_column(default=1)
    activity: Mapped[Activity] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id


class SessionAudience(Audited, Model):
    """Who a session is for: copied from its activities when it is planned, then its own."""

    __tablename__ = "session_audience"
    audit_name: ClassVar[str] = _l("Audience")
    __table_args__ = (CheckConstraint("rule IN ('in', 'priority', 'out')", name="rule"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"), index=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"), info={"label": _l("Category")})
    rule: Mapped[str] = mapped_column(String(10), default="in", info={"label": _l("Rule"), "words": RULES})
    group_code: Mapped[str | None] = mapped_column(
        ForeignKey("country_group.code"), info={"label": _l("Country group")}
    )
    organisation_id: Mapped[int | None] = mapped_column(  # then only this body and its departments
        ForeignKey("organisation.id"), info={"label": _l("Organisation")}
    )
    category: Mapped[Category] = relationship()
    group: Mapped[CountryGroup | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id
