"""Tables of persons, organisations, countries, centres and confidential attributes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock, i18n
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.files import File
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from . import reference

ERASED = "—"


class PersonPolicy(StrEnum):
    """What merge and erasure do with a column that points at a person."""

    ERASE = "erase"  # the row goes with the person; on merge it moves
    ANONYMISE = "anonymise"  # the row stays, the pointer is emptied; on merge it moves
    MOVE = "move"  # the row follows the person on merge and keeps pointing at the tombstone on erasure
    KEEP = "keep"  # the row is about the past and is never touched
    BLANK = "blank"  # a text about the person, found by `via`: erasure empties it
    LOG = "log"  # rows about the person, found by `via`: erasure empties what the audit log says of them


class Country(Model):
    """A country of the centre, or one that experts come from; its name is CLDR's."""

    __tablename__ = "country"
    code: Mapped[str] = mapped_column(String(2), primary_key=True)  # ISO 3166-1
    zone: Mapped[str] = mapped_column(String(40))  # IANA zone of the capital
    weekend: Mapped[list[int]] = mapped_column(JSON, default=lambda: [5, 6])  # date.weekday() numbers
    member: Mapped[bool] = mapped_column(default=False)


class CountryGroup(Model):
    """A group of countries that audiences refer to, such as the Council of Europe."""

    __tablename__ = "country_group"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[Texts] = mapped_column(Translated)
    members: Mapped[list["CountryGroupMember"]] = relationship(
        cascade="all, delete-orphan", order_by="CountryGroupMember.id"
    )


class CountryGroupMember(Model):
    """Who belonged to a group, and when."""

    __tablename__ = "country_group_member"
    __table_args__ = (UniqueConstraint("group_code", "country_code", "since"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    group_code: Mapped[str] = mapped_column(ForeignKey("country_group.code", ondelete="CASCADE"))
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"))
    since: Mapped[date]
    until: Mapped[date | None]


class Category(Model):
    """A stakeholder category; audiences, organisations and statistics share the list (R-033, R-110)."""

    __tablename__ = "category"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    title: Mapped[Texts] = mapped_column(Translated)
    order: Mapped[int] = mapped_column(default=100)


CENTRE_KINDS: dict[str, str] = {"training": _l("Training centre"), "resource": _l("Resource centre")}


def _signatory(one: dict[str, Any]) -> str:
    """Return a signatory as the history page tells it."""
    return " · ".join([str(one["name"]), *one["roles"].values()])


class Centre(HasPublicId, Audited, Model):
    """A training or resource centre; rooms, sessions, certificates and staff roles belong to one."""

    __tablename__ = "centre"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True, info={"label": _l("Address of the page")})
    kind: Mapped[str] = mapped_column(
        String(20), default="training", info={"label": _l("Kind of centre"), "words": CENTRE_KINDS}
    )
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Name")})
    short: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Short name")})
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), info={"label": _l("Part of the centre")})
    country_code: Mapped[str] = mapped_column(ForeignKey("country.code"), info={"label": _l("Country")})
    city: Mapped[Texts] = mapped_column(Translated, info={"label": _l("City")})
    zone: Mapped[str] = mapped_column(String(40), info={"label": _l("Time zone")})
    prefix: Mapped[str] = mapped_column(String(12), unique=True, info={"label": _l("Prefix of certificate numbers")})
    email: Mapped[str] = mapped_column(String(254), default="", info={"label": _l("E-mail")})
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(  # [{"name": name, "roles": {language: role}}]
        JSON, default=list, info={"label": _l("Who signs certificates"), "words": _signatory}
    )

    def __str__(self) -> str:
        return str(self.title)


