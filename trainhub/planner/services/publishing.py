"""Lines become draft sessions, with the link back, and drafts are published: what is held stands against the plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from ...holidays import services as holidays
from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.reference import EVERYBODY
from ...registration import services as registration
from ...registration.models import EVERYBODY_ELSE
from ...registration.services import CallPlan, QuotaPlan
from ...sessions import queries as sessions_queries
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...sessions.services import AudiencePlan, PartPlan, SessionPlan, SlotPlan
from .. import queries
from ..models import LinePart, Plan, PlanLine
from .halfdays import Cell, cells
from .situation import MARGIN

HOURS = ((time(10), time(13)), (time(14), time(17)))  # of a morning and an afternoon


def missing(line: PlanLine) -> str:
    """Return what keeps a line from becoming a session, in words; empty where nothing does."""
    plan = line.plan
    if plan.state != "approved" or plan.scenario_of_id is not None:
        return _("Sessions are made of approved plans.")
    if line.session_id is not None:
        return _("A session was made of this line already.")
    if line.condition and not line.condition_met:
        return _("Its condition is not met: %(condition)s", condition=line.condition)
    if line.starts_on is None or line.format_id is None:
        return _("The line needs a day and a format first.")
    return ""


def make_session(*, line: PlanLine) -> TrainingSession:
    """Make a draft session of a line that has a day and a format. Raises Refused, and Invalid as sessions do."""
    db.session.refresh(line, ["session_id"], with_for_update=True)  # two people make sessions of one line at once
    plan, why_not = line.plan, missing(line)
    if why_not:
        raise Refused(why_not)
    assert line.starts_on is not None
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


def make_sessions(*, plan: Plan, lines: Iterable[str] | None = None) -> tuple[list[TrainingSession], list[str]]:
    """Make sessions of lines, by public id, else of all that are ready; return them, and the titles of the others."""
    wanted, made, left = None if lines is None else set(lines), [], []
    for line in db.session.scalars(queries.lines(plan.id)).all():
        if line.public_id in wanted if wanted is not None else not missing(line):
            try:
                made.append(make_session(line=line))
            except (Refused, Invalid):
                left.append(str(line.title))
    return made, left


# --- from drafts to what everybody sees -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """How far a line is on its way to a published session; `kind` is one of KINDS."""

    line: PlanLine
    kind: str
    stops: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.line.public_id


KINDS: dict[str, str] = {
    "ready": _l("Ready to be published"),
    "stopped": _l("Draft, not ready"),
    "possible": _l("Can become a session"),
    "waiting": _l("Not ready yet"),
    "published": _l("Published"),
    "completed": _l("Completed"),
    "cancelled": _l("Cancelled"),
}


def steps(plan: Plan) -> list[Step]:
    """Say of each line how far its session is; asks as often for a hundred lines as for one."""
    lines = list(db.session.scalars(queries.with_sessions(plan.id)))
    found = list(_sessions(lines))
    drafts = {each.session.id: each for each in sessions.drafts(found)}
    states = {session.id: session.state for session in found}
    return [_step(line, states, drafts) for line in lines]


def _sessions(lines: Iterable[PlanLine]) -> Iterator[TrainingSession]:
    numbers = {line.session_id for line in lines if line.session_id is not None}
    yield from db.session.scalars(sessions_queries.by_numbers(numbers)).unique() if numbers else ()


def _step(line: PlanLine, states: Mapping[int, str], drafts: Mapping[int, sessions.Draft]) -> Step:
    if line.session_id is None:
        why_not = missing(line)
        said = (why_not,) if line.plan.state == "approved" else ()  # else it is the same for all, and said above them
        return Step(line, "waiting", said) if why_not else Step(line, "possible")
    draft = drafts.get(line.session_id)
    if draft is None:
        return Step(line, states[line.session_id])
    return Step(line, "stopped" if draft.stops else "ready", draft.stops, draft.looks)


def publish(*, plan: Plan, lines: Iterable[str] | None = None) -> tuple[list[TrainingSession], list[sessions.Draft]]:
    """Publish the drafts made of lines, by public id, else all; return those published, and why the others are not."""
    wanted = None if lines is None else set(lines)
    every = db.session.scalars(queries.with_sessions(plan.id)).all()
    chosen = [line for line in every if wanted is None or line.public_id in wanted]
    return sessions.publish_all(sorted(_sessions(chosen), key=lambda each: (each.first_day or plan.ends_on, each.id)))


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
        parts=tuple(map(_part, line.parts)),
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


def _part(row: LinePart) -> PartPlan:
    title = Texts.of({row.language: row.title}, row.language)
    return PartPlan(title, recommendation=row.recommendation, lead=row.lead)
