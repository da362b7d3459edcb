"""Attendance from the log of an online meeting: read, matched and shown first, then written down as it was reviewed.

The file itself is kept nowhere meanwhile: it travels sealed in the page, for this half-day and this account only.
"""

import io
import json
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from ...imports import sheets
from ...kernel import clock, keys
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...sessions.models import Slot
from .. import meetinglog, policies, queries
from ..meetinglog import Guest, Log
from ..meetingmatch import FIRST, NOBODY, UNSURE, Known, Match, Rules, Seen, mark_of, seen_in
from ..meetingmatch import Register as Matching
from ..models import CLOSING, Attendance
from .marks import Mark, minutes_of, write
from .registers import Line, Sheet, check_open, open_register, save, told_of
from .scans import LOGS, Upload, attach
from .statuses import counts

SOURCE = "log"
BY_NOBODY = (SOURCE, CLOSING)  # marks that nobody made by hand
ENDINGS = ("csv", "tsv", "txt", "xlsx")
PACKED = 300_000  # bytes of a file as it travels in the page
TRAVELS = timedelta(hours=4)
MOST_CHOICES = 100  # people offered for each row of a log
MOST_OPTIONS = 20_000  # on the page of a log
CHOOSE = "?"


@dataclass(frozen=True, slots=True)
class Brought:
    """A log as it came in."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Wish:
    """How a log is to be read: the zone of its times, the rules, what becomes of people it does not name, and who is
    who (number of the guest -> public id of a registration, or "" to leave them out)."""

    zone: str
    rules: Rules = FIRST
    others: str = "stay"
    chosen: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody of the log: how long in this half-day, who they may be, and who they are taken for."""

    number: int
    guest: Guest
    seen: Seen
    match: Match
    to: str  # public id, "" for nobody, CHOOSE where a person has to say
    offered: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Somebody of the register: how long they were seen, and the mark that would be made (None: stays as it is)."""

    line: Line
    seen: Seen | None
    mark: Mark | None
    minutes: int
    same: bool  # marked so already
    by_hand: bool  # marked otherwise, by a person

    @property
    def pick(self) -> str:
        """Return what stands for this person and for the mark that was looked at."""
        return f"{self.line.registration.public_id}:{_state(self.line.mark)}"

    @property
    def ticked(self) -> bool:
        return not self.by_hand


@dataclass(frozen=True, slots=True)
class Review:
    """What a log says of a half-day."""

    sheet: Sheet
    log: Log
    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def meets(self) -> bool:
        """Say whether anybody was seen in this half-day at all; else it is another day's log, or of another zone."""
        return any(row.seen.minutes for row in self.rows)

    @property
    def to_choose(self) -> list[Row]:
        return [row for row in self.rows if row.to == CHOOSE]


def bring(stream: BinaryIO, name: str) -> Brought:
    """Take a file in. Raises Invalid for one of another kind, or one that is empty or too large."""
    if name.rpartition(".")[2].lower() not in ENDINGS:
        kinds = ", ".join(ENDINGS)
        raise Invalid({"file": _("Files of this kind are not taken. These are: %(kinds)s.", kinds=kinds)})
    body = stream.read((LOGS.largest << 10) + 1)
    if not body:
        raise Invalid({"file": _("This file is empty.")})
    if len(body) > LOGS.largest << 10 or len(zlib.compress(body)) > PACKED:
        raise Invalid({"file": _("This file is too large for the log of one meeting.")})
    return Brought(Path(name.replace("\\", "/")).name[-120:], body)


def seal(slot: Slot, brought: Brought, by: Actor) -> str:
    """Return a log as it travels in a page: readable by nobody, good for this half-day and account."""
    inside = {
        "slot": slot.id,
        "account": by.account_id,
        "at": clock.now().isoformat(),
        "name": brought.name,
        "body": b64encode(zlib.compress(brought.body)).decode(),
    }
    return _cipher().encrypt(json.dumps(inside).encode()).decode()


def unseal(slot: Slot, sealed: str, by: Actor) -> Brought:
    """Return the log that travelled in a page; raises Refused for another's, another half-day's or an old one."""
    try:
        inside = json.loads(_cipher().decrypt(sealed.encode()))
    except (InvalidToken, ValueError) as error:
        raise _lost() from error
    fits = (inside["slot"], inside["account"]) == (slot.id, by.account_id)
    if not fits or clock.now() - datetime.fromisoformat(inside["at"]) > TRAVELS:
        raise _lost()
    return Brought(inside["name"], zlib.decompress(b64decode(inside["body"])))


def wish_of(slot: Slot) -> Wish:
    """Return how a log is read at first: who is not in it was absent only where nobody could be in a room."""
    return Wish(slot.zone, others="absent" if policies.is_all_online(slot) else "stay")


def review(slot: Slot, brought: Brought, wish: Wish) -> Review:
    """Return what a log says and what it would change; writes nothing. Raises Invalid for a file that is no log."""
    log = read_log(brought, slot, wish.zone)
    sheet = open_register(slot)
    rows = tuple(_rows(sheet, log, wish))
    return Review(sheet, log, rows, tuple(_outcome(line, rows, slot, wish) for line in sheet.lines))


