"""Mails that are due by the calendar: computed when their moment has come, never stored before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.jobs import Running
from ...people.models import Person
from .. import queries
from .posting import post

Words = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reminder to one person. `key` names the fact; `words` gives what the mail says, in the reader's language."""

    person: Person
    key: str
    topic: str
    check: str
    centre_id: int | None = None
    words: Words = field(default=dict)


@dataclass(frozen=True, slots=True)
class Coming:
    """What will go out about a subject: which mail, when, and to how many as things stand now."""

    kind: str
    day: date
    people: int | None  # None: only its day tells


@dataclass(frozen=True, slots=True)
class Reminder:
    """A kind of mail that the clock sends. `due` gives whom it is for now and was not yet; `coming` what will go out
    about a subject such as a session: one function may tell of several kinds, and is asked once."""

    kind: str
    due: Callable[[datetime], Iterable[Occasion]]
    coming: Callable[[Any], Iterable[Coming]]


REMINDERS: dict[str, Reminder] = {}
BATCH = 100


def register_reminder(reminder: Reminder) -> Reminder:
    """Make a reminder known; called once, when a feature is loaded. Staff switch it off as they do any kind of mail."""
    REMINDERS[reminder.kind] = reminder
    return reminder


def coming(subject: Any) -> list[Coming]:
    """Return what the clock will send about a subject, the next first; not what is switched off."""
    off, ways = _off(), dict.fromkeys(reminder.coming for reminder in REMINDERS.values())
    found = [each for way in ways for each in way(subject) if each.kind not in off]
    return sorted(found, key=lambda each: each.day)


def _off() -> set[str]:
    return {kind for kind, mode in db.session.execute(queries.rules()) if mode == "off"}


def remind(running: Running) -> None:
    """Queue every reminder whose moment has come. What was queued before, or is switched off, is not."""
    off, done = _off(), 0
    for reminder in REMINDERS.values():
        for occasion in [] if reminder.kind in off else list(reminder.due(clock.now())):
            _post(reminder.kind, occasion)
            done += 1
            if done % BATCH == 0:
                running.checkpoint(done)
    running.checkpoint(done)


def _post(kind: str, occasion: Occasion) -> None:
    with i18n.speaking(occasion.person.language):
        words = dict(occasion.words())
    post(
        kind,
        occasion.person,
        key=occasion.key,
        centre_id=occasion.centre_id,
        topic=occasion.topic,
        check=occasion.check,
        **words,
    )
