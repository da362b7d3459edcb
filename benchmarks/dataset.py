"""The data that is measured on: the demonstration, 200 sessions in one month, 2,000 registrants in one session."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from trainhub.demo.commands import load
from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.text import fold
from trainhub.kernel.types import Texts
from trainhub.people.models import Person
from trainhub.registration.models import Registration, RegistrationFact
from trainhub.sessions import services as sessions
from trainhub.sessions.models import Slot, TrainingSession

REGISTRANTS = 2_000
SESSIONS = 200
SLOTS = 12


def fill(app: Flask) -> dict[str, str]:
    """Load everything; return the slugs that the measures ask for."""
    load(app, persons=200)
    template = db.session.query(TrainingSession).filter_by(slug="rights-of-migrants-and-families").one()
    month = date(2027, 6, 1)
    for number in range(SESSIONS):
        _session(template, number, month + timedelta(days=number % 28))
    work.commit()
    large, long = _large(template), _long(template)
    work.commit()
    return {"large": large, "long": long}


def _session(template: TrainingSession, number: int, day: date) -> TrainingSession:
    session = sessions.clone(template, day)
    session.slug, session.seats, session.register_until = f"bench-{number}", 40, None
    session.title = Texts.of({"en": f"Measured session {number}", "az": f"Ölçülən sessiya {number}"})
    for slot in session.slots:
        slot.room_id = None
    session.state = "published"
    sessions.keep(session)
    db.session.flush()
    return session


def _long(template: TrainingSession) -> str:
    """Return a session of twelve slots."""
    session = _session(template, SESSIONS + 1, date(2027, 9, 6))
    zone = ZoneInfo(session.zone)
    for number in range(len(session.slots), SLOTS):
        day = date(2027, 9, 8) + timedelta(days=number // 2)
        begin, end = time(9 + 5 * (number % 2)), time(12 + 5 * (number % 2))
        db.session.add(
            Slot(
                session_id=session.id,
                local_date=day,
                local_start=begin,
                local_end=end,
                zone=session.zone,
                utc_start=datetime.combine(day, begin, zone),
                utc_end=datetime.combine(day, end, zone),
            )
        )
    db.session.flush()
    db.session.refresh(session)
    sessions.keep(session)
    return session.slug


def _large(template: TrainingSession) -> str:
    """Return a session with two thousand confirmed registrants."""
    session = _session(template, SESSIONS, date(2027, 10, 4))
    session.seats = REGISTRANTS
    db.session.flush()
    countries = ("AZ", "GE", "KZ", "TR", "UZ", "MD", "UA", "TJ")
    for number in range(REGISTRANTS):
        db.session.add(_registration(session, number, countries[number % len(countries)]))
    session.taken = REGISTRANTS
    db.session.flush()
    return session.slug


def _registration(session: TrainingSession, number: int, country: str) -> Any:
    person = Person(
        native=f"Şəxs {number}",
        native_lang="az",
        latin=f"SHAKHS {number}",
        display=f"Şəxs {number}",
        email=f"registrant{number}@example.org",
        country_code=country,
        search=fold(f"Şəxs {number}"),
    )
    facts = RegistrationFact(gender="f" if number % 2 else "m", country_code=country, category_code="ministry")
    return Registration(session_id=session.id, person=person, state="confirmed", facts=facts)
