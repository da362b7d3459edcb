"""The outbox, which is also the log of what was sent; the centre's own wording; replies and calendar entries."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import language_name
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, UTCDateTime
from ..people.models import Centre, Person, PersonPolicy

ERASED_WITH_PERSON = {"person": PersonPolicy.ERASE}
STATES: dict[str, str] = {
    "queued": _l("Waits"),
    "held": _l("Held back"),
    "sent": _l("Sent"),
    "failed": _l("Not delivered"),
    "dropped": _l("Not sent any more"),
}
FORWARDED = "reply_forwarded"
WAITING = ("queued", "held")  # nobody has read it yet
MODES: dict[str, str] = {"send": _l("Goes at once"), "hold": _l("Waits for your release"), "off": _l("Is not sent")}
KINDS: dict[str, str] = {  # templates/messages/<kind>.txt; plugins may bring more
    "confirm_email": _l("Confirm the e-mail"),
    "email_taken": _l("There is an account already"),
    "reset_password": _l("New password"),
    "claim_profile": _l("A profile to take over"),
    "erasure_accepted": _l("Data will be erased"),
    "erasure_refused": _l("Data cannot be erased yet"),
    "affiliation_confirmed": _l("Organisation confirmed"),
    "deputy_named": _l("Named as a deputy"),
    "registration_received": _l("Registration received"),
    "registration_invited": _l("Invited"),
    "registration_nominated": _l("Nominated"),
    "registration_endorsed": _l("Approved by the institution"),
    "registration_waiting": _l("On the waiting list"),
    "place_offered": _l("A place is offered"),
    "offer_reminder": _l("Offer about to end"),
    "offer_ended": _l("Offer ended"),
    "registration_confirmed": _l("Registration confirmed"),
    "registration_declined": _l("Registration declined"),
    "registration_withdrawn": _l("Registration withdrawn"),
    "nominations_7": _l("A week before a call closes: names are missing"),
    "nominations_1": _l("The day before a call closes: names are missing"),
    "session_changed": _l("Training changed"),
    "session_cancelled": _l("Training cancelled"),
    "joining_14": _l("Two weeks before: how to join"),
    "joining_3": _l("Three days before: how to join"),
    "joining_1": _l("The day before: how to join"),
    "morning_link": _l("The morning of an online day: the link"),
    "certificate_issued": _l("Certificate issued"),
    "certificate_revoked": _l("Certificate revoked"),
    "certificate_expiring": _l("Certificate about to expire"),
    "trainer_asked": _l("Asked to teach"),
    "trainer_reminder": _l("Asked to teach: reminder"),
    "trainer_not_needed": _l("Asked to teach: taken back"),
    "trainer_answered": _l("A trainer has answered"),
    "roster_proposed": _l("Proposed for the roster"),
    "roster_taken": _l("Taken into the roster"),
    "roster_refused": _l("Not taken into the roster"),
    "application_received": _l("Application of an expert received"),
    "questionnaire_invited": _l("Questions to answer"),
    "questionnaire_reminder": _l("Reminder to answer"),
    FORWARDED: _l("An answer, passed on to the centre"),
}


class Message(HasPublicId, Model):
    """One mail to one person, in the words that are (or were) sent."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "send_at"), Index(None, "topic", "person_id"))
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
    topic: Mapped[str] = mapped_column(String(60), default="")  # what it is about: "session:<public id>"; threads mails
    check: Mapped[str] = mapped_column(String(120), default="")  # asked before it goes: "<name>:<argument>"
    invite: Mapped[str] = mapped_column(String(10), default="")  # of the topic's calendar: see itip.ACTS
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what a later mail that replaces it must know
    state: Mapped[str] = mapped_column(String(10), default="queued")  # queued held sent failed dropped
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    dropped_because: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    send_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)  # when the next try is due
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by staff, before it went
    edited_by: Mapped[int | None]  # an account
    bounced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # a mail server sent it back
    bounce: Mapped[str] = mapped_column(String(500), default="")  # what that server said
    person: Mapped[Person | None] = relationship()
    centre: Mapped[Centre | None] = relationship()

    def __str__(self) -> str:
        return self.subject


