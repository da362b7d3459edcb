"""What speaks against a placement, said at once and in words; and what other days would be better, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ...kernel import i18n
from ...kernel.i18n import country_name, ngettext
from ...kernel.i18n import gettext as _
from ..models import LineFund, PlanLine
from .halfdays import rests
from .situation import Placed, Situation

STOP, WARN, INFO = "stop", "warn", "info"
COSTS = {
    "room": 1000,
    "trainer": 1000,
    "away": 1000,
    "host": 1000,
    "period": 1000,
    "fund": 500,
    "project": 500,
    "window": 300,
    "audience": 20,
    "holiday": 3,
    "weekend": 1,
}
LEVELS = {"audience": WARN, "holiday": WARN, "window": WARN, "weekend": INFO}
WHOLE = 9  # so many countries invited together are "all" of them: their lines meet by nature
MANY = 4
NAMING = frozenset({"room", "trainer", "away", "audience"})  # say who is away, and which other lines there are


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that speaks against a placement: `short` stands on a card, `message` where there is room."""

    kind: str
    short: str
    message: str
    cost: int

    @property
    def level(self) -> str:
        return LEVELS.get(self.kind, STOP)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another day for a line: what still speaks against it, and why it is offered."""

    start: date
    half: int
    last: date
    cost: int
    conflicts: tuple[Conflict, ...]
    reason: str


def _conflict(kind: str, short: str, message: str, times: int = 1) -> Conflict:
    return Conflict(kind, short, message, COSTS[kind] * times)


def _short(day: date) -> str:
    return i18n.day(day, "short")


def check(situation: Situation, wanted: Placed, others: Sequence[Placed]) -> list[Conflict]:
    """Return all that speaks against a placement, the gravest first."""
    beside = [each for each in others if each.line is not wanted.line]
    found = [
        *_host(situation, wanted),
        *_period(situation, wanted),
        *_room(situation, wanted, beside),
        *_trainers(situation, wanted, beside),
        *_audience(wanted, beside),
        *_funds(wanted),
        *_rest(situation, wanted),
    ]
    return sorted(found, key=lambda each: -each.cost)


def told(found: Iterable[Conflict], *, staff: bool) -> tuple[Conflict, ...]:
    """Return what of it a viewer is told: who is ill, and lines they do not see, are for the centre's staff."""
    return tuple(each for each in found if staff or each.kind not in NAMING)


def _title(line: PlanLine) -> str:
    return line.title.text(i18n.language())


