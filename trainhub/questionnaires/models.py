"""Tables of questionnaires and of what came back.

Who was asked (`WaveMember`) and what was answered (`AnswerSet`, `Answer`) have nothing in common but the wave,
unless the wave is named: no key, no time, no order. Neither is audited, and their ids are random.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, Texts, Translated, UTCDateTime, new_public_id
from ..people.models import Centre, Person, PersonPolicy
from . import content

KINDS: dict[str, str] = {
    "reaction": _l("Opinion on a training"),
    "test": _l("Knowledge test"),
    "behaviour": _l("Use at work"),
    "trainer": _l("Evaluation by the trainers"),
    "scorecard": _l("Organiser’s scorecard"),
    "institution": _l("Institution’s report"),
    "other": _l("Other"),
}
VERSION_STATES: dict[str, str] = {"draft": _l("Draft"), "frozen": _l("Frozen")}
IDENTITIES: dict[str, str] = {
    "anonymous": _l("Anonymous"),
    "pseudonymous": _l("Under a pseudonym"),
    "named": _l("By name"),
}
WAVE_STATES: dict[str, str] = {"planned": _l("Planned"), "open": _l("Open"), "closed": _l("Closed")}
ROLES: dict[str, str] = {
    "participant": _l("Participant"),
    "supervisor": _l("Supervisor"),
    "trainer": _l("Trainer"),
    "institution": _l("Institution"),
}
SOURCES: dict[str, str] = {"": _l("Not kept"), "web": _l("On the web"), "paper": _l("On paper")}
SEALED = ("anonymous", "pseudonymous")  # identities whose answers stay sealed until the wave closes
_DRAFT = text("state = 'draft'")


class Questionnaire(HasPublicId, Audited, Model):
    """A questionnaire through all its versions; `key` is how code and plugins name it.

    The staff of its centre change it, those who work for all centres where it has none; all centres use it.
    """

    __tablename__ = "questionnaire"
    audit_name: ClassVar[str] = _l("Questionnaire")
    __table_args__ = (
        CheckConstraint(
            "kind IN ('reaction', 'test', 'behaviour', 'trainer', 'scorecard', 'institution', 'other')", name="kind"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True, info={"label": _l("Key")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    kind: Mapped[str] = mapped_column(String(20), default="other", info={"label": _l("Kind"), "words": KINDS})
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), info={"label": _l("Edited by")})
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Archived")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    centre: Mapped[Centre | None] = relationship()
    versions: Mapped[list["QuestionnaireVersion"]] = relationship(
        back_populates="questionnaire", order_by="QuestionnaireVersion.no"
    )

    def __str__(self) -> str:
        return str(self.title)

    @property
    def draft(self) -> "QuestionnaireVersion | None":
        return next((version for version in self.versions if version.state == "draft"), None)

    @property
    def latest(self) -> "QuestionnaireVersion | None":
        """Return the newest frozen version: the one to send."""
        return next((version for version in reversed(self.versions) if version.state == "frozen"), None)


class QuestionnaireVersion(HasPublicId, Audited, Model):
    """What a questionnaire asks, at one time; frozen for ever once a wave uses it. One draft at a time."""

    __tablename__ = "questionnaire_version"
    audit_name: ClassVar[str] = _l("Version")
    __table_args__ = (
        UniqueConstraint("questionnaire_id", "no"),
        CheckConstraint("state IN ('draft', 'frozen')", name="state"),
        Index(
            "uq_questionnaire_version_draft",
            "questionnaire_id",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    no: Mapped[int] = mapped_column(default=1, info={"label": _l("Version")})
    state: Mapped[str] = mapped_column(
        String(10), default="draft", info={"label": _l("State"), "words": VERSION_STATES}
    )
    content: Mapped[dict[str, Any]] = mapped_column(  # content.content_from_json reads it
        JSON, default=dict, info={"label": _l("Questions"), "parts": content.parts, "tell": content.tell}
    )
    language: Mapped[str] = mapped_column(String(10), default="en")  # of the source texts
    frozen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    questionnaire: Mapped[Questionnaire] = relationship(back_populates="versions")

    def audit_subject(self) -> tuple[str, int | None]:
        return "questionnaire", self.questionnaire_id

    def __str__(self) -> str:
        return str(self.no)


class BankItem(Audited, Model):
    """A question to use again; a copy of it in a questionnaire keeps its key in `bank`."""

    __tablename__ = "bank_item"
    audit_name: ClassVar[str] = _l("Question of the bank")
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True, info={"label": _l("Key")})
    theme: Mapped[str] = mapped_column(String(40), default="", index=True, info={"label": _l("Theme")})
    item: Mapped[dict[str, Any]] = mapped_column(
        JSON, info={"label": _l("Question"), "parts": content.item_parts, "tell": content.tell_item}
    )
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), info={"label": _l("Edited by")})
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Archived")})
    centre: Mapped[Centre | None] = relationship()

    def __str__(self) -> str:
        return self.key


class Wave(HasPublicId, Audited, Model):
    """One sending of a version to some people, open for a while."""

    __tablename__ = "wave"
    audit_name: ClassVar[str] = _l("Wave")
    __table_args__ = (
        CheckConstraint("identity IN ('anonymous', 'pseudonymous', 'named')", name="identity"),
        CheckConstraint("state IN ('planned', 'open', 'closed')", name="state"),
        CheckConstraint("minimum >= 1", name="minimum"),
        Index(None, "state", "closes_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)
    title: Mapped[Texts] = mapped_column(
        Translated, info={"label": _l("Title")}
    )  # what it is about: a training's title
    identity: Mapped[str] = mapped_column(String(12), info={"label": _l("How answers are kept"), "words": IDENTITIES})
    state: Mapped[str] = mapped_column(String(10), default="planned", info={"label": _l("State"), "words": WAVE_STATES})
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime, info={"label": _l("Opens")})
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime, info={"label": _l("Closes")})
    minimum: Mapped[int] = mapped_column(default=5, info={"label": _l("Fewest answers that are shown")})
    series: Mapped[str] = mapped_column(String(60), default="", index=True)  # waves whose pseudonyms pair
    blocks: Mapped[dict[str, list[list[str]]]] = mapped_column(JSON, default=dict)  # "trainer" -> [[code, name]]
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Closed")})
    counted: Mapped[int | None] = mapped_column(info={"label": _l("Answers at closing")})
    kept: Mapped[bool] = mapped_column(default=True, info={"label": _l("Answers kept")})  # not: fewer than `minimum`
    version: Mapped[QuestionnaireVersion] = relationship()

    def __str__(self) -> str:
        return str(self.title)

    @property
    def sealed(self) -> bool:
        """Say whether answers stay sealed until the wave closes."""
        return self.identity in SEALED


class WaveKeeper(Model):
    """Who besides staff may enter paper answers and see how many came: a session's trainers."""

    __tablename__ = "wave_keeper"
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, index=True, info={"person": PersonPolicy.ERASE}
    )


