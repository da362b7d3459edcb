"""Logs of online meetings: who was in for how long, of Zoom, Microsoft Teams, Google Meet and Webex. Pure.

A log is a table below a head with known words; other sections (a summary, other tables) may stand around it. Of several
tables the one with each coming and going is taken, and what the others know of e-mails is added.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ..kernel.errors import Invalid
from ..kernel.i18n import gettext as _
from ..kernel.text import fold
from . import meetingtimes, meetingwords

MOST_ROWS = 5_000
MOST_MINUTES = 7 * 24 * 60.0
LONGEST = 200  # characters of a name
_EQUALS = re.compile(r'="(.*)"')  # how Webex keeps a spreadsheet from changing a cell
_ASIDE = re.compile(r"\(([^)]+)\)")
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
Rows = Iterable[tuple[int, Sequence[str]]]  # line in the file, texts


@dataclass(frozen=True, slots=True)
class Stay:
    """One time that somebody was in: from when to when, or only for how long. With all three, the times are those of
    the first coming and the last going, and the minutes what lies between without the gaps."""

    begin: datetime | None = None
    end: datetime | None = None
    minutes: float | None = None


@dataclass(slots=True)
class Guest:
    """Somebody of the log, as the tool knows them; several rows of one are together."""

    name: str
    email: str = ""
    stays: list[Stay] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Return the ways in which the name may be read: "iPhone (Leyla)" is the one, the other, or both."""
        inside, outside = _ASIDE.findall(self.name), _ASIDE.sub(" ", self.name)
        return list(dict.fromkeys(filter(None, (" ".join(each.split()) for each in (self.name, outside, *inside)))))


