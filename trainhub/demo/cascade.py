"""What graduates of the training of trainers did at home: two generations, reported and decided as people would."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ..accounts.login import SignedIn
from ..accounts.models import Account
from ..cascade import services as cascade
from ..cascade.models import Rollout
from ..cascade.services import Count, Named, RolloutCommand
from ..certificates import services as certificates
from ..kernel import clock, i18n, jobs, work
from ..kernel.db import db
from ..kernel.work import Actor, acting
from ..people import services as address_book
from ..people.models import Organisation, Person
from ..sessions.models import Format, TrainingSession
from . import people
from .world import World, read

FORMAT = "training-of-trainers"
GENDERS = ("f", "m", "other", "")
AFTER = timedelta(days=1)  # after which it is reported, and again after which it is decided


@dataclass
class _Telling:
    """What was told so far: the graduates, one a country, and the roll-outs by their place in the file."""

    world: World
    graduates: list[Person]
    staff: Account
    held: dict[int, Rollout] = field(default_factory=dict)  # of those who trained trainers, by trainer

    def tell(self, entry: dict[str, Any]) -> None:
        person = self._trainer(entry)
        last = self.world.working_day(entry["day"] + entry["days"] - 1)
        own = Actor(None, person.display)
        with clock.stopped(_morning(last + AFTER)), acting(own), i18n.speaking(person.language):
            rollout = cascade.report(person=person, command=self._command(entry, person, last))
        with clock.stopped(_morning(last + 2 * AFTER)), acting(Actor(self.staff.id, self.staff.person.display)):
            self._decide(rollout, entry)

    def _trainer(self, entry: dict[str, Any]) -> Person:
        """Return who held it: a graduate, or somebody named in a training for trainers."""
        if "of" not in entry:
            return self.graduates[int(entry["trainer"])]
        trainer, place = map(int, entry["of"])
        found = self.held[trainer].persons[place].person
        assert found is not None
        return found

    def _command(self, entry: dict[str, Any], person: Person, last: date) -> RolloutCommand:
        origin = cascade.origins(person)[-1]
        country = person.country_code or "AZ"
        return RolloutCommand(
            origin=origin.key,
            title=entry["title"].get(person.language, entry["title"]["en"]),
            country_code=country,
            first_day=self.world.working_day(entry["day"]),
            last_day=last,
            hours=entry["hours"],
            modules=tuple(entry.get("modules", origin.modules)),
            counts=tuple(_counts(entry)),
            persons=tuple(self._names(entry, country)),
        )

    def _names(self, entry: dict[str, Any], country: str) -> Iterator[Named]:
        bodies = db.session.query(Organisation).filter_by(country_code=country).order_by(Organisation.id).all()
        for number in range(entry.get("names", 0)):
            name = people.draw_name(self.world, country, "f" if number % 2 else "m")["native"]
            body = bodies[number % len(bodies)]
            yield Named(name, body.native or body.title.text("en"))

    def _decide(self, rollout: Rollout, entry: dict[str, Any]) -> None:
        by, decision = SignedIn(self.staff), entry.get("decision", "")
        if decision == "back":
            cascade.send_back(rollout=rollout, by=by, reason=entry["reason"])
        elif not decision:
            cascade.confirm(rollout=rollout, by=by, trains_trainers=entry.get("trains", False))
            for place in (each for row in rollout.persons if row.person for each in row.person.affiliations):
                address_book.confirm(place, by, tell=False)
        if entry.get("trains"):
            self.held[entry["trainer"]] = rollout


def load_cascade(world: World) -> None:
    """Let the graduates report, and the centre decide, in the order of time.

    Jobs ended the database session before, so everything is asked for anew.
    """
    held = db.session.query(TrainingSession).join(TrainingSession.format)
    session = held.filter(Format.key == FORMAT, TrainingSession.state == "completed").first()
    if session is None:
        return
    staff = db.session.query(Account).filter_by(login="staff@demo.example").one()
    telling = _Telling(world, _one_a_country(session), staff)
    for entry in read("cascade")["rollout"]:
        telling.tell(entry)
    work.commit()
    db.session.remove()  # as after every job: what was loaded is looked through at each commit
    jobs.drain()  # a first training held at home earns a certificate


def _one_a_country(session: TrainingSession) -> list[Person]:
    """Return the first graduate of each country."""
    first: dict[str | None, Person] = {}
    for person in certificates.completed(session):
        first.setdefault(person.country_code, person)
    return list(first.values())


def _counts(entry: dict[str, Any]) -> Iterator[Count]:
    for category, numbers in entry.get("numbers", {}).items():
        for gender, number in zip(GENDERS, numbers, strict=True):
            if number:
                yield Count(number, gender, category)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)
