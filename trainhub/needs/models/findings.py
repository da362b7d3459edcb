"""Tables of what assessments conclude: findings, recommendations, and what others have trained."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...curriculum.models import Module
from ...kernel import i18n
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated
from .. import vocabulary as words
from .assessments import Assessment


class Pillar(Audited, Model):
    """A thematic pillar of the analysis; how many there are is data (R-047)."""

    __tablename__ = "need_pillar"
    audit_name: ClassVar[str] = _l("Pillar")
    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(unique=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})

    def __str__(self) -> str:
        return f"{self.no} {self.title}"


class FindingModule(Model):
    """A module that a finding concerns."""

    __tablename__ = "need_finding_module"
    finding_id: Mapped[int] = mapped_column(ForeignKey("need_finding.id", ondelete="CASCADE"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), primary_key=True)


class Finding(HasPublicId, Audited, Model):
    """A gap, or a good practice: where it was found, whom it concerns, how sure it is (R-046, R-057)."""

    __tablename__ = "need_finding"
    audit_name: ClassVar[str] = _l("Finding")
    __table_args__ = (
        CheckConstraint("kind IN ('gap', 'legislation', 'practice')", name="kind"),
        CheckConstraint("severity IN ('high', 'medium', 'low')", name="severity"),
        CheckConstraint("confidence IN ('firm', 'indicative')", name="confidence"),
        CheckConstraint("reusable IN ('', 'as_is', 'adapted', 'no')", name="reusable"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"), index=True)
    kind: Mapped[str] = mapped_column(
        String(15), default="gap", info={"label": _l("Kind"), "words": words.FINDING_KINDS}
    )
    section: Mapped[str] = mapped_column(String(20), info={"label": _l("Section"), "words": words.SECTIONS})
    pillar_id: Mapped[int | None] = mapped_column(ForeignKey("need_pillar.id"), info={"label": _l("Pillar")})
    text: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Text")})
    countries: Mapped[list[str]] = mapped_column(  # none: the whole region
        JSON, default=list, info={"label": _l("Countries"), "words": i18n.country_name}
    )
    severity: Mapped[str] = mapped_column(
        String(10), default="medium", info={"label": _l("Severity"), "words": words.SEVERITIES}
    )
    confidence: Mapped[str] = mapped_column(
        String(12), default="indicative", info={"label": _l("Confidence"), "words": words.CONFIDENCES}
    )
    revalidate_by: Mapped[date | None] = mapped_column(info={"label": _l("To be re-validated until")})
    source: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Source"), "erased": "keep"})
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)  # none: shipped with the program
    body: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Body"), "erased": "keep"})
    reusable: Mapped[str] = mapped_column(String(10), default="", info={"label": _l("Reuse"), "words": words.REUSE})
    shared: Mapped[bool] = mapped_column(default=False, info={"label": _l("The country agrees that it is shown")})
    search: Mapped[str] = mapped_column(Text, default="", info={"derived": True, "erased": "keep"})
    assessment: Mapped[Assessment | None] = relationship()
    pillar: Mapped[Pillar | None] = relationship()
    modules: Mapped[list[Module]] = relationship(secondary="need_finding_module", order_by=Module.number)

    def __str__(self) -> str:
        return str(self.text)[:80]


class RecommendationModule(Model):
    """A module that a recommendation belongs to."""

    __tablename__ = "recommendation_module"
    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), primary_key=True
    )
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), primary_key=True)


class Recommendation(Audited, Model):
    """A recommendation, known by its code (R-024, R-055).

    Which activities answer it, the curriculum says; `answered_by` adds those that were mapped to it by hand.
    """

    __tablename__ = "recommendation"
    audit_name: ClassVar[str] = _l("Recommendation")
    __table_args__ = (CheckConstraint("state IN ('open', 'planned', 'done')", name="state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    chapter: Mapped[int] = mapped_column(default=1)
    section: Mapped[str] = mapped_column(String(20), info={"label": _l("Section"), "words": words.SECTIONS})
    pillar_id: Mapped[int | None] = mapped_column(ForeignKey("need_pillar.id"), info={"label": _l("Pillar")})
    text: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Text")})
    types: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Types"), "words": words.RECOMMENDATION_TYPES}
    )
    gender: Mapped[bool] = mapped_column(default=False, info={"label": _l("Gender component")})
    outside_region: Mapped[bool] = mapped_column(default=False, info={"label": _l("Examples from outside the region")})
    explicit: Mapped[bool] = mapped_column(default=True, info={"label": _l("Worded as a recommendation")})
    closest: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Related activities")})
    answered_by: Mapped[list[str]] = mapped_column(  # keys of activities, beside those of which the curriculum says so
        JSON, default=list, server_default="[]", info={"label": _l("Activities that answer it")}
    )
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(
        String(10), default="open", info={"label": _l("State"), "words": words.RECOMMENDATION_STATES}
    )
    remark: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Remark"), "erased": "keep"})
    search: Mapped[str] = mapped_column(Text, default="", info={"derived": True, "erased": "keep"})
    pillar: Mapped[Pillar | None] = relationship()
    modules: Mapped[list[Module]] = relationship(secondary="recommendation_module", order_by=Module.number)

    def __str__(self) -> str:
        return self.code


class OtherTraining(HasPublicId, Audited, Model):
    """A training that another provider gave to people of a country (R-064, R-091)."""

    __tablename__ = "other_training"
    audit_name: ClassVar[str] = _l("Training by another provider")
    __table_args__ = (
        CheckConstraint("people IS NULL OR people >= 0", name="people"),
        CheckConstraint("year >= 1990 AND year <= 2100", name="year"),
        Index(None, "country_code", "year"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    country_code: Mapped[str] = mapped_column(
        ForeignKey("country.code"), info={"label": _l("Country"), "words": i18n.country_name}
    )
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"), index=True, info={"label": _l("Module")})
    topic: Mapped[str] = mapped_column(String(300), info={"label": _l("Topic"), "erased": "keep"})
    provider: Mapped[str] = mapped_column(String(200), info={"label": _l("Provider"), "erased": "keep"})
    year: Mapped[int] = mapped_column(info={"label": _l("Year")})
    people: Mapped[int | None] = mapped_column(info={"label": _l("People")})  # None: not known, which is not nought
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), info={"label": _l("Centre")})
    invented: Mapped[bool] = mapped_column(default=False, info={"label": _l("Invented for the demonstration")})
    module: Mapped[Module | None] = relationship()

    def __str__(self) -> str:
        return self.topic
