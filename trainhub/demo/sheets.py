"""What registers say here; the sign-in sheet of the training that runs, and the scan of its first day: the sheet."""

import io
from datetime import timedelta

from ..accounts.models import Account
from ..attendance import services as attendance
from ..kernel import clock
from ..kernel.db import db
from ..kernel.types import Texts
from ..kernel.work import Actor
from ..sessions.models import TrainingSession
from .world import World

BY = Actor(None, "Demonstration")


STATUSES = {  # what this centre's registers say beyond the five: (words, what it counts as)
    "online": ({"en": "Online only", "az": "Yalnız onlayn", "ru": "Только онлайн", "tk": "Diňe onlaýn"}, "present"),
    "mission": ({"en": "On mission", "az": "Ezamiyyətdə", "ru": "В командировке", "tk": "Iş saparynda"}, "excused"),
}


def load_statuses(_world: World) -> None:
    """Add the centre's own statuses."""
    for titles, counts in STATUSES.values():
        attendance.save_status(plan=attendance.StatusPlan(Texts.of(titles), counts))


def load_sheets(_world: World) -> None:
    """Print the sheet a day before the first half-day, and bring the scan when that is over.

    Jobs ended the database session before, so everything is asked for anew.
    """
    trainer = db.session.query(Account).filter_by(login="trainer@demo.example").one().person_id
    held = db.session.query(TrainingSession).filter_by(state="published").order_by(TrainingSession.id)
    session = next(
        each for each in held if each.phase == "running" and any(part.person_id == trainer for part in each.assignments)
    )
    first = session.standing[0]
    with clock.stopped(min(first.utc_start - timedelta(days=1), clock.now())):
        sheet = attendance.make_sheet(session=session, day=None, languages=session.languages, by=BY)
    with clock.stopped(min(first.utc_end, clock.now())):
        upload = attendance.Upload(io.BytesIO(attendance.print_sheet(sheet)), f"{sheet.name}-1.pdf")
        attendance.attach(session=session, uploads=[upload], sheet=sheet, slot=first, by=BY)
