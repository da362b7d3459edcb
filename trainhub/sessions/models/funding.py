"""Minimal records of donors and projects, linked to sessions (R-170); budgets come with the plan."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...kernel.audit import Audited
from ...kernel.db import Model
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import HasPublicId, Texts, Translated
from ...people.models import Organisation


class Donor(HasPublicId, Audited, Model):
    """Who gives money; may be an organisation of the address book."""

    __tablename__ = "donor"
    audit_name: ClassVar[str] = _l("Donor")
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Name")})
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), info={"label": _l("In the address book")}
    )
    organisation: Mapped[Organisation | None] = relationship()

    def __str__(self) -> str:
        return str(self.title)


class Project(HasPublicId, Audited, Model):
    """A funded project of a centre, for a time."""

    __tablename__ = "project"
    audit_name: ClassVar[str] = _l("Project")
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    starts_on: Mapped[date | None] = mapped_column(info={"label": _l("Start")})
    ends_on: Mapped[date | None] = mapped_column(info={"label": _l("End")})
    budget: Mapped[float | None] = mapped_column(info={"label": _l("Budget")})
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    predecessor_id: Mapped[int | None] = mapped_column(
        ForeignKey("project.id"), info={"label": _l("Follows the project")}
    )
    donors: Mapped[list["ProjectDonor"]] = relationship(cascade="all, delete-orphan", order_by="ProjectDonor.id")
    predecessor: Mapped["Project | None"] = relationship(remote_side=id)

    def __str__(self) -> str:
        return str(self.title)


class ProjectDonor(Audited, Model):
    """A donor's part in a project."""

    __tablename__ = "project_donor"
    audit_name: ClassVar[str] = _l("Donor")
    __table_args__ = (UniqueConstraint("project_id", "donor_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    donor_id: Mapped[int] = mapped_column(ForeignKey("donor.id"), info={"label": _l("Donor")})
    donor: Mapped[Donor] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "project", self.project_id

    def __str__(self) -> str:
        return str(self.donor) if self.donor else ""


class SessionProject(Audited, Model):
    """A project that pays for a session, wholly or in part."""

    __tablename__ = "session_project"
    audit_name: ClassVar[str] = _l("Project")
    __table_args__ = (UniqueConstraint("session_id", "project_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), info={"label": _l("Project")})
    share: Mapped[float] = mapped_column(default=1.0)  # 0 to 1
    project: Mapped[Project] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id
