"""Who has a place, in figures: seats, countries, categories, and gender where nobody can be picked out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from ...kernel.db import db
from ...sessions.models import TrainingSession
from .. import queries
from ..models import HOLDING, Registration


@dataclass(frozen=True, slots=True)
class Balance:
    """What holds seats now, and what a choice of people would add.

    `genders` is None where a figure would be about fewer people than SMALL_CELL. It never counts the
    choice: ticking one person and looking at the difference would tell their gender.
    """

    seats: int
    taken: int
    more: int = 0
    countries: dict[str, int] = field(default_factory=dict)
    new_countries: frozenset[str] = frozenset()
    categories: dict[str, int] = field(default_factory=dict)
    genders: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody who has a row in a session, in figures, with the facts frozen at registration.

    `rows` have state, country_code, category_code, gender and their number.
    """

    rows: Sequence[Any]

    @property
    def states(self) -> dict[str, int]:
        """Return state -> number of people, without the states nobody is in."""
        found = Counter[str]()
        for row in self.rows:
            found[row.state] += row.number
        return dict(found)

    @property
    def countries(self) -> set[str]:
        return {row.country_code for row in self.rows if row.country_code}

    @property
    def categories(self) -> set[str]:
        return {row.category_code for row in self.rows if row.category_code}


def crowd(session: TrainingSession) -> Crowd:
    """Count everybody who has a row in a session, in one query."""
    return Crowd(db.session.execute(queries.crowd(session.id)).all())


def balance(session: TrainingSession, among: Crowd, chosen: Sequence[Registration] = ()) -> Balance:
    """Say who of the crowd holds seats; `chosen` are added as if confirmed."""
    countries, categories, genders = Counter[str](), Counter[str](), Counter[str]()
    for row in (each for each in among.rows if each.state in HOLDING):
        countries[row.country_code or ""] += row.number
        categories[row.category_code or ""] += row.number
        genders[row.gender if row.gender in {"f", "m", "other"} else ""] += row.number
    before = set(countries)
    more = [each for each in chosen if not each.holds_seat]
    countries.update(each.facts.country_code or "" for each in more)
    categories.update(each.facts.category_code or "" for each in more)
    return Balance(
        session.seats,
        session.taken,
        len(more),
        dict(countries),
        frozenset(set(countries) - before),
        dict(categories),
        _disclosed(genders),
    )


def _disclosed(genders: Counter[str]) -> dict[str, int] | None:
    """Return the counts, unless one of them is small: then none, as the others would give it away."""
    least = int(current_app.config["SMALL_CELL"])
    if not genders or any(number < least for number in genders.values()):
        return None
    return dict(genders)
