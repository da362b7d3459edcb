"""The plan as it stands, in the engine's terms: what planning again keeps as far as it can."""

from collections.abc import Iterator

from ....engine.language import Keep, Placement, Resource, Role
from ...models import PlanLine
from .facts import Facts
from .held import told
from .pools import INTERPRETER, Pools


def placement(facts: Facts, line: PlanLine, found: Pools) -> Placement:
    """Return where a line stands."""
    roles, start = found.roles[line.id], facts.present(line)
    if start is None:
        return Placement(None, tuple(() for _role in roles))
    keys = {f"room:{line.room_id}", *(f"person:{row.person_id}" for row in line.trainers)}
    keys |= {f"fund:{row.budget_line_id}" for row in line.funds}
    teams = [_team(found, role, keys) for role in roles]
    speaking = [number for team in teams for number in team]
    span = range(start, start + line.half_days)
    return Placement(
        start,
        tuple(
            _voices(found, line, role, speaking, span) if role.key == INTERPRETER else team
            for role, team in zip(roles, teams, strict=True)
        ),
    )


def _voices(found: Pools, line: PlanLine, role: Role, there: list[int], span: range) -> tuple[int, ...]:
    """Return who would interpret what nobody there speaks: none is asked before there is a session."""
    chosen: list[int] = []
    for code in sorted(set(line.languages)):
        able = [number for number in role.candidates if code in found.languages[number]]
        if not any(code in found.languages.get(number, ()) for number in (*there, *chosen)):
            chosen += [number for number in able if _free(found.resources[number], span)][:1]
    return tuple(sorted(chosen))


def _free(resource: Resource, span: range) -> bool:
    return not any(period in span for bar in resource.bars for period in bar.refused)


def _team(found: Pools, role: Role, keys: set[str]) -> tuple[int, ...]:
    there = tuple(number for number in role.candidates if found.resources[number].key in keys)
    if there or role.least < len(role.candidates):
        return there
    return role.candidates


def kept(facts: Facts, lines: tuple[PlanLine, ...], now: tuple[Placement, ...]) -> Iterator[Keep]:
    """Yield what it costs to change what stands; more for what was made public, where people know of it."""
    wishes = facts.wishes
    for number, (line, there) in enumerate(zip(lines, now, strict=True)):
        if there.start is not None and not facts.stays(line):
            moved = wishes.moved_told if told(line) else wishes.moved
            yield Keep(f"keep:{line.id}", number, there.start, there.teams, moved, wishes.changed)
