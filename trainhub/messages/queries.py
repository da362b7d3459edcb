"""What is asked of the outbox, of the centre's wording, and of answers."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Select, Update, delete, exists, func, or_, select, update
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from ..kernel.text import MOST_WORDS, fold
from ..people.models import Person
from .models import WAITING, CalendarEntry, MailRule, MailText, Message, ReceivedMail, ReplyAddress


def before_posting(key: str, kind: str, language: str) -> Select[Any]:
    """Select at once all that a mail depends on: was it told, what is the rule, what are the centre's own words."""
    own = (MailText.kind == kind, MailText.language == language)
    return select(
        exists().where(Message.key == key),
        select(MailRule.mode).where(MailRule.kind == kind).scalar_subquery(),
        select(MailText.subject).where(*own).scalar_subquery(),
        select(MailText.body).where(*own).scalar_subquery(),
    )


def by_key(key: str) -> Select[Message]:
    return select(Message).where(Message.key == key)


def by_public_id(public_id: str) -> Select[Message]:
    return select(Message).where(Message.public_id == public_id).options(*_whole())


def to_one(person_id: int) -> Select[Message]:
    """Select every mail to a person, the latest first."""
    return select(Message).where(Message.person_id == person_id).order_by(Message.id.desc())


def latest_of(person_id: int, centres: Collection[int] | None, number: int) -> Select[Message]:
    """Select the latest mails to a person that somebody of these centres (None: of all) may know of."""
    query = to_one(person_id) if centres is None else to_one(person_id).where(Message.centre_id.in_(centres))
    return query.limit(number)


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
    for word in words.split()[:MOST_WORDS]:
        query = query.where(
            or_(
                Person.search.contains(fold(word), autoescape=True),
                Person.display.icontains(word, autoescape=True),
                Message.address.contains(word.lower(), autoescape=True),
            )
        )
    return query


def in_state(query: Select[Message], state: str) -> Select[Message]:
    """Narrow a list of mails to a state; "bounced" are those that came back."""
    return query.where(Message.bounced_at.is_not(None) if state == "bounced" else Message.state == state)


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
    waits = (Message.state.in_(WAITING), Message.key.startswith(prefix, autoescape=True))
    return delete(Message).where(*waits)


def claim(message: Message, next_try: datetime) -> Update:
    """Count a try and put the next one off, unless another worker did so first."""
    mine = (Message.id == message.id, Message.state == "queued", Message.send_at == message.send_at)
    return update(Message).where(*mine).values(tries=Message.tries + 1, send_at=next_try)


def change_unsent(message: Message, values: Mapping[str, Any]) -> Update:
    """Change a mail that nobody has tried to send; the row count says whether it still was one."""
    mine = (Message.id == message.id, Message.state.in_(WAITING), Message.tries == 0)
    return update(Message).where(*mine).values(**values).execution_options(synchronize_session=False)


def unsent(kind: str, topic: str) -> Select[Message]:
    """Select the mails of a kind about a topic that nobody has tried to send."""
    return select(Message).where(
        Message.topic == topic, Message.kind == kind, Message.state.in_(WAITING), Message.tries == 0
    )


def waiting_about(topic: str) -> Select[str, int]:
    """Count the mails about a topic that nobody has read yet, by kind."""
    waits = (Message.topic == topic, Message.state.in_(WAITING))
    return select(Message.kind, func.count()).where(*waits).group_by(Message.kind).order_by(Message.kind)


def about(topic: str) -> Select[Message]:
    """Select the mails about a topic that wait, with their readers, the next first."""
    waits = (Message.topic == topic, Message.state.in_(WAITING))
    return select(Message).where(*waits).order_by(Message.send_at, Message.id).options(joinedload(Message.person))


def all_about(topic: str) -> Select[Message]:
    """Select every mail about a topic, with its reader."""
    query = select(Message).outerjoin(Message.person).where(Message.topic == topic).order_by(Message.id.desc())
    return query.options(joinedload(Message.person))