class Organisation(Audited, Model):
    """A body that persons belong to: a ministry, an association, a university; a tree with departments."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True, info={"label": _l("Address of the page")})
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True, info={"label": _l("Part of")}
    )
    country_code: Mapped[str | None] = mapped_column(
        ForeignKey("country.code"), index=True, info={"label": _l("Country")}
    )
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"), index=True, info={"label": _l("Category")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Name")})
    short: Mapped[str] = mapped_column(String(40), default="", info={"label": _l("Short name")})
    native: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Name in its own language")})
    native_lang: Mapped[str] = mapped_column(String(10), default="en")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), info={"label": _l("Logo")})
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Verified")})
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Archived")})
    search: Mapped[str] = mapped_column(Text, default="")  # folded names, for finding
    parent: Mapped["Organisation | None"] = relationship(remote_side=id)
    category: Mapped[Category] = relationship()
    logo: Mapped[File | None] = relationship()

    def __str__(self) -> str:
        return str(self.title)


class OrganisationSlug(Model):
    """A former address of an organisation; it redirects."""

    __tablename__ = "organisation_slug"
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))


class Person(HasPublicId, Audited, Model):
    """A human being, once; never deleted: merged or erased, the row stays as a tombstone."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    native: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Name in own script")})
    native_lang: Mapped[str] = mapped_column(String(10), default="en")
    latin: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Name as in the passport")})
    display: Mapped[str] = mapped_column(String(200), info={"label": _l("Name shown")})
    email: Mapped[str | None] = mapped_column(String(254), index=True, info={"label": _l("E-mail"), "secret": True})
    language: Mapped[str] = mapped_column(
        String(10), default="en", info={"label": _l("Language"), "words": i18n.language_name}
    )
    country_code: Mapped[str | None] = mapped_column(
        ForeignKey("country.code"), index=True, info={"label": _l("Country")}
    )
    nationality_code: Mapped[str | None] = mapped_column(  # of the passport; the country is where one works or lives
        ForeignKey("country.code"), info={"label": _l("Nationality"), "words": i18n.country_name}
    )
    zone: Mapped[str | None] = mapped_column(String(40), info={"label": _l("Time zone")})
    search: Mapped[str] = mapped_column(Text, default="")  # folded names, for finding
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info={"person": PersonPolicy.KEEP})
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Erased")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    affiliations: Mapped[list["Affiliation"]] = relationship(back_populates="person", order_by="Affiliation.id.desc()")

    def __str__(self) -> str:
        return self.display


class Affiliation(HasPublicId, Audited, Model):
    """A person's place in an organisation; it counts for nothing until it is confirmed."""

    __tablename__ = "affiliation"
    audit_name: ClassVar[str] = _l("Place of work")
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.ERASE})
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), index=True, info={"label": _l("Organisation")}
    )
    position: Mapped[str] = mapped_column(String(200), default="", info={"label": _l("Position")})
    level: Mapped[str] = mapped_column(String(20), default="", info={"label": _l("Level"), "words": reference.LEVELS})
    since: Mapped[date | None] = mapped_column(info={"label": _l("First day")})
    until: Mapped[date | None] = mapped_column(info={"label": _l("Last day")})
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Confirmed")})
    confirmed_by: Mapped[int | None]  # account
    person: Mapped[Person] = relationship(back_populates="affiliations")
    organisation: Mapped[Organisation] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "person", self.person_id

    def __str__(self) -> str:
        return str(self.organisation.title) if self.organisation else ""

    @property
    def counts(self) -> bool:
        """Say whether audiences, scopes and statistics may rely on it today."""
        return self.confirmed_at is not None and self.current

    @property
    def current(self) -> bool:
        """Say whether it has begun and not ended."""
        today = clock.today()
        return (self.since is None or self.since <= today) and (self.until is None or self.until >= today)


class Statistic(Model):
    """Gender and age band as the person gave them; read by registration's frozen facts, reports and the own page."""

    __tablename__ = "person_statistic"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True, info={"person": PersonPolicy.ERASE})
    gender: Mapped[str] = mapped_column(String(20), default="")  # f m other undisclosed, "" never asked
    age_band: Mapped[str] = mapped_column(String(10), default="")


