"""Budget lines of projects, what of them goes into lines of plans, and what an event costs by country and format."""

from datetime import date
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import country_name
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated
from ...sessions.models import Format, Project
from .lines import OfLine

SOURCES: dict[str, str] = {
    "state": _l("State budget"),
    "international": _l("International organisation"),
    "project": _l("Project"),
    "bilateral": _l("Bilateral donor"),
    "private": _l("Private sector"),
}


class BudgetLine(HasPublicId, Audited, Model):
    """Money with a purpose and a window; most are of a project (R-166)."""

    __tablename__ = "budget_line"
    audit_name: ClassVar[str] = _l("Budget line")
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("opens_on <= closes_on", name="window"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), info={"label": _l("Project")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    source: Mapped[str] = mapped_column(String(15), default="project", info={"label": _l("Source"), "words": SOURCES})
    opens_on: Mapped[date] = mapped_column(info={"label": _l("Can be spent from")})
    closes_on: Mapped[date] = mapped_column(info={"label": _l("Can be spent until")})
    amount: Mapped[float] = mapped_column(info={"label": _l("Amount")})
    currency: Mapped[str] = mapped_column(String(3), default="EUR", info={"label": _l("Currency")})
    countries: Mapped[list[str]] = mapped_column(  # whom it may pay for; none: everybody
        JSON, default=list, server_default="[]", info={"label": _l("Countries it may pay for"), "words": country_name}
    )
    modules: Mapped[list[int]] = mapped_column(  # likewise
        JSON, default=list, server_default="[]", info={"label": _l("Modules it may pay for")}
    )
    project: Mapped[Project | None] = relationship()

    def __str__(self) -> str:
        return str(self.title)


class LineFund(OfLine, Model):
    """The share of an event's cost that a budget line carries; what was promised and paid is in its currency."""

    __tablename__ = "plan_line_fund"
    audit_name: ClassVar[str] = _l("Money")
    __table_args__ = (
        UniqueConstraint("line_id", "budget_line_id"),
        CheckConstraint("share > 0 AND share <= 1", name="share"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_line.id", ondelete="CASCADE"))
    budget_line_id: Mapped[int] = mapped_column(
        ForeignKey("budget_line.id"), index=True, info={"label": _l("Budget line")}
    )
    share: Mapped[float] = mapped_column(default=1.0, info={"label": _l("Share")})
    committed: Mapped[float] = mapped_column(default=0.0, info={"label": _l("Committed")})
    spent: Mapped[float] = mapped_column(default=0.0, info={"label": _l("Spent")})
    budget_line: Mapped[BudgetLine] = relationship()

    @property
    def booked(self) -> bool:
        """Say whether money was committed or spent: such a row does not go with a change of the plan."""
        return bool(self.committed or self.spent)


class CostRate(HasPublicId, Audited, Model):
    """What people from a country cost in a format; an empty country or format means every other one.

    `fixed` is what an event costs for each half-day, whoever comes: hall, interpreters, trainers.
    """

    __tablename__ = "cost_rate"
    audit_name: ClassVar[str] = _l("Rate")
    __table_args__ = (UniqueConstraint("centre_id", "country_code", "format_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    country_code: Mapped[str | None] = mapped_column(ForeignKey("country.code"), info={"label": _l("Country")})
    format_id: Mapped[int | None] = mapped_column(ForeignKey("format.id"), info={"label": _l("Format")})
    travel: Mapped[float] = mapped_column(default=0.0, info={"label": _l("Travel, each person")})
    daily: Mapped[float] = mapped_column(default=0.0, info={"label": _l("Each person and day")})
    fixed: Mapped[float] = mapped_column(default=0.0, info={"label": _l("Each half-day of the event")})
    format: Mapped[Format | None] = relationship()
