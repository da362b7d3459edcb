"""Plans of the demonstration: a perspective plan, the approved plan of this year, and the next one being discussed.

Rates, amounts and the countries' own plans are invented, as are all people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ..accounts.login import SignedIn
from ..accounts.models import Account
from ..curriculum.models import ActivityText
from ..holidays import services as holidays
from ..kernel import clock, work
from ..kernel.db import db
from ..kernel.types import Texts
from ..kernel.work import Actor, acting
from ..people.models import Centre
from ..planner import services as planner
from ..planner.models import FIRST_SHOWN, BudgetLine, CountryMoney, CountryPlan, Plan, PlanLine
from ..planner.services import LineCommand, Part, PlanCommand, approving, money, national
from ..planner.services.halfdays import Cell, cells, rests
from ..sessions.models import Expert, Expertise, Format, Project, Room, TrainingSession
from .world import World, read

SINGLE, PAIRS, TWICE = 40, 5, 6  # lines of one activity, of two merged, and how many of the first are held twice
PINNED = 8
UNPLACED = 9  # lines that have no day yet


@dataclass
class _Desk:
    """What the staff of Baku work with."""

    centre: Centre
    year: int
    data: dict[str, Any]
    formats: dict[str, int]
    rooms: list[Room]
    teachers: dict[int, list[int]]  # by module
    budgets: list[BudgetLine] = field(default_factory=list)
    host: str = "AZ"


def load_plans(world: World) -> None:
    """Make plans, money, and what focal points said."""
    staff = db.session.query(Account).filter_by(login="staff@demo.example").one()
    with acting(Actor(staff.id, staff.person.display)):
        desk = _desk(world)
        above = _plan(desk, "perspective", desk.year - 1, desk.year + 3)
        wide = planner.add_lines(plan=above, commands=[LineCommand(Texts.of(each)) for each in desk.data["wide"]])
        _this_year(world, desk, above)
        plan = _plan(desk, "annual", desk.year + 1, desk.year + 1, above)
        lines = _lines(desk, plan)
        for number, line in enumerate(lines[: 3 * len(wide)]):
            line.up = wide[number % len(wide)]  # each line is traceable upward
        _place(desk, plan, lines)
        approving.discuss(plan=plan)
        service = approving.add_party(plan=plan, party=desk.data["party"][0])
        approving.enter_approval(plan=plan, row=service, on=clock.today() - timedelta(days=1))
        approving.add_party(plan=plan, party=desk.data["party"][1])
        for number, line in enumerate(lines[:9]):
            planner.set_audience(line=line, state=("agreed", "consultation", "proposal")[number % 3])
    _focal_points(desk, lines)
    work.commit()


def _desk(world: World) -> _Desk:
    centre = db.session.query(Centre).filter_by(slug="baku").one()
    teachers: dict[int, list[int]] = {}
    for expert in db.session.query(Expert).order_by(Expert.id):
        for row in expert.expertise:
            teachers.setdefault(row.module_id, []).append(expert.person_id)
    modules = {row.module_id: row.module.number for row in db.session.query(Expertise)}
    desk = _Desk(
        centre,
        world.day.year,
        read("plans"),
        {row.key: row.id for row in db.session.query(Format)},
        db.session.query(Room).filter_by(centre_id=centre.id).order_by(Room.id).all(),
        {modules[key]: people for key, people in teachers.items()},
    )
    for entry in desk.data["rate"]:
        command = money.RateCommand(
            entry.get("country"),
            desk.formats.get(entry.get("format", "")),
            entry["travel"],
            entry["daily"],
            entry["fixed"],
        )
        money.save_rate(command=command, centre_id=centre.id)
    projects = {str(row.title): row.id for row in db.session.query(Project)}
    for entry in desk.data["budget"]:
        project = next(number for title, number in projects.items() if title.startswith(entry["project"]))
        desk.budgets.append(money.save_budget(command=_budget(desk, entry, project), centre_id=centre.id))
    return desk


def _budget(desk: _Desk, entry: Mapping[str, Any], project: int) -> money.BudgetCommand:
    first, last = (date(desk.year + year, month, day) for year, month, day in (entry["opens"], entry["closes"]))
    return money.BudgetCommand(Texts.of(entry["title"]), first, last, entry["amount"], "EUR", entry["source"], project)


def _plan(desk: _Desk, kind: str, first: int, last: int, above: Plan | None = None) -> Plan:
    names = desk.data["title"][kind]
    texts = {code: name.format(first=first, last=last) for code, name in names.items()}
    command = PlanCommand(
        Texts.of(texts), date(first, 1, 1), date(last, 12, 31), kind, above.id if above else None, month_load=36
    )
    return planner.save_plan(command=command, centre=desk.centre)


# --- the next year ------------------------------------------------------------------------------


def _lines(desk: _Desk, plan: Plan) -> list[PlanLine]:
    """Add about sixty lines: the first activities of the ranking, some merged, some twice, and free topics."""
    ranked = [each.text for each in planner.ranking.candidates(plan)]
    groups = [[text] for text in ranked[:SINGLE]]
    rest = ranked[SINGLE : SINGLE + 2 * PAIRS]
    groups += [rest[number : number + 2] for number in range(0, len(rest) - 1, 2)]
    groups += [[text] for text in ranked[:TWICE]]
    commands = [_command(desk, planner.usual(group), number, group) for number, group in enumerate(groups)]
    commands += [_free(desk, entry, number) for number, entry in enumerate(desk.data["free"], len(commands))]
    return planner.add_lines(plan=plan, commands=commands)


def _command(desk: _Desk, command: LineCommand, number: int, group: list[ActivityText]) -> LineCommand:
    module = group[0].module_text.number
    people = desk.teachers.get(module, [])
    merged = len(group) > 1
    return replace(
        _money(desk, command, number),
        half_days=max(min(command.half_days, 6) - merged, 1),  # merged, it is shorter than the two apart
        mode="online" if number % 9 == 4 else "hybrid" if number % 11 == 7 else "room",
        room_id=None if number % 9 == 4 else desk.rooms[number % len(desk.rooms)].id,
        trainers=tuple(people[(number + step) % len(people)] for step in range(min(len(people), 1 + number % 2))),
        countries=tuple(desk.data["groups"][number % len(desk.data["groups"])]),
        languages=("en", "ru") if number % 3 else ("en",),
        seats=(20, 24, 16, 30)[number % 4],
        condition=command.condition,
    )


def _money(desk: _Desk, command: LineCommand, number: int) -> LineCommand:
    first, second = desk.budgets[number % 3], desk.budgets[(number + 1) % 3]
    shares = ((first.id, 0.6), (second.id, 0.4)) if number % 6 == 0 else ((first.id, 1.0),)
    return replace(command, funds=() if number % 13 == 12 else shares)


def _free(desk: _Desk, entry: Mapping[str, Any], number: int) -> LineCommand:
    command = LineCommand(
        Texts.of(entry["title"]),
        format_id=desk.formats.get(entry.get("format", "")),
        half_days=entry["half_days"],
        times_a_year=entry.get("times", 1),
        umbrella="parts" in entry,
        parts=tuple(Part(*each) for each in entry.get("parts", ())),
        condition=entry.get("condition", ""),
        room_id=desk.rooms[0].id if entry.get("room", True) else None,
        languages=("en", "ru"),
        audience=(("all-stakeholders", "in", None),),
        fast_reason=entry.get("fast", ""),
        fast_by=desk.data["party"][0] if "fast" in entry else "",
        in_kind=entry.get("in_kind", ""),
        support=entry.get("support", ""),
    )
    return _money(desk, command, number)


def _place(desk: _Desk, plan: Plan, lines: list[PlanLine]) -> None:
    """Give most lines a day on which room and trainers are free, as somebody would by hand, and fix some."""
    off = holidays.days_off([desk.host], plan.starts_on, plan.ends_on + timedelta(days=60), members=True)
    taken: dict[tuple[str, int], set[Cell]] = {}
    waiting = {id(line) for line in lines[SINGLE - 4 : SINGLE]} | {id(line) for line in lines[-(UNPLACED - 4) :]}
    placed = [line for line in lines if id(line) not in waiting and not (line.condition and not line.condition_met)]
    for number, line in enumerate(placed):
        wish = _wish(plan, line, number, len(placed))
        for start, half in _starts(line, wish):
            here = set(cells(start, half, line.half_days, off, desk.host))
            keys = [("person", row.person_id) for row in line.trainers]
            keys += [("room", line.room_id)] if line.room_id else []
            resting = rests(off, desk.host, (start, half)) or (number % 9 and _holiday(off, line, here))
            if resting or any(here & taken.get(key, set()) for key in keys):
                continue
            for key in keys:
                taken.setdefault(key, set()).update(here)
            line.starts_on, line.start_half, line.why = start, half, ["free", {}]
            break
        line.pinned = number % (len(placed) // PINNED) == 3
    first = next(line for line in placed if line.mode == "room" and not line.pinned)
    other = next(line for line in placed if line.room_id == first.room_id and line is not first)
    first.starts_on, first.start_half = other.starts_on, other.start_half  # one that needs a look
    db.session.flush()


def _holiday(off: holidays.DaysOff, line: PlanLine, here: set[Cell]) -> bool:
    """Say whether a country that a line invites has a holiday meanwhile; some are overlooked, as happens."""
    return any(off.holiday(code, day) for code in line.countries or off.members for day, _half in here)


def _wish(plan: Plan, line: PlanLine, number: int, whole: int) -> date:
    """Return from when on a day is looked for: spread over the year, within what the line asks for."""
    span = (plan.ends_on - plan.starts_on).days - 40
    day = plan.starts_on + timedelta(days=14 + (number * 7 % whole) * span // whole)
    return max(day, line.window_from) if line.window_from and line.window_from <= plan.ends_on else day


def _starts(line: PlanLine, wish: date) -> Iterator[tuple[date, int]]:
    for step in range(60):
        day = wish + timedelta(days=step)
        yield day, 0
        if line.half_days % 2:
            yield day, 1


# --- this year ----------------------------------------------------------------------------------


def _this_year(world: World, desk: _Desk, above: Plan) -> None:
    """Make the approved plan of this year of sessions that are there, and let it be overtaken by life."""
    plan = _plan(desk, "annual", desk.year, desk.year, above)
    held = [each for each in _sessions(desk) if each.first_day and each.first_day.year == desk.year][:14]
    payers = (desk.budgets[0], desk.budgets[2])
    commands = [replace(_of_session(each), funds=((payers[no % 2].id, 1.0),)) for no, each in enumerate(held)]
    lines = planner.add_lines(plan=plan, commands=commands)
    for line, session in zip(lines, held, strict=True):
        line.starts_on, line.session, line.pinned = session.first_day, session, True
    approved = datetime.combine(date(desk.year, 1, 12), time(8), UTC)
    with clock.stopped(min(approved, clock.now())):
        approving.discuss(plan=plan)
        for party in desk.data["party"]:
            row = approving.add_party(plan=plan, party=party)
            approving.enter_approval(plan=plan, row=row, on=clock.today(desk.centre.zone))
        approving.freeze(plan=plan)
    for line in lines[2:4]:
        assert line.starts_on is not None
        line.starts_on += timedelta(days=7)
    lines[-1].seats += 6
    entry = desk.data["urgent"]
    planner.add_line(plan=plan, command=_free(desk, entry, 0))
    db.session.flush()
    _pay(plan, lines)


def _pay(plan: Plan, lines: list[PlanLine]) -> None:
    """Enter what events of this year cost: all of it is promised, and paid for those that are over."""
    costs = money.estimates(plan, lines)
    for number, line in enumerate(lines):
        promised = round(costs[line.id].total)
        over = line.session is not None and planner.actual.took_place(line.session)
        spent = round(promised * (0.84 + number % 5 * 0.05)) if over else 0
        money.book(line=line, said={row.budget_line.public_id: (promised, spent) for row in line.funds})


def _sessions(desk: _Desk) -> list[TrainingSession]:
    query = db.session.query(TrainingSession).filter_by(centre_id=desk.centre.id)
    wanted = TrainingSession.state.in_(("published", "completed"))
    return query.filter(wanted).order_by(TrainingSession.first_day, TrainingSession.id).all()


def _of_session(session: TrainingSession) -> LineCommand:
    return LineCommand(
        title=session.title,
        activities=tuple(row.activity_id for row in session.activities),
        format_id=session.format_id,
        mode=session.mode,
        half_days=max(len(session.slots), 1),
        seats=session.seats,
        languages=tuple(session.languages),
        levels=tuple(session.levels),
        closed=session.closed,
        trainers=tuple(row.person_id for row in session.assignments if row.role == "trainer"),
        audience=tuple((row.category_code, row.rule, row.group_code) for row in session.audience),
        public=not session.closed,
    )


# --- focal points -------------------------------------------------------------------------------


def _focal_points(desk: _Desk, lines: list[PlanLine]) -> None:
    """Let the focal point of Georgia comment, and some countries enter plans of their own."""
    focal = db.session.query(Account).filter_by(login="focal.point@demo.example").one()
    with acting(Actor(focal.id, focal.person.display)):
        for line, text in zip(
            [each for each in lines if not each.countries or "GE" in each.countries], desk.data["comment"], strict=False
        ):
            national.comment(line=line, by=SignedIn(focal), text=text)
    for entry in desk.data["national"]:
        first = date(desk.year + 1, 1, 1)
        values = {name: entry[name] for name in ("title", "state", "human_rights", "gender", "shared", "modules")}
        db.session.add(
            CountryPlan(
                country_code=entry["country"],
                starts_on=first,
                ends_on=first.replace(month=12, day=31),
                has_budget="money" in entry,
                money=[CountryMoney(**row) for row in entry.get("money", ())],
                parts=entry.get("parts", list(FIRST_SHOWN)),
                **values,
            )
        )