def latest_to(person_id: int, topic: str) -> Select[Message]:
    """Select the mail about a topic that went to a person last."""
    sent = (Message.person_id == person_id, Message.topic == topic, Message.state == "sent")
    return select(Message).where(*sent).order_by(Message.sent_at.desc(), Message.id.desc()).limit(1)


def sent_as(public_id: str, person_id: int) -> Select[Message]:
    return select(Message).where(Message.public_id == public_id, Message.person_id == person_id)


def sample(kind: str, language: str, centres: Collection[int] | None) -> Select[Message]:
    """Select the latest mail of a kind that may be shown, one in this language first."""
    query = select(Message).where(Message.kind == kind, Message.secret.is_(False))
    query = query.order_by((Message.language == language).desc(), Message.id.desc())
    return (query if centres is None else query.where(Message.centre_id.in_(centres))).limit(1)


# --- wording --------------------------------------------------------------------------------------


def texts(kind: str) -> Select[MailText]:
    return select(MailText).where(MailText.kind == kind)


def all_texts() -> Select[MailText]:
    return select(MailText)


def rule(kind: str) -> Select[MailRule]:
    return select(MailRule).where(MailRule.kind == kind)


def rules() -> Select[str, str]:
    return select(MailRule.kind, MailRule.mode)


# --- answers and calendars ------------------------------------------------------------------------


def reply_address(person_id: int, topic: str) -> Select[ReplyAddress]:
    return select(ReplyAddress).where(ReplyAddress.person_id == person_id, ReplyAddress.topic == topic)


def by_token(token: str) -> Select[ReplyAddress]:
    return select(ReplyAddress).where(ReplyAddress.token == token).options(joinedload(ReplyAddress.person))


def calendar_entries(person_id: int | None, topic: str) -> Select[CalendarEntry]:
    return select(CalendarEntry).where(CalendarEntry.person_id == person_id, CalendarEntry.topic == topic)


def calendars_of(person_id: int) -> Select[CalendarEntry]:
    return select(CalendarEntry).where(CalendarEntry.person_id == person_id).order_by(CalendarEntry.id)


def received_as(mark: str) -> Select[ReceivedMail]:
    return select(ReceivedMail).where(ReceivedMail.mark == mark)


def received(centres: Collection[int] | None) -> Select[ReceivedMail]:
    """Select the answers to some centres, or all (None)."""
    query = (
        select(ReceivedMail)
        .join(ReceivedMail.person)
        .options(joinedload(ReceivedMail.person))
        .order_by(ReceivedMail.id.desc())
    )
    return query if centres is None else query.where(ReceivedMail.centre_id.in_(centres))


def received_one(public_id: str) -> Select[ReceivedMail]:
    return (
        select(ReceivedMail)
        .where(ReceivedMail.public_id == public_id)
        .options(joinedload(ReceivedMail.person), joinedload(ReceivedMail.centre))
    )


def from_one(person_id: int) -> Select[ReceivedMail]:
    return select(ReceivedMail).where(ReceivedMail.person_id == person_id).order_by(ReceivedMail.id.desc())


def open_answers(centres: Collection[int] | None) -> Select[int]:
    """Count the answers of some centres, or all (None), that somebody should look at; no row where there is none."""
    return _counted(select(func.count().label("number")).where(ReceivedMail.open), ReceivedMail.centre_id, centres)


def held(centres: Collection[int] | None) -> Select[int]:
    """Count the mails of some centres, or all (None), that wait to be released; no row where there is none."""
    query = select(func.count().label("number")).where(Message.state == "held")
    return _counted(query, Message.centre_id, centres)


def _counted(query: Select[int], centre: Any, centres: Collection[int] | None) -> Select[int]:
    narrowed = query if centres is None else query.where(centre.in_(centres))
    return narrowed.having(func.count() > 0)
