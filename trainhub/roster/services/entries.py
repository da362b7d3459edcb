"""What the roster says of an expert, entered by staff or by the experts themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from ...kernel import clock, files
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...people.models import Person
from ...sessions.models import Expert, Expertise, Unavailability
from .. import queries
from ..policies import CONDUCT

CV = files.FilePolicy("cv", ("pdf", "docx"))
LONGEST_ABSENCE = 366  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertPlan:
    """What is said of an expert. `expertise` gives (module number, level, evidence), `spoken` (language, level)."""

    kind: str
    spoken: tuple[tuple[str, str], ...] = ()
    active: bool = True
    expertise: tuple[tuple[int, str, str], ...] = ()
    roles: tuple[str, ...] = ("trainer",)
    formats: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    education: str = ""
    travel: str = ""
    public_name: str = ""
    share_contact: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    stream: BinaryIO
    name: str


def find_expert(public_id: str) -> Expert:
    """Return the expert that a person is; raises NotFound."""
    expert = db.session.scalars(queries.expert(public_id)).unique().one_or_none()
    if expert is None:
        raise NotFound
    return expert


def own_entry(person_id: int | None) -> Expert | None:
    """Return the entry of a person on the roster, if there is one."""
    return db.session.scalars(queries.expert_of(person_id)).unique().one_or_none() if person_id else None


def save_expert(plan: ExpertPlan, expert: Expert | None = None, *, email: str = "", country: str = "") -> Expert:
    """Put a person of the address book (by e-mail) on the roster, or change what the roster says.

    Raises Invalid on `email` when there is no such person, or they are on the roster.
    """
    if expert is None:
        expert = Expert(person=_newcomer(email), kind=plan.kind)
        db.session.add(expert)
    if country and country != expert.person.country_code:
        people.know_country(country)
        expert.person.country_code = country
    write(expert, plan)
    return expert


def write(expert: Expert, plan: ExpertPlan) -> None:
    """Write a plan into an entry."""
    expert.kind, expert.active = plan.kind, plan.active
    expert.languages = [code for code, _level in plan.spoken]
    expert.language_levels = {code: level for code, level in plan.spoken if level}
    expert.roles = list(plan.roles) or ["trainer"]
    expert.formats, expert.regions, expert.skills = list(plan.formats), list(plan.regions), list(plan.skills)
    expert.education, expert.travel = plan.education.strip(), plan.travel.strip()
    expert.public_name, expert.share_contact = plan.public_name.strip(), plan.share_contact
    db.session.flush()
    set_expertise(expert, plan.expertise)


def add_modules(expert: Expert, numbers: Iterable[int], level: str, evidence: str) -> None:
    """Let an expert teach more modules; what is said of those already there stays."""
    have = {row.module.number: (row.level, row.evidence) for row in expert.expertise}
    wanted = dict.fromkeys(numbers, (level, evidence[:300])) | have
    set_expertise(expert, [(number, *said) for number, said in wanted.items()])


def agree_to_conduct(expert: Expert) -> None:
    """Note that an expert agrees to the code of conduct in force (R-147)."""
    expert.conduct_version, expert.conduct_at = CONDUCT, clock.now()
    db.session.flush()


def agreed(expert: Expert | None) -> bool:
    """Say whether an expert has agreed to the code of conduct in force."""
    return expert is not None and expert.conduct_version == CONDUCT


def put_cv(expert: Expert, upload: Upload | None) -> None:
    """Keep a CV in place of the former one; raises Invalid on `file`."""
    if upload is None:
        raise Invalid({"file": _("Choose a file.")})
    try:
        kept = files.store(upload.stream, upload.name, CV)
    except Invalid as error:
        raise Invalid({"file": str(error)}) from error
    db.session.flush()
    use_cv(expert, kept)


def use_cv(expert: Expert, kept: files.File) -> None:
    """Let a file that is kept already be the CV."""
    former, expert.cv = expert.cv, kept
    db.session.flush()
    if former is not None and former.id != kept.id:
        files.remove(former)


def drop_cv(expert: Expert) -> None:
    former, expert.cv = expert.cv, None
    db.session.flush()
    if former is not None:
        files.remove(former)


# --- days -----------------------------------------------------------------------------------------------


def add_absence(*, person: Person, since: date, until: date, note: str = "") -> Unavailability:
    """Note that a person cannot teach on some days; raises Invalid."""
    if until < since:
        raise Invalid({"until": _("The last day is before the first.")})
    if (until - since).days > LONGEST_ABSENCE:
        raise Invalid({"until": _("This is longer than a year. Untick “Available” instead.")})
    row = Unavailability(person=person, since=since, until=until, note=note.strip())
    db.session.add(row)
    db.session.flush()
    return row


def remove_absence(person: Person, public_id: str) -> None:
    """Take back that a person cannot teach on some days; raises NotFound."""
    row = db.session.scalar(queries.away_itself(public_id, person.id))
    if row is None:
        raise NotFound
    db.session.delete(row)
    db.session.flush()


def absences(person_id: int) -> list[Unavailability]:
    """Return the days on which a person is not available that are not over."""
    return list(db.session.scalars(queries.away(person_id, clock.today())))


# --- inside ---------------------------------------------------------------------------------------------


def _newcomer(email: str) -> Person:
    person = db.session.scalar(queries.persons_with_emails([email.strip().lower()]).order_by(Person.id).limit(1))
    if person is None:
        raise Invalid({"email": _("Nobody in the address book has this e-mail. Add the person first.")})
    return newcomer(person)


def newcomer(person: Person) -> Person:
    """Return a person who is not on the roster yet; raises Invalid on `email` for one who is."""
    if own_entry(person.id) is not None:
        raise Invalid({"email": _("%(person)s is on the roster already.", person=person.display)})
    if person.erased_at is not None:
        raise Refused(_("This person was erased."))
    return person


def set_expertise(expert: Expert, expertise: Iterable[tuple[int, str, str]]) -> None:
    """Let an expert teach exactly these modules: (number, level, evidence)."""
    numbers = {module.number: module.id for module in db.session.scalars(queries.modules())}
    wanted = {numbers[number]: (level, evidence) for number, level, evidence in expertise if number in numbers}
    for row in [row for row in expert.expertise if row.module_id not in wanted]:
        expert.expertise.remove(row)
    by_module = {row.module_id: row for row in expert.expertise}
    for module_id, (level, evidence) in wanted.items():
        row = by_module.get(module_id) or Expertise(expert_id=expert.id, module_id=module_id)
        if module_id not in by_module:
            expert.expertise.append(row)
        row.level, row.evidence = level, evidence
    db.session.flush()
