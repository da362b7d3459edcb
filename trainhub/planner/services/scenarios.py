"""Scenarios with one click, and a scenario taken over as the plan."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...kernel import clock, i18n, work
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...sessions.models import Donor
from .. import queries
from ..models import BudgetLine, LineFund, Plan, PlanLine
from . import coverage, moving

KEPT = {"copy_of", "need", "why", "public", "audience_at", "audience_by", "audience_state", "fast_reason", "fast_by"}
"""What a line of the plan keeps of its own when a scenario is taken over."""


def donors(budgets: Iterable[BudgetLine]) -> dict[str, tuple[Donor, frozenset[int]]]:
    """Return who gives money by public id, with the budget lines that would be gone without them."""
    found: dict[str, tuple[Donor, frozenset[int]]] = {}
    for budget in budgets:
        for row in budget.project.donors if budget.project else ():
            _donor, ids = found.get(row.donor.public_id, (row.donor, frozenset()))
            found[row.donor.public_id] = (row.donor, ids | {budget.id})
    return found


def without_donor(*, plan: Plan, key: str, budgets: Iterable[BudgetLine]) -> Plan:
    """Make the scenario without a donor; raises NotFound for somebody who gives nothing."""
    if key not in (known := donors(budgets)):
        raise NotFound
    donor, ids = known[key]
    title = _in_all(lambda: _("Without %(donor)s", donor=donor.title.text(i18n.language())))
    return coverage.scenario(plan=plan, title=title, without=ids)


def online_only(*, plan: Plan) -> Plan:
    """Make the scenario in which everything is held online."""
    return coverage.scenario(plan=plan, title=_in_all(lambda: _("Online only")), online=True)


def _in_all(say: Callable[[], str]) -> Texts:
    said = {}
    for code in i18n.languages():
        with i18n.speaking(code):
            said[code] = say()
    return Texts.of(said)


# --- taken over ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking a scenario over; `kept` are lines that stay: sessions, and what was fixed since."""

    changed: int
    added: int
    removed: int
    kept: int


def take(*, scenario: Plan, reason: str = "", by: str = "") -> Taken:
    """Make the plan what a scenario is. Raises Refused, and Invalid where an approved plan needs reason and approver.

    What was frozen with the approval stays as it is, so that the plan's page of approval tells the differences; what
    parties approved before the plan is frozen they approve anew, because it is another plan now.
    """
    plan = scenario.scenario_of
    if plan is None:
        raise Refused(_("Only a scenario is taken over."))
    db.session.refresh(scenario, ["taken_at"], with_for_update=True)  # two people press the button at once
    if scenario.taken_at is not None:
        raise Refused(_("This scenario was taken over already."))
    if plan.state == "closed":
        raise Refused(_("This plan is closed."))
    if not plan.open and not (reason.strip() and by.strip()):
        raise Invalid({"reason": _("The plan is approved. Say why it changes, and who approved that.")})
    with work.acting(work.actor(), reason.strip()):
        taken = _take(plan, scenario, reason.strip(), by.strip())
        for row in plan.approvals if plan.open else ():
            row.approved_on = None
        scenario.taken_at, scenario.taken_by = clock.now(), work.actor().name
        db.session.flush()
    return taken


def _take(plan: Plan, scenario: Plan, reason: str, by: str) -> Taken:
    base = {line.public_id: line for line in db.session.scalars(queries.lines(plan.id))}
    copies = list(db.session.scalars(queries.lines(scenario.id)))
    there = {line.copy_of for line in copies}
    changed = added = removed = kept = 0
    for copy in copies:
        line = base.get(copy.copy_of or "")
        if line is None:
            _add(plan, copy, reason, by)
            added += 1
        elif _stays(line, copy):
            kept += 1
        else:
            changed += _become(line, copy)
    for key, line in base.items():
        if key not in there:
            stays = line.session_id is not None or any(row.booked for row in line.funds)
            kept, removed = kept + stays, removed + (not stays)
            if not stays:
                db.session.delete(line)
    db.session.flush()
    return Taken(changed, added, removed, kept)


def _stays(line: PlanLine, copy: PlanLine) -> bool:
    """Say whether a line is as it is: a session was made of it, or somebody fixed it since."""
    return line.session_id is not None or (line.pinned and not copy.pinned)


def _become(line: PlanLine, copy: PlanLine) -> bool:
    """Make a line what its copy is; say whether anything was otherwise."""
    names = [name for name in coverage.COPIED if name not in KEPT]
    before = [getattr(line, name) for name in names], _rows(line)
    if before == ([getattr(copy, name) for name in names], _rows(copy)):
        return False
    moving.remember(line)
    for name in names:
        setattr(line, name, getattr(copy, name))
    line.why = copy.why
    coverage.share_out(line, copy)
    moving.staff(line, [row.person_id for row in copy.trainers])
    have = {row.budget_line_id: row for row in line.funds}
    if not any(row.booked for row in line.funds):  # what was paid was paid: then nobody else pays
        line.funds = [have.get(row.budget_line_id) or LineFund(budget_line_id=row.budget_line_id) for row in copy.funds]
        for fund, other in zip(line.funds, copy.funds, strict=True):
            fund.share = other.share
    return True


def _rows(line: PlanLine) -> tuple[object, ...]:
    return (
        sorted(row.activity_id for row in line.activities),
        sorted(row.person_id for row in line.trainers),
        sorted((row.budget_line_id, round(row.share, 6)) for row in line.funds),
        [(row.title, row.recommendation, row.lead) for row in line.parts],
    )


def _add(plan: Plan, copy: PlanLine, reason: str, by: str) -> None:
    """Add a line that only the scenario has; to an approved plan as one outside of it, with reason and approver."""
    line = coverage.copied(copy, plan, without=frozenset())
    line.copy_of = None
    if not plan.open:
        line.fast_reason, line.fast_by = line.fast_reason or reason, line.fast_by or by
    db.session.flush()
    copy.copy_of = line.public_id
