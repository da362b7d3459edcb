"""Need against plan: what a plan gives to each country and module, what it leaves out, what was held for which need."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.types import Texts
from ...needs.services.reading import Need
from ...people.services.choices import alphabetically
from .. import queries
from ..models import Plan
from .coverage import Reach
from .needs import PRESSING, Held, Needs, held, module_titles
from .topics import Topics


@dataclass(frozen=True, slots=True)
class Cell:
    """A country and a module: how urgent training is there, how many events reach it, and what was held for it."""

    country: str
    module: int
    title: Texts
    need: Need
    urgency: float | None = None
    events: tuple[int, ...] = (0,)  # of each plan that is looked at
    held: int = 0
    people: int = 0  # confirmed
    came: int = 0
    sessions: tuple[int, ...] = ()

    @property
    def presses(self) -> bool:
        """Say whether the need lies in the more urgent half of its scale."""
        return self.urgency is not None and self.urgency > PRESSING

    @property
    def missed(self) -> bool:
        """Say whether it presses, and one of the plans has nothing for it."""
        return self.presses and not all(self.events)

    @property
    def differs(self) -> bool:
        return len(set(self.events)) > 1


@dataclass(frozen=True, slots=True)
class Table:
    """Needs beside plans: `countries` in the reader's alphabet, only those of which a viewer reads the needs."""

    said: Needs
    countries: Sequence[str]
    modules: Mapping[int, Texts]
    reaches: Sequence[Reach]
    done: Held | None = None

    def of(self, country: str, module: int) -> Cell:
        """Return what is known of a country and a module."""
        need, key = self.said.of(country, module), (country, module)
        given = self.done.given.get(key) if self.done else None
        return Cell(
            country,
            module,
            self.modules[module],
            need,
            self.said.urgency(need),
            tuple(each.events.get(key, 0) for each in self.reaches),
            given.sessions if given else 0,
            given.people if given else 0,
            self.done.came.get(key, 0) if self.done else 0,
            self.done.sessions.get(key, ()) if self.done else (),
        )

    def __iter__(self) -> Iterator[Cell]:
        for country in self.countries:
            for module in self.modules:
                yield self.of(country, module)

    def missed(self) -> list[Cell]:
        """Return what presses and is not reached, the most urgent first; countries by the alphabet."""
        return sorted((each for each in self if each.missed), key=lambda each: (-(each.urgency or 0), each.module))

    def answered(self) -> list[Cell]:
        """Return where something presses, is planned or was held."""
        return [each for each in self if each.presses or any(each.events) or each.held]

    def pressing(self) -> int:
        """Return in how many cells something presses."""
        return sum(each.presses for each in self)

    def reached(self) -> tuple[int, ...]:
        """Return how many of those each plan reaches."""
        cells = [each for each in self if each.presses]
        return tuple(sum(each.events[place] > 0 for each in cells) for place in range(len(self.reaches)))


def by_alphabet(codes: Iterable[str]) -> list[str]:
    return [code for code, _name in alphabetically((code, i18n.country_name(code)) for code in codes)]


def titles(said: Needs, known: Topics) -> dict[int, Texts]:
    """Return the modules with activities, and those that are asked about and have none: no plan reaches them yet."""
    lacking = set(said.table.modules) - set(known.modules)
    more = module_titles() if lacking else {}
    found = {number: more[number] for number in lacking if number in more}
    return dict(sorted((found | dict(known.modules)).items()))


def table(
    said: Needs, known: Topics, shown: Collection[str], reaches: Sequence[Reach], done: Held | None = None
) -> Table:
    """Put needs beside plans, for the countries that are shown."""
    return Table(said, by_alphabet(shown), titles(said, known), reaches, done)


def held_for(plan: Plan) -> Held:
    """Return what the centre of a plan held in its period."""
    return held(plan.centre_id, plan.starts_on, plan.ends_on)


def trainings(cells: Iterable[Cell]) -> Mapping[int, tuple[str, Texts]]:
    """Return address and title of the sessions held, by their number."""
    ids = {number for each in cells for number in each.sessions}
    if not ids:
        return {}
    return {number: (slug, title) for number, slug, title in db.session.execute(queries.session_titles(ids))}
