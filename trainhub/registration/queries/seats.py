"""Seats and quotas, and the waiting list."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Delete, Select, Update, and_, delete, func, or_, select, update
from sqlalchemy.orm import contains_eager

from ...kernel.types import Texts
from ...people.models import Organisation
from ...sessions.models import TrainingSession
from ..models import Quota, QuotaPlace, Registration


def take_seat(session_id: int) -> Update:
    """Take a seat if one is free: the row count says whether; the table's CHECK says it again."""
    return _seats(session_id, +1).where(TrainingSession.taken < TrainingSession.seats)


def free_seat(session_id: int) -> Update:
    return _seats(session_id, -1).where(TrainingSession.taken > 0)


def _seats(session_id: int, change: int) -> Update:
    """Change `taken` alone: a seat is no edit of the session, so its time of change stays."""
    return (
        update(TrainingSession)
        .where(TrainingSession.id == session_id)
        .values(taken=TrainingSession.taken + change, updated_at=TrainingSession.updated_at)
        .execution_options(synchronize_session=False)
    )


def take_of_quotas(quota_ids: Collection[int]) -> Update:
    """Take a place of each of these quotas; those without a free one are not counted in the row count."""
    return _of_quotas(quota_ids, +1).where(Quota.taken < Quota.seats)


def free_of_quotas(quota_ids: Collection[int]) -> Update:
    return _of_quotas(quota_ids, -1)


def _of_quotas(quota_ids: Collection[int], change: int) -> Update:
    return (
        update(Quota)
        .where(Quota.id.in_(quota_ids))
        .values(taken=Quota.taken + change)
        .execution_options(synchronize_session=False)
    )


def quotas_held(registration_id: int) -> Select[int]:
    return select(QuotaPlace.quota_id).where(QuotaPlace.registration_id == registration_id)


def let_go_of_quotas(registration_id: int) -> Delete:
    return delete(QuotaPlace).where(QuotaPlace.registration_id == registration_id)


def bodies(organisation_ids: Collection[int]) -> Select[Organisation]:
    return select(Organisation).where(Organisation.id.in_(organisation_ids))


def bodies_over(
    organisation_ids: Collection[int] | Select[int | None] | CompoundSelect[int | None],
) -> Select[int, int | None]:
    """Select organisations and all they are part of, each with its parent."""
    tree = (
        select(Organisation.id, Organisation.parent_id).where(Organisation.id.in_(organisation_ids)).cte(recursive=True)
    )
    tree = tree.union(select(Organisation.id, Organisation.parent_id).join(tree, Organisation.id == tree.c.parent_id))
    return select(tree.c.id, tree.c.parent_id)


def named_over(organisation_ids: Select[int | None] | CompoundSelect[int | None]) -> Select[int, int | None, Texts]:
    """Select the same with what they are called."""
    above = bodies_over(organisation_ids).subquery()
    return select(above.c.id, above.c.parent_id, Organisation.title).join(Organisation, Organisation.id == above.c.id)


# --- the waiting list ---------------------------------------------------------------------------


def line(*, ranked: bool) -> tuple[ColumnElement[Any], ...]:
    """Return the order of a waiting list: by rank where the call says so, and by arrival."""
    arrival = (Registration.created_at.asc(), Registration.id.asc())
    return (Registration.rank.asc().nulls_last(), *arrival) if ranked else arrival


def waiting(session_id: int, *, ranked: bool = False) -> Select[Registration]:
    """Select who waits, the next first, with the facts that quotas ask for."""
    return (
        select(Registration)
        .join(Registration.facts)
        .where(Registration.session_id == session_id, Registration.state == "waiting")
        .options(contains_eager(Registration.facts))
        .order_by(*line(ranked=ranked))
    )


def may_move_up(session_id: int, *, ranked: bool = False) -> Select[Registration]:
    """Select the same without those whose institution is still asked."""
    return waiting(session_id, ranked=ranked).where(Registration.endorsement != "asked")


def place_in_line(registration: Registration, *, ranked: bool = False) -> Select[int]:
    """Select the place of somebody who waits: 1 is next."""
    place = func.row_number().over(order_by=line(ranked=ranked)).label("place")
    numbered = (
        select(Registration.id, place)
        .where(Registration.session_id == registration.session_id, Registration.state == "waiting")
        .subquery()
    )
    return select(numbered.c.place).where(numbered.c.id == registration.id)


def late_offers(session_id: int, now: datetime) -> Select[Registration]:
    return select(Registration).where(
        Registration.session_id == session_id, Registration.state == "offered", Registration.offered_until < now
    )


def sessions_to_look_after(now: datetime) -> Select[int]:
    """Select sessions in which an offer ran out, or a seat is free while somebody waits."""
    late = and_(Registration.state == "offered", Registration.offered_until < now)
    free = and_(Registration.state == "waiting", TrainingSession.taken < TrainingSession.seats)
    return (
        select(TrainingSession.id)
        .join(Registration, Registration.session_id == TrainingSession.id)
        .where(TrainingSession.state == "published", TrainingSession.last_day >= now.date(), or_(late, free))
        .distinct()
        .order_by(TrainingSession.id)
    )
