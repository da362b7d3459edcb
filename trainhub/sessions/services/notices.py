"""Whom a session's change concerns, and what they are told: those who teach it, and whom higher features name.

Registration names the people who hold a place, by state, with `tell_also`: sessions cannot know them. Changes that
follow each other before a mail has gone become one mail: it tells what is different from what its reader last knew.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from flask import current_app

from ...kernel import clock, i18n
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...messages import services as messages
from ...messages.models import Message
from ...people.models import Person
from ..models import TrainingSession
from .invitations import topic


@dataclass(frozen=True, slots=True)
class Group:
    """People who are concerned in the same way; the calendars of so many hold invitations."""

    label: str
    people: tuple[Person, ...]
    calendars: int = 0


Concerned = Callable[[TrainingSession], Iterable[Group]]
_more: list[Concerned] = []


@dataclass(frozen=True, slots=True)
class Told:
    """What people know of a slot: when and where."""

    day: date
    start: time
    end: time
    room: Texts | None
    online: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What people know of a session: its title, and its standing slots by public id."""

    title: Texts
    slots: Mapping[str, Told]


Words = dict[str, str]  # what one reader knows: "" is the title, the others are slots


def tell_also(concerned: Concerned) -> Concerned:
    """Register a function that names more people to tell, in groups; called once, when a feature is loaded."""
    if concerned not in _more:
        _more.append(concerned)
    return concerned


def who_is_told(session: TrainingSession) -> list[Person]:
    """Return everybody who is told when a session is moved or cancelled, each once; nobody hears of drafts."""
    return everybody(concerned(session))


def concerned(session: TrainingSession) -> list[Group]:
    """Return who is told when a session is moved or cancelled, by what they have to do with it."""
    if session.state == "draft":
        return []
    trainers = tuple({each.person_id: each.person for each in session.assignments}.values())
    groups = [Group(_("Trainers"), trainers), *(group for more in _more for group in more(session))]
    return [group for group in groups if group.people]


def everybody(groups: Iterable[Group]) -> list[Person]:
    """Return the people of some groups, each once."""
    return list({person.id: person for group in groups for person in group.people}.values())


def tell_cancelled(session: TrainingSession) -> int:
    """Write to everybody concerned that a session is cancelled; return how many they are.

    What waits to be sent about it, and is not true any more, is dropped.
    """
    people = who_is_told(session)
    for person in people:
        messages.post(
            "session_cancelled",
            person,
            key=f"session_cancelled:{session.id}:{person.id}",
            centre_id=session.centre_id,
            topic=topic(session),
            check=f"session:{session.public_id}:cancelled",
            invite="CANCEL",
            session=session,
            url="/calendar/",
            reason=session.cancel_reason,
        )
    messages.drop_untrue(topic(session))
    return len(people)


def timetable(session: TrainingSession) -> Known:
    """Return what people know of a session now, to be compared afterwards."""
    return Known(
        session.title,
        {
            slot.public_id: Told(
                slot.local_date, slot.local_start, slot.local_end, slot.room.title if slot.room else None, slot.online
            )
            for slot in session.standing
        },
    )


def tell_changed(session: TrainingSession, before: Known) -> int:
    """Write to everybody concerned what changed in a published session; return how many they are."""
    after = timetable(session)
    if session.state != "published" or before == after:
        return 0
    waiting = messages.unsent("session_changed", topic(session))
    people = who_is_told(session)
    for person in people:
        _tell_one(session, person, before, after, waiting.get(person.id))
    return len(people)


def _tell_one(session: TrainingSession, person: Person, before: Known, after: Known, unsent: Message | None) -> None:
    """Write to one person what changed since they last heard."""
    with i18n.speaking(person.language):
        known, now = _words(before), _words(after)
        if unsent is not None and unsent.data and unsent.language == i18n.language():
            known = unsent.data["known"]
        changes = _sentences(known, now)
    if not changes:
        _take_back(unsent)
        return
    stamp = f"{sum(slot.sequence for slot in session.slots)}.{len(session.slots)}.{clock.now():%y%m%d%H%M%S}"
    messages.post(
        "session_changed",
        person,
        key=f"session_changed:{session.id}:{stamp}:{person.id}",
        centre_id=session.centre_id,
        topic=topic(session),
        check=f"session:{session.public_id}:published",
        invite="UPDATE",
        hold=current_app.config["MAIL_HOLD"],
        instead=unsent,
        data={"known": known},
        session=session,
        url=f"/sessions/{session.slug}/",
        changes=changes,
    )


def _take_back(unsent: Message | None) -> None:
    """Drop a mail about changes that were undone before anybody heard of them."""
    if unsent is not None:
        try:
            messages.drop(unsent, reason=_("Everything is as it was."))
        except Refused:
            return  # it is on its way; the next change tells how things stand


def _words(known: Known) -> Words:
    """Return what a reader knows, in the language being spoken."""
    slots = {key: f"{told.day.year}|{_slot(told)}" for key, told in known.slots.items()}
    return {"": known.title.text(i18n.language()), **slots}


def _sentences(before: Words, after: Words) -> list[str]:
    """Say slot by slot what changed, in the language being spoken."""
    said = []
    if before[""] != after[""]:
        said.append(_("The title is now: %(title)s", title=after[""]))
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was == now or not key:
            continue
        if was is None and now is not None:
            said.append(_("Added: %(slot)s", slot=_without_year(now)))
        elif now is None and was is not None:
            said.append(_("Cancelled: %(slot)s", slot=_without_year(was)))
        elif was is not None and now is not None:
            said.append(_("%(before)s is now: %(after)s", before=_without_year(was), after=_without_year(now)))
    return said


def _without_year(word: str) -> str:
    return word.partition("|")[2]


def _slot(told: Told) -> str:
    hours = f"{i18n.day(told.day, 'week')}, {i18n.hour(told.start)}–{i18n.hour(told.end)}"
    where = told.room.text(i18n.language()) if told.room else _("online") if told.online else ""
    return f"{hours}, {where}" if where else hours


def slot_lines(session: TrainingSession, day: date | None = None) -> list[str]:
    """Return the standing slots of a session, or of one day, as lines of a mail in the language being spoken."""
    return [_slot(told) for told in timetable(session).slots.values() if day in {None, told.day}]
