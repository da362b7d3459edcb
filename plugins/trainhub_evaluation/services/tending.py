"""Tending: every hour each wave is looked at anew before anything goes out: is it still right, for whom, is it time?"""

from datetime import timedelta

from trainhub.plugin_api import Running, clock, db, enqueue
from trainhub.plugin_api.questionnaires import invite, members, open_wave, send_reminders, uninvite
from trainhub.plugin_api.sessions import TrainingSession

from ..models import SessionWave
from ..queries import planning as queries
from . import measuring
from .asking import asked_by
from .instruments import ensure_instruments
from .planning import drop, plan, takes_part

TEND, PLAN = "evaluation.tend", "evaluation.plan"
HOW_LONG = timedelta(days=200)  # after its last day a session may still need waves


def tend(running: Running) -> None:
    """Plan, open, invite, remind; and measure what has closed."""
    ensure_instruments()
    for number in db.session.scalars(queries.to_plan(clock.today() - HOW_LONG)).all():
        plan(_session(number))
        running.checkpoint()
    for row_id in [row.id for row in db.session.scalars(queries.unclosed())]:
        look_after(db.session.get_one(SessionWave, row_id))
        running.checkpoint()
    for row_id in [row.id for row in db.session.scalars(queries.unmeasured())]:
        measuring.measure(db.session.get_one(SessionWave, row_id))
        running.checkpoint()


def plan_session(running: Running, session_id: int) -> None:
    """Plan one session and look after what is open: the job behind events and the editor."""
    tend_session(_session(session_id))


def plan_soon(session_id: int) -> None:
    """Have a session planned anew in the background."""
    enqueue(PLAN, key=f"{PLAN}:{session_id}", session_id=session_id)


def people_changed(session_id: int) -> None:
    """Have the waves of a session looked after, where some are planned or open."""
    if db.session.execute(queries.running_in(session_id)).first() is not None:
        plan_soon(session_id)


def tend_session(session: TrainingSession) -> None:
    """Plan one session, and look after its waves now."""
    for row in plan(session):
        if row.wave is not None and row.wave.state != "closed":
            look_after(row)


def look_after(row: SessionWave) -> None:
    """Open a wave whose time has come, ask those who may answer now, take back who may not, remind who is silent."""
    session, wave, now = _session(row.session_id), row.wave, clock.now()
    if wave is None:
        return
    if not takes_part(session):
        drop(row)
        return
    if wave.closes_at <= now:
        return
    if wave.state == "planned" and wave.opens_at <= now:
        open_wave(wave)
    if wave.state == "open":
        _ask(row, session)
        _remind(row)


def _ask(row: SessionWave, session: TrainingSession) -> None:
    assert row.wave is not None
    asked = asked_by(row.instrument, session)
    wanted = {person.id for person, _role in asked}
    there = members(row.wave)
    for member in there:
        if member.person_id not in wanted and not member.answered:
            uninvite(row.wave, member.person)
    known = {member.person_id for member in there}
    for person, role in asked:
        if person.id not in known:
            invite(row.wave, person, role)


def _remind(row: SessionWave) -> None:
    assert row.wave is not None
    opened, now = row.wave.opens_at, clock.now()
    due = sum(opened + timedelta(days=day) <= now for day in row.instrument.reminder_days)
    if row.rounds < due:
        send_reminders(row.wave)
        row.rounds = due
        db.session.flush()


def _session(number: int) -> TrainingSession:
    return db.session.scalars(queries.session(number)).one()