def save_log(
    *,
    slot: Slot,
    brought: Brought,
    wish: Wish,
    picked: Collection[str],
    close: bool = False,
    keep: bool = False,
    by: Actor,
    correcting: bool = False,
) -> int:
    """Write down the marks that were picked, all or none; close the register and keep the file if asked to.

    Returns how many people were marked. Raises Invalid where somebody is still to be chosen or a mark was changed
    meanwhile, Refused where the register may not be written.
    """
    check_open(slot, correcting)
    seen = review(slot, brought, wish)
    if seen.to_choose:
        names = ", ".join(row.guest.name for row in seen.to_choose[:5])
        raise Invalid({"": _("Say who these are, or leave them out: %(names)s.", names=names)})
    chosen = _picked(seen, picked)
    for each in chosen:
        assert each.mark is not None  # it was picked
        write(slot, each.line.registration, each.line.mark, each.mark, by, SOURCE)
    db.session.flush()
    if keep:
        attach(session=slot.session, uploads=[_file(brought)], slot=slot, by=by, policy=LOGS)
    if close and seen.sheet.register is None:
        save(slot=slot, marks={}, by=by, correcting=correcting)
    elif chosen and seen.sheet.register is not None:
        told_of(slot)
    return len(chosen)


def read_log(brought: Brought, slot: Slot, zone: str) -> Log:
    """Return what a file says. Raises Invalid under the field of the file."""
    kind = brought.name.rpartition(".")[2].lower()
    try:
        with tempfile.NamedTemporaryFile(suffix=f".{kind}") as copy:  # what reads tables reads from disk
            copy.write(brought.body)
            copy.flush()
            return meetinglog.read(sheets.lines(Path(copy.name), kind), slot.local_date, zone)
    except Invalid as error:
        raise Invalid({"file": str(error)}) from error


def _rows(sheet: Sheet, log: Log, wish: Wish) -> list[Row]:
    logins: dict[int, str] = {}
    ids = [line.registration.person_id for line in sheet.lines if line.registration.person_id]
    for person_id, login in db.session.execute(queries.logins_of(ids)):
        logins[person_id] = login
    matching = Matching(_known(line, logins) for line in sheet.lines)
    lines = {line.registration.public_id: line for line in sheet.lines}
    all_offered = len(lines) <= MOST_CHOICES and len(lines) * len(log.guests) <= MOST_OPTIONS
    rows = []
    for number, guest in enumerate(log.guests):
        match = matching.match(guest)
        first = {"": "", UNSURE: CHOOSE, NOBODY: ""}.get(match.why, match.key)
        to = wish.chosen.get(number, first)
        near = [lines[key] for key in (match.key, *match.near) if key in lines]
        if match.why in (UNSURE, NOBODY) and all_offered:
            near += [line for line in sheet.lines if line not in near]
        if to not in ("", CHOOSE) and to not in {line.registration.public_id for line in near}:
            to = first
        seen = seen_in(guest.stays, sheet.slot.utc_start, sheet.slot.utc_end)
        rows.append(Row(number, guest, seen, match, to, tuple(near)))
    return rows


def _known(line: Line, logins: Mapping[int, str]) -> Known:
    person = line.registration.person
    if person is None:
        return Known(line.registration.public_id, (), ())
    emails = filter(None, (person.email, logins.get(person.id)))
    return Known(line.registration.public_id, (person.display, person.native, person.latin), tuple(emails))


def _outcome(line: Line, rows: Collection[Row], slot: Slot, wish: Wish) -> Outcome:
    mine = [row.guest for row in rows if row.to == line.registration.public_id]
    stays = [stay for guest in mine for stay in guest.stays]
    seen = seen_in(stays, slot.utc_start, slot.utc_end) if mine else None
    before = line.mark
    if seen is None and wish.others != "absent":
        return Outcome(line, None, None, 0, same=False, by_hand=False)
    status, missed = mark_of(seen or Seen(), slot.utc_start, slot.utc_end, wish.rules)
    mark = Mark(status, missed, before.comment if before else "")
    minutes = minutes_of(slot, mark)
    same = before is not None and (counts(before.status), before.minutes) == (status, minutes)
    by_hand = before is not None and not same and before.source not in BY_NOBODY
    return Outcome(line, seen, mark, minutes, same, by_hand)


def _picked(seen: Review, picked: Collection[str]) -> list[Outcome]:
    """Return whom to mark; raises Invalid where a mark is not the one any more that was looked at."""
    wanted = dict(each.partition(":")[::2] for each in picked)
    open_ = [each for each in seen.outcomes if each.mark and not each.same]
    chosen = [each for each in open_ if each.line.registration.public_id in wanted]
    changed = [each for each in chosen if each.pick not in picked]
    if changed:
        names = ", ".join(str(each.line.registration) for each in changed[:5])
        raise Invalid({"": _("Somebody marked these meanwhile: %(names)s. Look again.", names=names)})
    return chosen


def _state(mark: Attendance | None) -> str:
    return f"{mark.status}.{mark.minutes}.{mark.source}" if mark else ""


def _file(brought: Brought) -> Upload:
    name, _dot, kind = brought.name.rpartition(".")
    return Upload(io.BytesIO(brought.body), f"{name}.{'xlsx' if kind.lower() == 'xlsx' else 'csv'}")


def _cipher() -> Fernet:
    return keys.fernet(Path(current_app.config["DATA"]), "meetings")


def _lost() -> Refused:
    return Refused(_("The log is no longer at hand: pages keep it for four hours. Upload it again."))
