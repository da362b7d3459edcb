"""Rooms and trainers that a line may be given, and the rows of the board that stand for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.text import alphabetical
from ...kernel.types import Texts
from .. import queries
from ..models import Plan, PlanLine
from .moving import Staffing

NONE, ONLINE = "none", "online"  # rows of the board that are no room and nobody


@dataclass(frozen=True, slots=True)
class Places:
    """Rooms and trainers by public id, with row number and title or name."""

    room: Mapping[str, tuple[int, Texts | str]] = field(default_factory=dict)
    trainer: Mapping[str, tuple[int, Texts | str]] = field(default_factory=dict)

    def offer(self, kind: str) -> list[tuple[str, str]]:
        """Return public ids and titles of a kind, in the alphabet of the page's language."""
        language = i18n.language()
        found = getattr(self, kind).items()
        named = [(key, title if isinstance(title, str) else title.text(language)) for key, (_id, title) in found]
        place = alphabetical(language)
        return sorted(named, key=lambda each: place(each[1]))

    def number(self, kind: str, key: str) -> int | None:
        """Return the row number behind a public id, None for nothing. Raises Refused for one that is gone."""
        if not key or key == NONE:
            return None
        found = getattr(self, kind).get(key)
        if found is None:
            raise Refused(_("This room or trainer is not there any more. Choose another one."))
        return int(found[0])


def read(plan: Plan, line: PlanLine | None = None) -> Places:
    """Read what lines of a plan may be given, in one question; what a line has already is offered in any case."""
    found: dict[str, dict[str, tuple[int, Texts | str]]] = {"room": {}, "trainer": {}}
    for row in db.session.execute(queries.places(plan.centre_id)):
        found[row.kind][row.public_id] = (row.id, row.title if row.kind == "room" else row.name)
    if line is not None and line.room is not None:
        found["room"].setdefault(line.room.public_id, (line.room.id, line.room.title))
    for each in line.trainers if line is not None else ():
        found["trainer"].setdefault(each.person.public_id, (each.person_id, each.person.display))
    return Places(found["room"], found["trainer"])


def on_row(line: PlanLine, way: str, *, row: str, was: str) -> Staffing | None:
    """Return room and trainers of a line that goes from one row of the board to another; None where they stay."""
    if way not in {"room", "trainer"} or not row or row == was:
        return None
    if row == ONLINE:
        raise Refused(_("Change its way of meeting to hold it online."))
    found = read(line.plan)
    people = [each.person_id for each in line.trainers]
    if way == "room":
        return Staffing(found.number("room", row), tuple(people))
    gone = next((each.person_id for each in line.trainers if each.person.public_id == was), None)
    new = found.number("trainer", row)
    kept = [each for each in people if each != gone]
    return Staffing(line.room_id, (*kept, new) if new is not None else tuple(kept))
