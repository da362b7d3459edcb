"""Projects that pay for sessions, and the donors behind them (R-170)."""

from dataclasses import dataclass
from datetime import date

from ...kernel import i18n
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
    predecessor: str = ""  # public id of the project it follows


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
    before = _predecessor(plan, project, wrong)
    if wrong:
        raise Invalid(wrong)
    if project is None:
        project = Project(centre_id=plan.centre_id)
        db.session.add(project)
    project.title, project.starts_on, project.ends_on = plan.title, plan.starts_on, plan.ends_on
    project.budget, project.currency = plan.budget, plan.currency
    project.predecessor_id = before.id if before else None
    db.session.flush()
    _set_donors(project, plan)
    return project


def _predecessor(plan: ProjectPlan, project: Project | None, wrong: dict[str, str]) -> Project | None:
    """Return the project that one follows: of the same centre, and none that follows it itself (R-171)."""
    if not plan.predecessor:
        return None
    known = {each.id: each for each in db.session.scalars(queries.projects({plan.centre_id}))}
    found = next((each for each in known.values() if each.public_id == plan.predecessor), None)
    if found is None:
        wrong["predecessor"] = _("Choose a project of the same centre.")
        return None
    step: Project | None = found
    for _each in known:
        if step is None:
            break
        if step is project:
            wrong["predecessor"] = _("That project follows this one. A project cannot follow itself.")
            break
        step = known.get(step.predecessor_id or 0)
    return found


def followers(project: Project) -> list[Project]:
    """Return the projects that follow a project."""
    return list(db.session.scalars(queries.following(project.id)))


# The givers that the documents of the centre name, for an installation that knows none yet
DONORS: tuple[dict[str, str], ...] = (
    {
        "en": "IOM Development Fund",
        "az": "BMqT-nin İnkişaf Fondu",
        "ru": "Фонд развития МОМ",
        "tk": "HMG-niň Ösüş gaznasy",
    },
    {
        "en": "European Union (European Commission)",
        "az": "Avropa İttifaqı (Avropa Komissiyası)",
        "ru": "Европейский союз (Европейская комиссия)",
        "tk": "Ýewropa Bileleşigi (Ýewropa Komissiýasy)",
    },
    {
        "en": "Federal Ministry of the Interior of Germany",
        "az": "Almaniya Federativ Respublikasının Daxili İşlər Nazirliyi",
        "ru": "Федеральное министерство внутренних дел Германии",
        "tk": "Germaniýa Federatiw Respublikasynyň Içeri işler ministrligi",
    },
    {
        "en": "Ministry of Justice and Security of the Netherlands",
        "az": "Niderland Krallığının Ədliyyə və Təhlükəsizlik Nazirliyi",
        "ru": "Министерство юстиции и безопасности Нидерландов",
        "tk": "Niderlandlaryň Adalat we howpsuzlyk ministrligi",
    },
    {
        "en": "Ministry of the Interior and Administration of Poland",
        "az": "Polşa Respublikasının Daxili İşlər və Administrasiya Nazirliyi",
        "ru": "Министерство внутренних дел и администрации Польши",
        "tk": "Polşanyň Içeri işler we administrasiýa ministrligi",
    },
)


def ensure_donors() -> None:
    """Add the donors of the list to an installation that has none; what staff change or add later stays as it is."""
    if db.session.scalars(queries.donors().limit(1)).first() is None:
        db.session.add_all(Donor(title=Texts.of(title)) for title in DONORS)
        db.session.flush()


def _set_donors(project: Project, plan: ProjectPlan) -> None:
    wanted = {donor.id: donor for donor in db.session.scalars(queries.donors()) if donor.public_id in plan.donors}
    if plan.new_donor.strip():
        spoken = i18n.language()
        donor = Donor(title=Texts.of({spoken: plan.new_donor.strip()}, spoken))
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
