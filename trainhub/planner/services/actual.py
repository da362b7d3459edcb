"""What became of a plan: real days, people and money beside what was approved, and what a real trainee cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.types import Texts, from_json
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Plan, PlanLine


@dataclass(frozen=True, slots=True)
class Approved:
    """What was approved of a line; what nobody froze is None."""

    day: date | None = None
    seats: int | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Actual:
    """A line beside what was approved of it; `line` is None where it was taken out, `held` says that it took place.

    `spent` is in the currency of the plan, `others` are amounts in other currencies.
    """

    title: Texts
    countries: tuple[str, ...]
    approved: Approved
    line: PlanLine | None = None
    first: date | None = None
    last: date | None = None
    held: bool = False
    confirmed: int | None = None
    attended: int | None = None
    spent: float = 0.0
    others: tuple[tuple[str, float], ...] = ()

    @property
    def each(self) -> float | None:
        """Return what each person who was there cost; None where nobody knows all of it."""
        known = self.held and self.attended and self.spent and not self.others
        return self.spent / self.attended if known and self.attended else None

    @property
    def elsewhere(self) -> str:
        """Return what was spent in other currencies, in words."""
        return ", ".join(f"{i18n.number(amount)} {currency}" for currency, amount in self.others)


@dataclass(frozen=True, slots=True)
class Totals:
    """A plan as it was approved, and what became of it."""

    seats: int
    cost: float
    events: int
    held: int
    confirmed: int
    attended: int
    spent: float
    paid: float  # of `spent`, what went into events of which it is known who was there
    trained: int  # people who were there in those

    @property
    def each(self) -> float | None:
        return self.paid / self.trained if self.trained else None

    @property
    def planned_each(self) -> float | None:
        return self.cost / self.seats if self.seats and self.cost else None


def read(plan: Plan, lines: Sequence[PlanLine] | None = None, *, beside: bool = True) -> list[Actual]:
    """Return the lines of a plan and, with `beside`, what was approved of them and those that were taken out since."""
    asked = db.session.scalars(queries.baseline(plan.id)) if beside and plan.frozen_at else ()
    frozen = {row.line_key: row.facts for row in asked}
    people = {row.line_id: (row.confirmed, row.attended) for row in db.session.execute(queries.came(plan.id))}
    lines = list(db.session.scalars(queries.lines(plan.id))) if lines is None else lines
    found = [_of(line, frozen.get(line.public_id), people.get(line.id, (0, 0)), plan.currency) for line in lines]
    keys = {line.public_id for line in lines}
    gone = (facts for key, facts in frozen.items() if key not in keys)
    return [*found, *(Actual(from_json(facts["title"]), tuple(facts["countries"]), _approved(facts)) for facts in gone)]


def _of(line: PlanLine, facts: Mapping[str, Any] | None, people: tuple[int, int], currency: str) -> Actual:
    session, spent = line.session, _spent(line)
    there = session is not None and session.state != "cancelled"
    held = session is not None and took_place(session)
    return Actual(
        line.title,
        tuple(line.countries),
        _approved(facts) if facts else Approved(),
        line,
        session.first_day if there and session else None,
        session.last_day if there and session else None,
        held,
        people[0] if there else None,
        people[1] if held else None,
        spent.pop(currency, 0.0),
        tuple(sorted(spent.items())),
    )


def _approved(facts: Mapping[str, Any]) -> Approved:
    day = facts["starts_on"]
    times = facts.get("times", 1)
    return Approved(date.fromisoformat(day) if day else None, facts["seats"] * times, facts.get("cost"))


def _spent(line: PlanLine) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in line.funds:
        if row.spent:
            found[row.budget_line.currency] = found.get(row.budget_line.currency, 0.0) + row.spent
    return found


def took_place(session: TrainingSession) -> bool:
    """Say whether a session was held: it is closed as such, or its last day is over."""
    if session.state == "completed":
        return True
    return session.state == "published" and session.last_day is not None and session.last_day < clock.today()


def totals(found: Iterable[Actual]) -> Totals:
    """Add a plan up. What a real trainee cost is said of events whose money and people are both known."""
    rows = list(found)
    known = [row for row in rows if row.each is not None]
    return Totals(
        sum(row.approved.seats or 0 for row in rows),
        sum(row.approved.cost or 0.0 for row in rows),
        sum(row.line is not None for row in rows),
        sum(row.held for row in rows),
        sum(row.confirmed or 0 for row in rows),
        sum(row.attended or 0 for row in rows),
        sum(row.spent for row in rows),
        sum(row.spent for row in known),
        sum(row.attended or 0 for row in known),
    )
