"""Plans of a centre: nested, discussed, approved with a frozen copy of their lines, compared with what happened."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ...people.models import Centre

if TYPE_CHECKING:
    from .lines import PlanLine

KINDS: dict[str, str] = {  # nested from the first to the last
    "perspective": _l("Perspective plan"),
    "annual": _l("Year plan"),
    "action": _l("Action plan"),
}
STATES: dict[str, str] = {
    "draft": _l("Draft"),
    "discussed": _l("Being discussed"),
    "approved": _l("Approved"),
    "closed": _l("Closed"),
}


class Plan(HasPublicId, Audited, Model):
    """What a centre means to do in a period. A scenario is a plan that names the one it was copied from."""

    __tablename__ = "plan"
    audit_name: ClassVar[str] = _l("Plan")
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="period"),
        CheckConstraint("state IN ('draft', 'discussed', 'approved', 'closed')", name="state"),
        CheckConstraint("kind IN ('perspective', 'annual', 'action')", name="kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), info={"label": _l("Part of the plan")})
    scenario_of_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="annual", info={"label": _l("Kind of plan"), "words": KINDS})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    starts_on: Mapped[date] = mapped_column(info={"label": _l("First day")})
    ends_on: Mapped[date] = mapped_column(info={"label": _l("Last day")})
    state: Mapped[str] = mapped_column(String(10), default="draft", info={"label": _l("State"), "words": STATES})
    month_load: Mapped[int] = mapped_column(default=24, info={"label": _l("Half-days a month the centre can hold")})
    currency: Mapped[str] = mapped_column(String(3), default="EUR", info={"label": _l("Currency")})
    weights: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, info={"label": _l("Weights of the ranking")})
    ranking: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # as it was when the plan was approved
    note: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Note")})
    discussed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Discussed since")})
    frozen_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Approved on")})
    frozen_by: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Frozen by")})
    without: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")  # of a scenario: budget lines
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Taken over on")})  # a scenario
    taken_by: Mapped[str] = mapped_column(
        String(200), default="", server_default="", info={"label": _l("Taken over by")}
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    centre: Mapped[Centre] = relationship()
    parent: Mapped["Plan | None"] = relationship(remote_side=id, foreign_keys=parent_id)
    scenario_of: Mapped["Plan | None"] = relationship(remote_side=id, foreign_keys=scenario_of_id)
    under: Mapped[list["Plan"]] = relationship(
        foreign_keys=parent_id, order_by="(Plan.starts_on, Plan.id)", viewonly=True
    )
    lines: Mapped[list["PlanLine"]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="PlanLine.id"
    )
    approvals: Mapped[list["PlanApproval"]] = relationship(cascade="all, delete-orphan", order_by="PlanApproval.id")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def open(self) -> bool:
        """Say whether its lines may still be changed without anybody's approval."""
        return self.state in {"draft", "discussed"}


class PlanApproval(Audited, Model):
    """A party whose approval a plan needs, and when it was given (R-086)."""

    __tablename__ = "plan_approval"
    audit_name: ClassVar[str] = _l("Approval")
    __table_args__ = (UniqueConstraint("plan_id", "party"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    party: Mapped[str] = mapped_column(String(200), info={"label": _l("Who approves")})
    approved_on: Mapped[date | None] = mapped_column(info={"label": _l("Approved on")})
    note: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Note")})
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Withdrawn on")})
    withdrawn_for: Mapped[str] = mapped_column(
        String(300), default="", server_default="", info={"label": _l("Withdrawn because this was changed")}
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return "plan", self.plan_id

    def __str__(self) -> str:
        return self.party


class BaselineLine(Model):
    """A line as it was when the plan was approved; never changed."""

    __tablename__ = "plan_baseline_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    line_key: Mapped[str] = mapped_column(String(12))  # public id of the line, which may be gone
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class RankOverride(Audited, Model):
    """An activity put on another place of the ranking than the calculated one, and why (US-02)."""

    __tablename__ = "plan_rank_override"
    audit_name: ClassVar[str] = _l("Place in the ranking")
    __table_args__ = (UniqueConstraint("plan_id", "activity_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    rank: Mapped[int] = mapped_column(info={"label": _l("Place")})
    calculated: Mapped[int] = mapped_column(info={"label": _l("Calculated place")})
    reason: Mapped[str] = mapped_column(String(500), info={"label": _l("Reason")})
    by: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    def audit_subject(self) -> tuple[str, int | None]:
        return "plan", self.plan_id


class PlanMove(Model):
    """One act on the board, so that the last one can be undone; what it was before stands in `before`."""

    __tablename__ = "plan_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_line.id", ondelete="CASCADE"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[int | None]  # account
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
