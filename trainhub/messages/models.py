"""The outbox, which is also the log of what was sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.db import Model
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, UTCDateTime
from ..people.models import Centre, Person, PersonPolicy

ERASED_WITH_PERSON = {"person": PersonPolicy.ERASE}
STATES: dict[str, str] = {"queued": _l("Waits"), "sent": _l("Sent"), "failed": _l("Not delivered")}
KINDS: dict[str, str] = {  # templates/messages/<kind>.txt; plugins may bring more
    "confirm_email": _l("Confirm the e-mail"),
    "email_taken": _l("There is an account already"),
    "reset_password": _l("New password"),
    "affiliation_confirmed": _l("Organisation confirmed"),
    "registration_received": _l("Registration received"),
    "registration_waiting": _l("On the waiting list"),
    "place_offered": _l("A place is offered"),
    "offer_ended": _l("Offer ended"),
    "registration_confirmed": _l("Registration confirmed"),
    "registration_declined": _l("Registration declined"),
    "registration_withdrawn": _l("Registration withdrawn"),
    "session_changed": _l("Training changed"),
    "session_cancelled": _l("Training cancelled"),
    "certificate_issued": _l("Certificate issued"),
    "certificate_revoked": _l("Certificate revoked"),
    "questionnaire_invited": _l("Questions to answer"),
    "questionnaire_reminder": _l("Reminder to answer"),
}


class Message(HasPublicId, Model):
    """One mail to one person, in the words that are (or were) sent."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "send_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(120), unique=True)  # one mail for one fact
    kind: Mapped[str] = mapped_column(String(40), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, info=ERASED_WITH_PERSON)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)  # plain text, links on lines of their own; emptied once a secret is sent
    secret: Mapped[bool] = mapped_column(default=False)  # the body carries a link only the reader may have
    state: Mapped[str] = mapped_column(String(10), default="queued")  # queued sent failed
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    send_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)  # when the next try is due
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person | None] = relationship()
    centre: Mapped[Centre | None] = relationship()

    def __str__(self) -> str:
        return self.subject
