"""What the curriculum in force says of activities, as plans need it: read once for a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...kernel.db import db
from ...kernel.types import Texts
from .. import queries


@dataclass(frozen=True, slots=True)
class Topic:
    """An activity: its key and title, and the modules it is listed in, its own first."""

    activity_id: int
    key: str
    title: Texts
    modules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """All activities, and the titles of modules."""

    by_id: Mapping[int, Topic] = field(default_factory=dict)
    modules: Mapping[int, Texts] = field(default_factory=dict)

    def of(self, activity_ids: Iterable[int]) -> list[Topic]:
        return [self.by_id[each] for each in activity_ids if each in self.by_id]

    def numbers(self, activity_ids: Iterable[int]) -> tuple[int, ...]:
        """Return the modules of some activities, each once: a merged event is credited to all of them (US-03)."""
        return tuple(dict.fromkeys(number for topic in self.of(activity_ids) for number in topic.modules))

    def own_numbers(self, activity_ids: Iterable[int]) -> tuple[int, ...]:
        """Return the modules that activities stand in themselves, without cross-listed ones."""
        return tuple(dict.fromkeys(topic.modules[0] for topic in self.of(activity_ids) if topic.modules))


def read() -> Topics:
    """Read the activities of the curriculum in force."""
    found: dict[int, Topic] = {}
    titles: dict[int, Texts] = {}
    for row in db.session.execute(queries.topics()):
        titles[row.number] = row.module
        known = found.get(row.activity_id)
        modules = (*(known.modules if known else ()), row.number)
        found[row.activity_id] = Topic(row.activity_id, row.key, row.title, tuple(dict.fromkeys(modules)))
    return Topics(found, dict(sorted(titles.items())))
