"""What waits at registers: a phone that was away and says otherwise, and the log of a meeting online.

Running jobs ended the database session before, so everything is asked for anew.
"""

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

from ..accounts.models import Account
from ..attendance import services as attendance
from ..attendance.services import Mark, Sent, meetings
from ..kernel import clock, work
from ..kernel.db import db
from ..kernel.work import Actor
from ..sessions.models import Slot
from .world import World

STAFF = Actor(None, "Leyla Hüseynova")
HEAD = ("Name (original name)", "User email", "Join time", "Leave time", "Duration (minutes)")
LEFT = (0, 0, 70, 0, 160)  # minutes before the end that people of the meeting left, in turn
PLACE = 2  # on the register, of whom two phones say different things
AWAY = 3  # every third of the register was in the room, not in the meeting


def load_registers(world: World) -> None:
    """Let two phones disagree about one person, and read the log of a training that some joined online."""
    _disagree(world)
    _read_log(world)
    work.commit()


def _disagree(world: World) -> None:
    """Bring a mark of yesterday that a phone without a network kept: the office wrote down another one meanwhile."""
    slot = _first_slot(world, "rights-of-migrants-and-families")
    lines = attendance.open_register(slot).lines if slot else ()
    if slot is None or len(lines) <= PLACE:
        return
    trainer, row = db.session.query(Account).filter_by(login="trainer@demo.example").one(), lines[PLACE].registration
    with clock.stopped(slot.utc_end):
        attendance.mark(slot=slot, registration=row, mark=Mark("late", missed=40), by=STAFF)
    left = Mark("left_early", missed=30, comment="Called to the office")
    sent = Sent(f"demo-{slot.public_id}", row.public_id, left, made_at=slot.utc_end - timedelta(minutes=30))
    attendance.sync(slot=slot, sent=[sent], by=Actor(trainer.id, trainer.person.display))


def _read_log(world: World) -> None:
    slot = _first_slot(world, "fundraising-for-associations")
    if slot is None:
        return
    with clock.stopped(min(slot.utc_end + timedelta(hours=1), clock.now())):
        brought = meetings.bring(io.BytesIO(_log(slot)), f"meeting-{slot.local_date}.csv")
        wish = meetings.wish_of(slot)
        seen = meetings.review(slot, brought, wish)
        picked = [each.pick for each in seen.outcomes if each.ticked]
        meetings.save_log(slot=slot, brought=brought, wish=wish, picked=picked, keep=True, by=STAFF)


def _log(slot: Slot) -> bytes:
    """Return what a meeting tool would give of this half-day."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    zone = ZoneInfo(slot.zone)
    for number, line in enumerate(attendance.open_register(slot).lines, 1):
        person = line.registration.person
        if person is None or number % AWAY == 0:
            continue
        begin, end = slot.utc_start - timedelta(minutes=4), slot.utc_end - timedelta(minutes=LEFT[number % len(LEFT)])
        times = [moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") for moment in (begin, end)]
        table.writerow([person.latin or person.display, person.email or "", *times, (end - begin).seconds // 60])
    return out.getvalue().encode()


def _first_slot(world: World, key: str) -> Slot | None:
    """Return the first half-day of a session if it is over; None where fewer sessions are wanted."""
    session = world.sessions.get(key)
    slot = db.session.merge(session, load=False).standing[0] if session is not None else None
    return slot if slot is not None and slot.utc_end <= clock.now() else None
