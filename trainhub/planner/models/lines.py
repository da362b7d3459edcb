"""Lines of a plan: one event to be held, of one or several activities or of a free topic, and where it is placed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from ...curriculum.models import LEVELS, Activity
from ...kernel import clock, i18n
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import country_name, language_name
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ...people.models import Person, PersonPolicy
from ...sessions.models import MODES, Format, Room, TrainingSession

if TYPE_CHECKING:
    from .money import LineFund
    from .plans import Plan

SCOPES: dict[str, str] = {
    "regional": _l("Regional"),
    "national": _l("National"),
    "local": _l("Local"),
}
AUDIENCE_STATES: dict[str, str] = {
    "proposal": _l("Proposed"),
    "consultation": _l("In consultation"),
    "agreed": _l("Agreed"),
}


def quota_words(quota: list[Any]) -> str:
    """Return places for a category as the history tells them."""
    return f"{quota[0]}: {quota[1]}"


class PlanLine(HasPublicId, Audited, Model):
    """One event of a plan. Lengths are in half-days; a placement is a day, a half and the working half-days after it.

    `countries` are ISO codes; none means all countries of the centre. `why` is [key, {values}] of services/words.py.
    """

    __tablename__ = "plan_line"
    audit_name: ClassVar[str] = _l("Line of the plan")
    __table_args__ = (
        CheckConstraint("half_days > 0 AND half_days <= 60", name="half_days"),
        CheckConstraint("start_half IN (0, 1)", name="start_half"),
        CheckConstraint("mode IN ('room', 'online', 'hybrid')", name="mode"),
        CheckConstraint("audience_state IN ('proposal', 'consultation', 'agreed')", name="audience_state"),
        CheckConstraint("window_from IS NULL OR window_to IS NULL OR window_from <= window_to", name="window"),
        Index(None, "plan_id", "starts_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    up_id: Mapped[int | None] = mapped_column(
        ForeignKey("plan_line.id", ondelete="SET NULL"), info={"label": _l("Follows from the line")}
    )
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    format_id: Mapped[int | None] = mapped_column(ForeignKey("format.id"), info={"label": _l("Format")})
    mode: Mapped[str] = mapped_column(String(10), default="room", info={"label": _l("Way of meeting"), "words": MODES})
    scope: Mapped[str] = mapped_column(String(10), default="regional", info={"label": _l("Reach"), "words": SCOPES})
    half_days: Mapped[int] = mapped_column(default=2, info={"label": _l("Half-days")})
    seats: Mapped[int] = mapped_column(default=20, info={"label": _l("Seats")})
    trainers_wanted: Mapped[int] = mapped_column(default=1, info={"label": _l("Trainers needed")})
    languages: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Languages"), "words": language_name}
    )
    levels: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Levels"), "words": LEVELS})
    countries: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Invited countries"), "words": country_name}
    )
    audience: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)  # [category, rule, group]
    quotas: Mapped[list[list[Any]]] = mapped_column(
        JSON, default=list, server_default="[]", info={"label": _l("Places by category"), "words": quota_words}
    )  # [category, seats], passed on to the call of the session
    audience_state: Mapped[str] = mapped_column(
        String(12), default="proposal", info={"label": _l("Audience"), "words": AUDIENCE_STATES}
    )
    audience_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    audience_by: Mapped[str] = mapped_column(String(200), default="")
    closed: Mapped[bool] = mapped_column(default=False, info={"label": _l("Government only")})
    window_from: Mapped[date | None] = mapped_column(info={"label": _l("Not before")})
    window_to: Mapped[date | None] = mapped_column(info={"label": _l("Not after")})
    condition: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Only if")})
    condition_met: Mapped[bool] = mapped_column(default=False, info={"label": _l("The condition is met")})
    times_a_year: Mapped[int] = mapped_column(default=1, info={"label": _l("Times a year")})
    umbrella: Mapped[bool] = mapped_column(default=False, info={"label": _l("Umbrella for several topics")})
    fast_reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Why outside the plan")})
    fast_by: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Approved by")})
    in_kind: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Given in kind")})
    support: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Support for civil society")})
    note: Mapped[str] = mapped_column(String(1000), default="", info={"label": _l("Note")})
    public: Mapped[bool] = mapped_column(default=False, info={"label": _l("In the public programme")})
    starts_on: Mapped[date | None] = mapped_column(info={"label": _l("First day")})
    start_half: Mapped[int] = mapped_column(default=0)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), info={"label": _l("Room")})
    pinned: Mapped[bool] = mapped_column(default=False, info={"label": _l("Fixed")})
    need: Mapped[int | None] = mapped_column(info={"label": _l("Need")})  # 0 to 100, when last looked at; None: unknown
    why: Mapped[list[Any]] = mapped_column(JSON, default=list)  # why it stands where it does, or why it does not
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_session.id", ondelete="SET NULL"), index=True, info={"label": _l("Session")}
    )
    copy_of: Mapped[str | None] = mapped_column(String(12))  # in a scenario: public id of the line of the plan
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    plan: Mapped["Plan"] = relationship(back_populates="lines")
    up: Mapped["PlanLine | None"] = relationship(remote_side=id, back_populates="down")
    down: Mapped[list["PlanLine"]] = relationship(back_populates="up", order_by="PlanLine.id", passive_deletes=True)
    format: Mapped[Format | None] = relationship()
    room: Mapped[Room | None] = relationship()
    session: Mapped[TrainingSession | None] = relationship()
    activities: Mapped[list["LineActivity"]] = relationship(
        cascade="all, delete-orphan", order_by="(LineActivity.no, LineActivity.id)"
    )
    parts: Mapped[list["LinePart"]] = relationship(cascade="all, delete-orphan", order_by="(LinePart.no, LinePart.id)")
    trainers: Mapped[list["LineTrainer"]] = relationship(cascade="all, delete-orphan", order_by="LineTrainer.id")
    funds: Mapped[list["LineFund"]] = relationship(cascade="all, delete-orphan", order_by="LineFund.id")
    comments: Mapped[list["PlanComment"]] = relationship(cascade="all, delete-orphan", order_by="PlanComment.id")

    def audit_subject(self) -> tuple[str, int | None]:
        return "plan", self.plan_id

    def __str__(self) -> str:
        return str(self.title)

    @property
    def fast_track(self) -> bool:
        return bool(self.fast_reason)


class OfLine(Audited):
    """What belongs to a line; the history of the plan tells of it, by the name of its line."""

    if TYPE_CHECKING:
        line_id: Any  # a column of the class that mixes it in

    def _line(self) -> "PlanLine | None":
        session = object_session(self)
        return session.get(PlanLine, self.line_id) if session is not None and self.line_id is not None else None

    def audit_subject(self) -> tuple[str, int | None]:
        line = self._line()
        return "plan", line.plan_id if line is not None else None

    def __str__(self) -> str:
        line = self._line()
        return str(line) if line is not None else ""


class LineActivity(OfLine, Model):
    """An activity of the curriculum that a line covers; several are merged into one event (R-073)."""

    __tablename__ = "plan_line_activity"
    audit_name: ClassVar[str] = _l("Activity")
    __table_args__ = (UniqueConstraint("line_id", "activity_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_line.id", ondelete="CASCADE"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True, info={"label": _l("Activity")})
    no: Mapped[int] = mapped_column(default=1)
    activity: Mapped[Activity] = relationship()


class LinePart(OfLine, Model):
    """A topic under an umbrella, with its own activity or recommendation and lead (R-075)."""

    __tablename__ = "plan_line_part"
    audit_name: ClassVar[str] = _l("Part")
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_line.id", ondelete="CASCADE"), index=True)
    no: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), info={"label": _l("Title")})
    language: Mapped[str] = mapped_column(String(3), default=i18n.language, server_default="en")  # of the title
    recommendation: Mapped[str] = mapped_column(String(20), default="", info={"label": _l("Recommendation")})
    lead: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Lead")})


class LineTrainer(OfLine, Model):
    """A trainer whom the plan counts on; asked they are when there is a session."""

    __tablename__ = "plan_line_trainer"
    audit_name: ClassVar[str] = _l("Trainer")
    __table_args__ = (UniqueConstraint("line_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_line.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE, "label": _l("Trainer")}
    )
    person: Mapped[Person] = relationship()


class PlanComment(OfLine, Model):
    """What a country's focal point, or the centre, says of a line (US-25)."""

    __tablename__ = "plan_comment"
    audit_name: ClassVar[str] = _l("Comment")
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_line.id", ondelete="CASCADE"), index=True)
    country_code: Mapped[str | None] = mapped_column(ForeignKey("country.code"))
    text: Mapped[str] = mapped_column(String(1000), info={"label": _l("Comment")})
    account_id: Mapped[int | None]  # account
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    noted_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Read by the centre on")})

    @property
    def new(self) -> bool:
        """Say whether a country wrote it and the centre has not said yet that it read it."""
        return self.country_code is not None and self.noted_at is None
