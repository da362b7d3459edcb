"""A year made by hand: 2026 with exactly known numbers, so that hidden cells can be foretold."""

from datetime import date
from itertools import count
from typing import Any

from trainhub.kernel.db import db
from trainhub.people.models import Statistic
from trainhub.registration.models import Registration
from trainhub.reports.models import FactsVersion, Participation
from trainhub.sessions.models import Assignment

# country, category, level, gender: how many took part, and how many of them completed
PEOPLE = [
    ("AZ", "ministry", "policy-makers", "f", 14, 12),
    ("AZ", "ministry", "policy-makers", "m", 10, 9),
    ("AZ", "ministry", "practitioners", "", 2, 2),  # fewer than five: hidden, and others with it
    ("GE", "ngo", "practitioners", "f", 11, 11),
    ("GE", "ngo", "practitioners", "m", 9, 6),
    ("UZ", "ministry", "policy-makers", "f", 6, 6),
    ("UZ", "ministry", "practitioners", "m", 12, 12),
]
# what follows from it: the two who stated nothing, and the sums they could be worked out from
_SMALL = {("{}", "_U"): "primary", ("{}", "_T"): "secondary", ("_T", "_U"): "primary", ("_T", "_T"): "secondary"}


def _around(code: str) -> dict[tuple[str, ...], str]:
    return {(first.format(code), second): status for (first, second), status in _SMALL.items()}


HIDDEN: dict[str, dict[tuple[str, ...], str]] = {
    "country": _around("AZ"),
    "organisation": _around("government"),
    "level": _around("practitioners"),
    "module": _around("4"),
    "completion": {("_U",): "secondary", ("_T",): "secondary"},
    "trainers": {},
}


def year(make: Any) -> Any:
    """Make a closed training in May 2026 with these people, and six trainers of whom five say they are women."""
    session = make.session(day=date(2026, 5, 4), state="completed", seats=500, activity="m04-a02")
    for row in PEOPLE:
        came(session, *row)
    for number in range(11):
        trainer = make.person()
        db.session.add(Assignment(session=session, person=trainer, role="trainer"))
        db.session.add(Statistic(person_id=trainer.id, gender="f" if number < 6 else "m"))
    db.session.get_one(FactsVersion, 1).mark = ""  # nothing is remembered between two figures
    db.session.flush()
    return session


def came(session: Any, country: str, category: str, level: str, gender: str, number: int, completed: int) -> None:
    """Write the facts of so many people."""
    rows = [Registration(session_id=session.id, person_id=None, state="confirmed") for _ in range(number)]
    db.session.add_all(rows)
    db.session.flush()
    day = session.first_day
    for place, registration in zip(count(), rows, strict=False):
        db.session.add(
            Participation(
                registration_id=registration.id,
                session_id=session.id,
                centre_id=session.centre_id,
                format=session.format.key,
                counts=True,
                gender=gender,
                country=country,
                category=category,
                level=level,
                day=day,
                month=day.year * 100 + day.month,
                quarter=day.year * 10 + (day.month + 2) // 3,
                year=day.year,
                module="4",
                selected=True,
                attended=True,
                completed=place < completed,
                certified=place < completed,
                final=True,
                slots=2,
                minutes=360,
            )
        )
    db.session.flush()
