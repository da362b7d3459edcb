"""Tables of people behind answers, and of those who are asked before a training is planned."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import clock, i18n
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ...people.models import Person, PersonPolicy
from ...questionnaires.models import Wave
from ...sessions.models import TrainingSession
from .answers import Response


class Contributor(HasPublicId, Audited, Model):
    """Who spoke for an institution: seen by the centre only, kept for asking back, and gone on its day (R-061)."""

    __tablename__ = "need_contributor"
    audit_name: ClassVar[str] = _l("Person behind an answer")
    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("assessment_response.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ERASE}
    )
    name: Mapped[str] = mapped_column(String(200), info={"label": _l("Name"), "secret": True})
    position: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Position"), "secret": True})
    until: Mapped[date] = mapped_column(index=True, info={"label": _l("Kept until")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    response: Mapped[Response] = relationship()
    person: Mapped[Person | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.response.round_id if self.response else None

    def __str__(self) -> str:
        return str(_l("A name that is not shown"))


class Consultation(HasPublicId, Audited, Model):
    """What chosen categories were asked before a training, and what the centre made of it (R-088)."""

    __tablename__ = "consultation"
    audit_name: ClassVar[str] = _l("Consultation before a training")
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    question: Mapped[Texts] = mapped_column(Translated, info={"label": _l("What is asked")})
    categories: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Categories")})
    countries: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Countries"), "words": i18n.country_name}
    )
    asked: Mapped[int] = mapped_column(default=0, info={"label": _l("People asked")})
    outcome: Mapped[str] = mapped_column(Text, default="", info={"label": _l("What came of it"), "erased": "keep"})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    session: Mapped[TrainingSession] = relationship()
    wave: Mapped[Wave] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return str(self.question)[:80]
