"""What is asked of the list of statuses, and which marks count as having been there."""

from sqlalchemy import ColumnElement, Select, exists, or_, select

from ..models import ATTENDED, Attendance, Conflict, Status


def statuses() -> Select[Status]:
    return select(Status).order_by(Status.order, Status.id)


def status_by_key(key: str) -> Select[Status]:
    return select(Status).where(Status.key == key)


def there() -> ColumnElement[bool]:
    """Say whether a mark counts as having been there, by what its status means."""
    return Attendance.status.in_(select(Status.key).where(Status.counts.in_(ATTENDED)))


def is_used(key: str) -> Select[bool]:
    """Select whether any mark says, or may come to say, this."""
    return select(
        or_(
            exists().where(Attendance.status == key),
            exists().where(or_(Conflict.status == key, Conflict.held_status == key)),
        )
    )
