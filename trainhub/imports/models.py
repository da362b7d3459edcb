"""Tables of lists that were brought: the run, and what became of each row."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.db import Model
from ..kernel.files import File
from ..kernel.types import HasPublicId, UTCDateTime
from . import sheets

SUBJECT = 80  # characters
STATES = ("mapping", "checking", "checked", "running", "done", "failed")


class ImportRun(HasPublicId, Model):
    """A file on its way: its columns are assigned, it is tried, it is taken in."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index(None, "created_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    importer: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(SUBJECT), default="")  # what it goes into, as its importer names it
    account_id: Mapped[int | None] = mapped_column(index=True)  # who brought it
    actor: Mapped[str] = mapped_column(String(200), default="")  # the name at that time; goes with the file
    language: Mapped[str] = mapped_column(String(10), default="en")  # of the sentences about rows
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    state: Mapped[str] = mapped_column(String(10), default="mapping")
    job: Mapped[str | None] = mapped_column(String(12))  # public id of its present or last job
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # column key -> header in the file
    headers: Mapped[list[str]] = mapped_column(JSON, default=list)  # of the file
    options: Mapped[list[str]] = mapped_column(JSON, default=list)  # what was ticked
    mended: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)  # line -> column key -> text
    total: Mapped[int] = mapped_column(default=0)
    at_line: Mapped[int] = mapped_column(default=0)  # the last line whose outcome is written down
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")  # why the whole file could not be read
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # file and rows are gone; the counts stay
    file: Mapped[File | None] = relationship(lazy="joined")

    @property
    def passed_over(self) -> list[str]:
        """Return the headers of the file that nobody reads."""
        return [each for each in self.headers if each not in self.columns.values()]

    @property
    def counts(self) -> dict[str, int]:
        return {"added": self.added, "changed": self.changed, "same": self.same, "rejected": self.rejected}


class ImportRow(Model):
    """What became of one line. Only a rejected one keeps its values; all go after a month."""

    __tablename__ = "import_row"
    __table_args__ = (Index(None, "run_id", "outcome", "line"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    line: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(10))  # of importers.Kind
    label: Mapped[str] = mapped_column(String(200), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    values: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # column key -> text
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, info={"person": "erase"})

    @property
    def place(self) -> str:
        """Where it stands in the file: 7, or C7 for a cell of a matrix."""
        return sheets.place(self.line)
