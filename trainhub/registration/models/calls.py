"""The call of a session: who may nominate or apply until when, in which stages, and how many from where."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ...people.models import Person, PersonPolicy
from ...questionnaires.models import Wave
from ...sessions.models import TrainingSession

CALL_STATES: dict[str, str] = {"draft": _l("Draft"), "open": _l("Open"), "closed": _l("Closed")}
AGREEMENTS: dict[str, str] = {  # of the audience with the focal points, before anybody is invited
    "": _l("Not asked"),
    "proposed": _l("Proposed"),
    "consulted": _l("Consulted"),
    "agreed": _l("Agreed"),
}
RULES: dict[str, str] = {"order": _l("Who registered first"), "ranking": _l("The ranking")}
DIMENSIONS: dict[str, str] = {
    "country": _l("Country"),
    "organisation": _l("Organisation"),
    "category": _l("Category"),
}
EVERYBODY_ELSE = "*"  # the value of a quota for all that its dimension does not name
CALL_EVENTS: dict[str, str] = {
    "proposed": _l("Audience proposed"),
    "consulted": _l("Focal points consulted"),
    "agreed": _l("Audience agreed"),
    "opened": _l("Call opened"),
    "closed": _l("Call closed"),
    "target-missed": _l("Target share of women missed"),
    "go": _l("It takes place"),
    "no-go": _l("It does not take place"),
}


class Call(HasPublicId, Audited, Model):
    """What a session's places are given by. A session without one is open by the settings of the installation."""

    __tablename__ = "call"
    audit_name: ClassVar[str] = _l("Call")
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),
        CheckConstraint("agreement IN ('', 'proposed', 'consulted', 'agreed')", name="agreement"),
        CheckConstraint("rule IN ('order', 'ranking')", name="rule"),
        CheckConstraint("women_target IS NULL OR (women_target >= 0 AND women_target <= 1)", name="women_target"),
        CheckConstraint("confirm_hours >= 1 AND cancel_days >= 0", name="times"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = mapped_column(
        String(10), default="draft", index=True, info={"label": _l("State"), "words": CALL_STATES}
    )
    agreement: Mapped[str] = mapped_column(
        String(10), default="", info={"label": _l("Agreement on the audience"), "words": AGREEMENTS}
    )
    nominate: Mapped[bool] = mapped_column(default=True, info={"label": _l("Focal points nominate")})
    apply: Mapped[bool] = mapped_column(default=False, info={"label": _l("People apply themselves")})
    endorse: Mapped[bool] = mapped_column(default=False, info={"label": _l("The institution approves first")})
    select: Mapped[bool] = mapped_column(default=True, info={"label": _l("The centre selects")})
    confirm: Mapped[bool] = mapped_column(default=True, info={"label": _l("The person confirms")})
    deadline: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Deadline")})
    confirm_hours: Mapped[int] = mapped_column(default=72, info={"label": _l("Hours to answer an offer")})
    cancel_days: Mapped[int] = mapped_column(default=0, info={"label": _l("Days before the start to withdraw")})
    rule: Mapped[str] = mapped_column(
        String(10), default="order", info={"label": _l("Order of the waiting list"), "words": RULES}
    )
    decide_on: Mapped[date | None] = mapped_column(info={"label": _l("Day of go or no-go")})
    women_target: Mapped[float | None] = mapped_column(info={"label": _l("Target share of women")})
    note: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("What to know")})
    documents: Mapped[list[dict[str, Any]]] = mapped_column(  # [{"key": "cv", "title": {language: text}}]
        JSON, default=list, info={"label": _l("Documents")}
    )
    needs: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Asked after the place is taken")})
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id"), info={"label": _l("Questions")})
    session: Mapped[TrainingSession] = relationship()
    wave: Mapped[Wave | None] = relationship()
    quotas: Mapped[list["Quota"]] = relationship(
        back_populates="call", cascade="all, delete-orphan", order_by="Quota.id"
    )
    events: Mapped[list["CallEvent"]] = relationship(order_by="CallEvent.id", cascade="all, delete-orphan")
    comments: Mapped[list["CallComment"]] = relationship(
        back_populates="call", order_by="CallComment.id", cascade="all, delete-orphan"
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id


class Quota(HasPublicId, Audited, Model):
    """How many places a country, an organisation (with its departments) or a category has in a session.

    In a dimension that has quotas, whoever no row names has no place, unless a row is for everybody else.
    `taken` counts the registrations that hold a seat of it; the database holds it to `seats`.
    """

    __tablename__ = "quota"
    audit_name: ClassVar[str] = _l("Quota")
    __table_args__ = (
        UniqueConstraint("call_id", "dimension", "value"),
        CheckConstraint("taken >= 0 AND taken <= seats", name="seats_held"),
        CheckConstraint("reserve >= 0", name="reserve"),
        CheckConstraint("dimension IN ('country', 'organisation', 'category')", name="dimension"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    dimension: Mapped[str] = mapped_column(String(12), info={"label": _l("Quota by"), "words": DIMENSIONS})
    value: Mapped[str] = mapped_column(String(40), info={"label": _l("For")})  # country code, organisation id, category
    seats: Mapped[int] = mapped_column(info={"label": _l("Seats")})
    taken: Mapped[int] = mapped_column(default=0, info={"derived": True})
    reserve: Mapped[int] = mapped_column(default=0, info={"label": _l("Reserve")})  # more who may be nominated
    call: Mapped[Call] = relationship(back_populates="quotas")

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.call.session_id if self.call else None


class QuotaPlace(Model):
    """That a registration which holds a seat holds it in this quota, too."""

    __tablename__ = "quota_place"
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id", ondelete="CASCADE"), primary_key=True, index=True)


class CallEvent(Model):
    """A step of a call, with date and author: the agreement on its audience, opening, go or no-go."""

    __tablename__ = "call_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class CallComment(HasPublicId, Model):
    """What a focal point says of the proposed audience, for a country (R-077, R-088)."""

    __tablename__ = "call_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ANONYMISE}
    )
    country_code: Mapped[str | None] = mapped_column(String(2))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    agrees: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    call: Mapped[Call] = relationship(back_populates="comments")
    person: Mapped[Person | None] = relationship()
