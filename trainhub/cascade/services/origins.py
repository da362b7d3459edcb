"""Where somebody learned to teach: the trainings of trainers they completed, and roll-outs meant for trainers."""

from dataclasses import dataclass
from datetime import date

from ...attendance import services as attendance
from ...certificates import services as certificates
from ...kernel import clock
from ...kernel.db import db
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Rollout


@dataclass(frozen=True, slots=True)
class Origin:
    """One training in which a person learned to teach: a session of the centre, or a roll-out that goes back to it."""

    session: TrainingSession
    parent: Rollout | None = None

    @property
    def key(self) -> str:
        """Return the word by which a form names it."""
        return f"r-{self.parent.public_id}" if self.parent else f"s-{self.session.public_id}"

    @property
    def generation(self) -> int:
        return self.parent.generation + 1 if self.parent else 1

    @property
    def ended(self) -> date | None:
        """Return the last day of it: nobody teaches on before."""
        return self.parent.last_day if self.parent else self.session.last_day

    @property
    def modules(self) -> list[int]:
        """Return the numbers of the modules it was about."""
        if self.parent is not None:
            return [module.number for module in self.parent.modules]
        return sorted({int(row.activity.key[1:3]) for row in self.session.activities})


def origins(person: Person) -> list[Origin]:
    """Return what a person may report roll-outs of, the latest first: sessions before roll-outs."""
    places = list(db.session.scalars(queries.learned_in(person.id, clock.today())))
    hours = attendance.hours_of([row.id for row in places]) if places else {}
    found = [Origin(row.session) for row in places if _completed(row, hours[row.id])]
    return found + [Origin(each.session, each) for each in db.session.scalars(queries.taught_in(person.id))]


def _completed(row: Registration, hours: attendance.Hours) -> bool:
    needed = certificates.share_needed(row.session.format) * hours.planned
    return hours.planned > 0 and hours.attended >= needed


def may_have_learned(person_id: int | None) -> bool:
    """Say, in one question, whether somebody may have something to report: `origins` asks more closely."""
    return person_id is not None and bool(db.session.scalar(queries.may_have_learned(person_id)))
