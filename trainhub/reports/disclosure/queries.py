"""What is asked of the ledger."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Delete, Select, and_, delete, func, not_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from ...kernel.jobs import JobRow
from ...people.models import Category, Centre
from .models import PublishedCell, PublishedTable, Release


def listed(centres: set[int] | None) -> Select[Release]:
    """Select the releases whose figures staff of these centres may see; None means all."""
    query = select(Release).options(joinedload(Release.centre)).order_by(Release.id)
    return query if centres is None else query.where(Release.centre_id.in_(centres))


def release(public_id: str) -> Select[Release]:
    return select(Release).where(Release.public_id == public_id).options(selectinload(Release.tables))


def release_by_id(number: int) -> Select[Release]:
    return select(Release).where(Release.id == number).options(selectinload(Release.tables))


def out(audiences: Iterable[str]) -> Select[Release]:
    """Select what was ever let out to these audiences: a withdrawn release was read, too."""
    return (
        select(Release)
        .where(Release.published_at.is_not(None), Release.audience.in_([str(each) for each in audiences]))
        .order_by(Release.published_at, Release.id)
        .options(selectinload(Release.tables).options(undefer(PublishedTable.sealed)))
    )


def ever_out() -> Select[str, str]:
    """Select id and audience of all that was ever let out, for the mark of the ledger."""
    return select(Release.public_id, Release.audience).where(Release.published_at.is_not(None)).order_by(Release.id)


def standing(
    audiences: Collection[str], kind: str | None, first: date | None, until: date | None, centre_id: int | None
) -> Select[Release]:
    """Select what is published for these audiences and not withdrawn, the newest first."""
    query = select(Release).where(
        Release.state == "published",
        Release.audience.in_([str(each) for each in audiences]),
        Release.centre_id.is_(None) if centre_id is None else Release.centre_id == centre_id,
    )
    if kind is not None:
        query = query.where(Release.kind == kind)
    if first is not None:
        query = query.where(Release.first == first)
    if until is not None:
        query = query.where(Release.until == until)
    return query.order_by(Release.published_at.desc(), Release.id.desc()).options(selectinload(Release.tables))


def of_kind(audiences: Collection[str], kind: str) -> Select[Release]:
    """Select what is published of a kind for these audiences, whichever centre it is of, the newest first."""
    return readable(audiences).where(Release.kind == kind).options(selectinload(Release.tables))


def latest_of(kind: str, first: date, until: date, centre_id: int | None) -> Select[Release]:
    """Select the release of a kind, period and centre that was begun last."""
    centre = Release.centre_id.is_(None) if centre_id is None else Release.centre_id == centre_id
    query = select(Release).where(Release.kind == kind, Release.first == first, Release.until == until, centre)
    return query.order_by(Release.id.desc()).limit(1)


def cells(release_id: int) -> Select[PublishedCell]:
    """Select all cells of a release."""
    return select(PublishedCell).join(PublishedTable).where(PublishedTable.release_id == release_id)


def cells_of(release_ids: Collection[int]) -> Select[int, PublishedCell]:
    """Select all cells of several releases, each with the number of its release."""
    return (
        select(PublishedTable.release_id, PublishedCell)
        .join(PublishedTable, PublishedTable.id == PublishedCell.table_id)
        .where(PublishedTable.release_id.in_(release_ids))
    )


def job_of(name: str, release_id: int) -> Select[JobRow]:
    """Select the work that checks a release now, or that was given up."""
    return (
        select(JobRow)
        .where(
            JobRow.name == name,
            JobRow.args["release_id"].as_integer() == release_id,
            JobRow.state.in_(("queued", "running", "dead")),
        )
        .order_by(JobRow.id.desc())
        .limit(1)
    )


def readable(audiences: Collection[str]) -> Select[Release]:
    """Select what stands published for these audiences, the newest first."""
    return (
        select(Release)
        .where(Release.state == "published", Release.audience.in_([str(each) for each in audiences]))
        .options(joinedload(Release.centre))
        .order_by(Release.published_at.desc(), Release.id.desc())
    )


def common(audiences: Collection[str]) -> Select[Release]:
    """Select the same without what a plugin hands to some partners alone: policies.has_own_readers in SQL."""
    return readable(audiences).where(not_(and_(Release.audience == "partner", Release.kind.contains("."))))


def centres() -> Select[Centre]:
    return select(Centre).order_by(Centre.id)


def forget_cells(table_ids: Collection[int]) -> Delete:
    return delete(PublishedCell).where(PublishedCell.table_id.in_(table_ids))


def tallies(release_ids: Collection[int]) -> Select[int, str, int]:
    """Select for each release how many cells it has by their status."""
    return (
        select(PublishedTable.release_id, PublishedCell.status, func.count())
        .join(PublishedTable)
        .where(PublishedTable.release_id.in_(release_ids))
        .group_by(PublishedTable.release_id, PublishedCell.status)
    )


def groups_of_categories() -> Select[str, str | None]:
    """Select every category with the group it belongs to."""
    return select(Category.code, Category.parent_code)


def narrow_state(query: Select[Release], state: str) -> Select[Release]:
    return query.where(Release.state == state)


def narrow_audience(query: Select[Release], audience: str) -> Select[Release]:
    return query.where(Release.audience == audience)
