"""What speaks against a placement, said at once and in words; and what other days would be better, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ..models import LineFund, PlanLine
from . import demands
from .against import INFO, STOP, WARN, Conflict, conflict, short, some, title, told, week
from .beside import Around
from .halfdays import rests
from .situation import Placed, Situation

__all__ = ["INFO", "STOP", "WARN", "Alternative", "Conflict", "alternatives", "check", "told"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another day for a line: what still speaks against it, and why it is offered."""

    start: date
    half: int
    last: date
    cost: int
    conflicts: tuple[Conflict, ...]
    reason: str


def check(
    situation: Situation, wanted: Placed, others: Sequence[Placed] | Around, *, moved: bool = False
) -> list[Conflict]:
    """Return all that speaks against a placement, the gravest first. `moved`: it does not stand there already."""
    around = others if isinstance(others, Around) else Around(situation, others)
    beside = around.meeting(wanted)
    found = [
        *_host(situation, wanted),
        *_period(situation, wanted),
        *_room(situation, wanted, beside),
        *_trainers(situation, wanted, beside),
        *_audience(around, wanted, beside),
        *_funds(wanted),
        *demands.check(around, wanted, moved=moved),
        *_rest(situation, wanted),
    ]
    return sorted(found, key=lambda each: -each.cost)


