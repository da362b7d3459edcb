"""What participants said of each trainer, over trainings: only where enough answered, as in all results."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from trainhub.plugin_api import NotFound, Viewer, db
from trainhub.plugin_api.people import Person
from trainhub.plugin_api.questionnaires import Distribution, Wave, apart, blocks_of, content_of
from trainhub.plugin_api.sessions import TrainingSession

from .. import policies
from ..models import SessionWave
from ..queries import reading as queries

BLOCK = "trainer"
Said = Mapping[int, Sequence[Distribution]]  # wave -> what was said in it


@dataclass(frozen=True, slots=True)
class Taught:
    """What was said of a trainer in one training, question by question."""

    session: TrainingSession
    said: tuple[Distribution, ...]

    @property
    def mean(self) -> float | None:
        """Return the mean of the means of its questions."""
        means = [each.mean for each in self.said if each.mean is not None and not each.hidden]
        return sum(means) / len(means) if means else None


@dataclass(slots=True)
class Trainer:
    """A trainer with the trainings in which somebody said something."""

    person: Person
    taught: list[Taught] = field(default_factory=list)

    @property
    def known(self) -> list[Taught]:
        return [each for each in self.taught if each.mean is not None]

    @property
    def mean(self) -> float | None:
        means = [each.mean for each in self.known if each.mean is not None]
        return sum(means) / len(means) if means else None


def overview(centres: Collection[int] | None) -> list[Trainer]:
    """Return the trainers of whom something was said, by name."""
    found = _collected(centres, None)
    return sorted((each for each in found if each.known), key=lambda each: each.person.search)


def find(public_id: str, who: Viewer) -> Trainer:
    """Return what was said of one trainer: to themselves all, to staff that of their centres. Raises NotFound."""
    person = db.session.scalar(queries.person(public_id))
    own = person is not None and person.id == who.person_id
    if person is None or not (own or who.may(policies.VIEW)):
        raise NotFound
    found = _collected(None if own else who.centres(policies.VIEW), public_id)
    if not found:
        raise NotFound
    return found[0]


def _collected(centres: Collection[int] | None, only: str | None) -> list[Trainer]:
    rows = list(db.session.scalars(queries.closed_of("reaction", centres)).unique())
    waves = [row.wave for row in rows if row.wave is not None]
    said = apart(waves, {key for wave in waves for key in _asked(wave)})
    taught: dict[str, list[Taught]] = defaultdict(list)
    for row in rows:
        for code, each in _of_wave(row, only, said):
            taught[code].append(each)
    people = db.session.scalars(queries.persons(list(taught)))
    return [Trainer(person, taught[person.public_id]) for person in people]


def _of_wave(row: SessionWave, only: str | None, said: Said) -> Iterator[tuple[str, Taught]]:
    if row.wave is None:
        return
    for code, _name in blocks_of(row.wave).get(BLOCK, ()):
        if only is None or code == only:
            yield code, Taught(row.session, tuple(each for each in said.get(row.wave.id, ()) if each.block == code))


def _asked(wave: Wave) -> Sequence[str]:
    sections = [section for section in content_of(wave).sections if section.repeat == BLOCK]
    return [item.key for section in sections for item in section.items if item.scores]
