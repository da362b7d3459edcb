"""Training plans of the countries themselves, beside the centre's (R-163 to R-165)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId
from ...people.models import Organisation


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
    state: Mapped[str] = mapped_column(String(10), default="draft", info={"label": _l("State")})  # plans.STATES
    human_rights: Mapped[bool] = mapped_column(default=False, info={"label": _l("Includes human rights")})
    gender: Mapped[bool] = mapped_column(default=False, info={"label": _l("Includes gender")})
    has_budget: Mapped[bool] = mapped_column(default=False, info={"label": _l("Has a budget of its own")})
    modules: Mapped[list[int]] = mapped_column(JSON, default=list, info={"label": _l("Modules")})  # their numbers
    shared: Mapped[bool] = mapped_column(default=False, info={"label": _l("Shown to the other focal points")})
    note: Mapped[str] = mapped_column(String(1000), default="", info={"label": _l("Note")})
    organisation: Mapped[Organisation | None] = relationship()

    def __str__(self) -> str:
        return self.title
