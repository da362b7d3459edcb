"""Which sessions exist for a viewer, in SQL; `policies.may_see` says the same."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from ...kernel import clock
from ...people.models import CountryGroup, CountryGroupMember, Organisation
from ...people.reference import GOVERNMENT
from ...people.services import Standing
from ...web.access import Viewer
from .. import policies
from ..models import (
    Assignment,
    Format,
    Part,
    SessionActivity,
    SessionAudience,
    SessionOrganiser,
    SessionProject,
    SessionSlug,
    Slot,
    TrainingSession,
)


def format_keys() -> Select[str]:
    return select(Format.key)


def by_slug(slug: str, *options: Any) -> Select[TrainingSession]:
    return (
        select(TrainingSession)
        .where(TrainingSession.slug == slug)
        .options(joinedload(TrainingSession.centre), *options)
    )


def by_public_id(public_id: str) -> Select[TrainingSession]:
    return select(TrainingSession).where(TrainingSession.public_id == public_id)


def by_numbers(numbers: Iterable[int]) -> Select[TrainingSession]:
    return select(TrainingSession).where(TrainingSession.id.in_(sorted(numbers))).options(*for_page())


def by_old_slug(slug: str) -> Select[TrainingSession]:
    moved = select(SessionSlug.session_id).where(SessionSlug.slug == slug)
    return select(TrainingSession).where(TrainingSession.id.in_(moved)).options(joinedload(TrainingSession.centre))


def for_page() -> tuple[Any, ...]:
    """Return what a session's page and its editor show, loaded in three statements: the short lists are joined."""
    return (
        joinedload(TrainingSession.format),
        joinedload(TrainingSession.version),
        joinedload(TrainingSession.activities).joinedload(SessionActivity.activity),
        joinedload(TrainingSession.assignments).options(joinedload(Assignment.person), joinedload(Assignment.expert)),
        joinedload(TrainingSession.organisers).joinedload(SessionOrganiser.organisation).joinedload(Organisation.logo),
        joinedload(TrainingSession.projects).joinedload(SessionProject.project),
        selectinload(TrainingSession.slots).options(joinedload(Slot.room), joinedload(Slot.part)),
        joinedload(TrainingSession.parts).joinedload(Part.activity),
        selectinload(TrainingSession.audience).options(
            joinedload(SessionAudience.category),
            joinedload(SessionAudience.group).joinedload(CountryGroup.members),
            joinedload(SessionAudience.organisation),
        ),
    )


def with_requests() -> Any:
    """Return what loads those who were asked to teach a session and have not accepted."""
    return joinedload(TrainingSession.requests).joinedload(Assignment.person)


def for_frame() -> tuple[Any, ...]:
    """Return what every page under a session shows of it and asks of the viewer, joined into its statement."""
    return (
        joinedload(TrainingSession.format),
        joinedload(TrainingSession.activities).joinedload(SessionActivity.activity),
        joinedload(TrainingSession.assignments),
    )


def visible(who: Viewer, standing: Standing) -> Select[TrainingSession]:
    """Select the sessions that exist for a viewer: `policies.may_see` in SQL."""
    centres = who.centres(policies.VIEW)
    if centres is None:
        return select(TrainingSession)
    told = or_(TrainingSession.closed.is_(False), _assigned(who), _invited(standing))
    staff = TrainingSession.centre_id.in_(sorted(centres)) if centres else false()
    return select(TrainingSession).where(or_(staff, and_(TrainingSession.state != "draft", told)))


def _assigned(who: Viewer) -> ColumnElement[bool]:
    if who.person_id is None:
        return false()
    return exists().where(
        Assignment.session_id == TrainingSession.id,
        Assignment.person_id == who.person_id,
        Assignment.state == "accepted",
    )


def _invited(standing: Standing) -> ColumnElement[bool]:
    """Say of a closed session whether its audience takes somebody in (`policies.fits`)."""
    if GOVERNMENT not in standing.categories:
        return false()
    let_in, body = SessionAudience.rule != "out", SessionAudience.organisation_id.is_not(None)
    return and_(
        ~_row(SessionAudience.rule == "out", _matches(standing)),
        or_(
            ~_row(let_in),
            _row(let_in, body, _matches(standing)),
            and_(~_row(let_in, body), _row(let_in, _matches(standing))),
        ),
    )


def _row(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(SessionAudience.session_id == TrainingSession.id, *conditions)


def _matches(standing: Standing) -> ColumnElement[bool]:
    day = func.coalesce(TrainingSession.first_day, clock.today())
    member = (
        exists()
        .where(
            CountryGroupMember.group_code == SessionAudience.group_code,
            CountryGroupMember.country_code == (standing.country_code or ""),
            CountryGroupMember.since <= day,
            or_(CountryGroupMember.until.is_(None), CountryGroupMember.until >= day),
        )
        .correlate(SessionAudience, TrainingSession)
    )  # two levels up, where SQLAlchemy does not look by itself
    category = SessionAudience.category_code.in_(sorted(policies.counted_categories(standing)))
    body = (
        SessionAudience.organisation_id.in_(sorted(standing.organisation_ids)) if standing.organisation_ids else false()
    )
    return and_(
        or_(SessionAudience.group_code.is_(None), member),
        or_(and_(SessionAudience.organisation_id.is_(None), category), body),
    )