def _host(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    day, half = wanted.cells[0]
    holiday = situation.off.holiday(situation.host, day)
    if holiday is not None:
        name = holiday.title.text(i18n.language())
        yield conflict("host", name, _("%(day)s is a holiday here: %(name)s.", day=week(day), name=name))
    elif situation.off.weekend(situation.host, day, half):
        yield conflict("host", _("weekend"), _("%(day)s is a weekend here.", day=week(day)))


def _period(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    line, plan, first = wanted.line, situation.plan, wanted.first
    if first < plan.starts_on or wanted.last > plan.ends_on:
        yield conflict("period", _("outside the plan"), _("This is outside the period of the plan."))
    if line.window_from and first < line.window_from:
        day = i18n.day(line.window_from)
        yield conflict("window", _("too early"), _("The wish was not before %(day)s.", day=day))
    if line.window_to and wanted.last > line.window_to:
        day = i18n.day(line.window_to)
        yield conflict("window", _("too late"), _("The wish was not after %(day)s.", day=day))


def _room(situation: Situation, wanted: Placed, beside: Sequence[Placed]) -> Iterator[Conflict]:
    if wanted.room_id is None or wanted.line.mode == "online":
        return
    mine = set(wanted.cells)
    shut = next((day for day, _half in wanted.cells if situation.is_closed(wanted.room_id or 0, day)), None)
    if shut:
        yield conflict("closed", short(shut), _("The room is closed on %(day)s.", day=week(shut)))
    taken = sorted(mine & situation.taken("room", wanted.room_id, wanted.line))
    taken = [cell for cell in taken if not situation.is_closed(wanted.room_id, cell[0])]
    if taken:
        day = taken[0][0]
        yield conflict("room", short(day), _("The room is taken by a session on %(day)s.", day=week(day)))
    for other in beside:
        both = (
            sorted(mine & set(other.cells)) if other.room_id == wanted.room_id and other.line.mode != "online" else []
        )
        if both:
            day = both[0][0]
            words = _("The room is taken by “%(title)s” on %(day)s.", title=title(other.line), day=week(day))
            yield conflict("room", _("room, %(day)s", day=short(day)), words)


def _trainers(situation: Situation, wanted: Placed, beside: Sequence[Placed]) -> Iterator[Conflict]:
    mine = set(wanted.cells)
    for row in wanted.line.trainers:
        name = row.person.display
        taken = mine & situation.taken("person", row.person_id, wanted.line)
        for other in beside:
            if row.person_id in other.persons:
                taken |= mine & set(other.cells)
        if taken:
            day = min(taken)[0]
            words = _("%(name)s teaches something else on %(day)s.", name=name, day=week(day))
            yield conflict("trainer", _("%(name)s, %(day)s", name=name, day=short(day)), words)
        gone = next((day for day, _half in wanted.cells if situation.is_away(row.person_id, day)), None)
        if gone:
            words = _("%(name)s is away on %(day)s.", name=name, day=week(gone))
            yield conflict("away", _("%(name)s, %(day)s", name=name, day=short(gone)), words)


def _audience(around: Around, wanted: Placed, beside: Sequence[Placed]) -> Iterator[Conflict]:
    """Yield countries of the centre that would have to send people to more events at a time than they can."""
    situation = around.situation
    most = situation.rules.wishes.guests
    full: set[str] = set()
    for cell in wanted.cells if beside else ():
        others = around.then(wanted, cell)
        if len(others) >= most:
            mine = wanted.countries & situation.members
            full |= {code for code in mine if sum(code in each.countries for each in others) >= most}
    if full:
        titles = ", ".join(f"“{title(each.line)}”" for each in beside if each.countries & full)
        words = ngettext(
            "Countries send people to %(num)s event at a time. Then there is also %(titles)s, for: %(names)s.",
            "Countries send people to %(num)s events at a time. Then there are also %(titles)s, for: %(names)s.",
            most,
            titles=titles,
            names=some(sorted(full)),
        )
        yield conflict("audience", _("same countries"), words)


def _funds(wanted: Placed) -> Iterator[Conflict]:
    for row in wanted.line.funds:
        yield from _fund(row, wanted.first, wanted.last)


def _fund(row: LineFund, first: date, last: date) -> Iterator[Conflict]:
    budget = row.budget_line
    name = budget.title.text(i18n.language())
    if first < budget.opens_on or last > budget.closes_on:
        span = i18n.dates(budget.opens_on, budget.closes_on)
        yield conflict("fund", _("outside the fund"), _("“%(name)s” can be spent %(span)s only.", name=name, span=span))
    project = budget.project
    if project is not None and project.ends_on and last > project.ends_on:
        ends = i18n.day(project.ends_on)
        words = _(
            "The project “%(name)s” ends on %(day)s, before this event.",
            name=project.title.text(i18n.language()),
            day=ends,
        )
        yield conflict("project", _("project over"), words)


def _rest(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    """Yield the holidays and weekends of the invited countries that a placement touches."""
    days = sorted({day for day, _half in wanted.cells})
    guests = sorted(wanted.countries - {situation.host})
    for day in days:
        resting = [code for code in guests if situation.off.holiday(code, day)]
        if resting:
            unsure = any(found.estimated for code in resting if (found := situation.off.holiday(code, day)))
            words = _("%(day)s is a holiday in: %(names)s.", day=week(day), names=some(resting))
            remark = f" {_('Estimated: it follows the moon and may move by a day.')}" if unsure else ""
            yield conflict("holiday", _("holiday, %(day)s", day=short(day)), words + remark, len(resting))
    off = sorted({code for cell in wanted.cells for code in guests if situation.off.weekend(code, *cell)})
    if off:
        yield conflict("weekend", _("weekend"), _("It touches the weekend in: %(names)s.", names=some(off)), len(off))


# --- other days ---------------------------------------------------------------------------------


def starts(situation: Situation, line: PlanLine, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Yield the half-days of a span on which a line may begin: mornings, and afternoons of an odd length."""
    day = first
    while day <= last:
        for half in (0, 1) if line.half_days % 2 else (0,):
            if not rests(situation.off, situation.host, (day, half)):
                yield day, half
        day += timedelta(days=1)


def alternatives(
    situation: Situation, line: PlanLine, *, first: date | None = None, last: date | None = None, most: int = 5
) -> list[Alternative]:
    """Return the best other days of a line, by what speaks against them, then by how near they are."""
    plan = situation.plan
    since = max(filter(None, (plan.starts_on, line.window_from, first)))
    until = min(filter(None, (plan.ends_on, line.window_to, last)))
    anchor = line.starts_on or since
    around, found = Around(situation, situation.placed()), []
    for day, half in starts(situation, line, since, until):
        if (day, half) == (line.starts_on, line.start_half):
            continue
        wanted = situation.place(line, day, half)
        against = check(situation, wanted, around, moved=True)
        found.append((sum(each.cost for each in against), abs((day - anchor).days), day, half, wanted.last, against))
    found.sort(key=lambda each: each[:4])
    return [
        Alternative(day, half, end, cost, tuple(against), _reason(against, away, placed=line.starts_on is not None))
        for cost, away, day, half, end, against in _apart(found, most)
    ]


def _apart(
    found: list[tuple[int, int, date, int, date, list[Conflict]]], most: int
) -> Iterator[tuple[int, int, date, int, date, list[Conflict]]]:
    """Yield the first ones, one of each week, so that there is something to choose from."""
    weeks: set[tuple[int, int]] = set()
    for each in found:
        week = each[2].isocalendar()[:2]
        if week not in weeks:
            weeks.add(week)
            yield each
        if len(weeks) >= most:
            return


def _reason(against: Sequence[Conflict], away: int, *, placed: bool) -> str:
    grave = [each for each in against if each.level != INFO]
    if grave:
        return grave[0].message
    if not placed:
        return _("Room, trainers and countries are free.")
    return ngettext(
        "Everything is free, %(num)s day from where it stands.",
        "Everything is free, %(num)s days from where it stands.",
        away,
    )
