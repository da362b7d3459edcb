"""A plan's way: discussed, approved by all parties and frozen, compared with what came of it, closed (R-086)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import clock, i18n, work
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts, from_json, to_json
from .. import queries
from ..models import BaselineLine, Plan, PlanApproval, PlanLine
from . import discussing, money, ranking


def discuss(*, plan: Plan) -> None:
    """Show the plan to those who are asked about it: focal points and observers see it, who may comment gets a mail."""
    _only(plan, "draft")
    if not db.session.scalars(queries.above(plan.id)).first():
        raise Refused(_("Put lines into the plan first."))
    plan.state, plan.discussed_at = "discussed", clock.now()
    db.session.flush()
    discussing.tell(plan)


def back_to_draft(*, plan: Plan) -> None:
    """Take a plan back to its draft; who approved it approved what it was, and is asked again."""
    _only(plan, "discussed")
    plan.state = "draft"
    discussing.take_back(plan)
    for row in plan.approvals:
        row.approved_on, row.withdrawn_at, row.withdrawn_for = None, None, ""
    db.session.flush()


def _only(plan: Plan, *states: str) -> None:
    db.session.refresh(plan, ["state"], with_for_update=True)  # one step after the other
    if plan.state not in states:
        raise Refused(_("Somebody was faster: the plan is in another state now."))
    if plan.scenario_of_id is not None:
        raise Refused(_("A scenario is there to be compared. Take it over into the plan first."))


def add_party(*, plan: Plan, party: str) -> PlanApproval:
    """Name somebody whose approval the plan needs. Raises Invalid."""
    name = party.strip()
    if not plan.open:
        raise Refused(_("The plan is approved already."))
    if not name:
        raise Invalid({"party": _("Say who approves.")})
    if any(row.party == name for row in plan.approvals):
        raise Invalid({"party": _("They are named already.")})
    row = PlanApproval(party=name)
    plan.approvals.append(row)
    db.session.flush()
    return row


def find_party(plan: Plan, number: int) -> PlanApproval:
    """Return a party of a plan; raises NotFound."""
    found = next((row for row in plan.approvals if row.id == number), None)
    if found is None:
        raise NotFound
    return found


def remove_party(*, plan: Plan, row: PlanApproval) -> None:
    if not plan.open:
        raise Refused(_("The plan is approved already."))
    plan.approvals.remove(row)
    db.session.flush()


def enter_approval(*, plan: Plan, row: PlanApproval, on: date, note: str = "") -> None:
    """Enter that a party approved, and when."""
    if plan.state != "discussed":
        raise Refused(_("Send the plan for discussion first."))
    if on > clock.today(plan.centre.zone):
        raise Invalid({"approved_on": _("This day is still to come.")})
    row.approved_on, row.note = on, note.strip()
    row.withdrawn_at, row.withdrawn_for = None, ""
    db.session.flush()


def freeze(*, plan: Plan) -> None:
    """Approve a plan when all parties have: its lines and its ranking are copied, and stay as they are."""
    _only(plan, "discussed")
    waiting = [row.party for row in plan.approvals if row.approved_on is None]
    if not plan.approvals:
        raise Refused(_("Name who approves the plan, and enter when they did."))
    if waiting:
        raise Refused(_("Not yet approved by: %(names)s.", names=", ".join(waiting)))
    lines = list(db.session.scalars(queries.lines(plan.id)))
    costs = money.estimates(plan, lines)
    for line in lines:
        kept = facts(line) | {"times": line.times_a_year, "cost": round(costs[line.id].total, 2)}
        db.session.add(BaselineLine(plan_id=plan.id, line_key=line.public_id, facts=kept))
    plan.ranking = ranking.frozen(plan)
    plan.state, plan.frozen_at, plan.frozen_by = "approved", clock.now(), work.actor().name
    db.session.flush()


def close(*, plan: Plan) -> None:
    """End a plan: nothing of it changes any more."""
    _only(plan, "approved")
    plan.state = "closed"
    db.session.flush()


def facts(line: PlanLine) -> dict[str, Any]:
    """Return what of a line is frozen, and compared later."""
    return {
        "title": to_json(line.title),
        "starts_on": line.starts_on.isoformat() if line.starts_on else None,
        "half_days": line.half_days,
        "seats": line.seats,
        "mode": line.mode,
        "room": to_json(line.room.title) if line.room else None,
        "trainers": sorted(row.person.public_id for row in line.trainers),
        "countries": sorted(line.countries),
        "quotas": sorted(map(list, line.quotas)),
        "activities": sorted(row.activity_id for row in line.activities),
        "funds": sorted([row.budget_line.public_id, round(row.share, 3)] for row in line.funds),
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """How a line stands against the approved plan, in sentences; `kind`: same, changed, added, dropped."""

    title: Texts
    kind: str
    sentences: tuple[str, ...]
    line: PlanLine | None = None
    countries: tuple[str, ...] = ()  # that it invites, or invited


def differences(plan: Plan) -> list[Difference]:
    """Compare the lines with the frozen ones: what was added, dropped, changed, and what was held."""
    frozen = {row.line_key: row.facts for row in db.session.scalars(queries.baseline(plan.id))}
    lines = list(db.session.scalars(queries.lines(plan.id)))
    return compare(frozen, lines)


def compare(frozen: Mapping[str, Mapping[str, Any]], lines: list[PlanLine]) -> list[Difference]:
    """Return how lines differ from earlier facts about them, by their public ids."""
    found = []
    for line in lines:
        before = frozen.get(line.public_id)
        if before is None:
            why = (line.fast_reason,) if line.fast_reason else ()
            said = (_("Added after the approval."), *why, *_held(line))
            found.append(Difference(line.title, "added", said, line, tuple(line.countries)))
            continue
        changes = tuple(_changes(before, facts(line)))
        kind = "changed" if changes else "same"
        found.append(Difference(line.title, kind, (*changes, *_held(line)), line, tuple(line.countries)))
    keys = {line.public_id for line in lines}
    return [*found, *(_dropped(before) for key, before in frozen.items() if key not in keys)]


def _dropped(before: Mapping[str, Any]) -> Difference:
    said = (_("Taken out of the plan."),)
    return Difference(from_json(before["title"]), "dropped", said, countries=tuple(before["countries"]))


def _held(line: PlanLine) -> tuple[str, ...]:
    if line.session is None:
        return (_("The session was cancelled."),) if line.why[:1] == ["cancelled"] else ()
    words = {
        "completed": _("Held."),
        "cancelled": _("The session was cancelled."),
        "published": _("A session is published."),
        "draft": _("A session is being prepared."),
    }
    return (words[line.session.state],)


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if before["title"] != now["title"]:
        yield _("It was called “%(title)s”.", title=from_json(before["title"]).text(i18n.language()))
    if before["starts_on"] != now["starts_on"]:
        yield _moved(before["starts_on"], now["starts_on"])
    for name, say in _NUMBERS.items():
        if before[name] != now[name]:
            yield say(before[name], now[name])
    for name, label in _others():
        if before.get(name, now[name]) != now[name]:  # what was frozen earlier may not say it
            yield label


def _moved(before: str | None, now: str | None) -> str:
    first, second = (i18n.day(date.fromisoformat(day)) if day else _("no day") for day in (before, now))
    return _("Moved from %(before)s to %(now)s.", before=first, now=second)


def _length(before: int, now: int) -> str:
    return _("Half-days: %(now)s instead of %(before)s.", before=before, now=now)


def _seats(before: int, now: int) -> str:
    return _("Seats: %(now)s instead of %(before)s.", before=before, now=now)


_NUMBERS: dict[str, Callable[[int, int], str]] = {"half_days": _length, "seats": _seats}


def _others() -> tuple[tuple[str, str], ...]:
    return (
        ("mode", _("Another way of meeting.")),
        ("room", _("Another room.")),
        ("trainers", _("Other trainers.")),
        ("countries", _("Other countries are invited.")),
        ("quotas", _("Other places by category.")),
        ("activities", _("Other activities.")),
        ("funds", _("Paid from elsewhere.")),
    )
