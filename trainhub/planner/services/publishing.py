"""Lines become draft sessions, with the link back: what is held stands against what was planned."""

from collections.abc import Iterable
from datetime import time

from ...holidays import services as holidays
from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people.reference import EVERYBODY
from ...registration import services as registration
from ...registration.models import EVERYBODY_ELSE
from ...registration.services import CallPlan, QuotaPlan
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...sessions.services import AudiencePlan, PartPlan, SessionPlan, SlotPlan
from .. import queries
from ..models import Plan, PlanLine
from .halfdays import Cell, cells
from .situation import MARGIN

HOURS = ((time(10), time(13)), (time(14), time(17)))  # of a morning and an afternoon


def make_session(*, line: PlanLine) -> TrainingSession:
    """Make a draft session of a line that has a day and a format. Raises Refused, and Invalid as sessions do."""
    plan = line.plan
    if plan.state != "approved" or plan.scenario_of_id is not None:
        raise Refused(_("Sessions are made of approved plans."))
    if line.session_id is not None:
        raise Refused(_("A session was made of this line already."))
    if line.starts_on is None or line.format_id is None:
        raise Refused(_("The line needs a day and a format first."))
    if line.condition and not line.condition_met:
        raise Refused(_("Its condition is not met: %(condition)s", condition=line.condition))
    host = plan.centre.country_code
    off = holidays.days_off([host], line.starts_on, line.starts_on + MARGIN)
    taken = cells(line.starts_on, line.start_half, line.half_days, off, host)
    session = sessions.schedule(_session(line, taken))
    line.session = session
    if line.quotas:
        registration.save_call(session=session, plan=_call(line), by=work.actor())
    db.session.flush()
    return session


def _call(line: PlanLine) -> CallPlan:
    """Return the call of a session with the places its line sets aside; what is left is for everybody else (R-082)."""
    rows = [QuotaPlan("category", code, seats) for code, seats in line.quotas]
    rest = line.seats - sum(row.seats for row in rows)
    return CallPlan(quotas=(*rows, *([QuotaPlan("category", EVERYBODY_ELSE, rest)] if rest else [])))


def make_sessions(*, plan: Plan, lines: Iterable[str]) -> tuple[list[TrainingSession], list[str]]:
    """Make sessions of several lines, by public id; return them, and the titles of lines that are not ready."""
    wanted, made, left = set(lines), [], []
    for line in db.session.scalars(queries.lines(plan.id)).all():
        if line.public_id in wanted:
            try:
                made.append(make_session(line=line))
            except Refused:
                left.append(str(line.title))
    return made, left


def _session(line: PlanLine, taken: tuple[Cell, ...]) -> SessionPlan:
    centre = line.plan.centre
    rows = tuple(AudiencePlan(category, rule, group) for category, rule, group in line.audience)
    assert line.format_id is not None
    return SessionPlan(
        centre_id=centre.id,
        format_id=line.format_id,
        title=line.title,
        zone=centre.zone,
        seats=line.seats,
        mode=line.mode,
        closed=line.closed,
        activities=tuple(row.activity_id for row in line.activities),
        parts=tuple(_part(row.title, row.recommendation, row.lead) for row in line.parts),
        slots=tuple(
            SlotPlan(
                day=day,
                start=HOURS[half][0],
                end=HOURS[half][1],
                room_id=None if line.mode == "online" else line.room_id,
                online=line.mode == "online",
            )
            for day, half in taken
        ),
        languages=tuple(line.languages),
        levels=tuple(line.levels),
        audience=rows or (AudiencePlan(EVERYBODY),),
        people=tuple((row.person_id, "trainer") for row in line.trainers),
        projects=tuple(dict.fromkeys(row.budget_line.project_id for row in line.funds if row.budget_line.project_id)),
        contact=centre.email,
        note=line.note,
    )


def _part(title: str, recommendation: str, lead: str) -> PartPlan:
    return PartPlan(Texts.of({"en": title}), recommendation=recommendation, lead=lead)