class Confidential(Model):
    """One attribute that only a few may see, encrypted, with its purpose and its end.

    With a subject, it was told for that alone (a registration); without one, for all trainings.
    """

    __tablename__ = "confidential"
    __table_args__ = (
        UniqueConstraint("person_id", "attribute", "subject"),
        Index(None, "expires_on"),
        Index(None, "subject"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": PersonPolicy.ERASE})
    attribute: Mapped[str] = mapped_column(String(30))  # of people/services/confidential.py: KINDS
    subject: Mapped[str] = mapped_column(String(40), default="")  # registration:<public id>
    value: Mapped[bytes] = mapped_column(LargeBinary)  # Fernet token, key outside the database
    purpose: Mapped[str] = mapped_column(String(200))
    expires_on: Mapped[date]


class ConfidentialAccess(Model):
    """Who looked at a confidential attribute, when and what for."""

    __tablename__ = "confidential_access"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE})
    attribute: Mapped[str] = mapped_column(String(30))
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200), default="")  # the name at that time
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class PrivacyNotice(Model):
    """A version of the privacy notice, or of the terms of use; people agree to a version."""

    __tablename__ = "privacy_notice"
    __table_args__ = (
        UniqueConstraint("kind", "version"),
        CheckConstraint("kind IN ('privacy', 'terms')", name="kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), default="privacy")
    version: Mapped[str] = mapped_column(String(20))
    body: Mapped[Texts] = mapped_column(Translated)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class Consent(Audited, Model):
    """That a person agreed to a version of the notice, and perhaps took it back."""

    __tablename__ = "consent"
    audit_name: ClassVar[str] = _l("Agreement to the privacy notice")
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE})
    notice_id: Mapped[int] = mapped_column(ForeignKey("privacy_notice.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, info={"label": _l("Given")})
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Taken back")})
    notice: Mapped[PrivacyNotice] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "person", self.person_id

    def __str__(self) -> str:
        return self.notice.version if self.notice else ""


class PersonKey(Model):
    """A name of a person, folded so that its spellings in other scripts come out alike."""

    __tablename__ = "person_key"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info={"person": PersonPolicy.ERASE}
    )
    key: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)


class NotSame(Model):
    """Two persons whom somebody looked at: they are not one. The smaller number stands first."""

    __tablename__ = "person_not_same"
    one_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info={"person": PersonPolicy.ERASE}
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info={"person": PersonPolicy.ERASE}
    )
    account_id: Mapped[int | None]  # who said so
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


ERASURE_STATES: dict[str, str] = {
    "asked": _l("Waits for a decision"),
    "accepted": _l("Will be erased"),
    "refused": _l("Refused"),
    "done": _l("Erased"),
}


class ErasureRequest(HasPublicId, Audited, Model):
    """That a person asks to be erased, and what the centre decided."""

    __tablename__ = "erasure_request"
    audit_name: ClassVar[str] = _l("Request to be erased")
    __table_args__ = (CheckConstraint("state IN ('asked', 'accepted', 'refused', 'done')", name="state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE})
    state: Mapped[str] = mapped_column(
        String(10), default="asked", index=True, info={"label": _l("State"), "words": ERASURE_STATES}
    )
    note: Mapped[str] = mapped_column(Text, default="", info={"label": _l("What the person wrote"), "secret": True})
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    account_id: Mapped[int | None]  # who decided
    reason: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Reason"), "secret": True})
    person: Mapped[Person] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "person", self.person_id


class PersonColumn(Model):
    """The register of what tables hold of a person, stored at upgrade so that it holds without the plugin.

    `via` leads from a row to the person: "" where the column itself points there, else the columns on the way, such as
    "registration_id>registration.person_id". `blank` is what an emptied text becomes (see services/columns.py).
    """

    __tablename__ = "person_column"
    __table_args__ = (
        CheckConstraint("policy IN ('erase', 'anonymise', 'move', 'keep', 'blank', 'log')", name="policy"),
    )
    table: Mapped[str] = mapped_column(String(60), primary_key=True)
    column: Mapped[str] = mapped_column(String(60), primary_key=True)
    via: Mapped[str] = mapped_column(String(200), primary_key=True, default="")
    policy: Mapped[str] = mapped_column(String(10))
    blank: Mapped[str] = mapped_column(String(200), default="")
