"""Tables of the curriculum. Modules and activities are identities; a version holds what they say."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import Texts, Translated, UTCDateTime
from ..people.models import Centre
from .vocabulary import ACTIVITY_STATES, CONVENTIONS, FORMATS, work_words
from .vocabulary import LEVELS as LEVELS
from .vocabulary import STATES as STATES
from .vocabulary import THEMES as THEMES


class Module(Model):
    """One of the numbered topics that needs, activities, experts and statistics share (R-002)."""

    __tablename__ = "module"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)


class Activity(Model):
    """A stable activity, known by its primary key such as m04-a02; sessions refer to it."""

    __tablename__ = "activity"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(20), unique=True)

    def __str__(self) -> str:
        return self.key


class Curriculum(Audited, Model):
    """A curriculum as a whole, by its slug; the staff of its centre edit and approve it (policies.may_keep)."""

    __tablename__ = "curriculum"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), info={"label": _l("Edited by")})
    centre: Mapped[Centre | None] = relationship()
    versions: Mapped[list["Version"]] = relationship(back_populates="curriculum", order_by="Version.id")

    def __str__(self) -> str:
        return self.slug


class Version(Audited, Model):
    """One version: draft, approved (in force; one at a time) or retired."""

    __tablename__ = "curriculum_version"
    __table_args__ = (
        UniqueConstraint("curriculum_id", "label"),
        CheckConstraint("state IN ('draft', 'approved', 'retired')", name="state"),
        Index(
            "uq_curriculum_version_in_force",
            "curriculum_id",
            unique=True,
            sqlite_where=text("state = 'approved'"),
            postgresql_where=text("state = 'approved'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(ForeignKey("curriculum.id"))
    label: Mapped[str] = mapped_column(String(20), info={"label": _l("Version")})
    state: Mapped[str] = mapped_column(String(10), default="draft", info={"label": _l("State"), "words": STATES})
    effective_from: Mapped[date | None] = mapped_column(info={"label": _l("In force from")})
    effective_until: Mapped[date | None] = mapped_column(info={"label": _l("In force until")})
    language: Mapped[str] = mapped_column(String(10), default="en")  # of the source texts
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    notice: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Notice")})
    files_of: Mapped[str | None] = mapped_column(String(20))  # the label in its files, where another has it
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    curriculum: Mapped[Curriculum] = relationship(back_populates="versions")
    parts: Mapped[list["CurriculumPart"]] = relationship(cascade="all, delete-orphan", order_by="CurriculumPart.number")
    principles: Mapped[list["Principle"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (func.length(Principle.key), Principle.key),  # p2 before p10
    )
    modules: Mapped[list["ModuleText"]] = relationship(
        back_populates="version", cascade="all, delete-orphan", order_by="(ModuleText.number, ModuleText.id)"
    )

    def __str__(self) -> str:
        return f"{self.title} {self.label}"


class CurriculumPart(Audited, Model):
    """A part of the curriculum: foundations, key areas."""

    __tablename__ = "curriculum_part"
    audit_name: ClassVar[str] = _l("Part of the curriculum")
    __table_args__ = (UniqueConstraint("version_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_version.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(info={"label": _l("Place in the order")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    def audit_subject(self) -> tuple[str, int | None]:
        return "curriculum_version", self.version_id

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Principle(Audited, Model):
    """A principle the curriculum was designed by (R-021)."""

    __tablename__ = "curriculum_principle"
    audit_name: ClassVar[str] = _l("Design principle")
    __table_args__ = (UniqueConstraint("version_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_version.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(20))
    text: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Text")})
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    def audit_subject(self) -> tuple[str, int | None]:
        return "curriculum_version", self.version_id

    def __str__(self) -> str:
        return self.key


class ModuleText(Audited, Model):
    """What a version says of a module."""

    __tablename__ = "module_text"
    audit_name: ClassVar[str] = _l("Module")
    __table_args__ = (UniqueConstraint("version_id", "module_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_version.id", ondelete="CASCADE"))
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("curriculum_part.id"))
    number: Mapped[int]  # of the module, so that order needs no join
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    body: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Introduction")})  # Markdown
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    source_needs: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    version: Mapped[Version] = relationship(back_populates="modules")
    module: Mapped[Module] = relationship()
    part: Mapped[CurriculumPart] = relationship()
    components: Mapped[list["Component"]] = relationship(
        cascade="all, delete-orphan", order_by="Component.place, Component.id"
    )
    activities: Mapped[list["ActivityText"]] = relationship(
        back_populates="module_text", cascade="all, delete-orphan", order_by="ActivityText.key"
    )
    references: Mapped[list["Reference"]] = relationship(
        back_populates="module_text", cascade="all, delete-orphan", order_by="Reference.entry"
    )

    def audit_subject(self) -> tuple[str, int | None]:
        return "curriculum_version", self.version_id

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Component(Audited, Model):
    """A learning component of a module (R-025)."""

    __tablename__ = "module_component"
    audit_name: ClassVar[str] = _l("Component")
    __table_args__ = (UniqueConstraint("module_text_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_version.id", ondelete="CASCADE"))
    module_text_id: Mapped[int] = mapped_column(ForeignKey("module_text.id", ondelete="CASCADE"))
    number: Mapped[int]  # of the module, so that the history names it
    key: Mapped[str] = mapped_column(String(40))
    place: Mapped[int] = mapped_column(default=0, info={"label": _l("Place in the order")})
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})

    def audit_subject(self) -> tuple[str, int | None]:
        return "curriculum_version", self.version_id

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"


class ActivityText(Audited, Model):
    """What a version says of an activity; whatever the draft leaves open stays open (R-005)."""

    __tablename__ = "activity_text"
    audit_name: ClassVar[str] = _l("Activity")
    __table_args__ = (UniqueConstraint("version_id", "activity_id"), UniqueConstraint("version_id", "key"))
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_version.id", ondelete="CASCADE"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    module_text_id: Mapped[int] = mapped_column(ForeignKey("module_text.id", ondelete="CASCADE"))  # the primary module
    key: Mapped[str] = mapped_column(String(20))
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    note: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Note")})  # Markdown
    format: Mapped[str | None] = mapped_column(String(40), info={"label": _l("Format"), "words": FORMATS})
    formats_mentioned: Mapped[list[str]] = mapped_column(JSON, default=list)
    levels: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Levels"), "words": LEVELS})
    levels_provisional: Mapped[bool] = mapped_column(default=False, info={"label": _l("Levels are provisional")})
    lead: Mapped[str | None] = mapped_column(String(40), info={"label": _l("Lead")})  # a category
    lead_organisation: Mapped[str | None] = mapped_column(String(200), info={"label": _l("Lead organisation")})
    co_leads: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Co-leads")})
    principles: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Design principles")})
    components: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Components")})
    themes: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Themes"), "words": THEMES})
    gender: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Gender component")})
    sdg: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("SDG targets")})
    gcm: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("GCM objectives")})
    conventions: Mapped[list[str]] = mapped_column(
        JSON, default=list, info={"label": _l("Conventions"), "words": CONVENTIONS}
    )
    outside_region: Mapped[bool] = mapped_column(default=False, info={"label": _l("Examples from outside the region")})
    resource_countries: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Resource countries")})
    providers: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Named sources")})
    reference_material: Mapped[list[dict[str, str]]] = mapped_column(
        JSON, default=list, info={"label": _l("Reference material"), "words": work_words}
    )
    hours: Mapped[float | None] = mapped_column(info={"label": _l("Hours")})
    state: Mapped[str] = mapped_column(
        String(10), default="confirmed", info={"label": _l("State"), "words": ACTIVITY_STATES}
    )
    condition: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Condition")})
    not_before: Mapped[date | None] = mapped_column(info={"label": _l("Not before")})
    best_before: Mapped[date | None] = mapped_column(info={"label": _l("Best before")})
    title_reconstructed: Mapped[bool] = mapped_column(default=False)
    recommendations: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Recommendations")})
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    activity: Mapped[Activity] = relationship()
    version: Mapped[Version] = relationship()
    module_text: Mapped[ModuleText] = relationship(back_populates="activities")
    audience: Mapped[list["ActivityAudience"]] = relationship(
        cascade="all, delete-orphan", order_by="ActivityAudience.id"
    )
    outcomes: Mapped[list["Outcome"]] = relationship(cascade="all, delete-orphan", order_by="Outcome.id")
    prerequisites: Mapped[list["Prerequisite"]] = relationship(cascade="all, delete-orphan", order_by="Prerequisite.id")

    def audit_subject(self) -> tuple[str, int | None]:
        return "curriculum_version", self.version_id

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class ActivityAudience(Model):
    """One entry of an activity's audience: in, with priority, or out; perhaps only of a country group."""

    __tablename__ = "activity_audience"
    __table_args__ = (CheckConstraint("rule IN ('in', 'priority', 'out')", name="rule"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    activity_text_id: Mapped[int] = mapped_column(ForeignKey("activity_text.id", ondelete="CASCADE"), index=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    rule: Mapped[str] = mapped_column(String(10), default="in")
    group_code: Mapped[str | None] = mapped_column(ForeignKey("country_group.code"))


class Prerequisite(Model):
    """An activity that should come before another."""

    __tablename__ = "activity_prerequisite"
    __table_args__ = (UniqueConstraint("activity_text_id", "before_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    activity_text_id: Mapped[int] = mapped_column(ForeignKey("activity_text.id", ondelete="CASCADE"))
    before_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    before: Mapped[Activity] = relationship()


class Outcome(Model):
    """What a participant can do afterwards; `proposed` by the centre, not by the source report."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("activity_text_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    activity_text_id: Mapped[int] = mapped_column(ForeignKey("activity_text.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(10))
    text: Mapped[Texts] = mapped_column(Translated)
    proposed: Mapped[bool] = mapped_column(default=False)


class Reference(Audited, Model):
    """A cross-listed entry: the activity stands in one more module, with its own note (R-006, R-007)."""

    __tablename__ = "activity_reference"
    audit_name: ClassVar[str] = _l("Cross-listed entry")
    __table_args__ = (UniqueConstraint("version_id", "entry"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_version.id", ondelete="CASCADE"))
    module_text_id: Mapped[int] = mapped_column(ForeignKey("module_text.id", ondelete="CASCADE"))
    entry: Mapped[str] = mapped_column(String(20))  # m05-a01
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), info={"label": _l("Stands for")})
    note: Mapped[Texts | None] = mapped_column(Translated, info={"label": _l("Note")})
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    activity: Mapped[Activity] = relationship()
    module_text: Mapped[ModuleText] = relationship(back_populates="references")

    def audit_subject(self) -> tuple[str, int | None]:
        return "curriculum_version", self.version_id

    def __str__(self) -> str:
        return self.entry
