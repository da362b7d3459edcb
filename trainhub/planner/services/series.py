"""Many lines at once on their way to sessions: a few at once in the request, more as a job with its progress shown."""

from collections.abc import Callable, Sequence

from ...kernel import i18n, jobs, work
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from .. import queries
from ..models import Plan
from . import publishing

JOB = queries.SERIES_JOB
AT_ONCE = 10
"""So many lines are done in the request, and between two commits of the job."""
ACTS: dict[str, Callable[..., object]] = {"make": publishing.make_sessions, "publish": publishing.publish}
KINDS = {"make": "possible", "publish": "ready"}


def ready(plan: Plan, act: str) -> list[str]:
    """Return the public ids of the lines that an act can be done for, the first in time first."""
    found = [step.line for step in publishing.steps(plan) if step.kind == KINDS[act]]
    return [line.public_id for line in sorted(found, key=lambda line: (line.starts_on or plan.ends_on, line.id))]


def later(*, plan: Plan, act: str, lines: Sequence[str]) -> None:
    """Queue an act for many lines. Raises Refused where one for this plan waits already."""
    by = work.actor()
    queued = jobs.enqueue(
        JOB,
        key=f"{JOB}:{plan.id}",
        account_id=by.account_id,
        plan_id=plan.id,
        act=act,
        lines=list(lines),
        actor=by.name,
        spoken=i18n.language(),
    )
    if queued is None:
        raise Refused(_("Sessions of this plan are being worked on. Wait until that is done."))


def run(running: jobs.Running, plan_id: int, act: str, lines: list[str], actor: str, spoken: str) -> None:
    """The job: do it for some lines at a time. What was done already, or is not ready any more, is passed over."""
    by = work.Actor(running.account_id, actor)
    for start in range(0, len(lines), AT_ONCE):
        with work.acting(by), i18n.speaking(spoken):
            plan = db.session.get(Plan, plan_id)
            if plan is None:
                return
            ACTS[act](plan=plan, lines=lines[start : start + AT_ONCE])
        running.checkpoint(min(start + AT_ONCE, len(lines)), len(lines))


def going(plan: Plan) -> jobs.JobRow | None:
    """Return the job that works on sessions of a plan, or that was given up and none came after it."""
    latest = db.session.scalar(queries.series_of(plan.id))
    return latest if latest is not None and latest.state != "done" else None
