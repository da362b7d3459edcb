"""What is asked of the outbox."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Delete, Select, Update, delete, func, or_, select, update
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from ..kernel.text import fold
from ..people.models import Person
from .models import Message


def by_key(key: str) -> Select[Message]:
    return select(Message).where(Message.key == key)


def by_public_id(public_id: str) -> Select[Message]:
    return select(Message).where(Message.public_id == public_id).options(*_whole())


def to_one(person_id: int) -> Select[Message]:
    """Select every mail to a person, the latest first."""
    return select(Message).where(Message.person_id == person_id).order_by(Message.id.desc())


def visible(centres: Collection[int] | None) -> Select[Message]:
    """Select the mails of some centres, or all (None), the newest first."""
    query = (
        select(Message)
        .outerjoin(Message.person)
        .options(joinedload(Message.person))
        .order_by(Message.created_at.desc(), Message.id.desc())
    )
    return query if centres is None else query.where(Message.centre_id.in_(centres))


def to_person(query: Select[Message], words: str) -> Select[Message]:
    """Narrow a list of mails to persons whose name or address holds these words."""
    for word in words.split():
        query = query.where(
            or_(
                Person.search.contains(fold(word), autoescape=True),
                Person.display.icontains(word, autoescape=True),
                Message.address.contains(word.lower(), autoescape=True),
            )
        )
    return query


def due(now: datetime, limit: int) -> Select[Message]:
    """Select the mails whose next try is due, the oldest first."""
    waiting = (Message.state == "queued", Message.send_at <= now)
    return select(Message).where(*waiting).order_by(Message.send_at, Message.id).limit(limit).options(*_whole())


def given_up(since: datetime) -> Select[int]:
    """Count the mails made since a moment that could not be delivered."""
    return select(func.count(Message.id)).where(Message.state == "failed", Message.created_at > since)


def overdue(before: datetime) -> Select[int]:
    """Count the mails whose next try was due before a moment."""
    return select(func.count(Message.id)).where(Message.state == "queued", Message.send_at < before)


def _whole() -> tuple[ORMOption, ...]:
    return joinedload(Message.person), joinedload(Message.centre)


def withdraw(prefix: str) -> Delete:
    return delete(Message).where(Message.state == "queued", Message.key.startswith(prefix, autoescape=True))


def claim(message: Message, next_try: datetime) -> Update:
    """Count a try and put the next one off, unless another worker did so first."""
    mine = (Message.id == message.id, Message.state == "queued", Message.send_at == message.send_at)
    return update(Message).where(*mine).values(tries=Message.tries + 1, send_at=next_try)
