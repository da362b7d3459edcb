"""Runs of the solver: what was asked, how it goes, what it proposes; and what a centre wishes of its timetables."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, UTCDateTime
from .plans import Plan

RUN_STATES: dict[str, str] = {
    "queued": _l("Waiting"),
    "running": _l("Searching"),
    "done": _l("Finished"),
    "stuck": _l("Nothing fits"),
    "failed": _l("Broken off"),
}


class PlanRun(HasPublicId, Audited, Model):
    """One search for a timetable. The same problem, seed and steps give the same proposal (`problem` is the hash).

    `proposal` holds what the plan's lines would become, by public id; `reasons` why nothing fits; `wishes` and
    `versions` what it was made with.
    """

    __tablename__ = "plan_run"
    audit_name: ClassVar[str] = _l("Search for a timetable")
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'stuck', 'failed')", name="state"),
        CheckConstraint("kind IN ('solve', 'again')", name="kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(6), default="solve")  # again: change as little as possible
    occasion: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Occasion")})
    state: Mapped[str] = mapped_column(String(8), default="queued", info={"label": _l("State"), "words": RUN_STATES})
    seed: Mapped[int] = mapped_column(default=1)
    steps: Mapped[int] = mapped_column(default=0, info={"derived": True})
    problem: Mapped[str] = mapped_column(String(64), default="")
    wishes: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    versions: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    percent: Mapped[int] = mapped_column(default=0, info={"derived": True})
    cost: Mapped[int | None] = mapped_column(info={"derived": True})
    bound: Mapped[int | None] = mapped_column(info={"derived": True})  # no plan can cost less
    proposal: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info={"derived": True})
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info={"derived": True})
    stop: Mapped[bool] = mapped_column(default=False, info={"label": _l("Stopped")})
    job: Mapped[str | None] = mapped_column(String(12))  # public id
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"derived": True})
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Taken over on")})
    applied_by: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Taken over by")})
    plan: Mapped[Plan] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "plan", self.plan_id

    @property
    def going(self) -> bool:
        return self.state in {"queued", "running"}


class TimetableWishes(Audited, Model):
    """The numbers of the settings screen of a centre, by name (services/timetable/wishes.py has their words)."""

    __tablename__ = "timetable_wishes"
    audit_name: ClassVar[str] = _l("Rules of the timetable")
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), unique=True)
    numbers: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, info={"label": _l("Rules of the timetable")})

    def audit_subject(self) -> tuple[str, int | None]:
        return "timetable_wishes", self.centre_id
