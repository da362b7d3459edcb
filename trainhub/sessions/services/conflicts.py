"""What a plan touches: double bookings, seats, audiences, weekends and holidays, clock changes.

Each kind blocks or warns as the setting CONFLICTS says; a clash with a draft only warns. Which participants are
elsewhere at that time registration says (`busy_also`): it knows who they are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import combinations

from flask import current_app

from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import city, country_name, day, hour, ngettext
from ...kernel.i18n import gettext as _
from ...people.models import Centre, Country
from .. import queries
from ..models import Room, RoomClosing, Slot, TrainingSession, Unavailability
from . import audiences, times, usual
from .plans import SessionPlan, SlotPlan
from .reading import plan_of

BLOCK, WARN, INFO = "block", "warn", "info"
THURSDAY = 3  # a half-day weekend where Friday is the day of rest: only the afternoon counts, and softly


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing a plan touches. `field` names where it shows: slots-0, seats, people, activities, levels.

    `free` holds rooms that could be taken instead; `slug` leads to the other session.
    """

    kind: str
    level: str
    message: str
    field: str
    slug: str = ""
    free: tuple[Room, ...] = ()


@dataclass(frozen=True, slots=True)
class _Timed:
    """A slot of the plan with its moments."""

    index: int
    plan: SlotPlan
    start: datetime
    end: datetime

    def meets(self, start: datetime, end: datetime) -> bool:
        return self.start < end and start < self.end


Span = tuple[datetime, datetime]
Busy = Callable[[TrainingSession, Sequence[Span]], Iterable[tuple[Slot, int]]]
_more: list[Busy] = []


def busy_also(busy: Busy) -> Busy:
    """Register a function that names slots of other sessions at those times, and how many of a session's people
    are expected there; called once, when a feature is loaded."""
    if busy not in _more:
        _more.append(busy)
    return busy


def conflicts(plan: SessionPlan, session: TrainingSession | None = None, *, moved: bool = False) -> list[Conflict]:
    """Return everything a plan touches, what blocks first. `session` is the one being changed.

    `moved`: only days and hours are others than before; who it is for is not asked again.
    """
    found: list[Conflict] = []
    timed = list(_timed(plan, found))
    found += _own(timed)
    if timed:
        around = _around(plan.centre_id, timed, _persons(plan), session.id if session else None)
        found += _clashes(plan, timed, around)
        found += _participants(plan, timed, session)
        found += _days_of_rest(plan, timed)
    found += _taken(plan, session)
    chosen = audiences.texts(plan, session)
    if not moved:
        found += (Conflict("audience", WARN, message, "activities") for message in audiences.warnings(plan, chosen))
    found += (Conflict("activity", WARN, message, "activities") for message in usual.of_activities(plan, chosen))
    found += (Conflict("format", WARN, message, "levels") for message in usual.of_format(plan, _hours(timed)))
    return sorted(found, key=lambda each: (BLOCK, WARN, INFO).index(each.level))


def together(sessions: Iterable[TrainingSession]) -> dict[int, list[Conflict]]:
    """Return what sessions of one centre touch, by their numbers, asked for all of them at once.

    What is asked of each alone is left out: participants elsewhere, days of rest, activities.
    """
    plans = {session.id: (session, plan_of(session)) for session in sessions}
    found: dict[int, list[Conflict]] = {number: [] for number in plans}
    timed = {number: list(_timed(plan, found[number])) for number, (_session, plan) in plans.items()}
    every = [each for some in timed.values() for each in some]
    persons = {person for _session, plan in plans.values() for person in _persons(plan)}
    around = _around(next(iter(plans.values()))[1].centre_id, every, persons, None) if every else None
    for number, (session, plan) in plans.items():
        found[number] += _own(timed[number])
        if around is not None and timed[number]:
            others = [slot for slot in around.held if slot.session_id != number]
            found[number] += _clashes(plan, timed[number], replace(around, held=others))
        found[number] += _taken(plan, session)
    return found


def _hours(timed: Iterable[_Timed]) -> float:
    return sum((each.end - each.start).total_seconds() for each in timed) / 3600


def level(kind: str) -> str:
    """Return what a kind of conflict does: the setting CONFLICTS, else warn."""
    chosen = dict(entry.partition(":")[::2] for entry in current_app.config["CONFLICTS"])
    return BLOCK if chosen.get(kind) == BLOCK else WARN


def blocks(found: Iterable[Conflict]) -> list[Conflict]:
    return [each for each in found if each.level == BLOCK]