class MailText(Audited, Model):
    """A mail in the centre's own words, in one language; without a row the shipped text is sent."""

    __tablename__ = "mail_text"
    audit_name: ClassVar[str] = _l("Text of a mail")
    __table_args__ = (UniqueConstraint("kind", "language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), info={"label": _l("Kind"), "words": KINDS})
    language: Mapped[str] = mapped_column(String(10), info={"label": _l("Language"), "words": language_name})
    subject: Mapped[str] = mapped_column(String(300), info={"label": _l("Subject")})
    body: Mapped[str] = mapped_column(Text, info={"label": _l("Text")})  # placeholders in braces, nothing else
    basis: Mapped[str] = mapped_column(Text, info={"derived": True})  # the shipped text it was made from
    updated_at: Mapped[datetime] = mapped_column(
        UTCDateTime, default=clock.now, onupdate=clock.now, info={"derived": True}
    )

    def __str__(self) -> str:
        return str(KINDS.get(self.kind, self.kind))


class MailRule(Audited, Model):
    """Whether mails of a kind go at once, wait for a release, or are not sent; without a row they go."""

    __tablename__ = "mail_rule"
    audit_name: ClassVar[str] = _l("When mails go")
    __table_args__ = (CheckConstraint("mode IN ('send', 'hold', 'off')", name="mode"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), unique=True, info={"label": _l("Kind"), "words": KINDS})
    mode: Mapped[str] = mapped_column(String(10), info={"label": _l("What happens"), "words": MODES})

    def __str__(self) -> str:
        return str(KINDS.get(self.kind, self.kind))


class ReplyAddress(Model):
    """The part of an address that says who answers, and about what: whoever writes there need prove no more."""

    __tablename__ = "reply_address"
    __table_args__ = (UniqueConstraint("person_id", "topic"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)  # lower case: mail servers may fold it
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info=ERASED_WITH_PERSON)
    topic: Mapped[str] = mapped_column(String(60), default="")
    person: Mapped[Person] = relationship()


class CalendarEntry(Model):
    """What a person's calendar was told of one slot, and what it answered."""

    __tablename__ = "calendar_entry"
    __table_args__ = (UniqueConstraint("person_id", "uid"), Index(None, "topic"))
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info=ERASED_WITH_PERSON)
    topic: Mapped[str] = mapped_column(String(60))
    uid: Mapped[str] = mapped_column(String(80))
    sequence: Mapped[int] = mapped_column(default=0)  # the highest that was sent
    of_slot: Mapped[int] = mapped_column(default=0)  # the slot's own SEQUENCE as it was then
    method: Mapped[str] = mapped_column(String(10))  # REQUEST CANCEL
    tentative: Mapped[bool] = mapped_column(default=False)  # a place is offered, not taken
    stamp: Mapped[datetime] = mapped_column(UTCDateTime)  # of the slot as it was told
    answer: Mapped[str] = mapped_column(String(20), default="")  # ACCEPTED DECLINED TENTATIVE
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


RECEIVED: dict[str, str] = {
    "calendar": _l("Answer of a calendar"),
    "bounce": _l("Sent back by a mail server"),
    "auto": _l("Automatic answer"),
    "reply": _l("Answer of a person"),
}


class ReceivedMail(HasPublicId, Model):
    """A mail that came to a reply address: who wrote follows from the address, never from the From line."""

    __tablename__ = "received_mail"
    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)  # of its bytes: the same mail is taken once
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info=ERASED_WITH_PERSON)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)
    topic: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(10))  # a key of RECEIVED
    subject: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(300), default="")  # what it did, in one sentence
    open: Mapped[bool] = mapped_column(default=False)  # somebody of the staff should look at it
    received_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship()
    centre: Mapped[Centre | None] = relationship()

    def __str__(self) -> str:
        return self.subject
