"""What this plugin asks the database: functions that return a select."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from trainhub.plugin_api.disclosure import Release
from trainhub.plugin_api.people import Centre, Organisation, Person
from trainhub.plugin_api.sessions import Donor, Project, SessionActivity, TrainingSession

from .models import DonorReport, Entry, Evidence, Lock, Result, Sheet, Target, Tracked, Value
from .vocabulary import COMPUTED, INSTITUTIONS


def centres(ids: set[int] | None) -> Select[Centre]:
    """Select the centres of these numbers (None: all)."""
    query = select(Centre).order_by(Centre.id)
    return query if ids is None else query.where(Centre.id.in_(ids))


def with_framework(ids: set[int] | None) -> Select[Centre]:
    """Select those of them that follow an indicator."""
    return centres(ids).where(Centre.id.in_(select(Tracked.centre_id).where(Tracked.archived_at.is_(None))))


# --- the framework ----------------------------------------------------------------------------------


def results(centre_id: int) -> Select[Result]:
    """Select what a centre wants to reach, in the order of its numbers."""
    return select(Result).where(Result.centre_id == centre_id, Result.archived_at.is_(None)).order_by(Result.key)


def result(public_id: str) -> Select[Result]:
    return select(Result).where(Result.public_id == public_id).options(joinedload(Result.parent))


def tracked(centre_id: int, *, archived: bool = False) -> Select[Tracked]:
    """Select the indicators of a centre that are in use, in the order of their numbers."""
    query = select(Tracked).where(Tracked.centre_id == centre_id).order_by(Tracked.key)
    query = query.options(joinedload(Tracked.result), joinedload(Tracked.owner))
    return query if archived else query.where(Tracked.archived_at.is_(None))


def one(public_id: str) -> Select[Tracked]:
    return (
        select(Tracked)
        .where(Tracked.public_id == public_id)
        .options(joinedload(Tracked.result), joinedload(Tracked.owner), joinedload(Tracked.centre))
    )


def with_key(centre_id: int, key: str) -> Select[Tracked]:
    return select(Tracked).where(Tracked.centre_id == centre_id, Tracked.key == key)


def owned(person_id: int) -> Select[Tracked]:
    return select(Tracked).where(Tracked.owner_id == person_id)


def by_email(address: str) -> Select[Person]:
    return select(Person).where(func.lower(Person.email) == address.lower(), Person.erased_at.is_(None))


# --- targets, entries, locks -------------------------------------------------------------------------


def targets(indicator_ids: Collection[int]) -> Select[Target]:
    return (
        select(Target)
        .where(Target.indicator_id.in_(indicator_ids))
        .order_by(Target.first, Target.until)
        .options(joinedload(Target.project))
    )


def target(indicator_id: int, first: date, until: date, project_id: int | None) -> Select[Target]:
    same = Target.project_id.is_(None) if project_id is None else Target.project_id == project_id
    return select(Target).where(Target.indicator_id == indicator_id, Target.first == first, Target.until == until, same)


def entries_of(organisation_id: int, indicator_ids: Collection[int], first: date, until: date) -> Select[Entry]:
    """Select the values in force that one institution entered for just this period."""
    same = (Entry.first == first, Entry.until == until, Entry.organisation_id == organisation_id)
    return select(Entry).where(Entry.indicator_id.in_(indicator_ids), Entry.current.is_(True), *same)


def entries(indicator_ids: Collection[int], first: date, until: date, country: str | None = None) -> Select[Entry]:
    """Select the values in force that were entered for periods within a span; of one country's institutions."""
    query = (
        select(Entry)
        .where(
            Entry.indicator_id.in_(indicator_ids), Entry.current.is_(True), Entry.first >= first, Entry.until <= until
        )
        .options(joinedload(Entry.organisation), joinedload(Entry.person))
        .order_by(Entry.first, Entry.id)
    )
    return query if country is None else query.join(Entry.organisation).where(Organisation.country_code == country)


def versions_of(indicator_id: int, first: date, until: date, organisation_id: int | None) -> Select[Entry]:
    """Select every version of what one institution (None: the centre) entered, the newest first."""
    whose = Entry.organisation_id.is_(None) if organisation_id is None else Entry.organisation_id == organisation_id
    return (
        select(Entry)
        .where(Entry.indicator_id == indicator_id, Entry.first == first, Entry.until == until, whose)
        .order_by(Entry.no.desc())
    )


