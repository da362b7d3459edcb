"""Tables: what is asked when, what was planned for a session, who else is asked, and what followed from it.

No table of this plugin knows who answered what. `Measured` holds values without any person, written when a wave
has closed, smallest first.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainhub.plugin_api import Audited, HasPublicId, Model, Texts, Translated, UTCDateTime, clock
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.people import Centre, Organisation, Person
from trainhub.plugin_api.questionnaires import Questionnaire, Wave
from trainhub.plugin_api.registration import Registration
from trainhub.plugin_api.sessions import TrainingSession

from .words import ANCHORS, FINDING_STATES, IDENTITIES, PURPOSES, SERIES


class Instrument(HasPublicId, Audited, Model):
    """A questionnaire used for a purpose: when it goes out, to be answered how, in which formats."""

    __tablename__ = "evaluation_instrument"
    audit_name: ClassVar[str] = _l("Instrument")
    __table_args__ = (
        CheckConstraint("anchor IN ('start', 'end')", name="anchor"),
        CheckConstraint("identity IN ('anonymous', 'pseudonymous', 'named')", name="identity"),
        CheckConstraint("open_days >= 1", name="open_days"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(
        ForeignKey("questionnaire.id"), index=True, info={"label": _l("Questionnaire")}
    )
    purpose: Mapped[str] = mapped_column(String(12), info={"label": _l("Purpose"), "words": PURPOSES})
    identity: Mapped[str] = mapped_column(String(12), info={"label": _l("How answers are kept"), "words": IDENTITIES})
    anchor: Mapped[str] = mapped_column(
        String(5), default="end", info={"label": _l("Days are counted"), "words": ANCHORS}
    )
    offset_days: Mapped[int] = mapped_column(default=0, info={"label": _l("Opens after so many days")})
    open_days: Mapped[int] = mapped_column(default=14, info={"label": _l("Days open")})
    reminder_days: Mapped[list[int]] = mapped_column(
        JSON, default=list, info={"label": _l("Reminders after so many days")}
    )
    minimum: Mapped[int] = mapped_column(default=5, info={"label": _l("Fewest answers that are shown")})
    formats: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Only for these formats")})
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Switched off")})
    questionnaire: Mapped[Questionnaire] = relationship()

    def __str__(self) -> str:
        return str(PURPOSES[self.purpose])

    @property
    def series(self) -> str:
        """Return which waves its pseudonyms pair with; empty where there are none."""
        return SERIES.get(self.purpose, self.purpose) if self.identity == "pseudonymous" else ""


class SessionWave(HasPublicId, Audited, Model):
    """What an instrument became in one session: a wave of the form engine, or left out by staff."""

    __tablename__ = "evaluation_session_wave"
    audit_name: ClassVar[str] = _l("Evaluation")
    __table_args__ = (UniqueConstraint("session_id", "instrument_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    instrument_id: Mapped[int] = mapped_column(ForeignKey("evaluation_instrument.id"), index=True)
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id"), unique=True)
    fixed: Mapped[bool] = mapped_column(default=False, info={"label": _l("Dates fixed by staff")})
    skipped_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Left out")})
    rounds: Mapped[int] = mapped_column(default=0, info={"label": _l("Reminders sent")})
    measured_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    session: Mapped[TrainingSession] = relationship()
    instrument: Mapped[Instrument] = relationship()
    wave: Mapped[Wave | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return str(self.instrument) if self.instrument else ""

    @property
    def state(self) -> str:
        return "skipped" if self.wave is None else self.wave.state


class Measured(Model):
    """One value of an indicator, of a wave that is closed: nobody's."""

    __tablename__ = "evaluation_measured"
    __table_args__ = (Index(None, "measure", "session_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    measure: Mapped[str] = mapped_column(String(20))  # satisfaction, learning_gain, behaviour, institution
    value: Mapped[float]


class Supervisor(Audited, Model):
    """Whom a participant, or staff, named as the one who sees the participant's work."""

    __tablename__ = "evaluation_supervisor"
    audit_name: ClassVar[str] = _l("Supervisor")
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": "erase"})
    supervisor_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": "erase", "label": _l("Supervisor")}
    )
    registration: Mapped[Registration] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    supervisor: Mapped[Person] = relationship(foreign_keys=supervisor_id)

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.registration.session_id if self.registration else None


class Contact(Audited, Model):
    """Who answers for an institution."""

    __tablename__ = "evaluation_contact"
    audit_name: ClassVar[str] = _l("Contact of an institution")
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), unique=True, info={"label": _l("Organisation")}
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": "erase", "label": _l("Contact")}
    )
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship()


class Theme(HasPublicId, Audited, Model):
    """What free texts are about, in the words of those who read them; all centres use it, its own changes it."""

    __tablename__ = "evaluation_theme"
    audit_name: ClassVar[str] = _l("Theme")
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), info={"label": _l("Edited by")})
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Archived")})
    centre: Mapped[Centre | None] = relationship()

    def __str__(self) -> str:
        return str(self.title)


class Coding(Model):
    """That a free text is about a theme. The text is named by the random id of its answer."""

    __tablename__ = "evaluation_coding"
    set_id: Mapped[str] = mapped_column(ForeignKey("answer_set.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), primary_key=True)
    block: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    theme_id: Mapped[int] = mapped_column(ForeignKey("evaluation_theme.id"), primary_key=True, index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    theme: Mapped[Theme] = relationship()


class Finding(HasPublicId, Audited, Model):
    """What was found, what was decided, who does it until when, and whether the next run was better for it."""

    __tablename__ = "evaluation_finding"
    audit_name: ClassVar[str] = _l("Finding")
    __table_args__ = (
        CheckConstraint("state IN ('open', 'decided', 'done', 'dropped')", name="state"),
        Index(None, "state", "due"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("training_session.id"), index=True, info={"label": _l("Session")}
    )
    title: Mapped[str] = mapped_column(String(200), info={"label": _l("What was found")})
    detail: Mapped[str] = mapped_column(Text, default="", info={"label": _l("What shows it")})
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("evaluation_theme.id"), info={"label": _l("Theme")})
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id"), index=True)  # with `item`: what is watched
    item: Mapped[str] = mapped_column(String(40), default="", info={"label": _l("Question that shows the effect")})
    decision: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Decision")})
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": "move", "about": False, "label": _l("Who sees to it")}
    )
    due: Mapped[date | None] = mapped_column(info={"label": _l("Until")})
    state: Mapped[str] = mapped_column(String(10), default="open", info={"label": _l("State"), "words": FINDING_STATES})
    effect: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Effect seen")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    session: Mapped[TrainingSession] = relationship()
    theme: Mapped[Theme | None] = relationship()
    wave: Mapped[Wave | None] = relationship()
    owner: Mapped[Person | None] = relationship()

    def __str__(self) -> str:
        return self.title
