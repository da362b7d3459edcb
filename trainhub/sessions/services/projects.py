"""Projects that pay for sessions, and the donors behind them (R-170)."""

from dataclasses import dataclass
from datetime import date

from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...web.access import Viewer
from .. import policies, queries
from ..models import Donor, Project, ProjectDonor


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """What staff say of a project. `donors` are public ids; `new_donor` is the name of one not listed yet."""

    centre_id: int
    title: Texts
    starts_on: date | None = None
    ends_on: date | None = None
    budget: float | None = None
    currency: str = "EUR"
    donors: tuple[str, ...] = ()
    new_donor: str = ""


@dataclass(frozen=True, slots=True)
class DonorPlan:
    """What staff say of a donor; all centres share the list."""

    title: Texts
    organisation_id: int | None = None


def find_donor(public_id: str) -> Donor:
    """Return a donor; raises NotFound."""
    donor = db.session.scalar(queries.donor(public_id))
    if donor is None:
        raise NotFound
    return donor


def save_donor(plan: DonorPlan, donor: Donor | None = None) -> Donor:
    """Add a donor or change one. Raises Invalid under the plan's fields."""
    if not plan.title:
        raise Invalid({"title": _("The donor needs a name.")})
    if donor is None:
        donor = Donor()
        db.session.add(donor)
    donor.title, donor.organisation_id = plan.title, plan.organisation_id
    db.session.flush()
    return donor


def find_project(public_id: str, who: Viewer) -> Project:
    """Return a project of a centre whose staff the viewer is; raises NotFound."""
    project = db.session.scalar(queries.project(public_id))
    if project is None or not who.may(policies.EDIT, centre_id=project.centre_id):
        raise NotFound
    return project


def save_project(plan: ProjectPlan, project: Project | None = None) -> Project:
    """Add a project or change one. Raises Invalid under the plan's fields."""
    wrong: dict[str, str] = {}
    if not plan.title:
        wrong["title"] = _("The project needs a title.")
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        wrong["ends_on"] = _("The project ends before it begins. Change one of its days.")
    if wrong:
        raise Invalid(wrong)
    if project is None:
        project = Project(centre_id=plan.centre_id)
        db.session.add(project)
    project.title, project.starts_on, project.ends_on = plan.title, plan.starts_on, plan.ends_on
    project.budget, project.currency = plan.budget, plan.currency
    db.session.flush()
    _set_donors(project, plan)
    return project


def _set_donors(project: Project, plan: ProjectPlan) -> None:
    wanted = {donor.id: donor for donor in db.session.scalars(queries.donors()) if donor.public_id in plan.donors}
    if plan.new_donor.strip():
        donor = Donor(title=Texts.of({"en": plan.new_donor.strip()}))
        db.session.add(donor)
        db.session.flush()
        wanted[donor.id] = donor
    for row in [row for row in project.donors if row.donor_id not in wanted]:
        project.donors.remove(row)
    have = {row.donor_id for row in project.donors}
    project.donors.extend(
        ProjectDonor(project_id=project.id, donor=donor) for key, donor in wanted.items() if key not in have
    )
    db.session.flush()
