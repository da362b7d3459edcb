"""Tables of assessments: their rounds, and what a round needs besides answers."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import clock, i18n
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.files import File
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ...people.models import Category, Centre
from ...questionnaires.models import Wave
from .. import vocabulary as words


class Assessment(HasPublicId, Audited, Model):
    """A needs assessment of a centre. `invented`: its values are made up, and every page that shows them says so."""

    __tablename__ = "assessment"
    audit_name: ClassVar[str] = _l("Needs assessment")
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True, info={"label": _l("Centre")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    invented: Mapped[bool] = mapped_column(default=False, info={"label": _l("Invented for the demonstration")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    centre: Mapped[Centre] = relationship()
    rounds: Mapped[list["Round"]] = relationship(back_populates="assessment", order_by="Round.no")

    def __str__(self) -> str:
        return str(self.title)


class Round(HasPublicId, Audited, Model):
    """One round of asking. It keeps its scale with its direction, so that no list turns it upside down (R-040)."""

    __tablename__ = "assessment_round"
    audit_name: ClassVar[str] = _l("Round")
    __table_args__ = (
        UniqueConstraint("assessment_id", "no"),
        CheckConstraint("state IN ('draft', 'running', 'closed')", name="state"),
        CheckConstraint("rule IN ('median', 'highest', 'consensus')", name="rule"),
        CheckConstraint("lowest >= 1 AND lowest < highest AND highest <= 9", name="scale"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    no: Mapped[int] = mapped_column(default=1)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    first_day: Mapped[date] = mapped_column(info={"label": _l("First day")})
    last_day: Mapped[date] = mapped_column(info={"label": _l("Last day")})
    state: Mapped[str] = mapped_column(
        String(10), default="draft", info={"label": _l("State"), "words": words.ROUND_STATES}
    )
    method: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Methodology"), "erased": "keep"})
    lowest: Mapped[int] = mapped_column(default=1, info={"label": _l("Lowest value of the scale")})
    highest: Mapped[int] = mapped_column(default=4, info={"label": _l("Highest value of the scale")})
    high_is_urgent: Mapped[bool] = mapped_column(default=True, info={"label": _l("The highest value is most urgent")})
    rule: Mapped[str] = mapped_column(
        String(10), default="median", info={"label": _l("Several answers of a country"), "words": words.RULES}
    )
    revalidate_by: Mapped[date | None] = mapped_column(info={"label": _l("To be re-validated until")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    assessment: Mapped[Assessment] = relationship(back_populates="rounds")
    countries: Mapped[list["RoundCountry"]] = relationship(
        cascade="all, delete-orphan", back_populates="round", order_by="RoundCountry.id"
    )

    def __str__(self) -> str:
        return str(self.title)

    @property
    def urgent(self) -> int:
        """Return the value that is most urgent."""
        return self.highest if self.high_is_urgent else self.lowest


class RoundCountry(Audited, Model):
    """A country that a round asks: a column of its matrix. Without one it was not asked (R-034, R-035)."""

    __tablename__ = "assessment_country"
    audit_name: ClassVar[str] = _l("Country of a round")
    __table_args__ = (
        UniqueConstraint("round_id", "country_code"),
        CheckConstraint(
            "participation IN ('undecided', 'invited', 'answering', 'complete', 'desk')", name="participation"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"))
    country_code: Mapped[str] = mapped_column(
        ForeignKey("country.code"), info={"label": _l("Country"), "words": i18n.country_name}
    )
    participation: Mapped[str] = mapped_column(
        String(10), default="invited", info={"label": _l("Participation"), "words": words.PARTICIPATION}
    )
    reopened_until: Mapped[date | None] = mapped_column(info={"label": _l("Re-opened until")})
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason"), "erased": "keep"})
    revalidate_by: Mapped[date | None] = mapped_column(info={"label": _l("To be re-validated until")})
    revalidated_on: Mapped[date | None] = mapped_column(info={"label": _l("Re-validated")})
    round: Mapped[Round] = relationship(back_populates="countries")

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return self.country_code


class Instrument(HasPublicId, Audited, Model):
    """How a stakeholder category is asked: a wave of a questionnaire, or an interview guide (R-027)."""

    __tablename__ = "assessment_instrument"
    audit_name: ClassVar[str] = _l("Instrument")
    __table_args__ = (CheckConstraint("kind IN ('questionnaire', 'interview', 'desk')", name="kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(15), info={"label": _l("Kind"), "words": words.INSTRUMENT_KINDS})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"), info={"label": _l("Category")})
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id"), index=True, info={"label": _l("Wave")})
    category: Mapped[Category | None] = relationship()
    wave: Mapped[Wave | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return str(self.title)


class Approval(HasPublicId, Audited, Model):
    """That a body approved the methodology, the work plan or an instrument, and when (R-067)."""

    __tablename__ = "assessment_approval"
    audit_name: ClassVar[str] = _l("Approval")
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(200), info={"label": _l("What was approved"), "erased": "keep"})
    approver: Mapped[str] = mapped_column(String(200), info={"label": _l("Approved by"), "erased": "keep"})
    day: Mapped[date] = mapped_column(info={"label": _l("Day")})

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return self.what


class Milestone(HasPublicId, Audited, Model):
    """A deliverable with its date; every move of the date keeps its reason (R-063, R-068)."""

    __tablename__ = "assessment_milestone"
    audit_name: ClassVar[str] = _l("Milestone")
    __table_args__ = (CheckConstraint("state IN ('open', 'done')", name="state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200), info={"label": _l("Title"), "erased": "keep"})
    due: Mapped[date] = mapped_column(info={"label": _l("Due")})
    state: Mapped[str] = mapped_column(
        String(6), default="open", info={"label": _l("State"), "words": words.MILESTONE_STATES}
    )
    moves: Mapped[list["MilestoneMove"]] = relationship(cascade="all, delete-orphan", order_by="MilestoneMove.id")

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return self.title


class MilestoneMove(Model):
    """That a date was moved, and why."""

    __tablename__ = "assessment_milestone_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("assessment_milestone.id", ondelete="CASCADE"), index=True)
    before: Mapped[date]
    after: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500), info={"erased": "keep"})
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class Risk(HasPublicId, Audited, Model):
    """A risk of an assessment and what is done about it (R-056)."""

    __tablename__ = "assessment_risk"
    audit_name: ClassVar[str] = _l("Risk")
    __table_args__ = (CheckConstraint("severity IN ('high', 'medium', 'low')", name="severity"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(500), info={"label": _l("Risk"), "erased": "keep"})
    mitigation: Mapped[str] = mapped_column(
        String(500), default="", info={"label": _l("What is done about it"), "erased": "keep"}
    )
    severity: Mapped[str] = mapped_column(
        String(10), default="medium", info={"label": _l("Severity"), "words": words.SEVERITIES}
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return self.text


class Annex(HasPublicId, Audited, Model):
    """A document of a round, with its own visibility (R-062)."""

    __tablename__ = "assessment_annex"
    audit_name: ClassVar[str] = _l("Annex")
    __table_args__ = (CheckConstraint("sight IN ('office', 'partners')", name="sight"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), index=True)
    title: Mapped[str] = mapped_column(String(200), info={"label": _l("Title"), "erased": "keep"})
    sight: Mapped[str] = mapped_column(
        String(10), default="office", info={"label": _l("Who sees it"), "words": words.ANNEX_SIGHT}
    )
    file: Mapped[File] = relationship()
    round: Mapped[Round] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return self.title
