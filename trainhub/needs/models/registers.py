"""Tables of what is known of countries: registers with their items, policy documents, bodies that lead."""

from datetime import date
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel import i18n
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated
from ...people.models import Organisation
from .. import vocabulary as words

_KINDS = ", ".join(f"'{key}'" for key in words.ITEM_KINDS)


class Register(HasPublicId, Audited, Model):
    """A table of countries and items: challenges, data systems, conventions, frameworks (R-048 to R-051).

    `key` is empty for those that staff made themselves.
    """

    __tablename__ = "need_register"
    audit_name: ClassVar[str] = _l("Register of the countries")
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(20), unique=True)
    place: Mapped[int] = mapped_column(default=100)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    about: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("What it tells")})
    items: Mapped[list["RegisterItem"]] = relationship(
        back_populates="register", order_by="(RegisterItem.place, RegisterItem.id)"
    )

    def __str__(self) -> str:
        return str(self.title)


class RegisterItem(HasPublicId, Audited, Model):
    """A column of a register; `kind` says by which words it is answered."""

    __tablename__ = "need_register_item"
    audit_name: ClassVar[str] = _l("Item of a register")
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        Index(None, "register_id", "place"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("need_register.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(30), default="")
    place: Mapped[int] = mapped_column(default=100)
    kind: Mapped[str] = mapped_column(String(12), default="yesno", info={"label": _l("Answered by")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    register: Mapped[Register] = relationship(back_populates="items")

    def audit_subject(self) -> tuple[str, int | None]:
        return "need_register", self.register_id

    def __str__(self) -> str:
        return str(self.title)


class RegisterEntry(HasPublicId, Audited, Model):
    """What is known of an item in a country. No row: nothing is known, which is not the same as "no"."""

    __tablename__ = "need_register_entry"
    audit_name: ClassVar[str] = _l("Entry of a register")
    __table_args__ = (
        UniqueConstraint("item_id", "country_code"),
        CheckConstraint("state <> ''", name="said"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("need_register_item.id", ondelete="CASCADE"))
    country_code: Mapped[str] = mapped_column(
        ForeignKey("country.code"), index=True, info={"label": _l("Country"), "words": i18n.country_name}
    )
    state: Mapped[str] = mapped_column(String(15), info={"label": _l("State"), "words": words.ITEM_STATES})
    day: Mapped[date | None] = mapped_column(info={"label": _l("Since")})
    note: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Footnote"), "erased": "keep"})
    source: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Source"), "erased": "keep"})
    invented: Mapped[bool] = mapped_column(default=False, info={"label": _l("Invented for the demonstration")})
    item: Mapped[RegisterItem] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "need_register", self.item.register_id if self.item else None

    def __str__(self) -> str:
        return self.country_code


class PolicyDocument(HasPublicId, Audited, Model):
    """A strategy or another document of a country's policy, with its state and how long it holds (R-052)."""

    __tablename__ = "policy_document"
    audit_name: ClassVar[str] = _l("Policy document")
    __table_args__ = (
        CheckConstraint("state IN ('adopted', 'approval', 'revision', 'expired', 'none', 'unknown')", name="state"),
        CheckConstraint("first_year IS NULL OR last_year IS NULL OR first_year <= last_year", name="years"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    country_code: Mapped[str] = mapped_column(
        ForeignKey("country.code"), index=True, info={"label": _l("Country"), "words": i18n.country_name}
    )
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    state: Mapped[str] = mapped_column(
        String(10), default="adopted", info={"label": _l("State"), "words": words.DOCUMENT_STATES}
    )
    first_year: Mapped[int | None] = mapped_column(info={"label": _l("From the year")})
    last_year: Mapped[int | None] = mapped_column(info={"label": _l("To the year")})
    goals: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Development goals")}
    )  # "10", "10.7"
    note: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Note"), "erased": "keep"})
    source: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Source"), "erased": "keep"})
    invented: Mapped[bool] = mapped_column(default=False, info={"label": _l("Invented for the demonstration")})
    search: Mapped[str] = mapped_column(Text, default="", info={"derived": True, "erased": "keep"})

    def __str__(self) -> str:
        return str(self.title)


class LeadBody(HasPublicId, Audited, Model):
    """Which body leads in migration in a country, since when, and until when: earlier ones stay (R-053)."""

    __tablename__ = "lead_body"
    audit_name: ClassVar[str] = _l("Leading body of a country")
    __table_args__ = (CheckConstraint("since IS NULL OR until IS NULL OR since <= until", name="days"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    country_code: Mapped[str] = mapped_column(
        ForeignKey("country.code"), index=True, info={"label": _l("Country"), "words": i18n.country_name}
    )
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True, info={"label": _l("Organisation")}
    )
    since: Mapped[date | None] = mapped_column(info={"label": _l("Since")})
    until: Mapped[date | None] = mapped_column(info={"label": _l("Until")})
    note: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Note"), "erased": "keep"})
    source: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Source"), "erased": "keep"})
    invented: Mapped[bool] = mapped_column(default=False, info={"label": _l("Invented for the demonstration")})
    search: Mapped[str] = mapped_column(Text, default="", info={"derived": True, "erased": "keep"})
    organisation: Mapped[Organisation | None] = relationship()

    def __str__(self) -> str:
        return str(self.title)
