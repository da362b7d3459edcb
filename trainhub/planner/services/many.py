"""One thing said of many lines at once: their format, who pays for them, whether they are fixed."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from .. import queries
from ..models import LineFund, Plan, PlanLine
from .moving import remember


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of lines; None says nothing. Ids are row numbers."""

    format_id: int | None = None
    budget_id: int | None = None
    fixed: bool | None = None


def say(*, plan: Plan, keys: Iterable[str], said: Said) -> tuple[int, list[str]]:
    """Say something of lines, by public id; return of how many, and the titles of those of which it cannot be said.

    Raises Invalid where nothing is said, Refused where the plan is closed or no line is named.
    """
    if plan.state == "closed":
        raise Refused(_("This plan is closed."))
    if said == Said():
        raise Invalid(_("Choose a format or a budget line for the ticked lines."))
    wanted = set(keys)
    lines = [line for line in db.session.scalars(queries.lines(plan.id)) if line.public_id in wanted]
    if not lines:
        raise Refused(_("Tick at least one line."))
    left = [str(line.title) for line in lines if not _say(line, said)]
    db.session.flush()
    return len(lines) - len(left), left


def _say(line: PlanLine, said: Said) -> bool:
    """Say it of one line; False where it cannot be: money is booked, no day is fixed, a session stands already."""
    if said.budget_id is not None and any(row.booked for row in line.funds):
        return False
    if said.fixed is not None and (line.starts_on is None or line.session_id is not None):
        return False
    if said.format_id is not None:
        line.format_id = said.format_id
    if said.budget_id is not None:
        kept = [row for row in line.funds if row.budget_line_id == said.budget_id]
        line.funds = kept or [LineFund(budget_line_id=said.budget_id)]
        line.funds[0].share = 1.0
    if said.fixed is not None and line.pinned != said.fixed:
        remember(line)
        line.pinned = said.fixed
    return True
