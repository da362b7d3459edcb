"""A sign-in sheet of the training that runs, and the scan of its first day: the sheet as it was printed."""

import io
from datetime import timedelta

from ..attendance import services as attendance
from ..kernel import clock
from ..kernel.work import Actor
from .world import World

BY = Actor(None, "Demonstration")


def load_sheets(world: World) -> None:
    """Print the sheet a day before the first half-day, and bring the scan when that is over."""
    trainer = world.accounts["trainer"].person_id
    session = next(
        session
        for session in world.sessions.values()
        if session.phase == "running" and any(each.person_id == trainer for each in session.assignments)
    )
    first = session.standing[0]
    with clock.stopped(min(first.utc_start - timedelta(days=1), clock.now())):
        sheet = attendance.make_sheet(session=session, day=None, languages=session.languages, by=BY)
    with clock.stopped(min(first.utc_end, clock.now())):
        upload = attendance.Upload(io.BytesIO(attendance.print_sheet(sheet)), f"{sheet.name}-1.pdf")
        attendance.attach(session=session, uploads=[upload], sheet=sheet, slot=first, by=BY)
