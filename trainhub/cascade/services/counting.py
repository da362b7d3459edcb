"""Counts of confirmed roll-outs by generation, country and module.

Two numbers stand side by side and are never added: people whom trainers reported as a number, and persons named.
Staff see them as they are, each person once. Others see no number of people under SMALL_CELL; their sums are made
of what they see anyway, so that nothing can be found by taking away.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import alphabetical
from ...registration import services as registrations
from ...web.access import Viewer
from .. import policies, queries
from ..models import Rollout
from ..policies import Sight

WAYS: dict[str, str] = {
    "generation": _l("By generation"),
    "country": _l("By country"),
    "module": _l("By module"),
}
Key = Callable[["Line"], Iterable[Any]]


def sight(who: Viewer) -> Sight:
    """Return how far a viewer sees; where they work is asked only of focal points."""
    focal = bool(policies.focal_reach(who).countries)
    return policies.sight(who, government=focal and registrations.of_government(who))


def shown(number: int, *, staff: bool) -> int | None:
    """Return a number of people as a viewer may see it; None where it is too small to be shown."""
    return number if staff or number == 0 or number >= _least() else None


def said(number: int | None) -> int | str:
    """Return what stands in a cell: the number, or that it is small."""
    return f"<{_least()}" if number is None else number


def _least() -> int:
    return int(current_app.config["SMALL_CELL"])


@dataclass(frozen=True, slots=True)
class Line:
    """One roll-out with its numbers as a viewer sees them; `name` is the trainer's, empty where nobody is named."""

    rollout: Rollout
    reported: int | None
    named: int | None
    known: bool = True

    @property
    def veiled(self) -> bool:
        return self.reported is None or self.named is None


def line(row: Any, sees: Sight) -> Line:
    """Return a row of `queries.listed` as a viewer sees it."""
    staff = sees.staff(row.Rollout.session.centre_id)
    return Line(row.Rollout, shown(row.reported, staff=staff), shown(row.named, staff=staff), bool(row.known))


def lines(query: Any, sees: Sight) -> list[Line]:
    return [line(row, sees) for row in db.session.execute(query)]


def line_of(rollout: Rollout, sees: Sight) -> Line:
    """Return one roll-out, loaded with its people, as a viewer sees it."""
    staff = sees.staff(rollout.session.centre_id)
    reported = shown(sum(each.number for each in rollout.counts), staff=staff)
    return Line(rollout, reported, shown(len(rollout.persons), staff=staff), knows(rollout, sees))


def knows(rollout: Rollout, sees: Sight) -> bool:
    """Say whether the trainer may be named to a viewer."""
    return db.session.scalar(queries.known(rollout.person_id, sees)) is not None


@dataclass(frozen=True, slots=True)
class Genders:
    """The people reported as numbers by gender, and by category within: gender -> number, category -> the same."""

    whole: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def genders(rollout: Rollout, sees: Sight) -> Genders | None:
    """Return how a roll-out's reported people divide; None where a part would be too small to be shown.

    Whoever is no staff sees no categories, and genders only where every one of them is large enough.
    """
    whole: dict[str, int] = defaultdict(int)
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    for each in rollout.counts:
        whole[each.gender] += each.number
        title = each.category.title.text(i18n.language()) if each.category else ""
        parts[title][each.gender] = each.number
    if sees.staff(rollout.session.centre_id):
        return Genders(whole, parts)
    return Genders(whole) if all(number >= _least() for number in whole.values()) else None


# --- sums ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Sums:
    """What a row of the counts says. `veiled` is how many trainings are left out of both numbers of people."""

    key: Any
    label: str
    trainings: int = 0
    veiled: int = 0
    reported: int = 0
    places: int = 0  # persons named, anew in each training
    trainers: set[int] = field(default_factory=set)
    persons: set[int] = field(default_factory=set)  # numbers of persons; of rows, below zero, where it is not known who
    strong: bool = False

    def add(self, one: Line, persons: Iterable[int]) -> None:
        self.trainings += 1
        self.trainers.add(one.rollout.person_id)
        if one.veiled:
            self.veiled += 1
            return
        self.reported += one.reported or 0
        self.places += one.named or 0
        self.persons.update(persons)


def counts(sees: Sight, way: str) -> list[Sums]:
    """Return the confirmed roll-outs a viewer knows of, counted one way, and all of them once in the last row."""
    query = queries.listed(sees).where(Rollout.state == "confirmed")
    found = lines(query, sees)
    persons = _persons(query) if sees.whole else {}
    keys, label = _way(way)
    rows: dict[Any, Sums] = {}
    total = Sums(None, _("All, each once"), strong=True)
    for one in found:
        for key in keys(one):
            rows.setdefault(key, Sums(key, label(key))).add(one, persons.get(one.rollout.id, ()))
        total.add(one, persons.get(one.rollout.id, ()))
    named = alphabetical(i18n.language())
    ordered = sorted(rows.values(), key=lambda row: named(row.label) if way == "country" else row.key)
    return [*ordered, total] if found else []


def _way(way: str) -> tuple[Key, Callable[[Any], str]]:
    if way == "country":
        return lambda one: (one.rollout.country_code,), i18n.country_name
    if way == "module":
        titles = module_names()
        return _modules_of, lambda number: titles.get(number, str(number)) if number else _("No module named")
    return lambda one: (one.rollout.generation,), lambda number: _("Generation %(number)s", number=number)


def _modules_of(one: Line) -> Iterable[int]:
    return [module.number for module in one.rollout.modules] or [0]


def _persons(query: Any) -> dict[int, set[int]]:
    """Return roll-out -> the different persons named in it."""
    found: dict[int, set[int]] = defaultdict(set)
    rollouts = query.with_only_columns(Rollout.id).order_by(None)
    for rollout_id, row_id, person_id in db.session.execute(queries.named(rollouts)):
        found[rollout_id].add(person_id or -row_id)
    return found


def module_names() -> dict[int, str]:
    """Return number -> number and title of every module, in the reader's language."""
    titles: dict[int, str] = {}
    for number, title in db.session.execute(queries.module_titles()):
        titles.setdefault(number, f"{number}. {title.text(i18n.language())}")
    numbers = db.session.scalars(queries.module_numbers())
    return {number: titles.get(number) or _("Module %(number)s", number=number) for number in numbers}
