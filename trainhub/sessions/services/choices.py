"""What the editor's lists offer, read in two statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.text import alphabetical
from ...kernel.types import Texts
from ...people.models import Person
from .. import queries
from ..models import TrainingSession
from .versions import version_for


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: its public value, its row number where it has one, its title."""

    value: str
    id: int | None
    title: Texts
    extra: int | None = None
    flags: int = 0

    @property
    def counts(self) -> bool:
        """Say of a format whether its participants count as trained."""
        return bool(self.flags & 1)

    @property
    def certifies(self) -> bool:
        """Say of a format whether it gives certificates."""
        return bool(self.flags & 2)

    @property
    def label(self) -> str:
        return self.title.text(i18n.language())


@dataclass(frozen=True)
class Choices:
    """The lists of the editor by kind: room, format, category, group, project, organisation, activity, person."""

    kinds: dict[str, dict[str, Choice]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Choice]:
        """Return the choices of a kind in the alphabet of the page's language; formats and categories as ordered."""
        found = list(self.kinds.get(kind, {}).values())
        if kind in {"format", "category"}:
            return sorted(found, key=lambda choice: choice.extra or 0)
        place = alphabetical(i18n.language())
        return sorted(found, key=lambda choice: choice.value if kind == "activity" else place(choice.label))

    def number(self, kind: str, value: str) -> int | None:
        """Return the row number behind a value; None where nothing is meant."""
        found = self.kinds.get(kind, {}).get(value)
        return found.id if found else None

    def value(self, kind: str, number: int | None) -> str:
        """Return the value that stands for a row number."""
        return (
            next((choice.value for choice in self.kinds.get(kind, {}).values() if choice.id == number), "")
            if number
            else ""
        )


def choices(centre_id: int, session: TrainingSession | None = None) -> Choices:
    """Return what can be chosen for a session of a centre."""
    kinds: dict[str, dict[str, Choice]] = {}
    for row in db.session.execute(queries.editor_choices(centre_id, _version_id(session))):
        kinds.setdefault(row.kind, {})[row.value] = Choice(row.value, row.id, row.title, row.extra, row.flags or 0)
    assigned = [assignment.person_id for assignment in session.assignments] if session else []
    kinds["person"] = {person.public_id: _person(person) for person in _teachers(assigned)}
    return Choices(kinds)


def _version_id(session: TrainingSession | None) -> int:
    """Return the version whose activities are offered; 0 while none is in force, and then there are none."""
    try:
        return version_for(session).id
    except Refused:
        return 0


def _teachers(also: Iterable[int]) -> list[Person]:
    return list(db.session.scalars(queries.teachers(also)))


def _person(person: Person) -> Choice:
    return Choice(person.public_id, person.id, Texts.of({person.native_lang: person.display}, person.native_lang))
