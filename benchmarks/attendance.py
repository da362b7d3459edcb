"""One million attendance rows: the table gender × country × module over them, on both databases."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import case, func, insert, literal, select, text

from trainhub import paths
from trainhub.app import create_app
from trainhub.attendance.models import Attendance
from trainhub.curriculum import services as curriculum
from trainhub.curriculum.files import examine
from trainhub.curriculum.models import Activity
from trainhub.hooks.types import Breakdown, Scope, Sorting
from trainhub.kernel import clock, work
from trainhub.kernel.db import db, expect_writes
from trainhub.kernel.types import Texts, new_public_id
from trainhub.people.models import Centre, Person
from trainhub.people.services import GENDERS
from trainhub.registration.models import Registration, RegistrationEvent, RegistrationFact
from trainhub.reports import services as reports
from trainhub.reports.queries.splitting import fact
from trainhub.reports.services import facts
from trainhub.seed import prepare
from trainhub.sessions.models import Format, SessionActivity, Slot, TrainingSession
from trainhub.testing.postgres import programs, server

SESSIONS, SEATS, SLOTS, PERSONS = 1_000, 50, 20, 20_000
COUNTRIES = "AZ BY GE IR KZ KG MD RU TJ TR TM UA UZ".split()
SAID = ("f", "m", "f", "m", "f", "m", "other", "undisclosed", "")
FIRST = date(2024, 1, 8)
SCOPE = Scope(date(2024, 1, 1), date(2027, 1, 1))
GENDER = Breakdown(
    "gender",
    "Gender",
    "registration",
    lambda measured: fact(measured, "gender"),
    lambda codes: {code: code for code in codes},
    codes=lambda: list(GENDERS),
    sorting=Sorting.GIVEN,
    unknown="Not stated",
)


def fill() -> None:
    """Put sessions, people, registrations and a million attendance rows into an empty database, in bulk."""
    examined = examine(paths.folder("curricula") / "rtcm-migration")
    assert examined.doc is not None
    curriculum.import_files(examined.doc)
    zone = ZoneInfo("Asia/Baku")
    title = Texts.of({"en": "Measured"})
    place = {"country_code": "AZ", "zone": "Asia/Baku", "prefix": "B"}
    centre = Centre(slug="bench", title=title, short=title, city=title, **place)
    db.session.add(centre)
    db.session.flush()
    kind = db.session.query(Format).filter_by(key="training").one().id
    version = curriculum.current().id
    activities = [row.id for row in db.session.query(Activity).order_by(Activity.id)]
    days = [FIRST + timedelta(days=number) for number in range(SESSIONS)]
    _many(
        TrainingSession,
        (
            {
                "id": number,
                "public_id": new_public_id(),
                "slug": f"measured-{number}",
                "title": title,
                "centre_id": centre.id,
                "version_id": version,
                "format_id": kind,
                "zone": "Asia/Baku",
                "state": "completed",
                "seats": SEATS,
                "first_day": day,
                "last_day": day + timedelta(days=9),
                "hours": SLOTS * 3,
            }
            for number, day in enumerate(days, 1)
        ),
    )
    _many(
        SessionActivity,
        (
            {"session_id": number, "activity_id": activities[(number * step) % len(activities)], "no": step}
            for number in range(1, SESSIONS + 1)
            for step in (1, 2)[: 1 + (number % 4 == 0 and number % len(activities) != 0)]
        ),
    )
    _many(Slot, (_slot(number, day, place, zone) for number, day in enumerate(days, 1) for place in range(SLOTS)))
    _many(
        Person,
        ({"id": number, "public_id": new_public_id(), "display": f"P{number}"} for number in range(1, PERSONS + 1)),
    )
    rows = range(1, SESSIONS * SEATS + 1)
    _many(Registration, (_registration(number) for number in rows))
    _many(RegistrationFact, (_facts(number) for number in rows))
    _many(RegistrationEvent, ({"registration_id": number, "after": "confirmed"} for number in rows))
    db.session.execute(_attendance())
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == SESSIONS * SEATS * SLOTS
    work.commit()
    facts.rebuild()
    work.commit()


def _many(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    db.session.execute(insert(model.__table__), [*rows])


def _slot(session: int, day: date, place: int, zone: ZoneInfo) -> dict[str, Any]:
    there = day + timedelta(days=place // 2)
    begin, end = clock_time(10 + 4 * (place % 2)), clock_time(13 + 4 * (place % 2))
    return {
        "public_id": new_public_id(),
        "session_id": session,
        "local_date": there,
        "local_start": begin,
        "local_end": end,
        "zone": "Asia/Baku",
        "utc_start": datetime.combine(there, begin, zone),
        "utc_end": datetime.combine(there, end, zone),
    }


def _registration(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": new_public_id(),
        "session_id": 1 + (number - 1) // SEATS,
        "person_id": 1 + (number * 7919) % PERSONS,
        "state": "confirmed",
    }


def _facts(number: int) -> dict[str, Any]:
    return {
        "registration_id": number,
        "gender": SAID[(number * 31) % len(SAID)],
        "country_code": COUNTRIES[(number * 17) % len(COUNTRIES)],
        "category_code": ("ministry", "agency", "ngo", "academia")[number % 4],
        "level": ("policy-makers", "practitioners", "researchers")[number % 3],
    }


def _attendance() -> Any:
    """Mark everybody in every slot of their session, as one statement: one in sixteen was absent."""
    absent = (Registration.id + Slot.id) % 16 == 0
    columns: dict[str, Any] = {
        "registration_id": Registration.id,
        "slot_id": Slot.id,
        "status": case((absent, "absent"), else_="present"),
        "minutes": case((absent, 0), else_=180),
        "source": literal("trainer"),
        "comment": literal(""),
        "at": literal(clock.now(), Attendance.__table__.c.at.type),
    }
    source = select(*columns.values()).select_from(Registration).join(Slot, Slot.session_id == Registration.session_id)
    return insert(Attendance.__table__).from_select(list(columns), source)


def tables(app: Flask, repeats: int = 9) -> dict[str, float]:
    """Return the CPU milliseconds of the table, worked out and remembered."""
    indicator = reports.indicator("core.participations")
    splits = [reports.breakdowns().get("gender", GENDER), reports.breakdown("country"), reports.breakdown("module")]

    def worked_out() -> None:
        app.extensions.pop("reports_memo", None)
        remembered()

    def remembered() -> None:
        table = reports.tabulate(indicator, splits, SCOPE)
        assert table.total.n > 40_000

    return {"gender_1m": _cpu(worked_out, repeats), "gender_1m_cached": _cpu(remembered, repeats)}


def _cpu(act: Callable[[], object], repeats: int) -> float:
    """Return the median CPU milliseconds of this process and, on PostgreSQL, of the one that answers it."""
    act()
    gc.collect()
    database, taken = _database(), []
    for _ in range(repeats):
        theirs, ours = database(), time.process_time()
        act()
        taken.append((time.process_time() - ours) * 1000 + database() - theirs)
        db.session.rollback()
    return statistics.median(taken)


def _database() -> Callable[[], float]:
    """Return what tells the CPU milliseconds of the database's process; an embedded database has none of its own."""
    if db.engine.dialect.name != "postgresql":
        return lambda: 0.0
    used = Path(f"/proc/{db.session.scalar(text('select pg_backend_pid()'))}/schedstat")
    return lambda: int(used.read_text().split()[0]) / 1e6


def measure(folder: Path) -> dict[str, float]:
    """Return gender_1m and gender_1m_cached, and with _pg the same on PostgreSQL where it is installed."""
    figures = _measured(folder / "lite", "")
    if programs() is not None:
        with server() as make_database:
            figures |= {f"{key}_pg": value for key, value in _measured(folder / "pg", make_database()).items()}
    return figures


def _measured(folder: Path, url: str) -> dict[str, float]:
    folder.mkdir(parents=True)
    app = create_app({"DATA": folder, "DATABASE_URL": url, "LOG_LEVEL": "WARNING"})
    expect_writes(True)
    prepare(app)
    with app.app_context():
        if url:
            db.session.execute(text("set session_replication_role = replica"))  # the rows are made to fit each other
        fill()
        if url:
            _as_in_production()
        figures = tables(app)
        db.session.remove()
        db.engine.dispose()
    return figures


def _as_in_production() -> None:
    """Do what autovacuum does within a minute, and keep one process for one question so that all CPU is counted."""
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze participation"))
    db.session.execute(text("set max_parallel_workers_per_gather = 0"))
    work.commit()
