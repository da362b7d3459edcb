"""Tables of the matrix: its topics, the institutions asked, what they say, and what editors and focal points add."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...curriculum.models import Module
from ...kernel import clock, i18n
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ...people.models import Category, Person, PersonPolicy
from .. import vocabulary as words
from .assessments import Instrument, Round

_STATE = "state IN ('value', 'zero', 'no', 'partial', 'not_available')"
_NUMBER = "(state = 'value') = (value IS NOT NULL)"  # a state never becomes a number, nor a number a state


class Topic(HasPublicId, Audited, Model):
    """A row of a matrix: a module, a sub-need of another topic, or a free topic (R-045, R-066)."""

    __tablename__ = "need_topic"
    audit_name: ClassVar[str] = _l("Topic")
    __table_args__ = (
        UniqueConstraint("round_id", "module_id"),
        CheckConstraint("module_id IS NULL OR parent_id IS NULL", name="one_place"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"))
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"), index=True, info={"label": _l("Module")})
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("need_topic.id"), index=True, info={"label": _l("Part of the topic")}
    )
    place: Mapped[int] = mapped_column(default=100)
    title: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Title")})
    commentary: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Commentary")})
    module: Mapped[Module | None] = relationship()
    round: Mapped[Round] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return str(self.title or (self.module.number if self.module else ""))


class Response(HasPublicId, Audited, Model):
    """An institution that is asked, and what came back; several a country (R-028, R-029).

    `behalf` names the organisation that answered for it (R-038).
    """

    __tablename__ = "assessment_response"
    audit_name: ClassVar[str] = _l("Answer of an institution")
    __table_args__ = (
        CheckConstraint("state IN ('invited', 'answered', 'declined')", name="state"),
        CheckConstraint("source IN ('questionnaire', 'interview', 'desk')", name="source"),
        CheckConstraint("mode IN ('', 'online', 'room', 'paper')", name="mode"),
        Index(None, "round_id", "country_code"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"))
    instrument_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessment_instrument.id"), index=True, info={"label": _l("Instrument")}
    )
    country_code: Mapped[str] = mapped_column(
        ForeignKey("country.code"), info={"label": _l("Country"), "words": i18n.country_name}
    )
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"), info={"label": _l("Category")})
    name: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Institution"), "erased": "keep"})
    behalf: Mapped[str] = mapped_column(
        String(200), default="", info={"label": _l("Answered on its behalf by"), "erased": "keep"}
    )
    state: Mapped[str] = mapped_column(
        String(10), default="invited", info={"label": _l("State"), "words": words.RESPONSE_STATES}
    )
    source: Mapped[str] = mapped_column(
        String(15), default="questionnaire", info={"label": _l("Source"), "words": words.INSTRUMENT_KINDS}
    )
    mode: Mapped[str] = mapped_column(
        String(10), default="", info={"label": _l("Way of answering"), "words": words.MODES}
    )
    day: Mapped[date | None] = mapped_column(info={"label": _l("Day")})
    notes: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Interview notes"), "secret": True})
    answer_set: Mapped[str | None] = mapped_column(String(12), unique=True)  # of the wave it was taken from
    round: Mapped[Round] = relationship()
    instrument: Mapped[Instrument | None] = relationship()
    category: Mapped[Category | None] = relationship()
    answers: Mapped[list["NeedAnswer"]] = relationship(
        cascade="all, delete-orphan", back_populates="response", order_by="NeedAnswer.id"
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return self.name or self.country_code


class NeedAnswer(Audited, Model):
    """What an institution says of a topic. No row: it said nothing."""

    __tablename__ = "need_answer"
    audit_name: ClassVar[str] = _l("Answer")
    __table_args__ = (
        UniqueConstraint("response_id", "topic_id"),
        CheckConstraint(_STATE, name="state"),
        CheckConstraint(_NUMBER, name="number"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("assessment_response.id", ondelete="CASCADE"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("need_topic.id"), index=True, info={"label": _l("Topic")})
    state: Mapped[str] = mapped_column(String(15), info={"label": _l("State"), "words": words.WORDS})
    value: Mapped[int | None] = mapped_column(info={"label": _l("Priority")})
    note: Mapped[str] = mapped_column(
        String(500), default="", info={"label": _l("Note on the quality of the data"), "erased": "keep"}
    )
    response: Mapped[Response] = relationship(back_populates="answers")
    topic: Mapped[Topic] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.response.round_id if self.response else None

    def __str__(self) -> str:
        return str(self.topic) if self.topic else ""


class Cell(Audited, Model):
    """What editors say of a country's topic over its answers: a lifted or lowered priority with its reason (R-044),
    and a note on the quality of the data (R-039). The answers beneath stay as they are."""

    __tablename__ = "need_cell"
    audit_name: ClassVar[str] = _l("Cell of the matrix")
    __table_args__ = (
        UniqueConstraint("round_id", "country_code", "topic_id"),
        CheckConstraint("value IS NULL OR reason <> ''", name="reasoned"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"))
    country_code: Mapped[str] = mapped_column(
        ForeignKey("country.code"), info={"label": _l("Country"), "words": i18n.country_name}
    )
    topic_id: Mapped[int] = mapped_column(ForeignKey("need_topic.id"), index=True, info={"label": _l("Topic")})
    value: Mapped[int | None] = mapped_column(info={"label": _l("Priority set by editors")})
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason"), "erased": "keep"})
    note: Mapped[str] = mapped_column(
        String(500), default="", info={"label": _l("Note on the quality of the data"), "erased": "keep"}
    )
    topic: Mapped[Topic] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "assessment_round", self.round_id

    def __str__(self) -> str:
        return self.country_code


class Remark(HasPublicId, Model):
    """What a focal point or the office says of a country's topic."""

    __tablename__ = "need_remark"
    __table_args__ = (Index(None, "round_id", "country_code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_round.id", ondelete="CASCADE"))
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("need_topic.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ANONYMISE}
    )
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person | None] = relationship()
