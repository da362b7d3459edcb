"""Which activities answer which recommendations: what the curriculum says, and what was mapped by hand since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ...curriculum.models import ActivityText
from ...kernel.db import db
from .. import queries


class Linked(Protocol):
    """A recommendation, or as much of it as tells what it is linked to."""

    @property
    def code(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def answered_by(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Links:
    """All recommendations by code with their state, and those mapped to activities by hand, by key."""

    states: Mapping[str, str]
    mapped: Mapping[str, list[str]]

    def codes(self, text: ActivityText) -> tuple[str, ...]:
        """Return the codes that an activity answers, each once."""
        return tuple(dict.fromkeys((*text.recommendations, *self.mapped.get(text.key, ()))))

    def open(self, text: ActivityText) -> int:
        """Return how many recommendations that are still open an activity answers."""
        return sum(self.states.get(code) == "open" for code in self.codes(text))


def of(rows: Iterable[Linked]) -> Links:
    states: dict[str, str] = {}
    mapped: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        states[row.code] = row.state
        for key in row.answered_by:
            mapped[key].append(row.code)
    return Links(states, mapped)


def read() -> Links:
    """Read the links of all recommendations: one statement."""
    rows: Iterable[Linked] = db.session.execute(queries.recommendation_links())
    return of(rows)
