"""Tables of materials: an item of a session, and its language versions."""

from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.files import File
from ..kernel.i18n import language_name
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ..sessions.models import TrainingSession

VISIBILITY: dict[str, str] = {
    "registered": _l("Registered people and trainers"),
    "trainers": _l("Trainers and staff only"),
    "everybody": _l("Everybody who sees the session"),
}
LANGUAGES = ("az", "be", "en", "fa", "ka", "kk", "ky", "ro", "ru", "tg", "tk", "tr", "uk", "uz")  # a version may be in


class Material(HasPublicId, Audited, Model):
    """A handbook, a presentation, a link: something for a session, in one or more languages."""

    __tablename__ = "material"
    audit_name: ClassVar[str] = _l("Material")
    __table_args__ = (CheckConstraint("visibility IN ('registered', 'trainers', 'everybody')", name="visibility"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    visibility: Mapped[str] = mapped_column(
        String(12), default="registered", info={"label": _l("Who may have it"), "words": VISIBILITY}
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Taken back")})
    session: Mapped[TrainingSession] = relationship()
    versions: Mapped[list["MaterialVersion"]] = relationship(
        back_populates="material", cascade="all, delete-orphan", order_by="MaterialVersion.id"
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return str(self.title)


class MaterialVersion(HasPublicId, Audited, Model):
    """One file or link of a material, in one language; the newest of a language counts."""

    __tablename__ = "material_version"
    audit_name: ClassVar[str] = _l("Material, a language version")
    __table_args__ = (CheckConstraint("(file_id IS NULL) <> (url IS NULL)", name="file_or_url"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(10), info={"label": _l("Language"), "words": language_name})
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), info={"label": _l("File")})
    url: Mapped[str | None] = mapped_column(String(500), info={"label": _l("Link")})
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    file: Mapped[File | None] = relationship()
    material: Mapped[Material] = relationship(back_populates="versions")

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.material.session_id if self.material else None

    def __str__(self) -> str:
        return str(self.material) if self.material else ""

    @property
    def host(self) -> str:
        """Return the host that a link leads to; nothing for a file."""
        return urlsplit(self.url or "").hostname or ""
