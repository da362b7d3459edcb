"""Table of evidence packs. A pack is a copy of what stands elsewhere, so it is kept for a time only."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.files import File
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, UTCDateTime
from ..sessions.models import TrainingSession


class EvidencePack(HasPublicId, Audited, Model):
    """One ZIP about one session. `manifest` stays when the file has gone: a pack in somebody's hands is still ours."""

    __tablename__ = "evidence_pack"
    audit_name: ClassVar[str] = _l("Evidence pack")
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"), index=True)
    manifest: Mapped[str] = mapped_column(String(64), info={"label": _l("Hash of the manifest")})  # SHA-256
    files: Mapped[int] = mapped_column(info={"label": _l("Files")})
    account_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    gone_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Deleted")})
    session: Mapped[TrainingSession] = relationship()
    file: Mapped[File | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}" if self.made_at else ""
