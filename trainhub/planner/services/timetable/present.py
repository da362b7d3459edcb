"""The plan as it stands, in the engine's terms: what planning again keeps as far as it can."""

from collections.abc import Iterator

from ....engine.language import Keep, Placement, Role
from ...models import PlanLine
from .facts import Facts, is_fixed
from .pools import INTERPRETER, Pools


def placement(facts: Facts, line: PlanLine, found: Pools) -> Placement:
    """Return where a line stands."""
    roles, start = found.roles[line.id], _period(facts, line)
    if start is None:
        return Placement(None, tuple(() for _role in roles))
    keys = {f"room:{line.room_id}", *(f"person:{row.person_id}" for row in line.trainers)}
    keys |= {f"fund:{row.budget_line_id}" for row in line.funds}
    return Placement(start, tuple(() if role.key == INTERPRETER else _team(found, role, keys) for role in roles))


def _period(facts: Facts, line: PlanLine) -> int | None:
    """Return the period on which a line begins; where nobody works on its day by now, the next one."""
    if line.starts_on is None:
        return None
    wanted = (line.starts_on, line.start_half)
    return next((number for number, cell in enumerate(facts.grid.cells) if cell >= wanted), None)


def _team(found: Pools, role: Role, keys: set[str]) -> tuple[int, ...]:
    there = tuple(number for number in role.candidates if found.resources[number].key in keys)
    if there or role.least < len(role.candidates):
        return there
    return role.candidates


def kept(facts: Facts, lines: tuple[PlanLine, ...], now: tuple[Placement, ...]) -> Iterator[Keep]:
    """Yield what it costs to change what stands; more for what was made public, where people know of it."""
    wishes = facts.wishes
    for number, (line, there) in enumerate(zip(lines, now, strict=True)):
        if there.start is not None and not is_fixed(line):
            moved = wishes.moved_told if line.public else wishes.moved
            yield Keep(f"keep:{line.id}", number, there.start, there.teams, moved, wishes.changed)