class WaveMember(Model):
    """Somebody who may answer, once, and whether they have. No time, no order; written anew when the wave closes."""

    __tablename__ = "wave_member"
    __table_args__ = (
        UniqueConstraint("wave_id", "person_id"),
        CheckConstraint("role IN ('participant', 'supervisor', 'trainer', 'institution')", name="role"),
    )
    id: Mapped[str] = mapped_column(String(12), primary_key=True, default=new_public_id)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE})
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(12), default="participant")
    answered: Mapped[bool] = mapped_column(default=False)
    reminded: Mapped[int] = mapped_column(default=0)
    wave: Mapped[Wave] = relationship()
    person: Mapped[Person] = relationship()


class SealedAnswer(Model):
    """One answer, encrypted to the wave's key outside the database; all of a wave have one size."""

    __tablename__ = "sealed_answer"
    id: Mapped[str] = mapped_column(String(12), primary_key=True, default=new_public_id)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    blob: Mapped[bytes] = mapped_column(LargeBinary)


class AnswerSet(Model):
    """What one answer said, as a whole; `person_id` in named waves only."""

    __tablename__ = "answer_set"
    id: Mapped[str] = mapped_column(String(12), primary_key=True, default=new_public_id)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    pseudonym: Mapped[str | None] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ANONYMISE}
    )
    source: Mapped[str] = mapped_column(String(5), default="")  # web | paper; empty where it would tell who it was
    person: Mapped[Person | None] = relationship()


class Answer(Model):
    """One value of an answer set: a choice with its score, a number, a day or a text."""

    __tablename__ = "answer"
    set_id: Mapped[str] = mapped_column(ForeignKey("answer_set.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), primary_key=True)
    block: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    row: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    choice: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    number: Mapped[float | None]
    text: Mapped[str | None] = mapped_column(Text)


class AnswerTally(Model):
    """How many gave a choice in a closed wave, so that years of answers are read at once.

    For a question where several may be chosen, the empty choice counts those who answered.
    """

    __tablename__ = "answer_tally"
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), primary_key=True)
    block: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    row: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    choice: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    n: Mapped[int]
