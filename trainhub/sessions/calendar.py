"""Slots as iCalendar (RFC 5545): one VEVENT a slot, and the feeds made of them.

The VEVENT kept in `Slot.vevent` is the public one: it holds no join link and no agenda. Feeds put
kept VEVENTs together with the VTIMEZONE of each zone they name, without reading the slots again.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event, vText

from ..kernel import clock, i18n
from ..kernel.i18n import gettext as _
from ..kernel.ical import clean, fold, vtimezone
from .models import Slot, TrainingSession

PRODUCT = "-//trainhub//sessions//EN"
REFRESH = "PT1H"  # how often a calendar program should look again
KEPT_DAYS = 62  # a feed reaches two months into the past
STATUS = {"draft": "TENTATIVE", "published": "CONFIRMED", "completed": "CONFIRMED", "cancelled": "CANCELLED"}
# at the beginning of a line, where no word of a title stands: those that go on begin with a space (RFC 5545, 3.1)
_START = re.compile(r"^DTSTART[^:\r\n]*:(\d{4})", re.MULTILINE)
_CANCELLED = re.compile(r"^STATUS:CANCELLED", re.MULTILINE)
_END = "END:VEVENT\r\n"


def vevent(slot: Slot, base_url: str, language: str) -> str:
    """Return a slot's public VEVENT, its lines folded and ended by CRLF."""
    with i18n.speaking(language):
        event = _event(slot, slot.session, base_url, language)
    text: str = event.to_ical().decode()
    return text


def _event(slot: Slot, session: TrainingSession, base_url: str, language: str) -> Event:
    event = Event()
    event.add("uid", slot.uid)
    event.add("sequence", slot.sequence)
    event.add("dtstamp", slot.modified_at)
    event.add("last-modified", slot.modified_at)
    for name, moment in (("dtstart", slot.utc_start), ("dtend", slot.utc_end)):
        event.add(name, moment.astimezone(ZoneInfo(slot.zone)))
    event.add("summary", clean(_summary(slot, session, language)))
    event.add("location", clean(_place(slot, session, language)))
    event.add("url", f"{base_url.rstrip('/')}/sessions/{session.slug}/")
    event.add("status", "CANCELLED" if slot.cancelled_at else STATUS[session.state])
    return event


def _summary(slot: Slot, session: TrainingSession, language: str) -> str:
    title = session.title.text(language)
    return f"{title}: {slot.topic.text(language)}" if slot.topic else title


def _place(slot: Slot, session: TrainingSession, language: str) -> str:
    if slot.room is None:
        return _("Online") if slot.online or session.mode == "online" else session.centre.city.text(language)
    return f"{slot.room.title.text(language)}, {session.centre.title.text(language)}"


def with_join_link(event: str, url: str) -> str:
    """Return a VEVENT with the link to join, for people who are registered; not where it is cancelled."""
    if not url or _CANCELLED.search(event):
        return event
    line = f"DESCRIPTION:{vText(join_words(url)).to_ical().decode()}"
    return f"{event.removesuffix(_END)}{fold(line)}\r\n{_END}"


def join_words(url: str) -> str:
    """Return what people who are registered read in their calendar."""
    return clean(_("Join: %(link)s", link=url))


def feed(vevents: Sequence[str], zones: Iterable[str], name: str) -> str:
    """Return a whole calendar of kept VEVENTs; `zones` are the IANA zones they name."""
    first, last = _years(vevents)
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        fold(f"X-WR-CALNAME:{vText(clean(name)).to_ical().decode()}"),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        "",
    ]
    rules = [vtimezone(zone, first, last) for zone in sorted(set(zones))]
    return "\r\n".join(head) + "".join(rules) + "".join(vevents) + "END:VCALENDAR\r\n"


def calendar_text(slots: Iterable[Slot], name: str, *, joined: bool = False) -> str:
    """Return the calendar of slots; `joined` adds the links to join, for people who are registered."""
    chosen = list(slots)
    texts = [with_join_link(slot.vevent, slot.session.join_url) if joined else slot.vevent for slot in chosen]
    return feed(texts, {slot.zone for slot in chosen}, name)


def _years(vevents: Sequence[str]) -> tuple[int, int]:
    years = [int(match.group(1)) for text in vevents if (match := _START.search(text))] or [clock.now().year]
    return min(years) - 1, max(years) + 2


def etag(text: str) -> str:
    """Return the mark by which a calendar program asks whether anything changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def since() -> datetime:
    """Return the moment from which feeds tell of slots."""
    return clock.now() - timedelta(days=KEPT_DAYS)
