"""What a line asks for besides a free day: seats, preparation, kind hours, what comes first, people who know and speak,
work that does not grow too much, time to travel, and money that is there.

The search keeps to the same rules (`timetable/`); here one placement is looked at, at once and without the engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, cast

from ...kernel import clock, i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language_name, ngettext
from .against import Conflict, conflict, short, some, title, week
from .beside import Around
from .halfdays import Cell, rests
from .situation import Placed, Situation
from .timetable import moments


def check(around: Around, wanted: Placed, *, moved: bool) -> Iterator[Conflict]:
    """Yield what a placement asks for and does not get; `moved`: it does not stand there already."""
    yield from _seats(wanted)
    if moved:
        yield from _lead(around.situation, wanted)
    yield from _hours(around.situation, wanted)
    yield from _order(around, wanted)
    yield from _knows(around.situation, wanted)
    yield from _languages(around, wanted)
    yield from _months(around, wanted)
    yield from _travel(around, wanted)
    yield from _money(around, wanted)


def _seats(wanted: Placed) -> Iterator[Conflict]:
    room, seats = wanted.line.room, wanted.line.seats
    if room is not None and room.id == wanted.room_id and wanted.line.mode != "online" and room.seats < seats:
        words = _(
            "%(room)s seats %(size)s, and %(seats)s places are planned.",
            room=room.title.text(i18n.language()),
            size=i18n.number(room.seats),
            seats=i18n.number(seats),
        )
        yield conflict("seats", _("room too small"), words)


def _lead(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    wishes = situation.rules.wishes
    days = wishes.lead_online if wanted.line.mode == "online" else wishes.lead_room
    ready = clock.today() + timedelta(days=days)
    if wanted.first < ready and wanted.line.session_id is None:
        words = ngettext(
            "Its preparation takes %(num)s day: it cannot begin before %(day)s.",
            "Its preparation takes %(num)s days: it cannot begin before %(day)s.",
            days,
            day=i18n.day(ready),
        )
        yield conflict("lead", _("too soon"), words)


@dataclass(frozen=True, slots=True)
class _Clocks:
    """What `moments.local` reads of the facts of a search."""

    situation: Situation

    @property
    def zones(self) -> Any:
        return self.situation.rules.zones


def _hours(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    if wanted.line.mode != "online":
        return
    clocks, wishes, odd = cast("Any", _Clocks(situation)), situation.rules.wishes, []
    for code in sorted(wanted.countries):
        hours = (moments.local(clocks, cell, code) for cell in wanted.cells)
        if any(begin < wishes.earliest or end > wishes.latest for begin, end in hours):
            odd.append(code)
    if odd:
        words = _("Too early or too late by the clocks of: %(names)s.", names=some(odd))
        yield conflict("hours", _("too early or too late"), words)


# --- what comes first ---------------------------------------------------------------------------


def _order(around: Around, wanted: Placed) -> Iterator[Conflict]:
    rules = around.situation.rules
    if not rules.before:
        return
    own = _covers(wanted)
    for activity in sorted(rules.needed(own)):
        first = _others(around.covering.get(activity, ()), wanted, of=wanted)
        if _too_late(first, wanted):
            words = _("“%(first)s” comes before it, and begins later.", first=title(first[0].line))
            yield conflict("order", _("too early"), words)
    for activity in sorted(own):
        for after in _others(around.needing.get(activity, ()), wanted, of=wanted):
            if _too_late([wanted, *_others(around.covering.get(activity, ()), wanted, of=after)], after):
                words = _("It comes before “%(second)s”, which begins earlier.", second=title(after.line))
                yield conflict("order", _("too late"), words)


def _covers(each: Placed) -> set[int]:
    return {row.activity_id for row in each.line.activities}


def _others(found: Sequence[Placed], wanted: Placed, *, of: Placed) -> list[Placed]:
    """Return those of some lines that invite a country of another one, without the one that is looked at."""
    return [
        each for each in found if each.line.id not in {wanted.line.id, of.line.id} and each.countries & of.countries
    ]


def _too_late(first: Sequence[Placed], after: Placed) -> bool:
    """Say whether no run of what comes first is over when a line begins; what is held with it comes with it."""
    together = any(_covers(each) & _covers(after) for each in first)
    return bool(first) and not together and not any(each.cells[-1] < after.cells[0] for each in first)


# --- people -------------------------------------------------------------------------------------


def _knows(situation: Situation, wanted: Placed) -> Iterator[Conflict]:
    rules = situation.rules
    modules = rules.modules_of(row.activity_id for row in wanted.line.activities)
    for row in wanted.line.trainers if modules else ():
        known = rules.experts.get(row.person_id)
        if known is not None and known.modules and not known.modules & modules:
            words = _("By the roster, %(name)s knows other modules than those of this event.", name=row.person.display)
            yield conflict("knows", _("other modules"), words)


def _unspoken(situation: Situation, each: Placed) -> set[str]:
    """Return the languages of a line that none of its trainers speaks; none where nobody is chosen yet."""
    rules = situation.rules
    spoken = (code for code in each.line.languages if any(rules.speaks(person, code) for person in each.persons))
    return set(each.line.languages) - set(spoken) if each.persons else set()


def _languages(around: Around, wanted: Placed) -> Iterator[Conflict]:
    for language in sorted(_unspoken(around.situation, wanted)):
        if any(_asked(around, wanted, cell, language) > _free(around, cell, language) for cell in wanted.cells):
            words = _(
                "None of its trainers speaks this language, and no interpreter is free: %(language)s.",
                language=language_name(language),
            )
            yield conflict("language", language_name(language), words)


def _asked(around: Around, wanted: Placed, cell: Cell, language: str) -> int:
    """Return how many events need an interpreter of a language in a half-day."""
    others = around.then(wanted, cell)
    asking = (each for each in others if language in each.line.languages)
    return 1 + sum(language in _unspoken(around.situation, each) for each in asking)


def _free(around: Around, cell: Cell, language: str) -> int:
    """Return how many interpreters of a language are there in a half-day."""
    situation = around.situation
    named = situation.rules.interpreters(language)
    if named is None:
        return situation.rules.wishes.interpreters
    teaching = {person for each in around.at.get(cell, ()) for person in each.persons}
    there = (person for person in named - teaching if cell not in situation.persons.get(person, set()))
    return sum(not situation.is_away(person, cell[0]) for person in there)


def _months(around: Around, wanted: Placed) -> Iterator[Conflict]:
    most, own = around.situation.rules.wishes.trainer_month, around.own.get(wanted.line.id)
    now = Around.work(own) if own is not None else {}
    names = {row.person_id: row.person.display for row in wanted.line.trainers}
    for key, half_days in sorted(Around.work(wanted).items()):
        number = around.months[key] - now.get(key, 0) + half_days
        if number > most:
            words = _(
                "%(name)s would teach %(number)s half-days in this month, %(month)s; %(most)s are the most.",
                name=names[key[0]],
                number=number,
                month=i18n.day(key[1], "month"),
                most=most,
            )
            yield conflict("month", _("%(name)s, too much", name=names[key[0]]), words)


def _travel(around: Around, wanted: Placed) -> Iterator[Conflict]:
    """Yield trainers from abroad who teach something else right before or after."""
    situation = around.situation
    rest = situation.rules.wishes.travel_rest
    if wanted.line.mode == "online" or not rest:
        return
    abroad = [row for row in wanted.line.trainers if row.person.country_code not in (None, situation.host)]
    cells = [*_earlier(situation, wanted.cells[0], rest), *_later(situation, wanted.cells[-1], rest)] if abroad else []
    for row in abroad:
        taken = situation.taken("person", row.person_id, wanted.line)
        busy = [
            cell
            for cell in cells
            if cell in taken or any(row.person_id in each.persons for each in around.then(wanted, cell))
        ]
        if busy:
            name, day = row.person.display, busy[0][0]
            words = _(
                "%(name)s comes from abroad, teaches something else on %(day)s, and has no time to travel.",
                name=name,
                day=week(day),
            )
            yield conflict("travel", _("%(name)s, %(day)s", name=name, day=short(day)), words)


def _earlier(situation: Situation, cell: Cell, number: int) -> Iterator[Cell]:
    """Yield the half-days before one on which the host works."""
    return islice(_working(situation, cell, -1), number)


def _later(situation: Situation, cell: Cell, number: int) -> Iterator[Cell]:
    return islice(_working(situation, cell, 1), number)


def _working(situation: Situation, cell: Cell, step: int) -> Iterator[Cell]:
    place = cell[0].toordinal() * 2 + cell[1]
    for _turn in range(60):  # no holiday is longer than a month
        place += step
        found = (date.fromordinal(place // 2), place % 2)
        if not rests(situation.off, situation.host, found):
            yield found


# --- money --------------------------------------------------------------------------------------


def _money(around: Around, wanted: Placed) -> Iterator[Conflict]:
    """Yield budget lines that the events until this one use up; of those after, each says so itself."""
    situation, line = around.situation, wanted.line
    for row in line.funds:
        budget = row.budget_line
        if budget.currency != situation.plan.currency:
            continue
        place = (wanted.cells[0], line.id)
        earlier = (
            amount
            for start, key, amount in around.paid.get(row.budget_line_id, ())
            if (start, key) < place and key != line.id
        )
        used = sum(earlier) + around.amount(row, line)
        there = max(0, int(budget.amount - situation.elsewhere.get(budget.id, 0.0)))
        if used > there:
            words = _(
                "“%(name)s” does not hold as much: %(used)s until then, and %(there)s are there.",
                name=budget.title.text(i18n.language()),
                used=f"{i18n.number(used)} {budget.currency}",
                there=f"{i18n.number(there)} {budget.currency}",
            )
            yield conflict("money", _("not enough money"), words)