def entered_by(person_id: int) -> Select[Entry]:
    return (
        select(Entry)
        .where(Entry.person_id == person_id)
        .order_by(Entry.id)
        .options(joinedload(Entry.tracked), joinedload(Entry.organisation))
    )


def locks(centre_id: int) -> Select[Lock]:
    return select(Lock).where(Lock.centre_id == centre_id).order_by(Lock.until.desc(), Lock.first)


def lock(public_id: str) -> Select[Lock]:
    return (
        select(Lock)
        .where(Lock.public_id == public_id)
        .options(selectinload(Lock.values).joinedload(Value.sheet), selectinload(Lock.values).joinedload(Value.tracked))
    )


def lock_of(centre_id: int, first: date, until: date) -> Select[Lock]:
    return select(Lock).where(Lock.centre_id == centre_id, Lock.first == first, Lock.until == until)


def locked(indicator_ids: Collection[int], first: date, until: date) -> Select[Value]:
    """Select every version of the locked values of periods within a span, the oldest version first."""
    return (
        select(Value)
        .join(Value.lock)
        .where(Value.indicator_id.in_(indicator_ids), Lock.first >= first, Lock.until <= until)
        .options(joinedload(Value.lock), joinedload(Value.sheet), defer(Value.snapshot))
        .order_by(Lock.first, Lock.until, Value.no)
    )


def value(public_id: str) -> Select[Value]:
    return (
        select(Value)
        .where(Value.public_id == public_id)
        .options(joinedload(Value.lock), joinedload(Value.sheet), joinedload(Value.tracked))
    )


# --- institutions --------------------------------------------------------------------------------------


def reporting(countries: set[str], organisation_ids: set[int]) -> Select[Organisation]:
    """Select the institutions somebody reports for: of these countries, or these and their departments."""
    theirs: list[ColumnElement[bool]] = [
        Organisation.country_code.in_(countries),
        Organisation.id.in_(organisation_ids),
        Organisation.parent_id.in_(organisation_ids),
    ]
    return select(Organisation).where(or_(*theirs), Organisation.archived_at.is_(None)).order_by(Organisation.id)


def some_institutions(number: int) -> Select[Organisation]:
    """Select a few public bodies, always the same."""
    return (
        select(Organisation)
        .where(Organisation.category_code == "ministry", Organisation.parent_id.is_(None))
        .order_by(Organisation.slug)
        .limit(number)
    )


def organisation(slug: str) -> Select[Organisation]:
    return select(Organisation).where(Organisation.slug == slug)


def to_report() -> Select[Tracked]:
    """Select the indicators that institutions report on, of all centres."""
    newest = select(func.max(Sheet.id)).group_by(Sheet.indicator_id)
    return (
        select(Tracked)
        .join(Tracked.sheets)
        .where(Sheet.id.in_(newest), Sheet.source == INSTITUTIONS, Tracked.archived_at.is_(None))
        .order_by(Tracked.centre_id, Tracked.key)
        .options(joinedload(Tracked.centre))
    )


# --- what waits on the start page ------------------------------------------------------------------------


def to_lock(ids: set[int] | None, first: date, until: date) -> Select[str, str, int]:
    """Select which of these centres (None: all) have not locked a span: slug, zone, how many values are missing."""
    locked = exists().where(Lock.centre_id == Centre.id, Lock.first == first, Lock.until == until)
    missing = _unanswered(first, until).where(Tracked.centre_id == Centre.id, Sheet.source != COMPUTED)
    number = missing.correlate(Centre).scalar_subquery().label("missing")
    return with_framework(ids).where(~locked).with_only_columns(Centre.slug, Centre.zone, number)


def asked_of(countries: set[str], organisation_ids: set[int], first: date, until: date) -> Select[str, int]:
    """Select slug of the institution somebody reports for, if it is only one, and how many values it may still give."""
    theirs = reporting(countries, organisation_ids)
    only = select(func.count()).select_from(theirs.subquery()).scalar_subquery() == 1
    locked = exists().where(Lock.centre_id == Tracked.centre_id, Lock.first == first, Lock.until == until)
    asked = _unanswered(first, until, Entry.organisation_id == Organisation.id).where(Sheet.source == INSTITUTIONS)
    number = asked.where(~locked).correlate(Organisation).scalar_subquery().label("number")
    return theirs.where(only).with_only_columns(Organisation.slug, number)


