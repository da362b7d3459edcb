"""What statistics know of every registration: one row each, kept beside the records and made anew from them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ...kernel import clock
from ...kernel.db import Model
from ...kernel.types import UTCDateTime
from ...people.models import PersonPolicy


class Participation(Model):
    """The facts of one registration in a session that is published or completed; no page shows one of them.

    Nothing here is entered: `services.facts` writes rows from the records, and may write all of them anew.
    """

    __tablename__ = "participation"
    __table_args__ = (
        # holds all that the usual tables ask, in the order in which they group: no row is read, nothing sorted
        Index(
            "ix_participation_covering",
            *("gender", "country", "module", "day", "counts", "centre_id", "person_id", "minutes"),
            *("invited", "nominated", "applied", "selected", "attended", "completed", "certified", "final"),
        ),
    )
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE}
    )
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    format: Mapped[str] = mapped_column(String(40))  # its key
    counts: Mapped[bool]  # the format counts as training
    gender: Mapped[str] = mapped_column(String(20), default="")  # f m other undisclosed, "" not answered
    age_band: Mapped[str] = mapped_column(String(10), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    category: Mapped[str] = mapped_column(String(40), default="")
    level: Mapped[str] = mapped_column(String(20), default="")
    day: Mapped[date]  # the first of the session
    month: Mapped[int]  # 202703
    quarter: Mapped[int]  # 20271
    year: Mapped[int]
    module: Mapped[str] = mapped_column(String(60), default="")  # numbers joined by commas: "4" or "4,7"
    invited: Mapped[bool] = mapped_column(default=False)  # the states it passed through, whatever it is now
    nominated: Mapped[bool] = mapped_column(default=False)
    applied: Mapped[bool] = mapped_column(default=False)
    selected: Mapped[bool] = mapped_column(default=False)  # was offered a place, or given one
    attended: Mapped[bool] = mapped_column(default=False)  # one half-day at least
    completed: Mapped[bool] = mapped_column(default=False)  # enough of the hours, by the rule for certificates
    certified: Mapped[bool] = mapped_column(default=False)  # holds a certificate that was not revoked
    final: Mapped[bool] = mapped_column(default=False)  # the session was closed: completed or not is decided
    slots: Mapped[int] = mapped_column(default=0)  # half-days attended
    minutes: Mapped[int] = mapped_column(default=0)


class FactsVersion(Model):
    """One row: the mark changes with every change of the facts; what was remembered under another is old."""

    __tablename__ = "facts_version"
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    mark: Mapped[str] = mapped_column(String(16))
    checked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)  # the facts were right then