def _timed(plan: SessionPlan, found: list[Conflict]) -> Iterator[_Timed]:
    """Give each slot its moments; what cannot have any is put among the conflicts."""
    for index, slot in enumerate(plan.slots):
        field = f"slots-{index}"
        try:
            start, end = (times.to_utc(slot.day, at, plan.zone) for at in (slot.start, slot.end))
        except Invalid as error:
            found.append(Conflict("clock", BLOCK, str(error), field))
            continue
        if slot.end <= slot.start:
            found.append(Conflict("slot", BLOCK, _("This slot ends before it begins. Change one of its hours."), field))
            continue
        for at in (slot.start, slot.end):
            if times.twice(slot.day, at, plan.zone):
                found.append(
                    Conflict(
                        "clock",
                        WARN,
                        _comes_twice(at, plan.zone),
                        field,
                    )
                )
        yield _Timed(index, slot, start, end)


def _comes_twice(at: time, zone: str) -> str:
    return _(
        "%(time)s comes twice in %(place)s on that day, because clocks go back. The first is meant.",
        time=hour(at),
        place=city(zone),
    )


def _own(timed: list[_Timed]) -> Iterator[Conflict]:
    for one, other in combinations(timed, 2):
        if one.meets(other.start, other.end):
            message = _("This slot overlaps slot %(number)s of the same session.", number=one.index + 1)
            yield Conflict("slot", BLOCK, message, f"slots-{other.index}")


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the slots of a centre: its rooms, when they are closed, other slots that hold rooms or
    people, absences."""

    rooms: list[Room]
    held: list[Slot]
    away: list[Unavailability]


def _around(centre_id: int, timed: list[_Timed], persons: set[int], but_not: int | None) -> _Around:
    start, end = min(each.start for each in timed), max(each.end for each in timed)
    first, last = min(each.plan.day for each in timed), max(each.plan.day for each in timed)
    held = queries.busy(start, end, centre_id, persons, but_not)
    return _Around(
        list(db.session.scalars(queries.rooms(centre_id, first, last)).unique()),
        list(db.session.scalars(held).unique()),
        list(db.session.scalars(queries.unavailable(persons, first, last))) if persons else [],
    )


def _persons(plan: SessionPlan) -> set[int]:
    return {person for person, _role in plan.people}


def _clashes(plan: SessionPlan, timed: list[_Timed], around: _Around) -> Iterator[Conflict]:
    yield from _rooms(plan, timed, around.held, around.rooms)
    yield from _closed(timed, around.rooms)
    yield from _people(plan, timed, around.held)
    yield from _away(plan, timed, around.away)
    yield from _seats(plan, timed, around.rooms)


def _rooms(plan: SessionPlan, timed: list[_Timed], held: list[Slot], rooms: list[Room]) -> Iterator[Conflict]:
    for each in timed:
        meeting = [slot for slot in held if slot.room_id is not None and each.meets(slot.utc_start, slot.utc_end)]
        taken = {slot.room_id for slot in meeting} | {room.id for room in rooms if _closing(room, each.plan.day)}
        for slot in meeting:
            if slot.room_id == each.plan.room_id and slot.room is not None:
                free = tuple(room for room in rooms if room.id not in taken)
                message = _(
                    "%(room)s is taken on %(day)s from %(start)s to %(end)s by “%(session)s”.",
                    room=_title(slot.room),
                    **_when(slot, plan.zone),
                    session=_name(slot.session, plan.centre_id),
                )
                yield Conflict("room", _level("room", slot), message, f"slots-{each.index}", _slug(slot, plan), free)


def _closing(room: Room, on: date) -> RoomClosing | None:
    return next((each for each in room.closings if each.since <= on <= each.until), None)


def _closed(timed: list[_Timed], rooms: list[Room]) -> Iterator[Conflict]:
    """Name the rooms that are closed on a day of the plan."""
    by_id = {room.id: room for room in rooms}
    for each in timed:
        room = by_id.get(each.plan.room_id or 0)
        closing = room and _closing(room, each.plan.day)
        if room and closing:
            message = _(
                "%(room)s is closed from %(first)s to %(last)s.",
                room=_title(room),
                first=day(closing.since),
                last=day(closing.until),
            )
            yield Conflict("room", level("room"), message, f"slots-{each.index}")


def _people(plan: SessionPlan, timed: list[_Timed], held: list[Slot]) -> Iterator[Conflict]:
    wanted = _persons(plan)
    told: set[tuple[int, int]] = set()
    for slot in held:
        for assignment in slot.session.assignments:
            key = (assignment.person_id, slot.id)
            if assignment.person_id not in wanted or key in told:
                continue
            if any(each.meets(slot.utc_start, slot.utc_end) for each in timed):
                told.add(key)
                message = _(
                    "%(person)s has a part in “%(session)s” on %(day)s from %(start)s to %(end)s.",
                    person=assignment.person.display,
                    session=_name(slot.session, plan.centre_id),
                    **_when(slot, plan.zone),
                )
                yield Conflict("trainer", _level("trainer", slot), message, "people", _slug(slot, plan))


def _away(plan: SessionPlan, timed: list[_Timed], absences: Iterable[Unavailability]) -> Iterator[Conflict]:
    """Name the trainers who have said that they are not available on a day of the plan."""
    persons, days = _persons(plan), {each.plan.day for each in timed}
    for away in absences:
        if away.person_id in persons and any(away.since <= each <= away.until for each in days):
            message = _(
                "%(person)s is not available from %(first)s to %(last)s.",
                person=away.person.display,
                first=day(away.since),
                last=day(away.until),
            )
            yield Conflict("away", WARN, message, "people")


def _participants(plan: SessionPlan, timed: list[_Timed], session: TrainingSession | None) -> Iterator[Conflict]:
    spans = [(each.start, each.end) for each in timed]
    for slot, number in (pair for busy in _more if session is not None for pair in busy(session, spans)):
        index = next(each.index for each in timed if each.meets(slot.utc_start, slot.utc_end))
        message = ngettext(
            "%(num)s participant has a place in “%(session)s” on %(day)s from %(start)s to %(end)s.",
            "%(num)s participants have a place in “%(session)s” on %(day)s from %(start)s to %(end)s.",
            number,
            session=_name(slot.session, plan.centre_id),
            **_when(slot, plan.zone),
        )
        yield Conflict("participant", level("participant"), message, f"slots-{index}", _slug(slot, plan))


def _seats(plan: SessionPlan, timed: list[_Timed], rooms: list[Room]) -> Iterator[Conflict]:
    used = {each.plan.room_id for each in timed}
    for room in rooms:
        if room.id in used and plan.seats > room.seats:
            message = _(
                "%(room)s seats %(size)s; this session has %(seats)s places.",
                room=_title(room),
                size=room.seats,
                seats=plan.seats,
            )
            yield Conflict("seats", level("seats"), message, "seats")


def _taken(plan: SessionPlan, session: TrainingSession | None) -> Iterator[Conflict]:
    if session is not None and plan.seats < session.taken:
        message = _("%(taken)s places are taken already. Choose at least as many.", taken=session.taken)
        yield Conflict("taken", BLOCK, message, "seats")


def _days_of_rest(plan: SessionPlan, timed: list[_Timed]) -> Iterator[Conflict]:
    """Name the invited countries whose weekend or holiday a slot falls into (US-06)."""
    days = {slot.plan.day: slot for slot in reversed(timed)}
    rows = db.session.execute(queries.days_of_rest(min(days), max(days))).all()
    invited = _invited(plan, timed[0].plan.day)
    rows = [row for row in rows if invited is None or row.Country.code in invited]
    for each in days.values():
        today = each.plan.day
        resting = sorted({country_name(row.Country.code) for row in rows if _rests(row.Country, each.plan)})
        if resting:
            message = _(
                "%(day)s falls on the weekend in: %(countries)s.", day=day(today, "week"), countries=", ".join(resting)
            )
            yield Conflict("weekend", INFO if today.weekday() == THURSDAY else WARN, message, f"slots-{each.index}")
        free = sorted({country_name(row.Country.code) for row in rows if row.day == today})
        if free:
            message = _(
                "%(day)s is a public holiday in: %(countries)s.", day=day(today, "week"), countries=", ".join(free)
            )
            yield Conflict("holiday", WARN, message, f"slots-{each.index}")


def _invited(plan: SessionPlan, on: date) -> set[str] | None:
    """Return the countries that a plan invites by its groups; None means all."""
    groups = {row.group for row in plan.audience if row.group}
    if not groups or not all(row.group for row in plan.audience if row.rule != "out"):
        return None
    return set(db.session.scalars(queries.group_countries(groups, on)))


def _rests(country: Country, slot: SlotPlan) -> bool:
    weekday = slot.day.weekday()
    return weekday in country.weekend and (weekday != THURSDAY or slot.end > time(13))


def _level(kind: str, slot: Slot) -> str:
    return WARN if slot.session.state == "draft" else level(kind)


def _when(slot: Slot, zone: str) -> dict[str, str]:
    start, end = (moment.astimezone(times.zone_of(zone)) for moment in (slot.utc_start, slot.utc_end))
    return {"day": day(start.date(), "week"), "start": hour(start.time()), "end": hour(end.time())}


def _title(room: Room) -> str:
    return room.title.text(audiences.language())


def _name(session: TrainingSession, centre_id: int) -> str:
    """Return another session's title; of another centre's only that it is theirs, for it may be closed."""
    if session.centre_id == centre_id:
        return session.title.text(audiences.language())
    centre = db.session.get_one(Centre, session.centre_id)
    return _("a session of %(centre)s", centre=centre.title.text(audiences.language()))


def _slug(slot: Slot, plan: SessionPlan) -> str:
    return slot.session.slug if slot.session.centre_id == plan.centre_id else ""
