"""Searches side by side on one plan, in rounds: what they find together does not hang on which of them is faster."""

from collections.abc import Callable, Iterable, Sequence

from ..judge import RULES
from ..language import Plan
from .improve import SMALL, Group, Improver
from .index import Index, changed, local_cost
from .keys import hard
from .usage import borne

Act = Callable[[Callable[[tuple[Improver, Group]], None], Iterable[tuple[Improver, Group]]], Iterable[None]]
"""Does something for each member; side by side, or one after the other."""


class Crew:
    """Some improvers, of the same events or of parts that have nothing in common, and the plan they share."""

    def __init__(self, members: Sequence[Improver], act: Act) -> None:
        self.members, self.act = members, act
        self.index, self.plan = members[0].index, members[0].plan
        self.alike = len({member.scope for member in members}) == 1

    def round(self) -> int:
        """Let each member solve some events anew, take all that goes together, and return what it gained."""
        before = [member.cost for member in self.members]
        list(self.act(lambda pair: pair[0].turn(pair[1]), list(zip(self.members, self._groups(), strict=True))))
        gains = [was - member.cost for was, member in zip(before, self.members, strict=True)]
        plan, gain = self._together(gains)
        binding = set().union(*(member.binding for member in self.members))
        for was, member in zip(before, self.members, strict=True):
            member.take(plan, was - gain if self.alike else None)
            member.binding |= binding
        self.plan = plan
        return gain

    def _groups(self) -> list[Group]:
        """Draw a group for each member; as long as there are enough events, none is in two of them."""
        taken: set[int] = set()
        groups = []
        for member in self.members:
            if len(member.draw.inside - taken) < SMALL:
                taken.clear()
            groups.append(member.choose(taken))
            taken.update(groups[-1][1])
        return groups

    def _together(self, gains: list[int]) -> tuple[Plan, int]:
        """Return the best member's plan with what others changed besides, and its gain."""
        order = sorted(range(len(gains)), key=lambda number: -gains[number])
        plan, gain = self.members[order[0]].plan, gains[order[0]]
        done = set(_changes(self.plan, plan))
        for number in order[1:]:
            other = self.members[number].plan
            events = _changes(self.plan, other)
            if events and done.isdisjoint(events):
                joined = changed(plan, {event: other.placements[event] for event in events})
                more = _saved(self.index, plan, joined, events)
                if more >= 0 and sound(self.index, joined, events):
                    plan, gain = joined, gain + more
                    done.update(events)
        return plan, gain


def _changes(before: Plan, after: Plan) -> list[int]:
    pairs = enumerate(zip(before.placements, after.placements, strict=True))
    return [number for number, (was, now) in pairs if was is not now and was != now]


def _saved(index: Index, before: Plan, after: Plan, events: Sequence[int]) -> int:
    rules = index.touched(events)
    return local_cost(index, before, events, rules, index.must) - local_cost(index, after, events, rules, index.must)


def sound(index: Index, plan: Plan, events: Sequence[int]) -> bool:
    """Say whether events that are each where they may be go together with all others."""
    problem = index.problem
    used = {number for event in events for team in plan.placements[event].teams for number in team}
    rules = (problem.rules[number] for number in index.touched(events))
    if any(hard(rule) and RULES[type(rule)](problem, plan, rule) for rule in rules):
        return False
    return all(borne(index, plan, number) for number in sorted(used))
