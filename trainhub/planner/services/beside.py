"""The lines that have a day, found by half-day, activity, trainer and budget line: made once for many checks."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from ..models import LineFund, PlanLine
from .halfdays import Cell
from .money import estimate, takes
from .situation import Placed, Situation


class Around:
    """All lines of a plan where they stand; a check leaves out the line that it is about."""

    def __init__(self, situation: Situation, placed: Sequence[Placed]) -> None:
        self.situation, self.placed = situation, tuple(placed)
        self.at: dict[Cell, list[Placed]] = defaultdict(list)
        self.own = {each.line.id: each for each in placed}
        self.months: Counter[tuple[int, date]] = Counter()  # half-days of a person
        self.covering: dict[int, list[Placed]] = defaultdict(list)  # by activity
        self.needing: dict[int, list[Placed]] = defaultdict(list)  # by the activity that comes first
        self.paid: dict[int, list[tuple[Cell, int, int]]] = defaultdict(list)  # start, line, amount of budget lines
        self.costs: dict[int, float] = {}
        for each in placed:
            self._add(each)

    def _add(self, each: Placed) -> None:
        for cell in each.cells:
            self.at[cell].append(each)
        self.months.update(self.work(each))
        if self.situation.rules.before:
            activities = {row.activity_id for row in each.line.activities}
            for activity in activities:
                self.covering[activity].append(each)
            for activity in self.situation.rules.needed(activities):
                self.needing[activity].append(each)
        for row in each.line.funds:
            self.paid[row.budget_line_id].append((each.cells[0], each.line.id, self.amount(row, each.line)))

    @staticmethod
    def work(each: Placed) -> Counter[tuple[int, date]]:
        """Return the half-days of each trainer of a line by month."""
        months = Counter(day.replace(day=1) for day, _half in each.cells)
        return Counter({(person, month): count for person in each.persons for month, count in months.items()})

    def meeting(self, wanted: Placed) -> list[Placed]:
        """Return the other lines that share a half-day with a placement, in the order of the plan."""
        found = {each.line.id for cell in wanted.cells for each in self.at.get(cell, ())} - {wanted.line.id}
        return [self.own[number] for number in self.own if number in found] if found else []

    def then(self, wanted: Placed, cell: Cell) -> list[Placed]:
        """Return the other lines of a half-day."""
        return [each for each in self.at.get(cell, ()) if each.line.id != wanted.line.id]

    def amount(self, row: LineFund, line: PlanLine) -> int:
        """Return what a line takes out of a budget line: its share of the estimate, or what is booked already."""
        if line.id not in self.costs:
            found = self.situation
            self.costs[line.id] = estimate(line, found.rules.rates, found.members, found.host).total
        return round(takes(row, line, self.costs[line.id]))
