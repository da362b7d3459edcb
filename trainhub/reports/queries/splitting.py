"""The columns that core's breakdowns add to a measure that has none of their own, and the names of their codes."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    case,
    cast,
    extract,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from ...curriculum.models import Activity, ModuleText, Version
from ...hooks.types import Split
from ...kernel.types import Texts
from ...people.models import Category, Centre, Country
from ...people.reference import EVERYBODY
from ...sessions.models import Format, Project, SessionActivity, SessionProject, TrainingSession
from ..models import Participation

_participation = Participation.__table__
_session = TrainingSession.__table__
_format = Format.__table__
_centre = Centre.__table__
_category = Category.__table__


def fact(measured: FromClause, name: str) -> Split:
    """Return a column of the facts: of the measure itself, or by the registration of each row."""
    own = measured.c.get(name)
    if own is not None:
        return Split(own)
    return Split(
        _participation.c[name], ((_participation, _participation.c.registration_id == measured.c.registration_id),)
    )


def organisation_type(measured: FromClause) -> Split:
    """Return the group a category belongs to, such as government; a category by itself is its own."""
    known = fact(measured, "category")
    parent, code = _category.c.parent_code, _category.c.code
    column = case((or_(parent.is_(None), parent == EVERYBODY), code), else_=parent)
    return Split(column, (*known.joins, (_category, code == known.column)))


def year(measured: FromClause) -> Split:
    return Split(_part(measured, "year"))


def quarter(measured: FromClause) -> Split:
    return Split(_part(measured, "year") * 10 + (_part(measured, "month") + 2) // 3)


def month(measured: FromClause) -> Split:
    return Split(_part(measured, "year") * 100 + _part(measured, "month"))


def _part(measured: FromClause, name: str) -> ColumnElement[int]:
    return cast(extract(name, measured.c.day), Integer)


def of_session(measured: FromClause) -> Split:
    return Split(_session.c.slug, (_by_session(measured),))


def centre(measured: FromClause) -> Split:
    return Split(_centre.c.slug, (_by_session(measured), (_centre, _centre.c.id == _session.c.centre_id)))


def format_(measured: FromClause) -> Split:
    return Split(_format.c.key, (_by_session(measured), (_format, _format.c.id == _session.c.format_id)))


def module(measured: FromClause) -> Split:
    """Return the numbers of the modules a session delivers, joined by commas."""
    number = cast(func.substr(Activity.key, 2, 2), Integer)
    each = select(SessionActivity.session_id, cast(number, String).label("code")).join(SessionActivity.activity)
    return _joined(measured, each.distinct().subquery(), "modules")


def project(measured: FromClause) -> Split:
    """Return the public ids of the projects that pay for a session, joined by commas."""
    each = select(SessionProject.session_id, Project.public_id.label("code")).join(SessionProject.project)
    return _joined(measured, each.subquery(), "projects")


def _joined(measured: FromClause, each: Subquery, name: str) -> Split:
    codes = func.aggregate_strings(each.c.code, ",").label("codes")
    lists = select(each.c.session_id, codes).group_by(each.c.session_id).subquery(name)
    return Split(lists.c.codes, ((lists, lists.c.session_id == measured.c.session_id),))


def _by_session(measured: FromClause) -> tuple[FromClause, ColumnElement[bool]]:
    return _session, _session.c.id == measured.c.session_id


# --- names --------------------------------------------------------------------------------------


def member_countries() -> Select[str]:
    return select(Country.code).where(Country.member.is_(True)).order_by(Country.code)


def categories() -> Select[str, Texts, str | None]:
    """Select code, title and group of every category, in the order of lists."""
    return select(Category.code, Category.title, Category.parent_code).order_by(Category.order)


def modules() -> Select[int, Texts]:
    """Select number and title of the modules in force."""
    return (
        select(ModuleText.number, ModuleText.title)
        .join(ModuleText.version)
        .where(Version.state == "approved")
        .order_by(Version.id, ModuleText.number)
    )


def formats() -> Select[str, Texts]:
    return select(Format.key, Format.title).order_by(Format.order, Format.id)


def centres() -> Select[str, Texts, int]:
    return select(Centre.slug, Centre.title, Centre.id).order_by(Centre.id)


def projects() -> Select[str, Texts, int]:
    return select(Project.public_id, Project.title, Project.id).order_by(Project.id)


def session_titles(slugs: list[str]) -> Select[str, Texts]:
    return select(TrainingSession.slug, TrainingSession.title).where(TrainingSession.slug.in_(slugs))


def choices(centres: tuple[int, ...] | None) -> Select[Any]:
    """Select everything the explorer's filters offer, in one statement: kind, value, id, title, place."""

    def offer(kind: str, value: Any, number: Any, title: Any, place: Any) -> Select[Any]:
        return select(
            literal(kind).label("kind"),
            cast(value, String).label("value"),
            number.label("id"),
            title.label("title"),
            place.label("place"),
        )

    theirs = [] if centres is None else [Centre.id.in_(centres)]
    paid = [] if centres is None else [Project.centre_id.in_(centres)]
    modules_in_force = (
        offer("module", ModuleText.number, ModuleText.number, ModuleText.title, ModuleText.number)
        .join(ModuleText.version)
        .where(Version.state == "approved")
    )
    parts = union_all(
        modules_in_force,
        offer("kind", Format.key, Format.id, Format.title, Format.order),
        offer("centre", Centre.slug, Centre.id, Centre.title, Centre.id).where(*theirs),
        offer("project", Project.public_id, Project.id, Project.title, Project.id).where(*paid),
        offer("country", Country.code, cast(null(), Integer), null(), literal(0)).where(Country.member.is_(True)),
    ).subquery()
    return select(parts).order_by(parts.c.kind, parts.c.place)


def session_by_slug(slug: str, centres: tuple[int, ...] | None) -> Select[int, Texts]:
    """Select id and title of a session of these centres (None: of all)."""
    found = select(TrainingSession.id, TrainingSession.title).where(TrainingSession.slug == slug)
    return found if centres is None else found.where(TrainingSession.centre_id.in_(centres))
