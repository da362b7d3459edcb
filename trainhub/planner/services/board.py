"""The year board: rows of modules, rooms or trainers, columns of months with their load, cards of lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .. import queries
from ..models import Plan, PlanLine
from ..policies import Sight
from . import places, topics
from . import situation as situations
from .beside import Around
from .conflicts import INFO, Conflict, check, told
from .halfdays import Cell, months, strip, unplaced_strip
from .reasons import why
from .situation import Situation

WAYS = ("module", "room", "trainer")
LAST = 10**9
NO_ROOM, NOBODY = (LAST + 1, places.NONE), (LAST, places.NONE)
Names = dict[tuple[int, str], tuple[int | None, Texts | str]]  # rows: sort key and word -> plate, title
COLUMNS = 6  # months that stand side by side


@dataclass(frozen=True, slots=True)
class Card:
    """A line on the board."""

    line: PlanLine
    month: date | None
    strip: list[tuple[str, str]]
    words: str  # the strip and the days, said
    conflicts: tuple[Conflict, ...]
    why: str
    modules: tuple[int, ...]

    @property
    def clash(self) -> Conflict | None:
        return next((each for each in self.conflicts if each.level != INFO), None)

    @property
    def firm(self) -> bool:
        return self.line.pinned or self.line.session_id is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the board: a module, a room or a trainer; `key` says to the script what a card dropped here gets."""

    key: str
    plate: int | None
    title: Texts | str
    cells: tuple[tuple[Card, ...], ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A column: its first day, and how many half-days of events fall into it."""

    first: date
    load: int
    most: int

    @property
    def full(self) -> bool:
        return self.load >= self.most


@dataclass(frozen=True, slots=True)
class Board:
    """What the page shows: some months of the plan, and what has no day."""

    plan: Plan
    way: str
    months: tuple[Month, ...]
    rows: tuple[Row, ...]
    unplaced: tuple[Card, ...]
    pages: tuple[tuple[str, date, date], ...]  # address, first and last month
    page: str
    half_days: int
    lines: int
    look: int  # cards that need a look
    elsewhere: int = 0  # cards in other months of the plan
    known: topics.Topics = field(default_factory=topics.Topics)


def read(plan: Plan, sees: Sight, *, way: str = "module", page: str = "", editing: bool = False) -> Board:
    """Return the board of a plan as a viewer may see it; who moves cards sees the rows without any, too."""
    found, known = situations.read(plan), topics.read()
    everything = months(plan.starts_on, plan.ends_on)
    pages = _pages(everything)
    here = next((each for each in pages if each[0] == page), None) or _today(pages)
    shown = [month for month in everything if here[1] <= month <= here[2]]
    visible = [line for line in found.lines if sees.line(plan, line.countries)]
    cards = _cards(found, known, visible, staff=sees.staff(plan.centre_id))
    placed = [card for card in cards if card.month is not None]
    inside = [card for card in placed if card.month in shown]
    loads = _loads(found, visible)
    return Board(
        plan,
        way,
        tuple(Month(month, loads.get(month, 0), plan.month_load) for month in shown),
        tuple(_rows(way, inside, shown, known, _empty(way, plan, cards) if editing else {})),
        tuple(sorted((card for card in cards if card.month is None), key=lambda card: -(card.line.need or 0))),
        tuple(pages),
        here[0],
        sum(line.half_days * line.times_a_year for line in visible),
        len(visible),
        sum(card.clash is not None for card in placed),
        len(placed) - len(inside),
        known,
    )


def _pages(everything: Sequence[date]) -> list[tuple[str, date, date]]:
    """Cut the months of a plan into pieces that stand side by side."""
    pieces = [everything[start : start + COLUMNS] for start in range(0, len(everything), COLUMNS)]
    return [(f"{piece[0]:%Y-%m}", piece[0], piece[-1]) for piece in pieces]


def _today(pages: Sequence[tuple[str, date, date]]) -> tuple[str, date, date]:
    this = clock.today().replace(day=1)
    return next((each for each in pages if each[1] <= this <= each[2]), pages[0])


def _cards(found: Situation, known: topics.Topics, lines: Iterable[PlanLine], *, staff: bool) -> list[Card]:
    placed = found.placed()
    around = Around(found, placed)
    cards = []
    for line in lines:
        reason = why(line, staff=staff)
        numbers = known.own_numbers(row.activity_id for row in line.activities)
        here = around.own.get(line.id)
        kind = "net" if line.mode == "online" else "on"
        if here is None or line.starts_on is None:
            cards.append(Card(line, None, unplaced_strip(line.half_days, kind), _length(line), (), reason, numbers))
            continue
        against = told(check(found, here, around), staff=staff)
        words = f"{i18n.dates(line.starts_on, here.last)}, {_length(line)}"
        cards.append(
            Card(line, line.starts_on.replace(day=1), strip(here.cells, kind), words, against, reason, numbers)
        )
    return cards


def _length(line: PlanLine) -> str:
    return i18n.ngettext("%(num)s half-day", "%(num)s half-days", line.half_days)


def _loads(found: Situation, lines: Iterable[PlanLine]) -> dict[date, int]:
    wanted = {line.id for line in lines}
    loads: dict[date, int] = {}
    taken: Iterable[Cell] = (cell for each in found.placed() if each.line.id in wanted for cell in each.cells)
    for day, _half in taken:
        month = day.replace(day=1)
        loads[month] = loads.get(month, 0) + 1
    return loads


def _empty(way: str, plan: Plan, cards: Sequence[Card]) -> Names:
    """Return the rows to which a card may be moved though none stands there: rooms, the plan's trainers, nobody."""
    if way == "room":
        rooms = db.session.scalars(queries.rooms(plan.centre_id))
        return {(each.id, each.public_id): (None, each.title) for each in rooms} | {NO_ROOM: (None, _("No room"))}
    if way == "trainer":
        people = [row for card in cards for row in card.line.trainers]
        found: Names = {(row.person_id, row.person.public_id): (None, row.person.display) for row in people}
        return found | {NOBODY: (None, _("No trainer"))}
    return {}


def _rows(way: str, cards: Sequence[Card], shown: Sequence[date], known: topics.Topics, empty: Names) -> list[Row]:
    grouped: dict[tuple[int, str], list[Card]] = {place: [] for place in empty}
    names: Names = dict(empty)
    for card in cards:
        for place, plate, title in _places(way, card, known):
            grouped.setdefault(place, []).append(card)
            names[place] = (plate, title)
    return [
        Row(
            place[1],
            names[place][0],
            names[place][1],
            tuple(tuple(card for card in grouped[place] if card.month == month) for month in shown),
        )
        for place in sorted(grouped)
    ]


def _places(way: str, card: Card, known: topics.Topics) -> list[tuple[tuple[int, str], int | None, Texts | str]]:
    """Return the rows a card stands in: its sort key with the row's word, a plate, and the title."""
    line = card.line
    if way == "room":
        if line.mode == "online":
            return [((LAST, places.ONLINE), None, _("Online"))]
        if line.room is None:
            return [(NO_ROOM, None, _("No room"))]
        return [((line.room.id, line.room.public_id), None, line.room.title)]
    if way == "trainer":
        people = [((row.person_id, row.person.public_id), None, row.person.display) for row in line.trainers]
        return [*people] or [(NOBODY, None, _("No trainer"))]
    if not card.modules:
        return [((LAST, "free"), None, _("Free topics"))]
    number = card.modules[0]
    return [((number, str(number)), number, known.modules[number])]


def page_of(plan: Plan, line: PlanLine) -> str:
    """Return the address of the months among which a line stands; empty for one without a day."""
    if line.starts_on is None:
        return ""
    month = line.starts_on.replace(day=1)
    pages = _pages(months(plan.starts_on, plan.ends_on))
    return next((each[0] for each in pages if each[1] <= month <= each[2]), "")
