"""The outbox, which is also the log of what was sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.db import Model
from ..kernel.types import HasPublicId, UTCDateTime
from ..people.models import Person, PersonPolicy


class Message(HasPublicId, Model):
    """One mail to one person, in the words that are (or were) sent."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "created_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(120), unique=True)  # one mail for one fact
    kind: Mapped[str] = mapped_column(String(40), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ERASE})
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)  # plain text; links on lines of their own
    secret: Mapped[bool] = mapped_column(default=False)  # the body carries a link only the reader may have
    state: Mapped[str] = mapped_column(String(10), default="queued")  # queued sent failed
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person | None] = relationship()
