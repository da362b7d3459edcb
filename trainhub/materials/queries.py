"""What is asked of the tables of materials."""

from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from ..kernel.types import Texts
from ..people.models import CountryGroup
from ..sessions.models import Assignment, SessionAudience, TrainingSession
from ..sessions.policies import TEACHING
from .models import Material, MaterialVersion


def of_session(session_id: int) -> Select[Material]:
    """Select a session's materials with all their versions and files, in one statement: they are few."""
    files = joinedload(Material.versions).joinedload(MaterialVersion.file)
    return select(Material).where(Material.session_id == session_id).order_by(Material.id).options(files)


def material(public_id: str) -> Select[Material]:
    return select(Material).where(Material.public_id == public_id).options(selectinload(Material.versions))


def version(public_id: str) -> Select[MaterialVersion]:
    """Select a version with its file and the session that decides who may have it."""
    session = joinedload(MaterialVersion.material).joinedload(Material.session)
    group = session.selectinload(TrainingSession.audience).joinedload(SessionAudience.group)
    return (
        select(MaterialVersion)
        .where(MaterialVersion.public_id == public_id)
        .options(
            joinedload(MaterialVersion.file),
            session.selectinload(TrainingSession.assignments),
            group.selectinload(CountryGroup.members),
        )
    )


def without(person_id: int, first: date, last: date) -> Select[str, Texts, date | None]:
    """Select the published sessions a person teaches that begin between two days and have no material yet."""
    mine = exists().where(
        Assignment.session_id == TrainingSession.id,
        Assignment.person_id == person_id,
        Assignment.role.in_(TEACHING),
        Assignment.state == "accepted",
    )
    some = exists().where(Material.session_id == TrainingSession.id, Material.archived_at.is_(None))
    return (
        select(TrainingSession.slug, TrainingSession.title, TrainingSession.first_day)
        .where(TrainingSession.state == "published", mine, ~some, TrainingSession.first_day.between(first, last))
        .order_by(TrainingSession.first_day, TrainingSession.id)
    )
