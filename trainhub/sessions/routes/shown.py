"""How a session looks: the half-days of its strip, its modules and rooms. Plain values for templates."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...web.templating import words
from ..models import ORGANISER_ROLES, Slot, TrainingSession


def modules(session: TrainingSession) -> list[int]:
    """Return the numbers of the modules a session delivers, each once."""
    return sorted({int(row.activity.key[1:3]) for row in session.activities})


def rooms(session: TrainingSession) -> list[str]:
    """Return the names of the rooms it uses, and that it is online."""
    names = [words(slot.room.title) for slot in session.standing if slot.room is not None]
    if session.mode != "room" or any(slot.online for slot in session.standing):
        names.append(_("Online"))
    return list(dict.fromkeys(names))


def strip(slots: Iterable[Slot]) -> list[tuple[str, str]]:
    """Return the slot strip: for each day the state of its morning and its afternoon."""
    days: dict[object, list[str]] = {}
    for slot in slots:
        cells = days.setdefault(slot.local_date, ["", ""])
        for half in covers(slot):
            cells[half] = kind(slot)
    return [(cells[0], cells[1]) for cells in days.values()]


def covers(slot: Slot) -> list[int]:
    """Return the half-days a slot takes: 0 the morning, 1 the afternoon."""
    return [0, 1] if slot.half == 0 and slot.local_end.hour >= 14 else [slot.half]


def kind(slot: Slot) -> str:
    """Return how its cell is drawn."""
    if slot.online and slot.room_id is None:
        return "net"
    return "plan" if slot.session.state == "draft" else "on"


def said(slots: Iterable[Slot]) -> str:
    """Return the strip in words, for readers who do not see it."""
    chosen = list(slots)
    lines = [
        f"{i18n.day(slot.local_date, 'week')} {i18n.hour(slot.local_start)}–{i18n.hour(slot.local_end)}"
        for slot in chosen
    ]
    return i18n.ngettext("%(num)s slot: %(when)s", "%(num)s slots: %(when)s", len(chosen), when=", ".join(lines))


def icon(session: TrainingSession) -> str:
    if session.closed:
        return "restricted"
    return {"room": "place", "online": "online", "hybrid": "hybrid"}[session.mode]


def local_end(slot: Slot, zone: str) -> time:
    """Return when a slot ends on the clocks of another zone."""
    return slot.utc_end.astimezone(ZoneInfo(zone)).time()


def checked_at(moment: datetime) -> str:
    """Return the viewer's time of day at a moment, with seconds."""
    return f"{moment.astimezone(ZoneInfo(i18n.viewer_zone())):%H:%M:%S}"


def organiser_role(role: str) -> str:
    return str(ORGANISER_ROLES.get(role, role))
