"""Which countries and modules a plan reaches; scenarios of it side by side; how much trainers have to do."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .. import queries
from ..models import LineActivity, LineFund, LinePart, LineTrainer, Plan, PlanLine
from . import money, topics

COPIED = [
    column.key
    for column in PlanLine.__table__.columns
    if column.key not in {"id", "public_id", "plan_id", "session_id", "copy_of", "created_at", "public"}
]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many events of a plan reach a country with a module, and the places for it."""

    events: dict[tuple[str, int], int] = field(default_factory=dict)
    modules: dict[int, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)


def reach(lines: Iterable[PlanLine], known: topics.Topics, members: Iterable[str]) -> Reach:
    """Count the events by country and module; a merged one is credited to all its modules (US-03)."""
    found, every = Reach(), sorted(members)
    for line in lines:
        numbers = known.numbers(row.activity_id for row in line.activities)
        for number in numbers:
            found.modules[number] = found.modules.get(number, 0) + 1
        for code in line.countries or every:
            found.countries[code] = found.countries.get(code, 0) + 1
            for number in numbers:
                found.events[code, number] = found.events.get((code, number), 0) + 1
    return found


@dataclass(frozen=True, slots=True)
class Facts:
    """A plan or scenario in figures, to stand beside others."""

    plan: Plan
    lines: int
    placed: int
    half_days: int
    modules: int
    pairs: int  # of country and module
    cost: float
    seats: int
    need: int  # sum of the needs that its lines answer


def sum_up(
    plan: Plan, lines: list[PlanLine], known: topics.Topics, members: list[str], costs: Mapping[int, money.Estimate]
) -> tuple[Facts, Reach]:
    """Return a plan in figures, and what it reaches."""
    found = reach(lines, known, members)
    return (
        Facts(
            plan,
            len(lines),
            sum(line.starts_on is not None for line in lines),
            sum(line.half_days * line.times_a_year for line in lines),
            len(found.modules),
            len(found.events),
            sum(costs[line.id].total for line in lines),
            sum(costs[line.id].seats for line in lines),
            sum(line.need or 0 for line in lines),
        ),
        found,
    )


@dataclass(frozen=True, slots=True)
class Load:
    """What a trainer has to do in a plan."""

    person_id: int
    name: str
    half_days: int
    events: int
    months: dict[date, int]
    share: float  # of the mean: 1 is like the others


def loads(lines: Iterable[PlanLine]) -> list[Load]:
    """Return the half-days of every trainer, whoever has most first."""
    people: dict[int, tuple[str, list[PlanLine]]] = {}
    for line in lines:
        for row in line.trainers:
            people.setdefault(row.person_id, (row.person.display, []))[1].append(line)
    sums = {key: sum(line.half_days for line in own) for key, (_name, own) in people.items()}
    mean = sum(sums.values()) / len(sums) if sums else 1
    found = []
    for key, (name, own) in people.items():
        by_month: dict[date, int] = {}
        for line in own:
            if line.starts_on:
                month = line.starts_on.replace(day=1)
                by_month[month] = by_month.get(month, 0) + line.half_days
        found.append(Load(key, name, sums[key], len(own), by_month, sums[key] / mean))
    return sorted(found, key=lambda each: (-each.half_days, each.name))


def scenario(
    *,
    plan: Plan,
    title: Texts,
    budget_id: int | None = None,
    without: Collection[int] = (),
    online: bool = False,
) -> Plan:
    """Copy a plan with its lines: without what some budget lines pay for, or all of it online."""
    if plan.scenario_of_id is not None:
        raise Refused(_("This is a scenario itself. Copy the plan it was made of."))
    if not title:
        raise Invalid({"title": _("The plan needs a title in one language at least.")})
    gone = frozenset(without) | ({budget_id} if budget_id is not None else frozenset())
    copy = Plan(scenario_of_id=plan.id, without=sorted(gone))
    for name in ("centre_id", "kind", "starts_on", "ends_on", "month_load", "currency", "weights", "parent_id"):
        setattr(copy, name, getattr(plan, name))
    copy.title = title
    db.session.add(copy)
    db.session.flush()
    for line in db.session.scalars(queries.lines(plan.id)).all():
        paid = {row.budget_line_id for row in line.funds}
        if gone and paid and paid <= gone:
            continue  # nobody else pays for it
        made = copied(line, copy, without=gone)
        made.copy_of, made.pinned = line.public_id, line.pinned or line.session_id is not None
        if online and line.session_id is None:
            made.mode, made.room_id = "online", None
    db.session.flush()
    return copy


def copied(line: PlanLine, plan: Plan, *, without: Collection[int]) -> PlanLine:
    """Copy a line into a plan; what some budget lines paid the others pay, too."""
    made = PlanLine(plan_id=plan.id, **{name: getattr(line, name) for name in COPIED})
    share_out(made, line)
    made.trainers = [LineTrainer(person_id=row.person_id) for row in line.trainers]
    kept = [row for row in line.funds if row.budget_line_id not in without]
    grown = sum(row.share for row in line.funds) / (sum(row.share for row in kept) or 1)
    made.funds = [LineFund(budget_line_id=row.budget_line_id, share=min(row.share * grown, 1.0)) for row in kept]
    db.session.add(made)
    return made


def share_out(made: PlanLine, line: PlanLine) -> None:
    """Give a line the activities and parts of another one; what stays the same keeps its row."""
    have = {row.activity_id: row for row in made.activities}
    made.activities = [
        have.get(row.activity_id) or LineActivity(activity_id=row.activity_id) for row in line.activities
    ]
    for row, other in zip(made.activities, line.activities, strict=True):
        row.no = other.no
    said = [(row.no, row.title, row.language, row.recommendation, row.lead) for row in line.parts]
    if [(row.no, row.title, row.language, row.recommendation, row.lead) for row in made.parts] != said:
        made.parts = [
            LinePart(no=number, title=title, language=language, recommendation=recommendation, lead=lead)
            for number, title, language, recommendation, lead in said
        ]


def remove_scenario(*, plan: Plan) -> None:
    """Throw a scenario away. Raises Refused for a plan that is none."""
    if plan.scenario_of_id is None:
        raise Refused(_("Only scenarios are thrown away; a plan is closed."))
    db.session.delete(plan)
    db.session.flush()
