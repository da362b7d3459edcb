"""The demonstration: framework, targets, what institutions reported, two locked quarters."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

from trainhub.plugin_api import db
from trainhub.plugin_api.people import Organisation
from trainhub.plugin_api.reports import Period

from . import queries, spans
from .models import Tracked
from .services import donor, entries, framework, locks, starting
from .services.entries import EntryCommand
from .services.framework import IndicatorCommand, SheetCommand
from .vocabulary import KNOWN, UNAVAILABLE, UNKNOWN

QUARTERS = 6  # with targets and entered values; the last two that are over are locked
LOCKED = 2
# per indicator: what the institutions said quarter by quarter; a pair is so many of so many
TOLD: dict[str, list[list[float | tuple[int, int] | str]]] = {
    "1b": [
        [(6, 14), (7, 15), (9, 16), (10, 16), (13, 18), (14, 18)],
        [(3, 9), (4, 9), UNKNOWN, (5, 10), (6, 10), (8, 11)],
    ],
    "1c": [[1, 0, 2, 2, 3, 2], [0, 1, 1, UNAVAILABLE, 2, 3], [0, 0, 1, 1, 1, 2]],
    "2a": [[412, 455, 478, 530, 561, 604], [180, 176, 201, 214, 240, 251], [96, 104, 99, 120, 131, 128]],
    "2b": [[21, 20, 19, 17, 16, 15], [28, 27, 27, 24, 22, 21], [UNKNOWN, 18, 18, 17, 15, 14]],
    "2c": [
        [(52, 80), (55, 82), (61, 85), (66, 90), (70, 92), (75, 96)],
        [(30, 51), UNKNOWN, (35, 55), (38, 57), (41, 58), (45, 60)],
    ],
    "2d": [[9, 8, 8, 6, 7, 5], [4, 5, 3, 3, 2, 2]],
}
OBJECTIVES: list[tuple[int, int]] = [(3, 5), (4, 6), (4, 5), (5, 6), (5, 6), (6, 7)]
# targets of a quarter
TARGETS = {
    "1.1a": 60.0,
    "1.1b": 70.0,
    "1.1c": 5.0,
    "1.1d": 0.45,
    "1.1e": 0.85,
    "1.1f": 50.0,
    "1.2c": 0.8,
    "1b": 0.7,
    "1c": 5.0,
    "2a": 900.0,
    "2b": 18.0,
    "2c": 0.75,
    "2d": 8.0,
    "2.1a": 60.0,
}


def load(day: date) -> None:
    """Make it all through the services, for the first centre."""
    centre = db.session.scalars(queries.centres(None)).first()
    if centre is None:
        return
    tracked = {each.key: each for each in starting.start(centre)}
    quarters = list(reversed([each for each in spans.over(day) if not each.years][:QUARTERS]))
    _aim(tracked, [*quarters, *_coming(quarters[-1], day)], day)
    _tell(tracked, quarters)
    _name_modules(tracked)
    for quarter in quarters[-LOCKED:]:
        locks.lock(centre, quarter)
    project = next(iter(donor.projects(centre.id)), None)
    if project is not None:
        framework.set_target(tracked["1.1a"], quarters[-1], 25, project)


def _coming(last: Period, day: date) -> list[Period]:
    found = [each for each in spans.around(day) if not each.years and each.first >= last.until]
    return list(reversed(found))


def _aim(tracked: dict[str, Tracked], quarters: Iterable[Period], day: date) -> None:
    for key, value in TARGETS.items():
        for quarter in quarters:
            framework.set_target(tracked[key], quarter, value)
        year = next(each for each in spans.around(day) if each.years)
        framework.set_target(tracked[key], year, value if value < 1 or key == "2b" else value * 4)


def _name_modules(tracked: dict[str, Tracked]) -> None:
    """Say later which modules the effects are of: the second version of these definitions."""
    for key, numbers in (("1b", (4, 9)), ("2a", (4, 12)), ("2c", (4, 9))):
        each = tracked[key]
        sheet = SheetCommand(**{name.name: getattr(each.sheet, name.name) for name in fields(SheetCommand)})
        command = IndicatorCommand(each.key, each.family, replace(sheet, modules=numbers))
        framework.edit(each, command, reason="The review of March named the modules these effects come from.")


def _tell(tracked: dict[str, Tracked], quarters: list[Period]) -> None:
    bodies = list(db.session.scalars(queries.some_institutions(3)))
    for key, institutions in TOLD.items():
        for body, told in zip(bodies, institutions, strict=False):
            _one(tracked[key], quarters, told, body)
    _one(tracked["1.2c"], quarters, list(OBJECTIVES), None)


def _one(
    tracked: Tracked, quarters: list[Period], told: list[float | tuple[int, int] | str], body: Organisation | None
) -> None:
    for quarter, answer in zip(quarters, told, strict=True):
        entries.enter(tracked, quarter, _command(answer), organisation=body)


def _command(answer: float | tuple[int, int] | str) -> EntryCommand:
    if isinstance(answer, str):
        return EntryCommand(answer)
    if isinstance(answer, tuple):
        return EntryCommand(KNOWN, numerator=answer[0], denominator=answer[1])
    return EntryCommand(KNOWN, value=answer)
