"""Who approved a plan approved its lines as they were: when one changes before all have approved, they are asked anew.

It hangs on the flush, as the audit log does, so that no way of changing a line passes it by: forms, the board, the
search, a scenario taken over.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from ...kernel import audit, clock, i18n
from ...kernel.i18n import gettext as _
from ..models import LineActivity, LineFund, Plan, PlanLine

WATCHED = (
    *("starts_on", "start_half", "half_days", "times_a_year"),
    *("countries", "seats", "quotas", "format_id", "mode"),
)  # days, for whom, how: what parties approve besides the money
SHARES = ("budget_line_id", "share")
LONGEST = 120  # of the name of a line, in the sentence


def given(plan: Plan) -> list[str]:
    """Return who approved a plan that is still being discussed."""
    return [row.party for row in plan.approvals if row.approved_on] if plan.state == "discussed" else []


def lost(plan: Plan) -> list[Any]:
    """Return the approvals that were withdrawn and not given anew, of a plan that is being discussed."""
    return [row for row in plan.approvals if row.withdrawn_at] if plan.state == "discussed" else []


@event.listens_for(Session, "before_flush")
def _withdraw(session: Session, _context: object, _rows: object) -> None:
    """Take back the approvals of the plans whose lines this flush changes, and write why into their history."""
    for line in _touched(session):
        plan = session.get(Plan, line.plan_id) if line.plan_id is not None else line.plan
        if plan is not None and (names := given(plan)):  # with the first line; then nobody's approval is left
            _take_back(plan, line.title.text(i18n.language())[:LONGEST], names)


def _take_back(plan: Plan, title: str, names: list[str]) -> None:
    for row in plan.approvals:
        if row.approved_on is not None:
            row.approved_on, row.withdrawn_at, row.withdrawn_for = None, clock.now(), title
    said = _(
        "The approvals of %(names)s were withdrawn: “%(title)s” was changed, added or taken out after they were given.",
        names=", ".join(names),
        title=title,
    )
    audit.record("changed", plan, reason=said)


def _touched(session: Session) -> Iterator[PlanLine]:
    """Yield the lines that come, go, or change in what parties approve."""
    for row in (*session.new, *session.deleted):
        if (line := _line_of(row, session)) is not None:
            yield line
    for row in session.dirty:
        names = WATCHED if isinstance(row, PlanLine) else SHARES if isinstance(row, LineFund) else ()
        if names and _is_other(row, names) and (line := _line_of(row, session)) is not None:
            yield line
    for row in session.dirty:
        if isinstance(row, PlanLine) and _has_less(row):
            yield row


def _line_of(row: object, session: Session) -> PlanLine | None:
    if isinstance(row, PlanLine):
        return row
    if isinstance(row, LineFund | LineActivity):
        return session.get(PlanLine, row.line_id) if row.line_id is not None else _holder(row, session)
    return None


def _holder(row: LineFund | LineActivity, session: Session) -> PlanLine | None:
    """Return the line that was given a row which has no number of it yet."""
    lines = (each for each in session.dirty if isinstance(each, PlanLine))
    name = "funds" if isinstance(row, LineFund) else "activities"
    return next((line for line in lines if row in getattr(line, name)), None)


def _has_less(line: PlanLine) -> bool:
    """Say whether a line lets go of money or of an activity: such rows are orphans, and deleted by the flush itself."""
    state = inspect(line)
    return any(state.attrs[name].history.deleted for name in ("funds", "activities"))


def _is_other(row: object, names: tuple[str, ...]) -> bool:
    state: Any = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in names)