@dataclass(frozen=True, slots=True)
class Log:
    """A log that was read. `unread` are lines with a name whose times could not be read."""

    tool: str
    guests: tuple[Guest, ...]
    unread: tuple[int, ...] = ()
    waited: int = 0  # rows of the waiting room: nobody was in there

    @property
    def timed(self) -> bool:
        """Say whether it tells when people came and went, not only for how long."""
        return any(stay.begin for guest in self.guests for stay in guest.stays)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Return its first and its last moment."""
        times = [each for guest in self.guests for stay in guest.stays for each in (stay.begin, stay.end) if each]
        return (min(times), max(times)) if times else None


@dataclass(slots=True)
class _Table:
    head: Sequence[str]
    columns: dict[str, int]
    rows: list[tuple[int, Sequence[str]]] = field(default_factory=list)

    @property
    def worth(self) -> tuple[int, int]:
        """Return how much it tells: each coming and going, the first and last of them, or only how long."""
        known = self.columns.keys()
        exact = {"join", "leave"} <= known or {"action", "moment"} <= known or {"start", "end"} <= known
        return (2 if exact else 1 if known & {"join", "first_join"} else 0), len(self.rows)

    def get(self, cells: Sequence[str], *fields: str) -> str:
        for each in fields:
            place = self.columns.get(each)
            if place is not None and place < len(cells) and cells[place]:
                return cells[place]
        return ""

    def name(self, cells: Sequence[str]) -> str:
        joined = f"{self.get(cells, 'first')} {self.get(cells, 'last')}".strip()
        return (self.get(cells, "name") or joined)[:LONGEST]

    def email(self, cells: Sequence[str]) -> str:
        found = _ADDRESS.search(self.get(cells, "email")) or _ADDRESS.search(self.get(cells, "upn"))
        return found[0].lower()[:254] if found else ""

    def begins(self, cells: Sequence[str]) -> str:
        return self._dated(cells, self.get(cells, "join", "first_join", "start"))

    def ends(self, cells: Sequence[str]) -> str:
        return self._dated(cells, self.get(cells, "leave", "last_leave", "end"))

    def _dated(self, cells: Sequence[str], text: str) -> str:
        """Return a time with the day that stands in a column of its own."""
        day = self.get(cells, "date")
        return f"{day} {text}" if day and text else text


def read(rows: Rows, day: date, zone: str) -> Log:
    """Return what a log says; its times are of `zone` unless they say otherwise, `day` is that of the meeting.

    Raises Invalid where there is no table with people and their times in it.
    """
    tables = [each for each in _tables(rows) if each.rows]
    if not tables:
        raise Invalid(
            _("This is no attendance log: no column with names and times was found. Export it from the tool again.")
        )
    best = max(tables, key=lambda each: each.worth)
    emails = _emails(tables)
    if {"action", "moment"} <= best.columns.keys():
        found, unread, waited = *_from_actions(best, day, zone), 0
    else:
        found, unread, waited = _from_stays(best, day, zone)
    guests = _together((name, email or emails.get(fold(name), ""), stay) for name, email, stay in found)
    if not guests:
        raise Invalid(_("No row of this log could be read. Export it from the tool again."))
    return Log(meetingwords.tool_of([head for each in tables for head in each.head]), tuple(guests), unread, waited)


def _tables(rows: Rows) -> list[_Table]:
    tables: list[_Table] = []
    for number, (line, raw) in enumerate(rows):
        if number >= MOST_ROWS:
            raise Invalid(_("This log has too many rows: %(limit)s at the most.", limit=MOST_ROWS))
        cells = [_bare(cell) for cell in raw]
        columns = meetingwords.columns(cells)
        if meetingwords.is_head(columns):
            tables.append(_Table(cells, columns))
        elif tables and sum(map(bool, cells)) > 1 and tables[-1].name(cells):
            tables[-1].rows.append((line, cells))
    return tables


def _bare(cell: str) -> str:
    found = _EQUALS.fullmatch(cell)
    return (found[1] if found else cell).strip()


def _emails(tables: list[_Table]) -> dict[str, str]:
    """Return folded name -> e-mail, of those that have only one in all tables."""
    known: dict[str, set[str]] = {}
    for table in tables:
        for _line, cells in table.rows:
            if table.email(cells):
                known.setdefault(fold(table.name(cells)), set()).add(table.email(cells))
    return {name: next(iter(found)) for name, found in known.items() if len(found) == 1}


Found = list[tuple[str, str, Stay]]  # name, e-mail, a stay


def _from_stays(table: _Table, day: date, zone: str) -> tuple[Found, tuple[int, ...], int]:
    """Read rows with a coming and a going, or a duration."""
    texts = [text for _line, cells in table.rows for text in (table.begins(cells), table.ends(cells)) if text]
    times = meetingtimes.moments(texts, day, zone)
    last = max(times.values(), default=None)
    exact, seconds = "first_join" not in table.columns, _in_seconds(table)
    found: Found = []
    unread, waited = [], 0
    for line, cells in table.rows:
        if meetingwords.norm(table.get(cells, "waiting")) in ("yes", "да", "beli", "he", "evet"):
            waited += 1
            continue
        span = meetingtimes.minutes(table.get(cells, "duration"), seconds=seconds)
        stay = _stay(times.get(table.begins(cells)), times.get(table.ends(cells)), span, last, exact)
        if stay is None:
            unread.append(line)
        else:
            found.append((table.name(cells), table.email(cells), stay))
    return found, tuple(unread), waited


def _stay(
    begin: datetime | None, end: datetime | None, span: float | None, last: datetime | None, exact: bool
) -> Stay | None:
    """Return a stay; who has not left was in for as long as the duration says, else until the log was taken."""
    if span is not None and not 0 <= span <= MOST_MINUTES:
        span = None
    if begin is None:
        return Stay(minutes=span) if span is not None else None
    if end is None:
        end = begin + timedelta(minutes=span) if span is not None else last
    elif end < begin and begin - end < timedelta(days=1):  # times without a date, past midnight
        end += timedelta(days=1)
    if end is None or end < begin:
        return None
    return Stay(begin, end, None if exact else span)


def _in_seconds(table: _Table) -> bool:
    place = table.columns.get("duration")
    return place is not None and meetingwords.in_seconds(table.head[place])


def _from_actions(table: _Table, day: date, zone: str) -> tuple[Found, tuple[int, ...]]:
    """Read rows that say each that somebody joined or left; who did not leave was in until the last of them."""
    times = meetingtimes.moments((table.get(cells, "moment") for _line, cells in table.rows), day, zone)
    unread, steps = [], []
    for line, cells in table.rows:
        moment = times.get(table.get(cells, "moment"))
        if moment is None:
            unread.append(line)
        else:
            leaves = meetingwords.norm(table.get(cells, "action")).startswith(meetingwords.LEAVING)
            steps.append((moment, leaves, table.name(cells), table.email(cells)))
    found: Found = []
    inside: dict[tuple[str, str], datetime] = {}
    for moment, leaves, name, email in sorted(steps):
        if leaves and (name, email) in inside:
            found.append((name, email, Stay(inside.pop((name, email)), moment)))
        elif not leaves:
            inside.setdefault((name, email), moment)
    found += [(name, email, Stay(moment, max(steps)[0])) for (name, email), moment in inside.items()]
    return found, tuple(unread)


def _together(found: Iterable[tuple[str, str, Stay]]) -> list[Guest]:
    """Return everybody once: rows of one e-mail, or without one of one name."""
    guests: dict[str, Guest] = {}
    for name, email, stay in found:
        guest = guests.setdefault(email or f" {fold(name)}", Guest(name, email))
        guest.stays.append(stay)
    return list(guests.values())
