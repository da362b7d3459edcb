"""Focal points are told that a plan is discussed, and the centre which comments it has not read yet (R-077)."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select

from ...accounts import queries as accounts
from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...messages import services as messages
from ...messages.models import Message
from ...people.models import Person
from .. import queries
from ..models import Plan, PlanComment, PlanLine

KIND = "plan_discussed"


def tell(plan: Plan) -> int:
    """Write to all who may comment: the focal points of the countries that lines invite; return to how many."""
    lines = [line.countries for line in db.session.scalars(queries.above(plan.id))]
    every = set(db.session.scalars(queries.countries())) if not all(lines) else set()
    speakers = _speakers(every.union(*lines))
    for person, codes in speakers.values():
        _write(plan, person, sum(not line or bool(codes & set(line)) for line in lines))
    return len(speakers)


def _speakers(codes: set[str]) -> dict[int, tuple[Person, set[str]]]:
    """Return who speaks for some countries, by person: who speaks for two of them is one reader."""
    found: dict[int, tuple[Person, set[str]]] = {}
    for grant in db.session.scalars(accounts.focal_grants([("country", code) for code in sorted(codes)])).unique():
        person = grant.account.person
        found.setdefault(person.id, (person, set()))[1].add(grant.scope_id)
    return found


def _write(plan: Plan, person: Person, number: int) -> None:
    with i18n.speaking(person.language):
        title = plan.title.text(i18n.language())
    messages.post(
        KIND,
        person,
        key=f"{_prefix(plan)}:{plan.discussed_at:%Y%m%d%H%M%S}:{person.public_id}",
        centre_id=plan.centre_id,
        check=_prefix(plan),
        plan=title,
        lines=number,
        url=f"/plan/{plan.public_id}/lines/",
    )


def _prefix(plan: Plan) -> str:
    return f"{KIND}:{plan.id}"


def take_back(plan: Plan) -> None:
    """Let no mail go that still waits: the plan is a draft again."""
    messages.withdraw(f"{_prefix(plan)}:")


def still_true(_message: Message, argument: str) -> str:
    """Say why a mail is no longer true: the plan is not discussed any more."""
    plan = db.session.get(Plan, int(argument)) if argument.isdecimal() else None
    return "" if plan is not None and plan.state == "discussed" else _("The plan is not discussed any more.")


def waiting(countries: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Return what selects the plans on which nobody of some countries has said anything yet."""
    return queries.to_comment(countries)


def unread(centres: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """Return what selects the plans of centres with comments that the centre has not read."""
    return queries.with_unread(centres)


def around(plan: Plan) -> tuple[bool, int]:
    """Return whether the needs on the lines are invented, and how many comments are to be read, in one question."""
    found = db.session.execute(queries.around(plan.id)).one()
    return bool(found.invented), found.comments or 0


def note(*, line: PlanLine) -> int:
    """Say that the centre has read what countries wrote of a line; return how many comments that were."""
    if line.plan.state == "closed":
        raise Refused(_("This plan is closed."))
    return mark_read(line.comments)


def mark_read(comments: Iterable[PlanComment]) -> int:
    fresh = [row for row in comments if row.new]
    for row in fresh:
        row.noted_at = clock.now()
    db.session.flush()
    return len(fresh)


messages.register_check(KIND, still_true)
