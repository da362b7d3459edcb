"""The sample plugin's one table."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from trainhub.plugin_api import Model


class Note(Model):
    """What was heard, and of which person, if of any."""

    __tablename__ = "sample_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    hook: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info={"person": "erase"})
