"""Tables of the results framework: what is to be reached, how it is measured, what came out, what was locked."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainhub.plugin_api import Audited, HasPublicId, Model, Texts, Translated, UTCDateTime, clock
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.disclosure import Release
from trainhub.plugin_api.files import File
from trainhub.plugin_api.people import Centre, Organisation, Person
from trainhub.plugin_api.reports import Period
from trainhub.plugin_api.sessions import Project
from trainhub.plugin_api.texts import number, percent

from .naming import figure_name, split_name
from .spans import named
from .vocabulary import DIRECTIONS, FAMILIES, GATHERS, PERCENT, SHAPES, SOURCES, STATES


class Result(HasPublicId, Audited, Model):
    """A goal, an outcome under it, or an output under that."""

    __tablename__ = "impact_result"
    audit_name: ClassVar[str] = _l("Result")
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("impact_result.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(20), info={"label": _l("Number")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    about: Mapped[Texts] = mapped_column(Translated, default=Texts, info={"label": _l("About")})
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Archived")})
    centre: Mapped[Centre] = relationship()
    parent: Mapped["Result | None"] = relationship(remote_side=id)

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class Tracked(HasPublicId, Audited, Model):
    """An indicator of the framework. How it is measured is on its sheets, of which the newest is in force."""

    __tablename__ = "impact_indicator"
    __table_args__ = (UniqueConstraint("centre_id", "key"),)
    audit_name: ClassVar[str] = _l("Indicator")
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("impact_result.id"), index=True, info={"label": _l("Result")})
    key: Mapped[str] = mapped_column(String(20), info={"label": _l("Number")})
    family: Mapped[str] = mapped_column(String(10), info={"label": _l("Family"), "words": FAMILIES})
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": "anonymise", "about": False, "label": _l("Owner")}
    )
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Archived")})
    centre: Mapped[Centre] = relationship()
    result: Mapped[Result] = relationship()
    owner: Mapped[Person | None] = relationship()
    sheets: Mapped[list["Sheet"]] = relationship(back_populates="tracked", order_by="Sheet.no", lazy="selectin")

    def __str__(self) -> str:
        return f"{self.key} {self.sheet.title}" if self.sheets else self.key

    @property
    def sheet(self) -> "Sheet":
        """Return the definition in force."""
        return self.sheets[-1]


class Sheet(Audited, Model):
    """One version of an indicator's definition. Never changed: an edit makes the next version, with a reason."""

    __tablename__ = "impact_sheet"
    __table_args__ = (UniqueConstraint("indicator_id", "no"),)
    audit_name: ClassVar[str] = _l("Definition")
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("impact_indicator.id", ondelete="CASCADE"))
    no: Mapped[int] = mapped_column(info={"label": _l("Version")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    definition: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Definition")})
    source: Mapped[str] = mapped_column(String(12), info={"label": _l("Where values come from"), "words": SOURCES})
    numerator: Mapped[str] = mapped_column(String(80), default="", info={"label": _l("Figure"), "words": figure_name})
    numerator_filters: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, info={"label": _l("Only")})
    denominator: Mapped[str] = mapped_column(
        String(80), default="", info={"label": _l("Divided by"), "words": figure_name}
    )
    denominator_filters: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, info={"label": _l("Only")})
    gather: Mapped[str] = mapped_column(String(8), info={"label": _l("Institutions together"), "words": GATHERS})
    shape: Mapped[str] = mapped_column(String(8), info={"label": _l("Kind of value"), "words": SHAPES})
    unit: Mapped[Texts] = mapped_column(Translated, default=Texts, info={"label": _l("Unit")})
    people: Mapped[bool] = mapped_column(default=False, info={"label": _l("Counts people")})
    direction: Mapped[str] = mapped_column(String(6), info={"label": _l("Direction"), "words": DIRECTIONS})
    baseline: Mapped[float | None] = mapped_column(info={"label": _l("Baseline")})
    baseline_on: Mapped[date | None] = mapped_column(info={"label": _l("Baseline of")})
    by: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Split by"), "words": split_name})
    verification: Mapped[Texts] = mapped_column(Translated, default=Texts, info={"label": _l("Means of verification")})
    links: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Links")})
    sdg: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("SDG targets")})
    gcm: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("GCM objectives")})
    modules: Mapped[list[int]] = mapped_column(JSON, default=list, info={"label": _l("Modules")})
    drawn_from: Mapped[str] = mapped_column(String(300), default="", info={"label": _l("Drawn from")})
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason")})
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    made_by: Mapped[str] = mapped_column(String(200), default="")
    tracked: Mapped[Tracked] = relationship(back_populates="sheets")

    def audit_subject(self) -> tuple[str, int | None]:
        return Tracked.__tablename__, self.indicator_id

    def __str__(self) -> str:
        return str(self.no)

    def text(self, value: float | None) -> str:
        """Return a value as it is told; what cannot be told is a dash, which is not nought."""
        if value is None:
            return "–"
        return percent(value) if self.shape == PERCENT else number(value)


class Spanned:
    """A span of days, the last one not counted."""

    first: Mapped[date] = mapped_column(info={"label": _l("First day")})
    until: Mapped[date] = mapped_column(info={"label": _l("Up to, not included")})

    @property
    def period(self) -> Period:
        return named(self.first, self.until)


