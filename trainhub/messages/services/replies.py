"""Addresses that carry who answers and about what, and what an answer does."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from ...kernel.db import db
from ...people.models import Person
from .. import queries
from ..models import FORWARDED, Message, ReplyAddress

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 24  # about 120 bits


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calendar said: ACCEPTED, DECLINED or TENTATIVE, of some slots; `all_declined`: of every one to come."""

    says: str
    uids: tuple[str, ...]
    all_declined: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What an answer did, in one sentence; `open`: staff should look at it."""

    sentence: str
    open: bool = False


Reply = Callable[[str, Person, Answer], Done]
_replies: dict[str, Reply] = {}


def register_reply(topic: str, reply: Reply) -> None:
    """Make known what an answer about a topic does: gets what follows "topic:", the person and the answer."""
    _replies[topic] = reply


def act(topic: str, person: Person, answer: Answer) -> Done | None:
    """Do what an answer says; None where nobody knows the topic."""
    name, _colon, argument = topic.partition(":")
    return _replies[name](argument, person, answer) if name in _replies else None


def address(message: Message) -> str:
    """Return the address for answers of one person about one topic, or "" where the centre has no mailbox for them."""
    mailbox = str(current_app.config["REPLY_ADDRESS"])
    if not mailbox or message.person_id is None or message.kind == FORWARDED:
        return ""
    row = db.session.scalar(queries.reply_address(message.person_id, message.topic))
    if row is None:
        token = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        row = ReplyAddress(token=token, person_id=message.person_id, topic=message.topic)
        db.session.add(row)
        db.session.flush()
    local, _at, domain = mailbox.partition("@")
    return f"{local}+{row.token}@{domain}"


def token_of(address: str) -> str:
    """Return the token in one of our reply addresses, or ""."""
    local, _at, domain = str(current_app.config["REPLY_ADDRESS"]).lower().partition("@")
    mine, _at, there = address.strip().lower().partition("@")
    name, _plus, token = mine.partition("+")
    return token if local and (name, there) == (local, domain) else ""
