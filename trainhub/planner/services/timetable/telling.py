"""What a search found, in words: what would change line by line, what it costs, and why something does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ....kernel import i18n
from ....kernel.db import db
from ....kernel.i18n import gettext as _
from ....kernel.i18n import lazy_gettext as _l
from ....web.tables import Column, Few
from ....web.templating import words
from ... import queries
from ...models import Plan, PlanLine
from ...models.timetable import PlanRun
from ..reasons import searched
from . import keys, proposals
from .keys import Names
from .proposals import Change

KINDS: dict[str, str] = {
    "new": _l("Gets a day"),
    "moved": _l("Another day"),
    "people": _l("Another room or other people"),
    "off": _l("Loses its day"),
    "same": _l("As it is"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of changes; the stands are said in words."""

    change: Change
    before: str
    after: str
    room: str
    people: str
    why: str

    @property
    def line(self) -> PlanLine:
        return self.change.line

    @property
    def kind(self) -> str:
        return self.change.kind


@dataclass(frozen=True, slots=True)
class Repair:
    """A way out: what is let go, what the plan costs then, how many lines would get a day."""

    number: int
    sentences: tuple[str, ...]
    cost: int
    placed: int


@dataclass(frozen=True, slots=True)
class Told:
    """A search in words."""

    counts: dict[str, int]
    costs: tuple[tuple[str, int], ...]
    core: tuple[str, ...]
    starts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    repairs: tuple[Repair, ...]
    off: int | None  # per cent that a better plan could cost less at most
    mark: str  # of the plan as it stands
    hits: tuple[tuple[PlanLine, tuple[str, ...]], ...] = ()  # what stays, and what speaks against it
    sessions: int = 0  # that would be changed along with their lines


def told(plan: Plan, run: PlanRun) -> Told:
    """Return what a search found."""
    names = Names.of(plan)
    lines = list(db.session.scalars(queries.lines(plan.id)))
    changed = proposals.changes(run, lines)
    costs = sorted(run.proposal.get("costs", {}).items(), key=lambda each: (-each[1], each[0]))
    return Told(
        proposals.counts(changed),
        tuple((keys.part(kind), amount) for kind, amount in costs),
        tuple(keys.sentence(key, names) for key in run.reasons.get("core", [])),
        tuple(_starts(each, names) for each in run.reasons.get("starts", [])),
        tuple(_repair(number, each, names) for number, each in enumerate(run.reasons.get("repairs", []))),
        _off(run),
        proposals.mark(lines),
        tuple(_hits(run, lines, names)),
        proposals.sessions(run, changed),
    )


def _hits(run: PlanRun, lines: list[PlanLine], names: Names) -> Iterator[tuple[PlanLine, tuple[str, ...]]]:
    hits = run.proposal.get("hits", {})
    for line in lines:
        if line.public_id in hits:
            yield line, tuple(keys.sentence(key, names) for key in hits[line.public_id])


def _off(run: PlanRun) -> int | None:
    if not run.bound or not run.cost:
        return None
    return max(0, -(-100 * (run.cost - run.bound) // run.cost))  # 0 is a proof


def _starts(each: Any, names: Names) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Return a line that has no day at all, and how many days each rule takes from it."""
    event, counts = each
    title = names.line(event.split(":")[1])
    return title, tuple((keys.sentence(key, names), number) for key, number in counts if key != "free")


def _repair(number: int, each: dict[str, Any], names: Names) -> Repair:
    sentences = tuple(keys.repair(key, amount, names) for key, amount in each["changes"])
    placed = sum(line["start"] is not None for line in each["proposal"]["lines"].values())
    return Repair(number, sentences, int(each["cost"]), placed)


# --- line by line -------------------------------------------------------------------------------


def table(plan: Plan, run: PlanRun) -> Few:
    """Return the table of what a proposal would change; the lines that stay as they are come last."""
    names = Names.of(plan)
    lines = list(db.session.scalars(queries.lines(plan.id)))
    changed = proposals.changes(run, lines)
    people = _people(changed)
    order = {kind: place for place, kind in enumerate(KINDS)}
    rows = [_row(change, names, people) for change in changed]
    rows.sort(key=lambda row: (order[row.kind], row.change.after.start or plan.ends_on, row.line.id))
    columns = [
        Column("title", _("Line"), lambda row: words(row.line.title)),
        Column("kind", _("What changes"), lambda row: str(KINDS[row.kind])),
        Column("before", _("Until now"), lambda row: row.before, named=True),
        Column("after", _("Proposed"), lambda row: row.after, named=True),
        Column("room", _("Room"), lambda row: row.room, named=True),
        Column("people", _("Trainers"), lambda row: row.people, named=True),
        Column("why", _("Why"), lambda row: row.why),
    ]
    return Few(rows, columns, name="timetable")


def _people(changes: list[Change]) -> dict[int, str]:
    teams = (team for each in changes for team in (each.before.people, each.after.people, each.interpreters))
    numbers = {number for team in teams for number in team}
    found = db.session.execute(queries.names_of(numbers)) if numbers else ()
    return {row.id: row.display for row in found}


def _row(change: Change, names: Names, people: dict[int, str]) -> Row:
    before, after = change.before, change.after
    team = [people.get(number, "") for number in after.people]
    team += [_("%(name)s (interpreter)", name=people.get(number, "")) for number in change.interpreters]
    trainers = ", ".join(team) if after.start else ""
    room = names.room(str(after.room)) if after.start and after.room else ""
    if change.kind in ("moved", "people"):
        gone = [people.get(number, "") for number in before.people if number not in after.people]
        trainers = _instead(trainers, ", ".join(filter(None, gone)))
        room = _instead(room, names.room(str(before.room)) if before.room and before.room != after.room else "")
    return Row(change, _when(before), _when(after), room, trainers, _why(change, names))


def _instead(now: str, before: str) -> str:
    return _("%(now)s instead of %(before)s", now=now, before=before) if now and before else now


def _when(stand: proposals.Stand) -> str:
    if stand.start is None:
        return ""
    day = i18n.day(stand.start, "week")
    return _("%(day)s, afternoon", day=day) if stand.half else day


def _why(change: Change, names: Names) -> str:
    placed = change.after.start is not None
    return searched(
        change.parts, placed=placed, left=change.left, against=change.against, extra=change.extra, names=names
    )
