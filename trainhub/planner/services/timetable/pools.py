"""What lines need besides time: rooms, trainers, interpreters, money, and countries that can send people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ....engine.language import Bar, Limit, Resource, Role
from ....sessions.models import Expert
from ...models import BudgetLine, PlanLine
from .. import money
from ..halfdays import Cell
from .facts import Facts
from .held import held

ROOM, TRAINER, INTERPRETER, FUND, COUNTRY, CENTRE = "room", "trainer", "interpreter", "fund", "country", "centre"
EMPTY = 10  # seats that stay empty cost a point each so many


@dataclass
class Pools:
    """The resources of a problem, the roles of each line, and which resource is whom."""

    resources: tuple[Resource, ...] = ()
    numbers: dict[str, int] = field(default_factory=dict)  # key of a resource -> its number
    roles: dict[int, list[Role]] = field(default_factory=dict)  # line -> roles
    languages: dict[int, frozenset[str]] = field(default_factory=dict)  # number of a trainer -> languages

    def role(self, line: PlanLine, key: str) -> tuple[int, Role] | None:
        """Return a role of a line with its place among them."""
        return next(((no, role) for no, role in enumerate(self.roles[line.id]) if role.key == key), None)

    def has_trainers(self, line: PlanLine) -> bool:
        return self.role(line, TRAINER) is not None

    def speakers(self, line: PlanLine, language: str) -> Iterator[tuple[int, int]]:
        """Yield who can see to a language in a line: trainers who speak it, and interpreters."""
        for key in (TRAINER, INTERPRETER):
            found = self.role(line, key)
            for number in found[1].candidates if found else ():
                if language in self.languages.get(number, frozenset()):
                    yield found[0], number  # type: ignore[index]  # found is not None where there are candidates

    def people(self) -> tuple[int, ...]:
        """Return the trainers that some line could have."""
        used = {
            number
            for roles in self.roles.values()
            for role in roles
            if role.key == TRAINER
            for number in role.candidates
        }
        return tuple(sorted(used))


def gather(facts: Facts, lines: tuple[PlanLine, ...]) -> Pools:
    """Return all resources, and what each line needs of them."""
    found, taken = Pools(), Taken.of(facts)
    every = [
        *(_room(facts, taken, room.id) for room in facts.rooms),
        *(_person(facts, taken, expert) for expert in facts.experts),
        *(Resource(f"{INTERPRETER}:{code}", capacity=facts.wishes.interpreters) for code in _languages(lines)),
        *(_fund(facts, budget) for budget in facts.budgets),
        *(Resource(f"{COUNTRY}:{code}", capacity=facts.wishes.guests) for code in sorted(facts.situation.members)),
        Resource(CENTRE, capacity=None, limits=tuple(_limits(facts, "load", facts.plan.month_load, taken.cells))),
    ]
    found.resources = tuple(every)
    found.numbers = {resource.key: number for number, resource in enumerate(every)}
    for expert in facts.experts:
        found.languages[found.numbers[f"person:{expert.person_id}"]] = frozenset(expert.languages)
    for code in _languages(lines):
        found.languages[found.numbers[f"{INTERPRETER}:{code}"]] = frozenset((code,))
    for line in lines:
        found.roles[line.id] = list(_roles(facts, line, found))
    return found


def _languages(lines: tuple[PlanLine, ...]) -> list[str]:
    return sorted({code for line in lines for code in line.languages})


# --- resources ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taken:
    """What is taken by lines that take place and are no part of the problem."""

    rooms: dict[int, set[Cell]]
    persons: dict[int, set[Cell]]
    cells: list[Cell]  # one for each half-day of each line

    @classmethod
    def of(cls, facts: Facts) -> "Taken":
        """Read it."""
        rooms: dict[int, set[Cell]] = defaultdict(set)
        persons: dict[int, set[Cell]] = defaultdict(set)
        for each in facts.aside:
            if each.room_id is not None and each.line.mode != "online":
                rooms[each.room_id].update(each.cells)
            for person in each.persons:
                persons[person].update(each.cells)
        return cls(rooms, persons, [cell for each in facts.aside for cell in each.cells])


def _room(facts: Facts, taken: Taken, room_id: int) -> Resource:
    cells = facts.situation.rooms.get(room_id, set()) | taken.rooms.get(room_id, set())
    return Resource(f"{ROOM}:{room_id}", tuple(_closed(facts, f"room-taken:{room_id}", cells)))


def _closed(facts: Facts, key: str, taken: set[Cell]) -> Iterator[Bar]:
    periods = tuple(sorted(facts.grid.numbers[cell] for cell in taken if cell in facts.grid.numbers))
    if periods:
        yield Bar(key, periods)


def _person(facts: Facts, taken: Taken, expert: Expert) -> Resource:
    person = expert.person_id
    taught = taken.persons.get(person, set())
    bars = list(_closed(facts, f"teaches:{person}", facts.situation.persons.get(person, set()) | taught))
    for since, until in sorted(facts.situation.away.get(person, ())):
        periods = facts.grid.within(since, until)
        if periods:
            bars.append(Bar(f"away:{person}:{since.isoformat()}", periods))
    every = _limits(facts, f"month:{person}", facts.wishes.trainer_month, taught)
    limits = tuple(each for each in every if each.last - each.first + 1 > each.most)
    return Resource(f"person:{person}", tuple(bars), limits=limits)


def _limits(facts: Facts, key: str, most: int, taken: Iterable[Cell]) -> Iterator[Limit]:
    """Yield how many half-days of each month are left beside those that are taken."""
    used = Counter(day.replace(day=1) for day, _half in taken)
    for month, (first, last) in facts.grid.months().items():
        yield Limit(f"{key}:{month:%Y-%m}", first, last, max(0, most - used[month]))


def _fund(facts: Facts, budget: BudgetLine) -> Resource:
    ends = budget.closes_on
    bars = [*_bar(f"fund-time:{budget.id}", facts.grid.outside(budget.opens_on, ends))]
    if budget.project and budget.project.ends_on and budget.project.ends_on < ends:
        bars += _bar(f"project:{budget.id}", facts.grid.outside(None, budget.project.ends_on))
    left = budget.amount - facts.spent.get(budget.id, 0.0) - facts.used.get(budget.id, 0.0)
    stock = max(0, int(left)) if budget.currency == facts.plan.currency else None
    return Resource(f"{FUND}:{budget.id}", tuple(bars), capacity=None, stock=stock)


def _bar(key: str, periods: tuple[int, ...]) -> list[Bar]:
    return [Bar(key, periods)] if periods else []


# --- roles --------------------------------------------------------------------------------------


def _roles(facts: Facts, line: PlanLine, found: Pools) -> Iterator[Role]:
    yield from _in_room(facts, line, found)
    trainer = _trainer(facts, line, found)
    if trainer is not None:
        yield trainer
        codes = sorted(set(line.languages))
        able = tuple(_interpreters(facts, codes, found))
        if able:
            costs = (facts.wishes.interpreter,) * len(able)
            yield Role(INTERPRETER, able, least=0, most=len(codes), costs=costs)
    yield from _paid_by(facts, line, found)
    countries = tuple(
        found.numbers[f"{COUNTRY}:{code}"]
        for code in sorted(facts.situation.countries(line))
        if code in facts.situation.members
    )
    if countries:
        yield Role(COUNTRY, countries, least=len(countries), most=len(countries))
    yield Role(CENTRE, (found.numbers[CENTRE],))


def _interpreters(facts: Facts, codes: list[str], found: Pools) -> Iterator[int]:
    """Yield who may interpret: those whom the roster names for a language, with their own days; else its pool."""
    named = [expert for expert in facts.experts if INTERPRETER in expert.roles]
    for code in codes:
        if not any(code in expert.languages for expert in named):
            yield found.numbers[f"{INTERPRETER}:{code}"]
    yield from (found.numbers[f"person:{expert.person_id}"] for expert in named if set(codes) & set(expert.languages))


def _in_room(facts: Facts, line: PlanLine, found: Pools) -> Iterator[Role]:
    """Yield the room of a line; that of a session, and of what stays, is decided where there is none."""
    stays = facts.stays(line)
    rooms = [room for room in facts.rooms if not stays or line.room_id in (None, room.id)]
    if line.mode == "online" or (held(line) and line.room_id is None) or (stays and not rooms):
        return
    numbers = tuple(found.numbers[f"{ROOM}:{room.id}"] for room in rooms)
    small = tuple(number for number, room in zip(numbers, rooms, strict=True) if room.seats < line.seats)
    costs = tuple(max(0, room.seats - line.seats) // EMPTY for room in rooms)
    yield Role(ROOM, numbers, costs=costs, bars=() if stays or not small else (Bar(f"seats:{line.id}", small),))


def _trainer(facts: Facts, line: PlanLine, found: Pools) -> Role | None:
    """Return who may teach a line: who knows one of its modules; of a free topic, whom staff named, else anybody.

    Who comes from abroad is kept free before and after; beside what stays only the other event asks for that.
    """
    named, stays = {row.person_id for row in line.trainers}, facts.stays(line)
    modules = set(facts.topics.numbers(row.activity_id for row in line.activities))
    able = [each for each in facts.experts if _may_teach(each, line, named, modules, others=not (stays and named))]
    stands = stays or (facts.again and line.starts_on is not None)
    wanted = _wanted(line, len(named), len(able), stands=stands)
    if not wanted:
        return None
    wishes, abroad = facts.wishes, [_abroad(each, facts.situation.host, line) for each in able]
    costs = tuple(
        wishes.stranger * bool(named and expert.person_id not in named) + wishes.abroad * far
        for expert, far in zip(able, abroad, strict=True)
    )
    numbers = tuple(found.numbers[f"person:{expert.person_id}"] for expert in able)
    rests = () if stays or not any(abroad) else tuple(wishes.travel_rest * far for far in abroad)
    return Role(TRAINER, numbers, least=wanted, most=wanted, costs=costs, rests=rests)


def _wanted(line: PlanLine, named: int, able: int, *, stands: bool) -> int:
    """Return how many trainers a line wants: as many as it has where that is decided, for nobody may be missing."""
    decided = held(line) or (stands and named)
    return min(named, able) if decided else line.trainers_wanted


def _may_teach(expert: Expert, line: PlanLine, named: set[int], modules: set[int], *, others: bool) -> bool:
    if expert.person_id in named:
        return True
    if not others:
        return False
    if expert.roles and set(expert.roles) <= {INTERPRETER}:
        return False
    if not modules:
        return not named
    return any(each.module.number in modules for each in expert.expertise)


def _abroad(expert: Expert, host: str, line: PlanLine) -> bool:
    return line.mode != "online" and expert.person.country_code not in (None, host)


def _paid_by(facts: Facts, line: PlanLine, found: Pools) -> Iterator[Role]:
    """Yield the money of a line: the shares staff chose, else one budget line that can pay all of it.

    What was promised or paid counts where it is more. Planning again looks for none where staff named none.
    """
    cost = facts.costs[line.id].total
    if line.funds:
        for row in line.funds:
            number = found.numbers.get(f"{FUND}:{row.budget_line_id}")
            if number is not None:
                use = round(max(cost * row.share, row.committed, row.spent))
                yield Role(f"{FUND}:{row.budget_line_id}", (number,), uses=(use,))
    elif not (facts.again and line.starts_on):
        yield from _by_any(facts, line, found, round(cost))


def _by_any(facts: Facts, line: PlanLine, found: Pools, cost: int) -> Iterator[Role]:
    """Yield the budget lines that could pay, if their money may be spent on that."""
    able = [budget for budget in facts.budgets if budget.currency == facts.plan.currency]
    numbers = tuple(found.numbers[f"{FUND}:{each.id}"] for each in able)
    countries = facts.situation.countries(line)
    topics = facts.topics.own_numbers(row.activity_id for row in line.activities)
    others = tuple(
        number for number, each in zip(numbers, able, strict=True) if not money.may_pay(each, countries, topics)
    )
    if numbers and cost:
        bars = (Bar(f"meant:{line.id}", others),) if others else ()
        yield Role(FUND, numbers, uses=(cost,) * len(able), bars=bars)
