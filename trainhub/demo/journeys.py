"""What people did: registered, were given places, came or not, and got their certificates."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ..attendance import services as attendance
from ..attendance.services import Mark
from ..kernel import clock, jobs, work
from ..kernel.db import db
from ..kernel.work import Actor
from ..messages.models import Message
from ..people import services as people
from ..people.models import Person
from ..registration import services as registration
from ..registration.services import Application
from ..sessions import services as sessions
from ..sessions.models import Slot, TrainingSession
from . import calls
from .sessions import entries, settle
from .world import World

STAFF = Actor(None, "Leyla Hüseynova")
UNDECIDED = (0, 4, 0, 2, 7, 0)  # applications that wait for staff, by upcoming session in turn
OWN_EVERY = 3  # the demo participant takes part in every third training


def load_journeys(world: World) -> None:
    """Tell every session's story in the order of time, the clock stopped at each step."""
    told = [(world.sessions[key], entry) for key, entry in _keyed(world)]
    told.sort(key=lambda pair: pair[0].first_day or world.day)
    over = [session.id for session, entry in told if entry["state"] == "completed"]
    for number, (session, entry) in enumerate(told):
        story = calls.STORIES.get(entry["key"]) if world.sessions.get(entry["key"]) is session else None
        if story is not None:
            calls.load_call(world, session, story)
        elif session.state == "published":
            _register(world, session, entry, number)
            _attend(world, session, whole="countries" in entry)
        settle(world, session, entry)
        work.commit()
    for number in over:
        _complete(number)
    send_old_mails()


def _keyed(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, (entry, shift) in enumerate(entries(world)):
        yield (entry["key"] if not shift else f"{entry['key']}-{number}"), entry


def _register(world: World, session: TrainingSession, entry: dict[str, Any], number: int) -> None:
    """Register as many as the data says, decided by staff in the order they came; more where people wait."""
    wanted = min(entry["registered"], session.seats)
    undecided = UNDECIDED[number % len(UNDECIDED)] if entry["state"] == "published" and wanted < session.seats else 0
    more = entry.get("waiting", undecided)
    own = number % OWN_EVERY == 0 or entry.get("demo_trainer", False)
    chosen = _choose(world, session, wanted + more, with_own=own, countries=entry.get("countries", 0))
    moment = min(session.standing[0].utc_start - timedelta(days=40), clock.now() - timedelta(days=2))
    for place, person in enumerate(chosen):
        with clock.stopped(moment + timedelta(minutes=7 * place)):
            row = registration.register(
                session=session, person=person, command=Application(), by=Actor(None, person.display)
            )
            if place < wanted:
                registration.decide(registrations=[row], verb="confirm", by=STAFF)
            elif entry.get("waiting"):
                registration.decide(registrations=[row], verb="wait", by=STAFF)


def _choose(world: World, session: TrainingSession, wanted: int, *, with_own: bool, countries: int = 0) -> list[Person]:
    """Draw people the session is for, of so many countries if it says; the demo participant comes first."""
    known = world.standings
    stock = world.dice.sample(world.participants, len(world.participants))
    if with_own:
        stock.insert(0, world.accounts["participant"].person)
    chosen: list[Person] = []
    for person in stock:
        if len(chosen) == wanted:
            break
        if countries and not _widens(chosen, person, wanted, countries):
            continue
        if person.id not in known:
            known[person.id] = people.standing(person.id)
        if sessions.eligible(session, known[person.id]).ok:
            chosen.append(person)
    return chosen


def _widens(chosen: list[Person], person: Person, wanted: int, countries: int) -> bool:
    """Say whether one more person leaves room for the countries that are still wanted, and brings none too many."""
    known = {each.country_code for each in chosen}
    if person.country_code in known:
        return len(chosen) - len(known) < wanted - countries
    return len(known) < countries


def _attend(world: World, session: TrainingSession, *, whole: bool) -> None:
    """Take the register of every slot that is over: nearly all present, some late, a few absent.

    `whole` says that all stay the course, though they may be late.
    """
    for slot in session.standing:
        if slot.utc_end <= clock.now():
            with clock.stopped(slot.utc_end):
                _take(world, slot, whole=whole)


def _take(world: World, slot: Slot, *, whole: bool) -> None:
    own = world.accounts["participant"].person_id
    marks: dict[int, Mark] = {}
    for line in attendance.open_register(slot).lines:
        throw = world.dice.random()
        if line.registration.person_id != own and throw < 0.14:
            marks[line.registration.id] = Mark("late", missed=15) if whole else _mark(throw)
    attendance.save(slot=slot, marks=marks, by=STAFF)


def _mark(throw: float) -> Mark:
    if throw < 0.06:
        return Mark("absent")
    if throw < 0.09:
        return Mark("excused", comment="Called to a hearing")
    return Mark("late", missed=15) if throw < 0.12 else Mark("left_early", missed=20)


def _complete(session_id: int) -> None:
    """Close a session a day after its last slot; certificates follow by rule. This ends the database session, so
    nothing loaded before may be used after it."""
    session = db.session.get_one(TrainingSession, session_id)
    last = session.standing[-1].utc_end
    with clock.stopped(min(last + timedelta(days=1), clock.now())):
        sessions.complete(session, {})
        work.commit()
        db.session.remove()  # else every commit of every job looks through all that was loaded
        jobs.drain()


def send_old_mails() -> None:
    """Mark the mails of the past as sent, as they would have been."""
    yesterday: datetime = clock.ago(days=1)
    for message in db.session.query(Message).filter(Message.state == "queued", Message.created_at < yesterday):
        message.state, message.sent_at = "sent", message.created_at + timedelta(minutes=1)
    work.commit()