class Target(Spanned, HasPublicId, Audited, Model):
    """What is to be reached in a period, by the centre as a whole or within one project."""

    __tablename__ = "impact_target"
    audit_name: ClassVar[str] = _l("Target")
    __table_args__ = (Index(None, "indicator_id", "first"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("impact_indicator.id", ondelete="CASCADE"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), info={"label": _l("Project")})
    value: Mapped[float] = mapped_column(info={"label": _l("Target")})
    project: Mapped[Project | None] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return Tracked.__tablename__, self.indicator_id

    def __str__(self) -> str:
        return self.period.label


class Entry(Spanned, HasPublicId, Audited, Model):
    """A value that somebody entered: the centre, or an institution for itself. A change is the next version."""

    __tablename__ = "impact_entry"
    audit_name: ClassVar[str] = _l("Entered value")
    __table_args__ = (
        UniqueConstraint("indicator_id", "first", "until", "organisation_id", "no"),
        Index(None, "organisation_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("impact_indicator.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # None: the centre itself
    no: Mapped[int] = mapped_column(info={"label": _l("Version")})
    current: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(String(12), info={"label": _l("State"), "words": STATES})
    value: Mapped[float | None] = mapped_column(info={"label": _l("Value")})
    numerator: Mapped[float | None] = mapped_column(info={"label": _l("Numerator")})
    denominator: Mapped[float | None] = mapped_column(info={"label": _l("Denominator")})
    note: Mapped[str] = mapped_column(Text, default="", info={"label": _l("Note")})
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason")})
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": "anonymise", "about": False}
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()
    tracked: Mapped[Tracked] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return Tracked.__tablename__, self.indicator_id

    def __str__(self) -> str:
        return f"{self.organisation or ''} {self.period.label}".strip()


class Lock(Spanned, HasPublicId, Audited, Model):
    """A period of a centre that is closed: what stands in it stands. There is no unlocking."""

    __tablename__ = "impact_lock"
    audit_name: ClassVar[str] = _l("Locked period")
    __table_args__ = (UniqueConstraint("centre_id", "first", "until"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    by: Mapped[str] = mapped_column(String(200), default="")
    centre: Mapped[Centre] = relationship()
    values: Mapped[list["Value"]] = relationship(back_populates="lock", order_by="(Value.no, Value.id)")

    def __str__(self) -> str:
        return self.period.label


class Value(HasPublicId, Audited, Model):
    """What an indicator was when its period was locked, or what a correction made of it later."""

    __tablename__ = "impact_value"
    audit_name: ClassVar[str] = _l("Locked value")
    __table_args__ = (UniqueConstraint("lock_id", "indicator_id", "no"), Index(None, "indicator_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    lock_id: Mapped[int] = mapped_column(ForeignKey("impact_lock.id", ondelete="CASCADE"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("impact_indicator.id", ondelete="CASCADE"))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("impact_sheet.id"))
    no: Mapped[int] = mapped_column(info={"label": _l("Version")})
    state: Mapped[str] = mapped_column(String(12), info={"label": _l("State"), "words": STATES})
    value: Mapped[float | None] = mapped_column(info={"label": _l("Value")})
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    n: Mapped[int | None]
    target: Mapped[float | None] = mapped_column(info={"label": _l("Target")})
    # the tabulated figures it was made of
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info={"derived": True})
    digest: Mapped[str] = mapped_column(String(64), info={"label": _l("Fingerprint")})
    reason: Mapped[str] = mapped_column(String(500), default="", info={"label": _l("Reason")})
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    by: Mapped[str] = mapped_column(String(200), default="")
    lock: Mapped[Lock] = relationship(back_populates="values")
    sheet: Mapped[Sheet] = relationship()
    tracked: Mapped[Tracked] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return Tracked.__tablename__, self.indicator_id

    def __str__(self) -> str:
        return self.lock.period.label if self.lock else ""


class Evidence(HasPublicId, Audited, Model):
    """A file that proves values of an indicator."""

    __tablename__ = "impact_evidence"
    audit_name: ClassVar[str] = _l("File")
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("impact_indicator.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    title: Mapped[str] = mapped_column(String(200), info={"label": _l("Title")})
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Taken out")})
    file: Mapped[File] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return Tracked.__tablename__, self.indicator_id

    def __str__(self) -> str:
        return self.title


class DonorReport(Spanned, HasPublicId, Audited, Model):
    """A report on one project and period: figures that passed disclosure control, and what institutions reported."""

    __tablename__ = "impact_report"
    audit_name: ClassVar[str] = _l("Donor report")
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    release_id: Mapped[int | None] = mapped_column(ForeignKey("published_release.id", ondelete="SET NULL"), index=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    summary: Mapped[Texts] = mapped_column(Translated, default=Texts, info={"label": _l("Summary")})
    split: Mapped[bool] = mapped_column(default=True, info={"label": _l("With breakdowns")})
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, info={"derived": True})
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    project: Mapped[Project] = relationship()
    release: Mapped[Release | None] = relationship()

    def __str__(self) -> str:
        return str(self.title)

    @property
    def state(self) -> str:
        """Return draft, computing, ready, published or withdrawn: what its figures are."""
        return self.release.state if self.release else "draft"
