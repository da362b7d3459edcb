"""One thing said of many lines at once: format, money, public programme, countries, languages, seats, fixed or not."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from .. import queries
from ..models import LineFund, Plan, PlanLine
from .moving import remember
from .planning import refresh_need

ONLY, ALSO, NOT, ALL = "only", "also", "not", "all"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of lines; None and nothing say nothing. Ids are row numbers.

    `whom` says what `countries` are: the only ones, invited too, invited no more; or all, whatever they are.
    """

    format_id: int | None = None
    budget_id: int | None = None
    fixed: bool | None = None
    public: bool | None = None
    whom: str = ""
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    seats: int | None = None


def say(*, plan: Plan, keys: Iterable[str], said: Said) -> tuple[int, list[str]]:
    """Say something of lines, by public id; return of how many, and the titles of those of which it cannot be said.

    Raises Invalid where nothing or only half of it is said, Refused where the plan is closed or no line is named.
    """
    if plan.state == "closed":
        raise Refused(_("This plan is closed."))
    if said == Said():
        raise Invalid(_("Say something of the ticked lines: fill in one field at least."))
    if said.whom in {ONLY, ALSO, NOT} and not said.countries:
        raise Invalid({"countries": _("Tick the countries that are meant.")})
    if said.countries and said.whom in {"", ALL}:
        raise Invalid({"whom": _("Say what becomes of the ticked countries.")})
    wanted = set(keys)
    lines = [line for line in db.session.scalars(queries.lines(plan.id)) if line.public_id in wanted]
    if not lines:
        raise Refused(_("Tick at least one line."))
    members = frozenset(db.session.scalars(queries.countries())) if said.whom == NOT else frozenset()
    left = [str(line.title) for line in lines if not _say(line, said, members)]
    if said.whom:
        refresh_need(lines)
    db.session.flush()
    return len(lines) - len(left), left


def _say(line: PlanLine, said: Said, members: frozenset[str]) -> bool:
    """Say it of one line; False where it cannot be."""
    whom = _invited(line, said, members) if said.whom else set(line.countries)
    if whom is None or not _may_be_said(line, said):
        return False
    plain = {name: getattr(said, name) for name in ("format_id", "public", "seats")}
    lists = {"languages": list(said.languages) or None, "countries": sorted(whom) if said.whom else None}
    for name, value in (plain | lists).items():
        if value is not None:
            setattr(line, name, value)
    if said.budget_id is not None:
        _pay(line, said.budget_id)
    if said.fixed is not None and line.pinned != said.fixed:
        remember(line)
        line.pinned = said.fixed
    return True


def _pay(line: PlanLine, budget_id: int) -> None:
    line.funds = [row for row in line.funds if row.budget_line_id == budget_id] or [LineFund(budget_line_id=budget_id)]
    line.funds[0].share = 1.0


def _may_be_said(line: PlanLine, said: Said) -> bool:
    """Say whether all of it can be said of a line.

    It cannot where money is booked, where there is no day to be fixed or a session stands already, where government
    alone would be invited in public, where fewer seats than those of its categories would be left.
    """
    if said.budget_id is not None and any(row.booked for row in line.funds):
        return False
    if said.fixed is not None and (line.starts_on is None or line.session_id is not None):
        return False
    if said.public and line.closed:
        return False
    return said.seats is None or said.seats >= max(sum(seats for _code, seats in line.quotas), 1)


def _invited(line: PlanLine, said: Said, members: frozenset[str]) -> set[str] | None:
    """Return whom a line invites from now on, nothing for all countries; None where it would be nobody."""
    if said.whom == ALL:
        return set()
    if said.whom == ONLY:
        return set(said.countries)
    now = set(line.countries)
    if said.whom == ALSO:
        return now | set(said.countries) if now else now
    return set(now or members) - set(said.countries) or None
