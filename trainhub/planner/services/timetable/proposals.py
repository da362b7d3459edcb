"""From the engine's answer to the plan: what each line would become, how that differs, and taking it over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from ....engine.judge import Score
from ....engine.language import Placement
from ....engine.language import Plan as Timetable
from ....holidays import services as holidays
from ....kernel import clock, i18n, work
from ....kernel.db import db
from ....kernel.errors import Invalid, Refused
from ....kernel.i18n import gettext as _
from ... import queries
from ...models import LineFund, PlanLine
from ...models.timetable import PlanRun
from .. import moving
from ..halfdays import cells
from ..reasons import SEARCH
from ..situation import MARGIN
from . import held
from .compiling import Compiled
from .keys import Names
from .pools import FUND, INTERPRETER, ROOM, TRAINER


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a line stands: all None or empty where it has no day."""

    start: date | None = None
    half: int = 0
    room: int | None = None
    people: tuple[int, ...] = ()
    funds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A line as it is and as it would be, with the parts of its cost, or the key of what leaves it out."""

    line: PlanLine
    before: Stand
    after: Stand
    parts: tuple[tuple[str, int], ...] = ()
    left: str = ""
    against: tuple[str, ...] = ()
    extra: int | None = None  # points by which the plan is worse with it, where it is left out
    interpreters: tuple[int, ...] = ()  # told, not kept: whom one counts on is asked when there is a session

    @property
    def kind(self) -> str:
        """Return `same`, `new`, `moved`, `people` (another room or team), or `off`."""
        if self.before.start is None:
            return "same" if self.after.start is None else "new"
        if self.after.start is None:
            return "off"
        if (self.before.start, self.before.half) != (self.after.start, self.after.half):
            return "moved"
        return "same" if (self.before.room, self.before.people) == (self.after.room, self.after.people) else "people"


def told(compiled: Compiled, timetable: Timetable, score: Score) -> dict[str, Any]:
    """Return a proposal as a run keeps it: for each line, by public id, its stand and the parts of its cost."""
    lines = {key: _line(compiled, number, timetable.placements[number]) for number, key in enumerate(compiled.keys)}
    costs: dict[str, int] = {}
    for key, amount in score.costs:
        kind = key.split(":")[0]
        costs[kind] = costs.get(kind, 0) + amount
    broken = [list(each) for each in score.broken]
    hits = {key: list(against) for key, against in compiled.hits.items()}
    return {"lines": lines, "left": compiled.left, "costs": costs, "broken": broken, "hits": hits}


def _line(compiled: Compiled, number: int, placement: Placement) -> dict[str, Any]:
    if placement.start is None:
        return {"start": None}
    day, half = compiled.grid.cells[placement.start]
    teams: dict[str, list[int]] = {}
    for role, team in zip(compiled.problem.events[number].roles, placement.teams, strict=True):
        keys = [compiled.problem.resources[each].key.split(":") for each in team]
        ids = [int(key[1]) for key in keys if key[0] in {ROOM, "person", FUND}]
        teams.setdefault(role.key.split(":")[0], []).extend(ids)
    return {
        "start": day.isoformat(),
        "half": half,
        "room": next(iter(teams.get(ROOM, [])), None),
        "people": sorted(teams.get(TRAINER, [])),
        "interpreters": sorted(teams.get(INTERPRETER, [])),
        "funds": sorted(teams.get(FUND, [])),
        "parts": [list(part) for part in compiled.parts[number].get(placement.start, ())],
    }


def stand(line: PlanLine) -> Stand:
    """Return where a line stands now."""
    people = tuple(sorted(row.person_id for row in line.trainers))
    funds = tuple(sorted(row.budget_line_id for row in line.funds))
    return Stand(line.starts_on, line.start_half if line.starts_on else 0, line.room_id, people, funds)


def _proposal(run: PlanRun, repair: int | None) -> dict[str, Any]:
    found: dict[str, Any] = run.proposal if repair is None else run.reasons["repairs"][repair]["proposal"]
    return found


def changes(run: PlanRun, lines: list[PlanLine], repair: int | None = None) -> list[Change]:
    """Return what a proposal, or that of a repair, would change; a line that came later stays as it is."""
    found, proposal = [], _proposal(run, repair)
    earlier = run.proposal.get("before", {})  # how they stood when it was taken over
    for line in lines:
        now = _earlier(earlier[line.public_id]) if line.public_id in earlier else stand(line)
        kept = proposal.get("lines", {}).get(line.public_id)
        left = proposal.get("left", {}).get(line.public_id, "")
        after = now if kept is None else _stand(kept, now)
        parts = tuple((str(kind), int(amount)) for kind, amount in (kept or {}).get("parts", []))
        against, spoken = (tuple((kept or {}).get(name, [])) for name in ("against", "interpreters"))
        found.append(Change(line, now, after, parts, left, against, (kept or {}).get("extra"), spoken))
    return found


def _earlier(kept: dict[str, Any]) -> Stand:
    start = date.fromisoformat(kept["start"]) if kept["start"] else None
    return Stand(start, kept["half"], kept["room"], tuple(kept["people"]), tuple(kept["funds"]))


def _kept(now: Stand) -> dict[str, Any]:
    start = now.start.isoformat() if now.start else None
    return {"start": start, "half": now.half, "room": now.room, "people": list(now.people), "funds": list(now.funds)}


def _stand(kept: dict[str, Any], now: Stand) -> Stand:
    if kept["start"] is None:
        return Stand(None, 0, now.room, now.people, now.funds)
    return Stand(
        date.fromisoformat(kept["start"]),
        int(kept["half"]),
        kept["room"],
        tuple(kept["people"]),
        now.funds or tuple(kept["funds"]),
    )


def mark(lines: list[PlanLine]) -> str:
    """Return a mark of where the lines of a plan stand, which changes when one of them does."""
    stands = sorted((line.public_id, line.half_days, line.pinned, line.session_id or 0, stand(line)) for line in lines)
    return sha256(repr(stands).encode()).hexdigest()[:16]


def apply(*, run: PlanRun, repair: int | None = None, seen: str = "") -> int:
    """Take a proposal over into the plan, or that of a repair; return how many lines changed. Raises Refused.

    `seen` is the mark of the plan whose difference a person saw before saying yes.
    """
    db.session.refresh(run, ["applied_at"], with_for_update=True)  # two people press the button at once
    if run.applied_at is not None or not _offered(run, repair):
        raise Refused(_("There is nothing to take over."))
    if run.plan.state == "closed":
        raise Refused(_("This plan is closed."))
    lines = list(db.session.scalars(queries.lines(run.plan_id)))
    if seen and seen != mark(lines):
        raise Refused(_("The plan was changed since this page was drawn. Look at the difference again."))
    found = changes(run, lines, repair)
    changed = [each for each in found if each.kind != "same" and not _stays(run, each)]
    _still_there(run, changed)
    before = {line.public_id: _kept(stand(line)) for line in lines}
    _move_sessions([each for each in changed if held.held(each.line)])
    for change in changed:
        _take(change)
    told, names = _proposal(run, repair), Names.of(run.plan)
    spoken = {*told.get("lines", {}), *told.get("left", {})}
    for change in found:
        still_out = change.after.start is None and change.line.public_id in spoken and not _stays(run, change)
        if change in changed or still_out:  # of what still has no day one now knows why
            change.line.why = _because(change, run, names)
    run.proposal = run.proposal | {"before": before}
    if repair is not None:
        run.reasons = run.reasons | {"taken": repair}
    run.applied_at, run.applied_by = clock.now(), work.actor().name
    db.session.flush()
    return len(changed)


def _stays(run: PlanRun, change: Change) -> bool:
    """Say whether nothing is taken over to a line: fixed since, or a session, which only planning again moves."""
    return change.line.pinned or (held.held(change.line) and (run.kind != "again" or change.after.start is None))


def sessions(run: PlanRun, found: list[Change]) -> int:
    """Return how many sessions are changed along with their lines when a proposal is taken over."""
    changed = (each for each in found if each.kind != "same" and not _stays(run, each))
    return sum(held.held(each.line) for each in changed)


def _move_sessions(changes: list[Change]) -> None:
    """Move sessions along with their lines; one that is in the way of another is moved first. Raises Refused."""
    waiting = changes
    while waiting:
        stuck: list[tuple[Change, Invalid]] = []
        for change in waiting:
            try:
                _move_session(change)
            except Invalid as error:
                stuck.append((change, error))
        if len(stuck) == len(waiting):
            title, why = stuck[0][0].line.title.text(i18n.language()), str(stuck[0][1])
            raise Refused(_("The session of “%(title)s” cannot be moved: %(why)s", title=title, why=why))
        waiting = [change for change, _error in stuck]


def _move_session(change: Change) -> None:
    line, after = change.line, change.after
    assert after.start is not None
    host = line.plan.centre.country_code
    off = holidays.days_off([host], after.start, after.start + MARGIN)
    taken = cells(after.start, after.half, line.half_days, off, host)
    held.move(line, after=taken, room_id=after.room, people=after.people)


def _offered(run: PlanRun, repair: int | None) -> bool:
    if repair is None:
        return run.state == "done"
    return run.state == "stuck" and 0 <= repair < len(run.reasons.get("repairs", []))


def _because(change: Change, run: PlanRun, names: Names) -> list[Any]:
    """Return why a line is where a search put it, or has no day, as lines keep it."""
    said: dict[str, Any] = {"run": run.public_id, "parts": [list(each) for each in change.parts], "left": change.left}
    if change.after.start is None and (change.against or change.extra is not None):
        said |= {"against": list(change.against), "names": names.keep(change.against), "extra": change.extra}
    return [SEARCH, said]


def _still_there(run: PlanRun, changed: list[Change]) -> None:
    """Raise Refused where a proposal counts on people, rooms or money that are gone since."""
    after = [each.after for each in changed if each.after.start is not None]
    people = {number for stands in after for number in stands.people}
    funds = {number for stands in after for number in stands.funds}
    rooms = {stands.room for stands in after} - {each.line.room_id for each in changed} - {None}
    centre = run.plan.centre_id
    known = {room.id for room in db.session.scalars(queries.rooms(centre))}
    paying = {budget.id for budget in db.session.scalars(queries.budget_lines([centre]))}
    if people - set(db.session.scalars(queries.present(people))) or rooms - known or funds - paying:
        raise Refused(_("People, rooms or money that this proposal counts on are gone since. Search again."))


def _take(change: Change) -> None:
    line, after = change.line, change.after
    if not held.held(line):  # whoever was told of a session is not told that nothing happened
        moving.remember(line)
    line.starts_on, line.start_half, line.room_id = after.start, after.half, after.room
    if after.start is not None:
        moving.staff(line, after.people)
        if not line.funds:
            line.funds.extend(LineFund(budget_line_id=number) for number in after.funds)


def counts(found: list[Change]) -> dict[str, int]:
    """Return how many lines of each kind of change there are."""
    return dict(_counted(found))


def _counted(found: list[Change]) -> Iterator[tuple[str, int]]:
    for kind in ("new", "moved", "people", "off", "same"):
        yield kind, sum(each.kind == kind for each in found)
