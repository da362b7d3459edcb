"""Whom a session's change concerns, and what they are told: those who teach it, and whom higher features name.

Registration names the people who hold a place, by `tell_also`: sessions cannot know them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...messages.services import post
from ...people.models import Person
from ..models import TrainingSession

Concerned = Callable[[TrainingSession], Iterable[Person]]
_more: list[Concerned] = []


@dataclass(frozen=True, slots=True)
class Told:
    """What people know of a slot: when and where."""

    day: date
    start: time
    end: time
    room: Texts | None
    online: bool


Timetable = dict[str, Told]  # public id of a standing slot -> what people know of it


def tell_also(concerned: Concerned) -> Concerned:
    """Register a function that names more people to tell; called once, when a feature is loaded."""
    if concerned not in _more:
        _more.append(concerned)
    return concerned


def who_is_told(session: TrainingSession) -> list[Person]:
    """Return everybody who is told when a session is moved or cancelled, each once; nobody hears of drafts."""
    if session.state == "draft":
        return []
    people = [assignment.person for assignment in session.assignments]
    people += [person for concerned in _more for person in concerned(session)]
    return list({person.id: person for person in people}.values())


def tell_cancelled(session: TrainingSession) -> int:
    """Write to everybody concerned that a session is cancelled; return how many they are."""
    people = who_is_told(session)
    for person in people:
        post(
            "session_cancelled",
            person,
            key=f"session_cancelled:{session.id}:{person.id}",
            centre_id=session.centre_id,
            session=session,
            url="/calendar/",
            reason=session.cancel_reason,
        )
    return len(people)


def timetable(session: TrainingSession) -> Timetable:
    """Return what people know of a session's slots now, to be compared afterwards."""
    return {
        slot.public_id: Told(
            slot.local_date, slot.local_start, slot.local_end, slot.room.title if slot.room else None, slot.online
        )
        for slot in session.standing
    }


def tell_changed(session: TrainingSession, before: Timetable) -> int:
    """Write to everybody concerned what changed in a published session's timetable; return how many they are."""
    after = timetable(session)
    if session.state != "published" or before == after:
        return 0
    stamp = f"{sum(slot.sequence for slot in session.slots)}.{len(session.slots)}"
    people = who_is_told(session)
    for person in people:
        with i18n.speaking(person.language):
            changes = _sentences(before, after)
        post(
            "session_changed",
            person,
            key=f"session_changed:{session.id}:{stamp}:{person.id}",
            centre_id=session.centre_id,
            session=session,
            url=f"/sessions/{session.slug}/",
            changes=changes,
        )
    return len(people)


def _sentences(before: Timetable, after: Timetable) -> list[str]:
    """Say slot by slot what changed, in the language being spoken."""
    said = []
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        if was is None and now is not None:
            said.append(_("Added: %(slot)s", slot=_words(now)))
        elif now is None and was is not None:
            said.append(_("Cancelled: %(slot)s", slot=_words(was)))
        elif was is not None and now is not None:
            said.append(_("%(before)s is now: %(after)s", before=_words(was), after=_words(now)))
    return said


def _words(told: Told) -> str:
    hours = f"{i18n.day(told.day, 'week')}, {i18n.hour(told.start)}–{i18n.hour(told.end)}"
    where = told.room.text(i18n.language()) if told.room else _("online") if told.online else ""
    return f"{hours}, {where}" if where else hours
