"""Calendar invitations by mail (RFC 5546): one object a slot, REQUEST and CANCEL, with organiser and attendee."""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Event, vCalAddress

from ..kernel.ical import vtimezone

PRODUCT = "-//trainhub//invitations//EN"
ACTS = ("OFFER", "REQUEST", "UPDATE", "CANCEL")  # what a mail does to the reader's calendar
ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE")


@dataclass(frozen=True, slots=True)
class Entry:
    """A slot as a calendar should know it now. `vevent` is the public text; `private` what only who comes may read."""

    uid: str
    sequence: int
    vevent: str
    zone: str
    start: datetime
    end: datetime
    stamp: datetime
    cancelled: bool = False
    private: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A name with its mailbox."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """One object for one slot: what it says and what is remembered of it once it is sent."""

    entry: Entry
    method: str
    sequence: int
    tentative: bool

    def text(self, organiser: Party, attendee: Party, stamp: datetime, answer: str = "") -> str:
        """Return the calendar as it is sent."""
        event = Event.from_ical(self.entry.vevent)
        for name in ("sequence", "dtstamp", "status"):
            event.pop(name, None)
        event.add("sequence", self.sequence)
        event.add("dtstamp", max(stamp, self.entry.stamp))
        event.add("status", "CANCELLED" if self.cancels else "TENTATIVE" if self.tentative else "CONFIRMED")
        event.add("organizer", _party(organiser))
        event.add("attendee", _party(attendee, self._role(answer)))
        if self.entry.private and not self.cancels and not self.tentative:
            event.add("description", self.entry.private)
        head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\nCALSCALE:GREGORIAN\r\nMETHOD:{self.method}\r\n"
        year = self.entry.start.year
        rules = vtimezone(self.entry.zone, year - 1, year + 2)
        return f"{head}{rules}{event.to_ical().decode()}END:VCALENDAR\r\n"

    @property
    def cancels(self) -> bool:
        return self.method == "CANCEL"

    def _role(self, answer: str) -> dict[str, str]:
        if self.cancels:
            return {"ROLE": "REQ-PARTICIPANT"}
        return {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": answer or "NEEDS-ACTION", "RSVP": "TRUE"}


def _party(party: Party, parameters: dict[str, str] | None = None) -> vCalAddress:
    found = vCalAddress(f"mailto:{party.address}")
    found.params.update({**({"CN": party.name} if party.name else {}), **(parameters or {})})
    return found
