"""The ledger of what was published: releases, their tables, and the cells as anybody may read them."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from ...kernel import clock
from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ...people.models import Centre

_OUT = text("published_at IS NOT NULL")
STATES: dict[str, str] = {
    "draft": _l("Draft"),
    "computing": _l("Being checked"),
    "ready": _l("Ready to publish"),
    "published": _l("Published"),
    "withdrawn": _l("Taken back"),
}
AUDIENCES: dict[str, str] = {
    "internal": _l("Staff only"),
    "partner": _l("Partners"),
    "public": _l("Everybody"),
}


class Release(HasPublicId, Audited, Model):
    """An act of publishing: tables of one period for one audience, chosen by staff, checked, then let out."""

    __tablename__ = "published_release"
    audit_name: ClassVar[str] = _l("Published figures")
    __table_args__ = (  # of two releases that were checked against the same ledger, only one may come out
        Index("uq_published_release_mark", "ledger_mark", unique=True, sqlite_where=_OUT, postgresql_where=_OUT),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    kind: Mapped[str] = mapped_column(String(40), default="tables")  # who reads it: a plugin's own word, or tables
    audience: Mapped[str] = mapped_column(String(10), info={"label": _l("For whom"), "words": AUDIENCES})
    first: Mapped[date] = mapped_column(info={"label": _l("First day")})
    until: Mapped[date] = mapped_column(info={"label": _l("Up to, not included")})
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)  # None: all centres
    state: Mapped[str] = mapped_column(String(12), default="draft", info={"label": _l("State"), "words": STATES})
    policy: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info={"derived": True})
    refusal: Mapped[str] = mapped_column(String(20), default="", info={"derived": True})  # a key of ledger.REFUSALS
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info={"derived": True})  # what the check found
    ledger_mark: Mapped[str] = mapped_column(String(64), default="", info={"derived": True})  # what was out then
    computed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"derived": True})
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Published")})
    published_by: Mapped[str] = mapped_column(String(200), default="")
    digest: Mapped[str] = mapped_column(String(64), default="", info={"label": _l("Fingerprint")})  # of all cells
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Taken back")})
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Reason")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    centre: Mapped[Centre | None] = relationship()
    tables: Mapped[list["PublishedTable"]] = relationship(
        back_populates="release", cascade="all, delete-orphan", order_by="(PublishedTable.position, PublishedTable.id)"
    )

    def __str__(self) -> str:
        return str(self.title)

    @property
    def last(self) -> date:
        """Return the last day the figures are about."""
        return self.until - timedelta(days=1)

    @property
    def open(self) -> bool:
        """Say whether it may still be changed: nobody outside has seen it."""
        return self.state in {"draft", "ready"}


class PublishedTable(Audited, Model):
    """One table of a release: what it measures and how it is split; its axes and words as of when it was checked."""

    __tablename__ = "published_table"
    audit_name: ClassVar[str] = _l("Table")
    __table_args__ = (UniqueConstraint("release_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("published_release.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0, info={"derived": True})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    indicator: Mapped[str] = mapped_column(String(80), info={"label": _l("Indicator")})
    by: Mapped[list[str]] = mapped_column(JSON, info={"label": _l("Split by")})
    scope: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # axis -> the one code it is about
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info={"derived": True})  # words in all languages
    axes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, info={"derived": True})
    veiled: Mapped[bool] = mapped_column(default=False, info={"derived": True})  # the eye may hide zeros too
    # What is true of every cell, encrypted: later tables are checked against it. Only sealing.py opens it.
    sealed: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, info={"secret": True, "derived": True}))
    release: Mapped[Release] = relationship(back_populates="tables")
    cells: Mapped[list["PublishedCell"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PublishedCell.codes"
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return Release.__tablename__, self.release_id

    def __str__(self) -> str:
        return str(self.title) or self.indicator


class PublishedCell(Model):
    """A cell as it is read: a number, or a mark in its place. The database lets no hidden number stand in it."""

    __tablename__ = "published_cell"
    __table_args__ = (CheckConstraint("status = 'shown' OR value IS NULL", name="hidden"),)
    table_id: Mapped[int] = mapped_column(ForeignKey("published_table.id", ondelete="CASCADE"), primary_key=True)
    codes: Mapped[str] = mapped_column(String(200), primary_key=True)  # one of each axis, joined by |
    status: Mapped[str] = mapped_column(String(15))  # policy.Status
    value: Mapped[float | None]
    n: Mapped[int | None]  # how many people it is made of, where that may be known