def _host(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    day, half = wanted.cells[0]
    holiday = situation.off.holiday(situation.host, day)
    if holiday is not None:
        name = holiday.title.text(i18n.language())
        yield _conflict("host", name, _("%(day)s is a holiday here: %(name)s.", day=i18n.day(day, "week"), name=name))
    elif situation.off.weekend(situation.host, day, half):
        yield _conflict("host", _("weekend"), _("%(day)s is a weekend here.", day=i18n.day(day, "week")))


def _period(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    line, plan, first = wanted.line, situation.plan, wanted.cells[0][0]
    if first < plan.starts_on or wanted.last > plan.ends_on:
        yield _conflict("period", _("outside the plan"), _("This is outside the period of the plan."))
    if line.window_from and first < line.window_from:
        day = i18n.day(line.window_from)
        yield _conflict("window", _("too early"), _("The wish was not before %(day)s.", day=day))
    if line.window_to and wanted.last > line.window_to:
        day = i18n.day(line.window_to)
        yield _conflict("window", _("too late"), _("The wish was not after %(day)s.", day=day))


def _room(situation: Situation, wanted: Placed, beside: Sequence[Placed]) -> Iterator[Conflict]:
    if wanted.room_id is None or wanted.line.mode == "online":
        return
    mine = set(wanted.cells)
    taken = sorted(mine & situation.rooms.get(wanted.room_id, set()))
    if taken:
        day = taken[0][0]
        yield _conflict("room", _short(day), _("The room is taken by a session on %(day)s.", day=i18n.day(day, "week")))
    for other in beside:
        both = (
            sorted(mine & set(other.cells)) if other.room_id == wanted.room_id and other.line.mode != "online" else []
        )
        if both:
            words = _(
                "The room is taken by “%(title)s” on %(day)s.",
                title=_title(other.line),
                day=i18n.day(both[0][0], "week"),
            )
            yield _conflict("room", _("room, %(day)s", day=_short(both[0][0])), words)


def _trainers(situation: Situation, wanted: Placed, beside: Sequence[Placed]) -> Iterator[Conflict]:
    mine = set(wanted.cells)
    for row in wanted.line.trainers:
        name = row.person.display
        taken = mine & situation.persons.get(row.person_id, set())
        for other in beside:
            if row.person_id in other.persons:
                taken |= mine & set(other.cells)
        if taken:
            day = min(taken)[0]
            words = _("%(name)s teaches something else on %(day)s.", name=name, day=i18n.day(day, "week"))
            yield _conflict("trainer", _("%(name)s, %(day)s", name=name, day=_short(day)), words)
        gone = next((day for day, _half in wanted.cells if situation.is_away(row.person_id, day)), None)
        if gone:
            words = _("%(name)s is away on %(day)s.", name=name, day=i18n.day(gone, "week"))
            yield _conflict("away", _("%(name)s, %(day)s", name=name, day=_short(gone)), words)


def _audience(wanted: Placed, beside: Sequence[Placed]) -> Iterator[Conflict]:
    mine = set(wanted.cells)
    for other in beside:
        same = wanted.countries & other.countries
        if same and mine & set(other.cells):
            names = _some(sorted(same))
            words = _(
                "“%(title)s” invites the same countries at that time: %(names)s.", title=_title(other.line), names=names
            )
            yield _conflict("audience", _("same countries"), words)


def _some(codes: Sequence[str]) -> str:
    names = sorted(country_name(code) for code in codes)
    if len(names) <= MANY:
        return ", ".join(names)
    return ngettext("%(num)s country", "%(num)s countries", len(names))


def _funds(wanted: Placed) -> Iterator[Conflict]:
    first = wanted.cells[0][0]
    for row in wanted.line.funds:
        yield from _fund(row, first, wanted.last)


def _fund(row: LineFund, first: date, last: date) -> Iterator[Conflict]:
    budget = row.budget_line
    name = budget.title.text(i18n.language())
    if first < budget.opens_on or last > budget.closes_on:
        span = i18n.dates(budget.opens_on, budget.closes_on)
        yield _conflict(
            "fund", _("outside the fund"), _("“%(name)s” can be spent %(span)s only.", name=name, span=span)
        )
    project = budget.project
    if project is not None and project.ends_on and last > project.ends_on:
        title, day = project.title.text(i18n.language()), i18n.day(project.ends_on)
        words = _("The project “%(name)s” ends on %(day)s, before this event.", name=title, day=day)
        yield _conflict("project", _("project over"), words)


def _rest(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    """Yield the holidays and weekends of the invited countries that a placement touches."""
    days = sorted({day for day, _half in wanted.cells})
    guests = sorted(wanted.countries - {situation.host})
    for day in days:
        resting = [code for code in guests if situation.off.holiday(code, day)]
        if resting:
            unsure = any(found.estimated for code in resting if (found := situation.off.holiday(code, day)))
            words = _("%(day)s is a holiday in: %(names)s.", day=i18n.day(day, "week"), names=_some(resting))
            remark = f" {_('Estimated: it follows the moon and may move by a day.')}" if unsure else ""
            yield _conflict("holiday", _("holiday, %(day)s", day=_short(day)), words + remark, len(resting))
    off = sorted({code for cell in wanted.cells for code in guests if situation.off.weekend(code, *cell)})
    if off:
        yield _conflict("weekend", _("weekend"), _("It touches the weekend in: %(names)s.", names=_some(off)), len(off))


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
    others, found = situation.placed(), []
    for day, half in starts(situation, line, since, until):
        if (day, half) == (line.starts_on, line.start_half):
            continue
        wanted = situation.place(line, day, half)
        against = check(situation, wanted, others)
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
