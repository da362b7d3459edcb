"""Tables of accounts, role grants and link tokens."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import UTCDateTime
from ..people.models import Person, PersonPolicy


class Role(StrEnum):
    """What somebody does here. Everybody with an account is a participant without a grant."""

    ADMINISTRATOR = "administrator"
    STAFF = "staff"
    TRAINER = "trainer"
    PARTICIPANT = "participant"
    FOCAL_POINT = "focal_point"
    OBSERVER = "observer"


ROLE_LABELS: dict[Role, str] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.STAFF: _l("Centre staff"),
    Role.TRAINER: _l("Trainer"),
    Role.PARTICIPANT: _l("Participant"),
    Role.FOCAL_POINT: _l("Focal point"),
    Role.OBSERVER: _l("Observer"),
}


STATE_LABELS: dict[str, str] = {"open": _l("Open"), "unconfirmed": _l("E-mail not confirmed"), "closed": _l("Closed")}


class Account(Audited, Model):
    """The way in for a person: an e-mail and a password."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True, info={"person": PersonPolicy.ERASE})
    login: Mapped[str] = mapped_column(String(254), unique=True, info={"label": _l("E-mail"), "secret": True})
    password_hash: Mapped[str | None] = mapped_column(String(200), info={"label": _l("Password"), "secret": True})
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("E-mail confirmed")})
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Closed")})
    stamp: Mapped[str] = mapped_column(String(12), default="", info={"secret": True})  # changes end all sign-ins
    calendar_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info={"secret": True})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person] = relationship(lazy="joined")
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="account", lazy="selectin", order_by="RoleGrant.id")

    audit_name = _l("Account")

    def __str__(self) -> str:
        return self.person.display

    @property
    def state(self) -> str:
        """Return open, unconfirmed (the e-mail) or closed."""
        return "closed" if self.disabled_at else "open" if self.confirmed_at else "unconfirmed"


class RoleGrant(Audited, Model):
    """A role for an account, in a scope (a centre, a country, an organisation, or everywhere), for a time."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("scope_kind IN ('', 'centre', 'country', 'organisation')", name="scope_kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20), info={"label": _l("Role"), "words": ROLE_LABELS})
    scope_kind: Mapped[str] = mapped_column(String(20), default="")
    scope_id: Mapped[str] = mapped_column(String(40), default="")  # row number or country code
    since: Mapped[date | None] = mapped_column(info={"label": _l("Since")})
    until: Mapped[date | None] = mapped_column(info={"label": _l("Until")})
    deputy_of: Mapped[int | None]  # the account of the focal point who named this deputy
    account: Mapped[Account] = relationship(back_populates="grants")

    audit_name = _l("Role")
    told = ""  # where it holds, in words: set by services for the history

    def audit_subject(self) -> tuple[str, int | None]:
        return "account", self.account_id

    def __str__(self) -> str:
        return self.told

    @property
    def holds(self) -> bool:
        """Say whether it is in force today."""
        today = clock.today()
        return (self.since is None or self.since <= today) and not self.ended

    @property
    def ended(self) -> bool:
        return self.until is not None and self.until < clock.today()


class AccountToken(Model):
    """A secret sent by mail: to confirm an address or to set a new password. Only its hash is kept."""

    __tablename__ = "account_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))  # confirm | reset
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    account: Mapped[Account] = relationship()
