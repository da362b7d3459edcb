"""Training plans of the countries themselves, beside the centre's (R-163 to R-166)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId
from ...people.models import Organisation
from .money import SOURCES
from .plans import STATES

PARTS: dict[str, str] = {  # of a plan, that the others may be shown
    "modules": _l("Modules"),
    "themes": _l("Human rights and gender"),
    "budget": _l("Budget"),
    "note": _l("Note"),
}
FIRST_SHOWN = ["modules", "themes", "note"]  # money is shown by those who say so


class CountryPlan(HasPublicId, Audited, Model):
    """A country's or institution's own training plan; its focal point keeps it, and may show it to the others."""

    __tablename__ = "country_plan"
    audit_name: ClassVar[str] = _l("Training plan of a country")
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"), index=True, info={"label": _l("Country")})
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), info={"label": _l("Institution")}
    )
    title: Mapped[str] = mapped_column(String(200), info={"label": _l("Title")})
    starts_on: Mapped[date] = mapped_column(info={"label": _l("First day")})
    ends_on: Mapped[date] = mapped_column(info={"label": _l("Last day")})
    state: Mapped[str] = mapped_column(String(10), default="draft", info={"label": _l("State"), "words": STATES})
    human_rights: Mapped[bool] = mapped_column(default=False, info={"label": _l("Includes human rights")})
    gender: Mapped[bool] = mapped_column(default=False, info={"label": _l("Includes gender")})
    has_budget: Mapped[bool] = mapped_column(default=False, info={"label": _l("Has a budget of its own")})
    modules: Mapped[list[int]] = mapped_column(JSON, default=list, info={"label": _l("Modules")})  # their numbers
    shared: Mapped[bool] = mapped_column(default=False, info={"label": _l("Shown to the other focal points")})
    parts: Mapped[list[str]] = mapped_column(
        JSON,
        default=lambda: list(FIRST_SHOWN),
        server_default='["modules", "themes", "note"]',
        info={"label": _l("Parts that are shown"), "words": PARTS},
    )
    note: Mapped[str] = mapped_column(String(1000), default="", info={"label": _l("Note")})
    organisation: Mapped[Organisation | None] = relationship()
    money: Mapped[list["CountryMoney"]] = relationship(cascade="all, delete-orphan", order_by="CountryMoney.id")

    def __str__(self) -> str:
        return self.title


class CountryMoney(HasPublicId, Audited, Model):
    """A budget line of a country's own plan: how much there is, what is promised and what is paid (R-166)."""

    __tablename__ = "country_plan_money"
    audit_name: ClassVar[str] = _l("Budget line")
    __table_args__ = (CheckConstraint("amount >= 0 AND committed >= 0 AND spent >= 0", name="amounts"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("country_plan.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200), info={"label": _l("Title")})
    source: Mapped[str] = mapped_column(String(15), default="state", info={"label": _l("Source"), "words": SOURCES})
    amount: Mapped[float] = mapped_column(default=0.0, info={"label": _l("Amount")})
    committed: Mapped[float] = mapped_column(default=0.0, info={"label": _l("Committed")})
    spent: Mapped[float] = mapped_column(default=0.0, info={"label": _l("Spent")})
    currency: Mapped[str] = mapped_column(String(3), default="EUR", info={"label": _l("Currency")})

    def audit_subject(self) -> tuple[str, int | None]:
        return "country_plan", self.plan_id

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> float:
        return self.amount - max(self.committed, self.spent)
