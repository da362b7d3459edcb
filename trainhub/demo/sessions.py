"""The thirty invented sessions, planned and published by the services, as staff would."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from ..curriculum import services as curriculum
from ..kernel import clock
from ..kernel.db import db
from ..kernel.types import Texts
from ..sessions import services as sessions
from ..sessions.models import Donor, Format, Project, ProjectDonor, TrainingSession
from ..sessions.services import AudiencePlan, PartPlan, SessionPlan, SlotPlan
from .world import World, read

PLANNED_BEFORE = timedelta(days=60)
FORMATS = {"exchange": "good-practice-exchange"}
GROUPS = {"council-of-europe": "council-of-europe"}  # the data's other groups are of the demonstration only
COPIES_APART = timedelta(days=7)


def load_funding(world: World) -> None:
    """Make donors and projects."""
    data = read("donors")
    donors = {entry["key"]: Donor(title=Texts.of(entry["name"])) for entry in data["donor"]}
    db.session.add_all(donors.values())
    db.session.flush()
    for entry in data["project"]:
        project = Project(
            centre_id=world.centres["baku"].id,
            title=Texts.of(entry["title"]),
            budget=entry["budget"],
            currency=entry["currency"],
            starts_on=date(world.day.year + entry["start_year"], 1, 1),
            ends_on=date(world.day.year + entry["end_year"], 12, 31),
            donors=[ProjectDonor(donor_id=donors[key].id) for key in entry["donors"]],
            predecessor=world.projects.get(entry.get("predecessor", "")),
        )
        db.session.add(project)
        db.session.flush()
        world.projects[entry["key"]] = project


def entries(world: World) -> Iterator[tuple[dict[str, Any], timedelta]]:
    """Yield the data's sessions, and copies of the upcoming ones later in time where more are wanted."""
    stock = sorted(read("sessions")["session"], key=lambda entry: not entry.get("demo_trainer", False))
    yield from ((entry, timedelta()) for entry in islice(stock, world.sessions_wanted))
    coming = [entry for entry in stock if entry["state"] == "published" and entry["slots"][0]["day"] > 0]
    for number in range(world.sessions_wanted - len(stock)):
        yield coming[number % len(coming)], COPIES_APART * (1 + number // 4)


def load_sessions(world: World) -> None:
    """Plan and publish every session at its own time before it begins."""
    for number, (entry, shift) in enumerate(entries(world)):
        key = entry["key"] if not shift else f"{entry['key']}-{number}"
        plan = _plan(world, entry, shift, number)
        with clock.stopped(_planned_at(plan)):
            session = sessions.schedule(plan)
            if entry["state"] != "draft":
                sessions.publish(session)
        world.sessions[key] = session
        if entry.get("demo_trainer"):
            session.slug = entry["key"]  # the demonstration's own address, whatever its title becomes
            sessions.renew(session)
        db.session.flush()


def _planned_at(plan: SessionPlan) -> datetime:
    """Return when staff planned it: two months before, but not in the future."""
    first = datetime.combine(min(slot.day for slot in plan.slots), time(9), ZoneInfo(plan.zone))
    return min(first - PLANNED_BEFORE, clock.now() - timedelta(days=3))


def _plan(world: World, entry: dict[str, Any], shift: timedelta, number: int) -> SessionPlan:
    centre = world.centres[entry["centre"]]
    texts = [curriculum.activity(key) for key in entry["activities"]]
    slots = tuple(_slots(world, entry, shift, alone=bool(shift)))
    kind = db.session.query(Format).filter_by(key=FORMATS.get(entry["format"], entry["format"])).one()
    project = world.projects.get(entry.get("project", ""))
    people = tuple(_people(world, entry, number))
    return SessionPlan(
        centre_id=centre.id,
        format_id=kind.id,
        zone=centre.zone,
        title=_texts(entry["title"], number if shift else 0),
        short_title=Texts.of(entry["short_title"]),
        description=Texts.of(entry["description"]),
        activities=tuple(text.activity_id for text in texts),
        slots=slots,
        parts=tuple(_parts(world, entry, texts, people)),
        organisers=tuple(_organisers(world, entry)),
        mode=entry["mode"],
        seats=max(entry["seats"], 1),
        min_seats=min(entry["min_seats"], entry["seats"]),
        closed=entry["closed"],
        languages=tuple(entry["languages"]),
        audience=_audience(entry, texts),
        contact=centre.email,
        people=people,
        projects=(project.id,) if project else (),
        join_url="" if entry["mode"] == "room" else "https://meet.example/" + entry["key"],
        register_until=min(slot.day for slot in slots) - timedelta(days=1),
        levels=tuple(dict.fromkeys(level for text in texts for level in text.levels)),
    )


def _texts(titles: dict[str, str], copy: int) -> Texts:
    return Texts.of({language: f"{title} ({copy})" if copy else title for language, title in titles.items()})


def _slots(world: World, entry: dict[str, Any], shift: timedelta, *, alone: bool) -> Iterator[SlotPlan]:
    room = None if alone else world.rooms.get(entry.get("room", ""))  # copies book no room: they would clash
    held = _agenda(entry).get("slots", ())
    for slot, part in zip_longest(entry["slots"], held):
        online = entry["mode"] == "online" or slot.get("online", False)
        yield SlotPlan(
            day=world.working_day(slot["day"]) + shift,
            start=time.fromisoformat(slot["start"]),
            end=time.fromisoformat(slot["end"]),
            room_id=None if room is None or online else room.id,
            online=online,
            part_no=part,
        )


def _agenda(entry: dict[str, Any]) -> dict[str, Any]:
    agenda: dict[str, Any] = read("agendas").get(entry["key"], {})
    return agenda


def _parts(
    world: World, entry: dict[str, Any], texts: list[Any], people: tuple[tuple[int, str], ...]
) -> Iterator[PartPlan]:
    """Yield the agenda; who teaches the session leads its parts in turn."""
    activities = {text.key: text.activity_id for text in texts}
    names = {person.id: person.display for person in world.trainers}
    leads = [names[person_id] for person_id, _role in people] or [""]
    for number, part in enumerate(_agenda(entry).get("parts", ())):
        title = Texts.of({language: part[language] for language in ("en", "az", "ru")})
        activity_id = activities.get(part.get("activity", ""))
        yield PartPlan(title, activity_id, lead=leads[number % len(leads)], no=number + 1)


def _organisers(world: World, entry: dict[str, Any]) -> Iterator[tuple[int, str]]:
    for slug, role in _agenda(entry).get("organisers", ()):
        yield world.organisations[slug].id, role


def _audience(entry: dict[str, Any], texts: list[Any]) -> tuple[AudiencePlan, ...]:
    group = GROUPS.get(entry.get("country_group", ""))
    named = tuple(AudiencePlan(code.replace("_", "-"), group=group) for code in entry.get("audience", ()))
    return named or sessions.union(texts) or (AudiencePlan("all-stakeholders"),)


def _people(world: World, entry: dict[str, Any], number: int) -> Iterator[tuple[int, str]]:
    """Yield trainers: the demo trainer where the data says so, else those of the roster from where the data says."""
    others = world.trainers[1:]
    wanted = entry["trainers"]
    if entry.get("demo_trainer"):
        yield world.trainers[0].id, "trainer"
        wanted -= 1
    first = entry.get("roster", number * 3)
    for place in range(wanted):
        yield others[(first + place) % len(others)].id, "trainer"


def settle(world: World, session: TrainingSession, entry: dict[str, Any]) -> None:
    """Cancel what the data calls cancelled."""
    if entry["state"] == "cancelled":
        sessions.cancel(session, "The hosts asked for another date.")