def _unanswered(first: date, until: date, *by: ColumnElement[bool]) -> Select[int]:
    """Count the indicators in use of which nobody has entered a value for a span."""
    newest = select(func.max(Sheet.id)).group_by(Sheet.indicator_id)
    same = (Entry.current.is_(True), Entry.first == first, Entry.until == until)
    entered = exists().where(Entry.indicator_id == Tracked.id, *same, *by)
    return (
        select(func.count(Tracked.id))
        .join(Tracked.sheets)
        .where(Sheet.id.in_(newest), Tracked.archived_at.is_(None), ~entered.correlate(Tracked, Organisation))
    )


# --- files, projects, reports -----------------------------------------------------------------------------


def evidence(indicator_id: int) -> Select[Evidence]:
    return (
        select(Evidence)
        .where(Evidence.indicator_id == indicator_id, Evidence.removed_at.is_(None))
        .order_by(Evidence.at.desc(), Evidence.id.desc())
        .options(joinedload(Evidence.file))
    )


def one_file(indicator_id: int, public_id: str) -> Select[Evidence]:
    return evidence(indicator_id).where(Evidence.public_id == public_id)


def projects(centre_id: int) -> Select[Project]:
    return select(Project).where(Project.centre_id == centre_id).order_by(Project.starts_on, Project.id)


def project(public_id: str) -> Select[Project]:
    return select(Project).where(Project.public_id == public_id)


def donors(project_id: int) -> Select[Donor]:
    """Select who pays for a project."""
    theirs = Project.donors.property.mapper.class_
    return (
        select(Donor)
        .join(theirs, theirs.donor_id == Donor.id)
        .where(theirs.project_id == project_id)
        .options(joinedload(Donor.organisation))
        .order_by(Donor.id)
    )


def donor_countries(project_ids: Collection[int]) -> Select[int, str]:
    """Select the countries that the donors of each of some projects are from."""
    theirs = Project.donors.property.mapper.class_
    return (
        select(theirs.project_id, Organisation.country_code)
        .join(Donor, Donor.id == theirs.donor_id)
        .join(Donor.organisation)
        .where(theirs.project_id.in_(project_ids), Organisation.country_code.is_not(None))
    )


def published_reports() -> Select[DonorReport]:
    """Select the donor reports that are out, of all projects, the newest first."""
    return reports(None).join(DonorReport.release).where(Release.state == "published")


def reports(centre_ids: set[int] | None) -> Select[DonorReport]:
    """Select the donor reports of projects of these centres (None: of all), the newest first."""
    query = (
        select(DonorReport)
        .join(DonorReport.project)
        .options(joinedload(DonorReport.project), joinedload(DonorReport.release))
        .order_by(DonorReport.until.desc(), DonorReport.id.desc())
    )
    return query if centre_ids is None else query.where(Project.centre_id.in_(centre_ids))


def report(public_id: str) -> Select[DonorReport]:
    return (
        select(DonorReport)
        .where(DonorReport.public_id == public_id)
        .options(joinedload(DonorReport.project), joinedload(DonorReport.release))
    )


# --- the story of a module -----------------------------------------------------------------------------------


def sessions_of_module(number: int, centre_id: int, first: date, until: date) -> Select[TrainingSession]:
    """Select the sessions of a centre that delivered a module in a span, the newest first."""
    theirs = (
        select(SessionActivity.session_id)
        .join(SessionActivity.activity)
        .where(SessionActivity.activity.property.mapper.class_.key.startswith(f"m{number:02d}-"))
    )
    return (
        select(TrainingSession)
        .where(
            TrainingSession.id.in_(theirs),
            TrainingSession.centre_id == centre_id,
            TrainingSession.state.in_(("published", "completed")),
            TrainingSession.first_day >= first,
            TrainingSession.first_day < until,
        )
        .order_by(TrainingSession.first_day.desc(), TrainingSession.id)
    )


def sessions_by_slug(slugs: Collection[str]) -> Select[TrainingSession]:
    return select(TrainingSession).where(TrainingSession.slug.in_(slugs)).order_by(TrainingSession.first_day.desc())
