"""Tables of plugins and their settings. What goes wrong with them is in `hooks/failures.py`."""

from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l

_WHOLE = text("session_id IS NULL")


def _told(value: Any) -> str:
    return (_("Yes") if value else _("No")) if isinstance(value, bool) else str(value)


class Plugin(Audited, Model):
    """A plugin that was here at an upgrade: what stays known of it when its code is gone."""

    __tablename__ = "plugin"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[str] = mapped_column(String(40), default="", info={"label": _l("Version")})
    revisions: Mapped[list[str]] = mapped_column(JSON, default=list, info={"derived": True})  # of its schema branch
    # as an administrator last decided, for the history; the program reads the file (hooks/loading.py)
    on: Mapped[bool] = mapped_column(default=True, info={"label": _l("Switched on")})

    def __str__(self) -> str:
        return self.title or self.name


class PluginSetting(Audited, Model):
    """The value of one setting, for the installation or for one session."""

    __tablename__ = "plugin_setting"
    audit_name: ClassVar[str] = _l("Setting")
    __table_args__ = (
        Index("uq_plugin_setting_session", "session_id", "plugin_id", "key", unique=True),
        Index("uq_plugin_setting_whole", "plugin_id", "key", unique=True, sqlite_where=_WHOLE, postgresql_where=_WHOLE),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    plugin_id: Mapped[int] = mapped_column(ForeignKey("plugin.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    value: Mapped[Any] = mapped_column(JSON, info={"label": _l("Value"), "words": _told})
    plugin: Mapped[Plugin] = relationship()
    said = ""  # the setting's label, for the history

    def audit_subject(self) -> tuple[str, int | None]:
        return ("plugin", self.plugin_id) if self.session_id is None else ("training_session", self.session_id)

    def __str__(self) -> str:
        return f"{self.plugin}, {self.said or self.key}"
