"""Factories of sessions, rooms and slots."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from ...kernel import clock
from ...kernel.db import db
from ...kernel.types import Texts
from ...people.models import Person
from ...sessions import services
from ...sessions.models import (
    Assignment,
    Expert,
    Expertise,
    Format,
    Project,
    Room,
    SessionActivity,
    SessionAudience,
    Slot,
    TrainingSession,
)
from .curriculum import CurriculumMake
from .people import PeopleMake, add

_numbers = count(1)


class SessionsMake(CurriculumMake, PeopleMake):
    """Sessions with as much around them as a test needs."""

    def room(self, **values: Any) -> Room:
        defaults: dict[str, Any] = {"title": Texts.of({"en": f"Hall {next(_numbers)}"}), "seats": 30}
        if "centre_id" not in values:
            defaults["centre_id"] = self.centre().id
        return add(Room(**defaults | values))  # type: ignore[no-any-return]

    def format(self, key: str = "training") -> Format:
        """Find one of the formats an installation begins with."""
        return db.session.query(Format).filter_by(key=key).one()

    def expert(
        self, person: Person | None = None, *, modules: Mapping[int, str] | None = None, **values: Any
    ) -> Expert:
        """Make an expert; `modules` gives number -> level."""
        defaults: dict[str, Any] = {"person": person or self.person(), "kind": "academia", "languages": ["en"]}
        expert: Expert = add(Expert(**defaults | values))
        for number, level in (modules or {}).items():
            add(Expertise(expert_id=expert.id, module_id=self.module(number).module_id, level=level))
        db.session.refresh(expert)
        return expert

    def project(self, **values: Any) -> Project:
        defaults: dict[str, Any] = {"title": Texts.of({"en": f"Project {next(_numbers)}"})}
        if "centre_id" not in values:
            defaults["centre_id"] = self.centre().id
        return add(Project(**defaults | values))  # type: ignore[no-any-return]

    def session(
        self,
        *,
        activity: str = "m04-a02",
        audience: tuple[str, ...] = ("all-stakeholders",),
        day: int | date = 7,
        slots: int = 1,
        room: Room | None = None,
        trainer: Person | None = None,
        **values: Any,
    ) -> TrainingSession:
        """Make a published session that starts `day` days from today with `slots` half-days of 3 hours."""
        number = next(_numbers)
        centre = values.pop("centre", None) or self.centre()
        kind = self.format(values.pop("format", "training"))
        text = self.activity(activity)
        defaults: dict[str, Any] = {
            "slug": f"session-{number}",
            "title": Texts.of({"en": f"Session {number}", "az": f"Sessiya {number}"}),
            "state": "published",
            "centre": centre,
            "version": text.version,
            "format": kind,
            "zone": centre.zone,
            "seats": 20,
            "languages": ["en"],
        }
        session: TrainingSession = add(TrainingSession(**defaults | values))
        db.session.add(SessionActivity(session_id=session.id, activity_id=text.activity_id))
        db.session.add_all(SessionAudience(session_id=session.id, category_code=category) for category in audience)
        if trainer is not None:
            db.session.add(Assignment(session=session, person=trainer))
        first = day if isinstance(day, date) else clock.today(centre.zone) + timedelta(days=day)
        for index in range(slots):
            db.session.add(_half_day(session, first + timedelta(days=index // 2), (10, 14)[index % 2], 3, room))
        services.keep(session)
        db.session.refresh(session)
        return session

    def slot(
        self, session: TrainingSession, day: date, *, hour: int = 10, hours: int = 3, room: Room | None = None
    ) -> Slot:
        """Make one half-day of a session, with all that follows from it."""
        slot: Slot = add(_half_day(session, day, hour, hours, room))
        services.keep(session)
        return slot


def _half_day(session: TrainingSession, day: date, hour: int, hours: int, room: Room | None) -> Slot:
    zone, start, end = ZoneInfo(session.zone), time(hour), time(hour + hours)
    return Slot(
        session=session,
        local_date=day,
        local_start=start,
        local_end=end,
        zone=session.zone,
        room=room,
        utc_start=datetime.combine(day, start, zone),
        utc_end=datetime.combine(day, end, zone),
    )
